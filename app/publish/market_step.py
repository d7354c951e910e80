"""The totals of the market on each day, and the weights of marketplaces in them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges
from app.domain.market_days import market_days
from app.domain.market_windows import LOOK_BACK_DAYS
from app.domain.metric_rules import MetricRules
from app.domain.volume_weights import weight_rows, weighted_volume
from app.publish.changed import Changed
from app.publish.day_table import METRICS_TABLE, Days, DayTable
from app.publish.whole_table import Whole, WholeTable
from app.repositories import board_writing, contents, metrics, reported_days, volume_weights
from app.repositories import market_days as stored_market


class VolumeWeights(WholeTable):
    """The weights that the published sums use. Its one part is all marketplaces."""

    name = "volume_weights"
    stored_in = "volume_weights"
    keys: Sequence[str] = ("marketplace",)

    def __init__(self, rules: MetricRules) -> None:
        self._rules = rules

    def wanted(self, connection: Connection, part: Whole) -> pl.DataFrame:
        """The weights of the rules that are not 1."""
        return weight_rows(self._rules.volume_weights)

    def stored(self, connection: Connection, part: Whole) -> pl.DataFrame:
        """The weights of the last refresh."""
        return volume_weights.stored(connection)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the weights that changed."""
        volume_weights.replace(connection, changes)


class MarketDays(DayTable):
    """Totals of all boxes and of each game: one row per day with metrics."""

    name = "market_days"
    stored_in = "market_days"
    keys = ("game", "metric_date")
    made_from = ("metrics", "marketplace_days", "reported_days")
    days_at_once = 400

    def wanted(self, connection: Connection, part: Days) -> pl.DataFrame:
        """The totals, from metrics, reports of marketplaces and reported days."""
        if not part:
            return stored_market.MARKET_DAY_SCHEMA.to_frame()
        first = min(part) - timedelta(LOOK_BACK_DAYS)
        games = board_writing.ranked_games(connection)
        figures = stored_market.figures_on(connection, part).join(games, on="box_id", how="left")
        reports = stored_market.reports_between(connection, first, max(part))
        weighted = weighted_volume(reports, volume_weights.by_marketplace(connection))
        found = market_days(
            figures, weighted.join(games, on="box_id", how="left"), reported_days.stored(connection)
        )
        return found.select(stored_market.MARKET_DAY_SCHEMA.names())

    def stored(self, connection: Connection, part: Days) -> pl.DataFrame:
        """The stored totals."""
        return stored_market.on(connection, part)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write the days that changed."""
        stored_market.replace(connection, changes)

    def _affected_days(self, connection: Connection, changed: Changed) -> Days:
        moved = metrics.days_of_boxes(connection, changed.boxes("board_games"))
        sources, chosen = {*changed.moved_days(*self.made_from), *moved}, set(changed.days())
        if not sources:
            return sorted(chosen)
        known = contents.days_of(connection, {METRICS_TABLE, self.stored_in}, min(sources))
        return sorted(chosen.union(day for day in known if _depends(day, sources)))


def _depends(day: date, sources: set[date]) -> bool:
    return any(day - timedelta(back) in sources for back in range(LOOK_BACK_DAYS + 1))
