"""Twenty years of a published chart through importer, refresh and board: last week, peak and weeks agree."""

from datetime import UTC, datetime, time
from pathlib import Path

import polars as pl

from app.ingest.observations import ImportOptions
from app.read.export import RankExportRequest, export_rows
from tests.data_locations import recorded_data
from tests.factories import DatabaseStore, fresh_services

_SONG = ["song", "artist"]
_PUBLISHED = {
    "last_week_rank": "previous_rank",
    "peak_position": "peak_rank",
    "weeks_on_chart": "days_ranked",
}


def _published(folder: Path) -> pl.DataFrame:
    rows = pl.read_csv(folder / "hot100_2006_2026.csv.gz", try_parse_dates=True)
    songs = rows.select(_SONG).unique(maintain_order=True).with_row_index("number")
    named = songs.with_columns(pl.format("song-{}", "number").alias("box"))
    return rows.join(named, on=_SONG)


def _write_observations(charts: pl.DataFrame, path: Path) -> None:
    charts.select("box", metric_date="chart_date", volume_usd=101 - pl.col("rank")).write_csv(path)


def _carried_in(rows: pl.DataFrame) -> pl.DataFrame:
    """Starts each song from its first published row: some charted before the first chart of the file."""
    first = {name: pl.col(name).first().over("box") for name in ("peak_position", "weeks_on_chart")}
    return rows.sort("box", "chart_date").with_columns(
        peak_rank=pl.min_horizontal("peak_rank", first["peak_position"]),
        days_ranked=pl.col("days_ranked") + first["weeks_on_chart"] - 1,
    )


def _exceptions(folder: Path) -> pl.DataFrame:
    listed = pl.read_csv(folder / "exceptions.csv", try_parse_dates=True, infer_schema_length=None)
    return listed.select("chart_date", *_SONG, "field").unique()


def test_a_published_chart_imported_as_volumes_keeps_its_last_weeks_peaks_and_weeks(
    sqlite_databases: DatabaseStore, tmp_path: Path
) -> None:
    folder = recorded_data("billboard-hot-100")
    charts, path = _published(folder), tmp_path / "charts.csv"
    _write_observations(charts, path)
    with fresh_services(sqlite_databases, report_good_days=1, suspects="off") as services:
        services.clock.now = datetime.combine(max(charts["chart_date"]), time(12), UTC)
        services.importing.import_file(path, ImportOptions(creates_boxes=True))
        services.refresh.run()
        exported = services.read(export_rows, RankExportRequest("daily_volume_usd"))
    rows = charts.join(exported.rename({"metric_date": "chart_date"}), on=["box", "chart_date"])
    assert rows.height == charts.height
    assert rows["current_rank"].equals(rows["rank"].cast(pl.Int64))
    later = _carried_in(rows).filter(pl.col("chart_date") > charts["chart_date"].min())
    for published, derived in _PUBLISHED.items():
        differing = later.filter(pl.col(published).ne_missing(pl.col(derived)))
        listed = _exceptions(folder).filter(pl.col("field") == published)
        unexplained = differing.join(listed, on=["chart_date", *_SONG], how="anti")
        assert unexplained.is_empty(), unexplained.select("chart_date", *_SONG, published, derived).head(5)
