"""The moves that movers and sentences name, and which of them fall on or after a missing report.

Reports are looked up in the observations themselves, not in anything that the product derives from them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from app.bootstrap import Services
from app.domain.boards import BOARD_METRICS
from app.domain.errors import BoxrankError
from app.domain.sentences import SentencePart
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.read.movers import MoversRequest, read_movers

SUMS = {"daily_volume_usd", "volume_30d_usd", "unified_volume_usd"}
GOOD_DAYS = 7
WIDEST = 30

_NEW = re.compile(r" (is number one for the first time|is back at number one|enters at number one)")
_GAVE_WAY = re.compile(r"(, number one since .*,)? (falls to|leaves the board)")
_WIDTH = re.compile(r" (climbs|falls) (?!to )(\w+)")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
Fields = tuple[str, ...]
_SALES, _LISTINGS, _ADDITIONS = ("units_sold",), ("active_listings",), ("units_listed",)
_FLOOR, _MARKET_PRICE = ("floor_price_usd",), ("market_price_usd",)
_VOLUME = ("volume_usd", "units_sold")
"""Either of them is a report of a volume: sales are multiplied by a price."""

_FIELDS: Mapping[str, tuple[Fields, ...]] = {
    "active_listings_count": (_LISTINGS,),
    "boxes_sold_30d_avg": (_SALES,),
    "liquidity_score": (_SALES, _LISTINGS),
    "expected_days_to_sell": (_SALES, _LISTINGS),
    "days_of_supply": (_SALES, _LISTINGS, _ADDITIONS),
    "days_to_20pct_increase": (_SALES, _LISTINGS, _ADDITIONS),
    "listed_value_usd": (_FLOOR, _LISTINGS),
    "visible_market_cap_usd": (_FLOOR, _LISTINGS),
}


@dataclass(frozen=True)
class NamedMove:
    """A move of a box that a reader is shown as one of the market."""

    metric: str
    day: date
    compared_with: date
    box: str
    width: int


@dataclass(frozen=True)
class Named:
    """What a market shows: moves by board, and the boxes of each new number one with the one it displaced."""

    moves: Mapping[str, list[NamedMove]]
    number_ones: list[tuple[NamedMove, ...]]


class Reports:
    """Which reports are missing: of a series that goes on, or ended fewer than GOOD_DAYS before."""

    def __init__(self, observations: pl.DataFrame) -> None:
        self._days: dict[tuple[str, Fields], dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
        kinds = {_VOLUME, *(fields for each in _FIELDS.values() for fields in each)}
        for row in observations.iter_rows(named=True):
            for fields in kinds:
                if any(row[field] is not None for field in fields):
                    self._days[row["box"], fields][row["marketplace"]].add(row["metric_date"])

    def is_missing(self, move: NamedMove) -> bool:
        """Whether a report behind the metric is missing on the day of a move, or on the one compared with."""
        return any(
            _lacks(days, day)
            for fields in _fields_of(move.metric)
            for marketplace, days in self._days[move.box, fields].items()
            if fields != _FLOOR or marketplace == "tcgplayer"
            for day in (move.day, move.compared_with)
        )


def _lacks(days: set[date], day: date) -> bool:
    if day in days or day < min(days):
        return False
    return day < max(days) or day - max(days) < timedelta(GOOD_DAYS)


def _fields_of(metric: str) -> tuple[Fields, ...]:
    if metric.startswith("floor_price"):
        return (_FLOOR,)
    if metric.startswith("market_price"):
        return (_MARKET_PRICE,)
    return _FIELDS.get(metric, (_VOLUME,))


def named_moves(services: Services) -> Named:
    """The moves that movers and sentences of all boards but those of sums name, on all days."""
    moves: dict[str, list[NamedMove]] = {}
    number_ones: list[tuple[NamedMove, ...]] = []
    for metric in BOARD_METRICS:
        found = [_named(services, metric, day) for day in _days(services, metric)]
        moves[metric] = [move for day_moves, _ in found for move in day_moves]
        number_ones += [new for _, new in found if new]
    return Named(moves, number_ones)


def widest(moves: list[NamedMove]) -> list[NamedMove]:
    """The WIDEST of a board, each once."""
    return sorted(set(moves), key=lambda move: (-move.width, move.day, move.box))[:WIDEST]


def _days(services: Services, metric: str) -> list[tuple[date, date]]:
    try:
        days = [] if metric in SUMS else services.read(read_days, BoardDaysRequest(metric=metric)).data
    except BoxrankError:  # a board without ranks
        return []
    return [(each.metric_date, each.compared_with) for each in days if each.compared_with is not None]


def _named(
    services: Services, metric: str, days: tuple[date, date]
) -> tuple[list[NamedMove], tuple[NamedMove, ...]]:
    day = days[0]
    found = services.read(read_movers, MoversRequest(metric=metric, day=day, limit=100)).data
    moves = [
        NamedMove(metric, *days, each.box.slug, abs(each.rank_change or 0))
        for each in (*found.climbers, *found.fallers)
    ]
    parts = services.read(read_day, DayRequest(metric=metric, day=day)).data.sentence.parts
    named = list(_in_sentence(metric, days, parts))
    is_new = any(_NEW.match(part.text) for part in parts)
    return moves + [move for move in named if move.width], tuple(named) if is_new else ()


def _in_sentence(metric: str, days: tuple[date, date], parts: Sequence[SentencePart]) -> Iterator[NamedMove]:
    slugs: list[str] = []
    for part in parts:
        if part.slug is not None:
            slugs.append(part.slug)
        elif part.text.strip(", ") not in ("", "and"):
            yield from (
                NamedMove(metric, *days, slug, width) for slug in slugs for width in _widths(part.text)
            )
            slugs = []


def _widths(words: str) -> list[int]:
    """How far the boxes before these words move; 0 at number one. Empty where they move not at all."""
    if width := _WIDTH.match(words):
        return [_number(width[2])]
    return [0] if _NEW.match(words) or _GAVE_WAY.match(words) else []


def _number(word: str) -> int:
    return _NUMBERS.index(word) if word in _NUMBERS else int(word)
