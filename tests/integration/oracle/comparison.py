"""A database compared with the oracle, table by table and figure by figure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from app.database import Database
from app.models import (
    board_days,
    board_ranks,
    booster_boxes,
    box_metrics_unified,
    daily_observations,
    default_boards,
    market_days,
    marketplace_days,
    ranked_days,
    reported_days,
    suspect_decisions,
    suspect_values,
)
from app.repositories.board_vectors import VECTORS, unpack
from tests.integration.oracle import expected
from tests.oracles.market import FIELDS, Decision, OracleMarket, OracleSettings, observation
from tests.oracles.published import Published
from tests.oracles.totals import totals_of

Key = tuple[Any, ...]
Cells = Mapping[Key, Mapping[str, Any]]
ROUNDED = {"ema_state"}
"""States are kept unrounded; the last bits of their floats are not a matter of rules."""


@dataclass(frozen=True)
class Difference:
    table: str
    key: Key
    name: str
    found: Any
    expected: Any


@dataclass
class Comparison:
    """How many values were compared in each table, and which of them differ."""

    values: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.values.values())

    def add(self, table: str, found: Cells, wanted: Cells) -> None:
        for key in sorted(found.keys() | wanted.keys(), key=str):
            theirs, ours = found.get(key), wanted.get(key)
            if theirs is None or ours is None:
                self.differences.append(Difference(table, key, "(row)", theirs, ours))
                continue
            self.values[table] = self.values.get(table, 0) + len(ours)
            for name, value in ours.items():
                if not _is_same(name, theirs[name], _plain(value)):
                    self.differences.append(Difference(table, key, name, theirs[name], _plain(value)))


def compare(database: Database, published: Published) -> Comparison:
    """Every derived table of a database against what the oracle makes of the same observations."""
    comparison, stored = Comparison(), Stored(database)
    metrics = stored.rows(box_metrics_unified, "box_id", "metric_date")
    comparison.add(
        "reported_days", stored.rows(reported_days, "game", "metric_date"), expected.days(published)
    )
    suspects = stored.rows(suspect_values, "box_id", "metric_date", "marketplace", "field")
    comparison.add("suspect_values", suspects, expected.suspects(published))
    parts = stored.rows(marketplace_days, "box_id", "metric_date", "marketplace")
    comparison.add("marketplace_days", parts, published.marketplace_days)
    comparison.add("box_metrics_unified", metrics, expected.metrics(published, box_metrics_unified.c.keys()))
    comparison.add("ranks", metrics, expected.ranks(published))
    comparison.add("ranked_days", stored.rows(ranked_days, "metric_date"), expected.ranked_days(published))
    comparison.add("board_ranks", stored.board_ranks(), expected.board_ranks(published))
    comparison.add("board_days", stored.board_days(), expected.board_days(published))
    comparison.add("market_days", stored.rows(market_days, "game", "metric_date"), totals_of(published))
    comparison.add("default_boards", stored.rows(default_boards, "game"), expected.default_boards(published))
    return comparison


def stored_market(database: Database, settings: OracleSettings) -> OracleMarket:
    """The observations, decisions and games of a database, for the oracle."""
    return Stored(database).market(settings)


class Stored:
    """Rows of a database, with the slugs of the boxes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        boxes = self._all(booster_boxes)
        self._slugs = {box["id"]: box["slug"] for box in boxes}
        self._games = {box["slug"]: box["game"] for box in boxes if box["game"]}

    def rows(self, table: Any, *keys: str) -> dict[Key, Mapping[str, Any]]:
        return {tuple(self._key(row, name) for name in keys): row for row in self._all(table)}

    def board_ranks(self) -> dict[Key, Mapping[str, Any]]:
        found: dict[Key, Mapping[str, Any]] = {}
        for row in self._all(board_ranks):
            for packed in unpack([row[name] for name in VECTORS], row["item_bytes"]).iter_rows(named=True):
                found[row["metric"], row["metric_date"], self._slugs[packed["box_id"]]] = packed
        return found

    def board_days(self) -> dict[Key, Mapping[str, Any]]:
        rows = self.rows(board_days, "metric", "game", "metric_date")
        return {key: {**row, "leaders": self._leaders(row["leaders"])} for key, row in rows.items()}

    def market(self, settings: OracleSettings) -> OracleMarket:
        observed = [
            observation(self._slugs[row["box_id"]], row["metric_date"], row["marketplace"], **_values(row))
            for row in self._all(daily_observations)
        ]
        decided = [self._decision(row) for row in self._all(suspect_decisions)]
        return OracleMarket(observed, settings, decided, self._games)

    def _decision(self, row: Mapping[str, Any]) -> Decision:
        key = self._slugs[row["box_id"]], row["metric_date"], row["marketplace"], row["field"]
        return Decision(*key, Fraction(str(row["value"])), is_accepted=row["decision"] == "accept")

    def _leaders(self, packed: str) -> list[str]:
        return sorted(self._slugs[int(box)] for box in packed.split(","))

    def _key(self, row: Mapping[str, Any], name: str) -> Any:
        return self._slugs[row[name]] if name == "box_id" else row[name]

    def _all(self, table: Any) -> list[Mapping[str, Any]]:
        with self._database.snapshot() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def _is_same(name: str, found: Any, wanted: Any) -> bool:
    if name in ROUNDED and found is not None and wanted is not None:
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return bool(found == wanted)
