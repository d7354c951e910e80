"""Ranks, changes, states and records of one board, from the values of each reported day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracles.reported import ReportedDay

LESS_IS_BETTER = ("expected_days_to_sell", "days_of_supply")


@dataclass(frozen=True)
class Standing:
    """What a board needs to know of one box with a row on a day; a null value has no rank."""

    value: float | None
    sold: float | None
    is_carried: bool


@dataclass(frozen=True)
class Entry:
    box: str
    value: float
    current_rank: int
    position: int
    previous_rank: int | None
    rank_change: int | None
    rank_state: str
    is_carried: bool
    peak_rank: int | None
    peak_date: date | None
    days_ranked: int
    days_at_number_one: int
    streak: int
    last_rank: int | None
    last_rank_date: date | None
    percentile: float | None


@dataclass(frozen=True)
class Dropped:
    box: str
    last_observed_on: date
    reason: str


@dataclass(frozen=True)
class BoardDay:
    boxes_ranked: int
    reported: ReportedDay
    compared_with: date | None
    dropped: Sequence[Dropped]
    entries: Sequence[Entry]


@dataclass
class Record:
    """One box on the whole ranked days so far."""

    peak: tuple[int, date] | None = None
    days_ranked: int = 0
    days_at_number_one: int = 0
    streak: int = 0
    last: tuple[int, date] | None = None

    def add(self, rank: int, day: date, is_carried: bool, previous: date | None) -> None:
        if not is_carried and (self.peak is None or rank < self.peak[0]):
            self.peak = rank, day
        self.days_at_number_one += rank == 1 and not is_carried
        self.days_ranked += 1
        self.streak = 1 + (self.streak if self.last and self.last[1] == previous else 0)
        self.last = rank, day


Standings = Mapping[str, Standing]
Market = Mapping[date, Standings]


def board(
    market: Market,
    days: Mapping[date, ReportedDay],
    ascending: bool = False,
    observed: Mapping[str, Sequence[date]] | None = None,
) -> dict[date, BoardDay]:
    """Every ranked day of a board; `days` are the reported ones, `observed` gives the days of each box."""
    state = _State(observed or {})
    ranked = {day: market.get(day, {}) for day in days}
    return {
        day: state.day(day, standings, days[day], ascending)
        for day, standings in ranked.items()
        if any(each.value is not None for each in standings.values())
    }


def ranks_of(values: Mapping[str, float | None], ascending: bool = False) -> dict[str, int]:
    """1 and the number of boxes with a better value."""
    known = {box: value for box, value in values.items() if value is not None}
    ordered = sorted(known.values(), reverse=not ascending)
    first = {value: at for at, value in reversed(list(enumerate(ordered, start=1)))}
    return {box: first[value] for box, value in known.items()}


def percentile(ranks: Sequence[int], rank: int) -> float | None:
    """Share of the other boxes that are worse, those equal counted half."""
    if len(ranks) == 1:
        return None
    worse, equal = sum(each > rank for each in ranks), ranks.count(rank) - 1
    share = Fraction(100) * (worse + Fraction(equal, 2)) / (len(ranks) - 1)
    return float(Fraction(round(share * 10), 10))


def display_order(ranks: Mapping[str, int], standings: Standings) -> list[str]:
    """By rank, then boxes sold a day with nulls last, then slug."""

    def place(box: str) -> tuple[int, bool, float, str]:
        sold = standings[box].sold
        return ranks[box], sold is None, -(sold or 0.0), box

    return sorted(ranks, key=place)


@dataclass
class _State:
    observed: Mapping[str, Sequence[date]]
    records: dict[str, Record] = field(default_factory=dict)
    previous_day: date | None = None
    newest_whole: date | None = None
    previous_ranks: Mapping[str, int] = field(default_factory=dict)

    def day(self, day: date, standings: Standings, reported: ReportedDay, ascending: bool) -> BoardDay:
        ranks = ranks_of({box: each.value for box, each in standings.items()}, ascending)
        entries_before = {box: self._before(box) for box in ranks}
        if not reported.is_partial:
            for box, rank in ranks.items():
                record = self.records.setdefault(box, Record())
                record.add(rank, day, standings[box].is_carried, self.previous_day)
            self.newest_whole = day
        entries = [
            self._entry(box, position, ranks, standings[box], entries_before[box])
            for position, box in enumerate(display_order(ranks, standings), start=1)
        ]
        done = BoardDay(
            len(ranks), reported, self.previous_day, self._dropped(day, ranks, standings), entries
        )
        if not reported.is_partial:
            self.previous_day, self.previous_ranks = day, ranks
        return done

    def _before(self, box: str) -> tuple[str | None, tuple[int, date] | None]:
        last = self.records[box].last if box in self.records else None
        if box in self.previous_ranks:
            return None, None
        return ("RE_ENTRY", last) if last else ("NEW", None)

    def _entry(
        self,
        box: str,
        position: int,
        ranks: Mapping[str, int],
        standing: Standing,
        before: tuple[str | None, tuple[int, date] | None],
    ) -> Entry:
        rank, previous = ranks[box], self.previous_ranks.get(box)
        change = None if previous is None else previous - rank
        record = self.records.get(box, Record())
        assert standing.value is not None
        return Entry(
            box,
            standing.value,
            rank,
            position,
            previous,
            change,
            before[0] or _moved(change or 0),
            standing.is_carried,
            record.peak and record.peak[0],
            record.peak and record.peak[1],
            record.days_ranked,
            record.days_at_number_one,
            record.streak if record.last and record.last[1] == self.newest_whole else 0,
            before[1] and before[1][0],
            before[1] and before[1][1],
            percentile(list(ranks.values()), rank),
        )

    def _dropped(self, day: date, ranks: Mapping[str, int], standings: Standings) -> list[Dropped]:
        return [
            Dropped(
                box,
                max((each for each in self.observed.get(box, ()) if each <= day), default=day),
                "no_figure" if box in standings else "unreported",
            )
            for box in self.previous_ranks
            if box not in ranks
        ]


def _moved(change: int) -> str:
    return "SAME" if change == 0 else "UP" if change > 0 else "DOWN"
