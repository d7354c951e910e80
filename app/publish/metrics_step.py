"""Series of marketplaces and unified metrics: made together from the used values of each box."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.changes import RowChanges
from app.domain.errors import AbsurdTotal
from app.domain.metrics import METRICS_SCHEMA, START_SCHEMA, Before, Computed, MetricRules, compute_metrics
from app.publish.changed import Changed
from app.publish.day_table import METRICS_TABLE
from app.repositories import (
    box_spans,
    boxes,
    marketplace_days,
    metrics,
    observations,
    reported_days,
    used_values,
)

if TYPE_CHECKING:
    from app.repositories.box_spans import BoxSpans

ROWS_AT_ONCE = 200_000


class BoxPart(NamedTuple):
    """Some boxes, each from one day on; `is_whole`: from its first day on."""

    spans: "BoxSpans"
    is_whole: bool


class _Last(NamedTuple):
    connection: Connection
    part: BoxPart
    computed: Computed


class BoxFigures:
    """Computes both tables of a part at once; the last is kept for the second table."""

    def __init__(self, rules: MetricRules) -> None:
        self._rules = rules
        self._last: _Last | None = None

    def of(self, connection: Connection, part: BoxPart) -> Computed:
        """What the observations make of the boxes. Raises AbsurdTotal."""
        last = self._last
        if last is None or last.part is not part or last.connection is not connection:
            last = _Last(connection, part, self._compute(connection, part))
        self._last = last
        return last.computed

    def parts(self, connection: Connection) -> list[BoxPart]:
        """All boxes, from their first day on."""
        return _split(connection, box_spans.all_spans(connection), is_whole=True)

    def stale_parts(self, connection: Connection, changed: Changed) -> list[BoxPart]:
        """The boxes whose used values changed, and those that gained or lost a reported day."""
        days = changed.new_or_gone_days("reported_days")
        observations.mark_stale(
            connection, metrics.touched_by(connection, days, self._rules.report_good_days)
        )
        return _split(connection, box_spans.stale_spans(connection), is_whole=False)

    def _compute(self, connection: Connection, part: BoxPart) -> Computed:
        before = None if part.is_whole else _before(connection, part.spans)
        days = reported_days.stored(connection, ALL_GAMES)["metric_date"].to_list()
        try:
            return compute_metrics(used_values.of_spans(connection, part.spans), self._rules, days, before)
        except AbsurdTotal as error:
            slug = boxes.get(connection, int(error.box)).slug  # the rules know the key only
            raise AbsurdTotal(slug, error.day, error.most) from error


def _split(connection: Connection, spans: "BoxSpans", *, is_whole: bool) -> list[BoxPart]:
    parts = box_spans.split_spans(connection, spans, ROWS_AT_ONCE)
    return [BoxPart(each, is_whole) for each in parts]


def _before(connection: Connection, spans: "BoxSpans") -> Before:
    return Before(
        starts=metrics.starts_of_spans(connection, spans, START_SCHEMA),
        prices=used_values.prices_of_spans(connection, spans),
        seeds=marketplace_days.seeds_of_spans(connection, spans),
    )


class _BoxTable:
    def __init__(self, figures: BoxFigures) -> None:
        self.made_with = figures

    def everything(self, connection: Connection) -> list[BoxPart]:
        """All boxes, from their first day on."""
        return self.made_with.parts(connection)

    def affected(self, connection: Connection, changed: Changed) -> list[BoxPart]:
        """The boxes that imports marked as stale, from the first day that changed on."""
        return self.made_with.stale_parts(connection, changed)


class MarketplaceDays(_BoxTable):
    """One row per box, reported day and marketplace with an observation that is still good."""

    name = "marketplace_days"
    stored_in = "marketplace_days"
    keys: Sequence[str] = marketplace_days.KEYS

    def wanted(self, connection: Connection, part: BoxPart) -> pl.DataFrame:
        """What the observations make of the series. Raises AbsurdTotal."""
        return self.made_with.of(connection, part).marketplace_days

    def stored(self, connection: Connection, part: BoxPart) -> pl.DataFrame:
        """The stored rows of the boxes."""
        return marketplace_days.of_spans(connection, part.spans)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write them."""
        marketplace_days.replace(connection, changes)


class UnifiedMetrics(_BoxTable):
    """One row per box and reported day with an observation that is still good."""

    name = "metrics"
    stored_in = METRICS_TABLE
    keys: Sequence[str] = metrics.METRIC_KEYS

    def wanted(self, connection: Connection, part: BoxPart) -> pl.DataFrame:
        """What the observations make of the metrics. Raises AbsurdTotal."""
        return self.made_with.of(connection, part).metrics

    def stored(self, connection: Connection, part: BoxPart) -> pl.DataFrame:
        """The stored rows of the boxes."""
        return metrics.of_spans(connection, part.spans, METRICS_SCHEMA)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write them; new rows have no ranks yet."""
        metrics.replace(connection, changes, moment)
