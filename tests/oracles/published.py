"""All tables of a market, made by the oracle from its observations alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tests.oracles.boards import LESS_IS_BETTER, BoardDay, Standing, board
from tests.oracles.market import ALL_GAMES, Observation, OracleMarket
from tests.oracles.reported import ReportedDay, reported_days
from tests.oracles.series import BoxSheets, box_sheets
from tests.oracles.suspects import Key, Suspect, suspects_of
from tests.oracles.unified import Row, marketplaces_of, row_of

DEFAULT_METRICS = (
    "unified_volume_7d_ema",
    "market_price_30d_change_pct",
    "floor_price_30d_change_pct",
    "market_price_usd",
    "floor_price_usd",
)
OTHER_METRICS = (
    "daily_volume_usd",
    "unified_volume_30d_sma",
    "floor_price_1d_change_pct",
    "floor_price_7d_change_pct",
    "market_price_1d_change_pct",
    "market_price_7d_change_pct",
    "market_price_90d_change_pct",
    "volume_30d_usd",
    "momentum_pct",
    "active_listings_count",
    "boxes_sold_30d_avg",
    "listed_value_usd",
    "liquidity_score",
    "expected_days_to_sell",
    "days_of_supply",
)
"""The other boards, in the order of menus; they open where none of the usual ones serves."""


@dataclass(frozen=True)
class DefaultBoard:
    """The day and board of a game that are shown when nobody names one."""

    day: date
    metric: str
    boxes: int
    boxes_with_it: int
    in_progress: date | None


@dataclass(frozen=True)
class Published:
    """The oracle's reading of one market."""

    market: OracleMarket

    @cached_property
    def suspects(self) -> dict[Key, Suspect]:
        return suspects_of(self.market)

    @cached_property
    def boxes(self) -> dict[str, BoxSheets]:
        unused: dict[str, set[tuple[date, str, str]]] = {}
        for box, day, marketplace, name in self.suspects:
            unused.setdefault(box, set()).add((day, marketplace, name))
        observations: dict[str, list[Observation]] = {}
        for each in self.market.observations:
            observations.setdefault(each.box, []).append(each)
        settings = self.market.settings
        return {
            box: box_sheets(own, settings, unused.get(box, set()))
            for box, own in sorted(observations.items())
        }

    @cached_property
    def rows(self) -> dict[tuple[str, date], Row]:
        """Unified rows by box and reported day."""
        rows = {(name, day): row_of(box, day) for name, box, day in self._good()}
        return {key: row for key, row in rows.items() if row is not None}

    @cached_property
    def marketplace_days(self) -> dict[tuple[str, date, str], Row]:
        return {
            (name, day, marketplace): row
            for name, box, day in self._good()
            for marketplace, row in marketplaces_of(box, day).items()
        }

    def _good(self) -> Iterator[tuple[str, BoxSheets, date]]:
        days = list(self.reported(ALL_GAMES))
        good = timedelta(days=self.market.settings.good_days - 1)
        for name, box in self.boxes.items():
            for day in days:
                if box.observed[0] <= day <= box.observed[-1] + good:
                    yield name, box, day

    def reported(self, game: str) -> dict[date, ReportedDay]:
        """The reported days of a game, or of all of them."""
        return self._reported[game]

    @property
    def games(self) -> list[str]:
        return [
            ALL_GAMES,
            *sorted({self.market.games[box] for box in self.boxes if box in self.market.games}),
        ]

    @cached_property
    def _reported(self) -> dict[str, dict[date, ReportedDay]]:
        return {
            game: reported_days([each for each in self.market.observations if self._is_of(each.box, game)])
            for game in self.games
        }

    def _is_of(self, box: str, game: str) -> bool:
        return game in (ALL_GAMES, self.market.games.get(box))

    @cached_property
    def _days(self) -> dict[date, dict[str, Row]]:
        days: dict[date, dict[str, Row]] = {}
        for (box, day), row in self.rows.items():
            days.setdefault(day, {})[box] = row
        return days

    def day(self, day: date, game: str = ALL_GAMES) -> dict[str, Row]:
        """The rows of a day by box."""
        return {box: row for box, row in self._days.get(day, {}).items() if self._is_of(box, game)}

    def board(self, metric: str, game: str = ALL_GAMES) -> dict[date, BoardDay]:
        """All ranked days of a board."""
        if (metric, game) not in self._boards:
            self._boards[metric, game] = self._board(metric, game)
        return self._boards[metric, game]

    @cached_property
    def _boards(self) -> dict[tuple[str, str], dict[date, BoardDay]]:
        return {}

    def _board(self, metric: str, game: str) -> dict[date, BoardDay]:
        market = {
            day: {
                box: Standing(row[metric], row["boxes_sold_30d_avg"], row["is_carried"])
                for box, row in self.day(day, game).items()
            }
            for day in self._days
        }
        observed = {name: box.observed for name, box in self.boxes.items()}
        return board(market, self.reported(game), metric in LESS_IS_BETTER, observed)

    def default(self, game: str = ALL_GAMES) -> DefaultBoard:
        """Of the newest whole day with ranks: the first board that half of its boxes have, else any."""
        day = max(day for day in self.reported(game) if self._is_whole_and_ranked(day, game))
        boxes, have = self.day(day, game), self._having(day, game)
        configured = self.market.settings.default_metric
        chosen = [configured] if have.get(configured) else []
        wide = [metric for metric, count in have.items() if 2 * count >= len(boxes)]
        some = [metric for metric, count in have.items() if count]
        [metric, *_] = [*chosen, *wide, *some]
        newest = max(self.reported(game))
        return DefaultBoard(day, metric, len(boxes), have[metric], newest if newest > day else None)

    def has_default(self, game: str = ALL_GAMES) -> bool:
        """Whether there is a whole day with ranks."""
        return any(self._is_whole_and_ranked(day, game) for day in self.reported(game))

    def _is_whole_and_ranked(self, day: date, game: str) -> bool:
        return not self.reported(game)[day].is_partial and any(self._having(day, game).values())

    def _having(self, day: date, game: str) -> dict[str, int]:
        rows = list(self.day(day, game).values())
        return {metric: _count(rows, metric) for metric in (*DEFAULT_METRICS, *OTHER_METRICS)}


def _count(rows: Sequence[Row], metric: str) -> int:
    return sum(row[metric] is not None for row in rows)
