"""Unified metrics brought up to date: for stale boxes, from the day on which their observations changed."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from app.database import Connection
from app.domain.boards import PRIMARY_METRIC
from app.domain.changes import RowChanges, compare_rows
from app.domain.errors import AbsurdTotal
from app.domain.metrics import CARRIED_SCHEMA, METRICS_SCHEMA, MetricRules, compute_metrics
from app.repositories import boxes, metrics, observations


@dataclass(frozen=True)
class MetricChanges:
    """Rows of METRICS_SCHEMA to write, and the days on which the primary board's values differ."""

    rows: RowChanges
    rank_days: list[date]


def stale_metric_changes(connection: Connection, rules: MetricRules) -> MetricChanges:
    """What the stale marks make of the metrics: rows that are new, differ, or are gone. Reads only.

    A row that comes out with the digits it has already is not among the changes. Raises AbsurdTotal.
    """
    wanted = _wanted(connection, rules)
    stored = metrics.of_stale_boxes(connection, METRICS_SCHEMA)
    rows = compare_rows(wanted, stored, metrics.METRIC_KEYS)
    return MetricChanges(rows, _days_with_other_values(wanted, stored))


def _wanted(connection: Connection, rules: MetricRules) -> pl.DataFrame:
    carried = metrics.carried_into_stale(connection, CARRIED_SCHEMA).with_columns(
        pl.col("ema_observations", "observed_days").fill_null(0)
    )
    try:
        return compute_metrics(observations.of_stale_boxes(connection), rules, carried)
    except AbsurdTotal as error:
        slug = boxes.get(connection, int(error.box)).slug  # the rules know the key only
        raise AbsurdTotal(slug, error.day, error.most) from error


def _days_with_other_values(wanted: pl.DataFrame, stored: pl.DataFrame) -> list[date]:
    values = [
        frame.select(*metrics.METRIC_KEYS, PRIMARY_METRIC).drop_nulls(PRIMARY_METRIC)
        for frame in (wanted, stored)
    ]
    changes = compare_rows(values[0], values[1], metrics.METRIC_KEYS)
    return changes.keys["metric_date"].unique().sort().to_list()
