"""The default day and board, over all games and inside each: decided once per publication."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges
from app.domain.default_boards import DEFAULT_BOARD_SCHEMA, default_boards, metrics_in_order
from app.domain.metric_rules import MetricRules
from app.publish.whole_table import Whole, WholeTable
from app.repositories import default_boards as stored_boards


class DefaultBoards(WholeTable):
    """One row per game. Its one part is all games: only the newest day of each is looked at."""

    name = "default_boards"
    stored_in = "default_boards"
    keys: Sequence[str] = ("game",)

    def __init__(self, rules: MetricRules) -> None:
        self._rules = rules

    def wanted(self, connection: Connection, part: Whole) -> pl.DataFrame:
        """The default boards, from the days of the boards."""
        metric = self._rules.default_metric
        ranked = stored_boards.ranked_on_default_days(connection, metrics_in_order(metric))
        days = ranked.select("game", "metric_date").unique()
        counted = [(game, stored_boards.boxes_on(connection, game, day)) for game, day in days.iter_rows()]
        schema = {name: DEFAULT_BOARD_SCHEMA[name] for name in ("game", "boxes")}
        return default_boards(ranked, pl.DataFrame(counted, schema, orient="row"), metric)

    def stored(self, connection: Connection, part: Whole) -> pl.DataFrame:
        """The stored default boards."""
        return stored_boards.stored(connection)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the games that changed."""
        stored_boards.replace(connection, changes)
