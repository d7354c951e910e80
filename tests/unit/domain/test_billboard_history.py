"""Chart history against a published chart: last week, peak and weeks on the Billboard Hot 100 since 2006."""

from pathlib import Path

import polars as pl
import pytest

from app.domain.chart_history import chart_history
from app.domain.ranking import rank_entries
from tests.data_locations import recorded_data
from tests.unit.domain.random_markets import days_of_ranks

_SONG = ["song", "artist"]
_PUBLISHED = {
    "last_week_rank": "previous_rank",
    "peak_position": "peak_rank",
    "weeks_on_chart": "days_ranked",
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return recorded_data("billboard-hot-100")


@pytest.fixture(scope="module")
def charts(folder: Path) -> pl.DataFrame:
    """Published and derived figures side by side, one row per song and chart."""
    published = pl.read_csv(folder / "hot100_2006_2026.csv.gz", try_parse_dates=True)
    songs = published.select(_SONG).unique(maintain_order=True).with_row_index("box_id")
    rows = published.join(songs.with_columns(pl.col("box_id").cast(pl.Int64)), on=_SONG)
    ranks = rank_entries(
        rows.select(
            "box_id",
            metric_date="chart_date",
            value=101 - pl.col("rank"),
            boxes_sold_30d_avg=pl.lit(None, pl.Float64),
            slug=pl.col("box_id").cast(pl.String),
        )
    )
    days = days_of_ranks(ranks)
    derived = chart_history(ranks.with_columns(is_carried=False), days).rename({"metric_date": "chart_date"})
    return _carried_in(rows.join(derived, on=["box_id", "chart_date"]).sort("box_id", "chart_date"))


def _carried_in(rows: pl.DataFrame) -> pl.DataFrame:
    """Starts each song from its first published row: some charted before the first chart of the file."""
    first = {name: pl.col(name).first().over("box_id") for name in ("peak_position", "weeks_on_chart")}
    return rows.with_columns(
        peak_rank=pl.min_horizontal("peak_rank", first["peak_position"]),
        days_ranked=pl.col("days_ranked") + first["weeks_on_chart"] - 1,
    )


def _exceptions(folder: Path) -> pl.DataFrame:
    listed = pl.read_csv(folder / "exceptions.csv", try_parse_dates=True, infer_schema_length=None)
    return listed.select("chart_date", *_SONG, "field").unique()


@pytest.mark.parametrize("field", _PUBLISHED)
def test_history_equals_the_published_chart(charts: pl.DataFrame, folder: Path, field: str) -> None:
    later = charts.filter(pl.col("chart_date") > charts["chart_date"].min())
    differing = later.filter(pl.col(field).ne_missing(pl.col(_PUBLISHED[field])))
    listed = _exceptions(folder).filter(pl.col("field") == field)
    unexplained = differing.join(listed, on=["chart_date", *_SONG], how="anti")
    assert later.height == 107_500
    assert unexplained.is_empty(), unexplained.select("chart_date", *_SONG, field, _PUBLISHED[field]).head(5)


def test_the_ranks_are_the_published_ranks(charts: pl.DataFrame) -> None:
    assert charts["current_rank"].equals(charts["rank"].cast(pl.Int64))
