"""A random market for boards, and what its stored metrics say in plain Python."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import select

from app.domain.boards import BOARD_METRICS, Board
from app.models import booster_boxes, box_metrics_unified
from tests.factories import ClockedServices, day_after, observation
from tests.oracles import ranking_oracle
from tests.oracles.ranking_oracle import OracleDay, OracleRecord, Ranks, Values

GAMES: Mapping[str, str | None] = {
    "zebra": "Chess",
    "yak-2": "Chess",
    "yak": "Chess",
    "yak1": "Chess",
    "wolf": "Go",
    "viper": "Go",
    "urchin": "Go",
    "tiger": None,
    "swan": "Chess",
}
DAYS = 48
SILENT_DAYS = (9, 10, 27)
BROKEN_DAYS = (20, 33)
METRICS = [metric for metric, figure in BOARD_METRICS.items() if (figure.period_days or 0) < DAYS]
"""All but the changes over more days than the market has."""

BOARDS = [Board(metric, game) for metric in METRICS for game in (None, "Chess", "Go")]
BOARDS_OF_MARKETS = [("sqlite", board) for board in BOARDS] + [("postgres", board) for board in BOARDS[::7]]
"""Every board on SQLite; some on PostgreSQL, where the same frames come out of another driver."""


def name_of(value: Board | str) -> str:
    """The name of a board, or of a database, in the list of tests."""
    return value if isinstance(value, str) else f"{value.metric} {value.game or 'all'}"


def catalogue_of() -> str:
    """The boxes as a file."""
    rows = [f"{slug},Box {slug},{slug.upper()},{game or ''}\n" for slug, game in GAMES.items()]
    return "slug,name,code,game_type\n" + "".join(rows)


def observations_of(seed: int) -> list[dict[str, object]]:
    """Rows of a file in which few different figures make many ties."""
    random = Random(seed)
    return [
        observation(slug, day_after(day), **_figures(random))
        for day in range(DAYS)
        for index, slug in enumerate(GAMES)
        if _is_observed(day, index, random)
    ]


def _is_observed(day: int, index: int, random: Random) -> bool:
    if day in SILENT_DAYS:
        return False
    if day in BROKEN_DAYS:
        return index < 2
    return random.random() > (0.5 if index == 3 else 0.12)


def _figures(random: Random) -> dict[str, object]:
    return {
        "floor_price_usd": random.choice([None, 100.0, 100.0, 101.0, 150.0]),
        "market_price_usd": random.choice([None, 100.0, 104.0, 150.0]),
        "active_listings": random.choice([None, 0, 4, 4, 9]),
        "units_sold": random.choice([None, 0.0, 1.0, 1.0, 2.5]),
        "units_listed": random.choice([None, 0.0, 1.0]),
        "volume_usd": random.choice([None, 0.0, 50.0, 50.0, 80.0, 200.0]),
    }


@dataclass(frozen=True)
class Market:
    """A market as stored, by box key."""

    services: ClockedServices
    _values: dict[Board, Values] = field(default_factory=dict)
    _ranks: dict[Board, Ranks] = field(default_factory=dict)
    _observed: dict[str | None, Mapping[date, int]] = field(default_factory=dict)

    @cached_property
    def slugs(self) -> dict[int, str]:
        """Slug by box key."""
        with self.services.database.snapshot() as connection:
            table = booster_boxes.c
            rows = connection.execute(select(table.id, table.slug)).all()
            return {row.id: row.slug for row in rows}

    @cached_property
    def rows(self) -> list[Mapping[str, Any]]:
        """The stored metrics."""
        with self.services.database.snapshot() as connection:
            return [dict(row) for row in connection.execute(select(box_metrics_unified)).mappings()]

    def box_of(self, slug: str) -> int:
        """Key of a box."""
        return next(box for box, each in self.slugs.items() if each == slug)

    def values(self, board: Board) -> Values:
        """The board's metric by day and box, inside its game."""
        if board not in self._values:
            self._values[board] = self._values_of(board)
        return self._values[board]

    def ranks(self, board: Board) -> Ranks:
        """The board's ranks on its ranked days as the plain rule has them."""
        if board not in self._ranks:
            ranks = ranking_oracle.ranks_of_market(self.values(board), board.is_ascending)
            observed = self.observed(board.game)
            self._ranks[board] = {day: boxes for day, boxes in ranks.items() if day in observed}
        return self._ranks[board]

    def observed(self, game: str | None) -> Mapping[date, int]:
        """How many boxes were observed on each reported day, in all games or in one."""
        if game not in self._observed:
            rows = (row for row in self.rows if not row["is_carried"] and self._is_in(game, row["box_id"]))
            self._observed[game] = Counter(row["metric_date"] for row in rows)
        return self._observed[game]

    def days(self, board: Board) -> Mapping[date, OracleDay]:
        """The board's ranked days as the plain rule has them."""
        counts = {day: len(boxes) for day, boxes in self.ranks(board).items()}
        return ranking_oracle.days_of_counts(counts, self.observed(board.game))

    def default_day(self, board: Board) -> date:
        """The newest whole ranked day of the board, else its newest."""
        days = self.days(board)
        return max((day for day in days if not days[day].is_partial), default=max(days))

    def record(self, board: Board, box: int, day: date) -> OracleRecord:
        """The record of a box as the plain rule has it."""
        return ranking_oracle.record(self.ranks(board), box, day, self.carried, self.observed(board.game))

    def dropped(self, board: Board, day: date) -> set[int]:
        """The boxes that left the board on a day."""
        return ranking_oracle.dropped_boxes(self.ranks(board), day, self.observed(board.game))

    @cached_property
    def carried(self) -> frozenset[tuple[int, date]]:
        """Box and day of the rows that rest on an earlier report."""
        return frozenset((row["box_id"], row["metric_date"]) for row in self.rows if row["is_carried"])

    def order(self, board: Board, day: date) -> list[str]:
        """Slugs of one day in display order as the plain rule has it."""
        sold = {row["box_id"]: row["boxes_sold_30d_avg"] for row in self.rows if row["metric_date"] == day}
        ordered = ranking_oracle.display_order(self.ranks(board)[day], sold, self.slugs)
        return [self.slugs[box] for box in ordered]

    def _is_in(self, game: str | None, box: int) -> bool:
        return game is None or GAMES[self.slugs[box]] == game

    def _values_of(self, board: Board) -> Values:
        values: dict[date, dict[int, float | None]] = {}
        for row in self.rows:
            if self._is_in(board.game, row["box_id"]):
                values.setdefault(row["metric_date"], {})[row["box_id"]] = row[board.metric]
        return values
