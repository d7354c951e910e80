"""Small markets for the computation of metrics, written by day of the year 2026."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from app.domain.metrics import MetricRules, compute_metrics
from app.repositories.observations import OBSERVATION_SCHEMA

FIRST_DAY = date(2026, 1, 1)
KEYS = {"box_id": 1, "marketplace": "tcgplayer"}


def observed(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Observations of rows with `day` (0: 1 January), figures, and box and marketplace where they matter."""
    complete = [{**KEYS, **row, "metric_date": _date(row["day"])} for row in rows]
    listed = [{name: row.get(name) for name in OBSERVATION_SCHEMA} for row in complete]
    return pl.DataFrame(listed, OBSERVATION_SCHEMA)


def _date(day: object) -> date:
    assert isinstance(day, int)
    return FIRST_DAY + timedelta(day)


def metrics_of(rows: Iterable[Mapping[str, object]], rules: MetricRules | None = None) -> pl.DataFrame:
    """The unified metrics of the rows."""
    return compute_metrics(observed(rows), rules or MetricRules()).metrics


def series(name: str, rows: Iterable[Mapping[str, object]], rules: MetricRules | None = None) -> list[object]:
    """One figure of a market of one box, by day."""
    return metrics_of(rows, rules)[name].to_list()
