"""Unified metrics: made from the observations of each box, continued from the state of its moving average."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from app.database import Connection
from app.domain.changes import RowChanges
from app.domain.errors import AbsurdTotal
from app.domain.metrics import METRICS_SCHEMA, MetricRules, compute_metrics
from app.domain.suspects import used_values
from app.publish.changed import Changed
from app.publish.day_table import METRICS_TABLE
from app.repositories import box_spans, boxes, metrics, observations, suspects

if TYPE_CHECKING:
    from app.repositories.box_spans import BoxSpans

ROWS_AT_ONCE = 200_000


class UnifiedMetrics:
    """One row per box and observed day. Its parts are boxes, each from one day on."""

    name = "metrics"
    stored_in = METRICS_TABLE
    keys: Sequence[str] = metrics.METRIC_KEYS

    def __init__(self, rules: MetricRules) -> None:
        self._rules = rules

    def everything(self, connection: Connection) -> list["BoxSpans"]:
        """All boxes, from their first day on."""
        return box_spans.split_spans(connection, box_spans.all_spans(connection), ROWS_AT_ONCE)

    def affected(self, connection: Connection, changed: Changed) -> list["BoxSpans"]:
        """The boxes that imports marked as stale, from the first day that changed on."""
        return box_spans.split_spans(connection, box_spans.stale_spans(connection), ROWS_AT_ONCE)

    def wanted(self, connection: Connection, part: "BoxSpans") -> pl.DataFrame:
        """What the observations make of the metrics. Raises AbsurdTotal."""
        try:
            unused = suspects.of_spans(connection, part)
            reports = used_values(observations.of_spans(connection, part), unused)
            return compute_metrics(reports, self._rules)
        except AbsurdTotal as error:
            slug = boxes.get(connection, int(error.box)).slug  # the rules know the key only
            raise AbsurdTotal(slug, error.day, error.most) from error

    def stored(self, connection: Connection, part: "BoxSpans") -> pl.DataFrame:
        """The stored rows of the boxes."""
        return metrics.of_spans(connection, part, METRICS_SCHEMA)

    def replace(self, connection: Connection, changes: RowChanges, moment: datetime) -> None:
        """Write them; new rows have no ranks yet."""
        metrics.replace(connection, changes, moment)
