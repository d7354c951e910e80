"""The derived tables: one protocol and one list, from which refresh, backfill and doctor are made."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Protocol, TypeVar

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges, compare_rows
from app.domain.metrics import MetricRules
from app.publish.boards_step import BoardDays, BoardGames, BoardRanks
from app.publish.changed import Changed
from app.publish.day_table import Days
from app.publish.defaults_step import DefaultBoards
from app.publish.market_step import MarketDays, VolumeWeights
from app.publish.metrics_step import BoxFigures, MarketplaceDays, UnifiedMetrics
from app.publish.ranks_step import PrimaryRanks, RankedDays
from app.publish.reported_step import ReportedDays
from app.publish.suspects_step import SuspectValues
from app.repositories import contents

Part = TypeVar("Part")


class DerivedTable(Protocol[Part]):
    """A table whose rows can be made again from what stands to its left in the list.

    A part is what is compared at once: some days, or some boxes. `name` is how reports call the table,
    `stored_in` where its rows are, `keys` which columns tell them apart.
    """

    @property
    def name(self) -> str: ...
    @property
    def stored_in(self) -> str: ...
    @property
    def keys(self) -> Sequence[str]: ...

    def everything(self, connection: Connection) -> Sequence[Part]:
        """Parts that cover every row that is stored or should be, oldest days first."""

    def affected(self, connection: Connection, changed: Changed) -> Sequence[Part]:
        """Parts that cover every row that may differ after what changed to the left."""

    def wanted(self, connection: Connection, part: Part) -> pl.DataFrame:
        """The rows that should be stored; outside the part, own rows may serve as they are stored."""

    def stored(self, connection: Connection, part: Part) -> pl.DataFrame:
        """The rows that are stored, in the columns of `wanted`."""

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Make the stored rows the wanted ones; `moment` is when."""


FROM_METRICS: tuple[DerivedTable[Days], ...] = (
    RankedDays(),
    PrimaryRanks(),
    BoardRanks(),
    BoardDays(),
    MarketDays(),
)
"""Every derived table but the metrics, each to the right of all that it is made from."""

_MAY_BE_EMPTY = frozenset({SuspectValues.name})

Scope = Callable[[DerivedTable[Any], Connection, Changed], Sequence[Any]]


def derived_tables(rules: MetricRules) -> tuple[DerivedTable[Any], ...]:
    """All derived tables, each to the right of all that it is made from."""
    inputs = (BoardGames(), VolumeWeights(rules), ReportedDays(), SuspectValues(rules))
    figures = BoxFigures(rules)
    return (*inputs, MarketplaceDays(figures), UnifiedMetrics(figures), *FROM_METRICS, DefaultBoards(rules))


def all_history(table: DerivedTable[Any], connection: Connection, changed: Changed) -> Sequence[Any]:
    """The scope of a full refresh."""
    return table.everything(connection)


def what_is_affected(table: DerivedTable[Any], connection: Connection, changed: Changed) -> Sequence[Any]:
    """The scope of a refresh: what changed; all of a table that has no row yet, if it needs any."""
    if table.name not in _MAY_BE_EMPTY and contents.is_empty(connection, table.stored_in):
        return table.everything(connection)
    return table.affected(connection, changed)


def differences(connection: Connection, table: DerivedTable[Part], part: Part) -> RowChanges:
    """How the stored rows of a part differ from the wanted ones. Reads only."""
    return compare_rows(table.wanted(connection, part), table.stored(connection, part), table.keys)


def bring_up_to_date(
    connection: Connection,
    tables: Sequence[DerivedTable[Any]],
    scope: Scope,
    changed: Changed,
    moment: datetime,
) -> Iterator[str]:
    """Replace what differs in each table, left to right; notes it in `changed`, yields names of tables.

    Tables that are made together (`made_with`) have the same parts, and are brought up to date part by part.
    """
    for _, together in groupby(tables, key=lambda table: getattr(table, "made_with", table)):
        group = tuple(together)
        for part in scope(group[0], connection, changed):
            for table in group:
                changes = differences(connection, table, part)
                table.replace(connection, changes, moment)
                changed.note(table.name, changes)
        yield from (table.name for table in group)
