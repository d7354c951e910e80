"""Lists as files come back in with the figures they went out with, or are refused as what they are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ImportFormatError
from app.ingest.observations import ImportOptions
from app.models import booster_boxes
from app.read.marketplaces import MarketplacesRequest, read_marketplaces
from app.read.series import TimeSeriesRequest, read_series
from tests.factories import ClockedServices, SqliteDatabases, fresh_services, rows_of
from tests.integration.web.conftest import API, BOARD, Web

FIGURES = ("floor_price_usd", "active_listings_count", "boxes_sold", "boxes_added", "daily_volume_usd")


@pytest.fixture
def elsewhere(sqlite_databases: SqliteDatabases) -> Iterator[ClockedServices]:
    """An empty database of another installation."""
    with fresh_services(sqlite_databases) as services:
        yield services


def saved(web: Web, folder: Path, address: str, format_name: str) -> Path:
    path = folder / f"back.{'jsonl' if format_name == 'jsonl' else 'csv'}"
    path.write_bytes(web.get(f"{address}{'&' if '?' in address else '?'}format={format_name}").content)
    return path


def figures_of(services: ClockedServices, box: str) -> dict[Any, tuple[Any, ...]]:
    series = services.read(read_series, TimeSeriesRequest(box, FIGURES))
    return {row["metric_date"]: tuple(row[name] for name in FIGURES) for row in series.data}


@pytest.mark.parametrize("format_name", ["csv", "jsonl", "excel", "excel-semicolon"])
def test_the_series_of_a_box_comes_back_to_the_same_figures(
    web: Web, first_slug: str, elsewhere: ClockedServices, tmp_path: Path, format_name: str
) -> None:
    path = saved(web, tmp_path, f"{BOARD}/{first_slug}/time-series", format_name)
    elsewhere.importing.import_file(path, ImportOptions(creates_boxes=True))
    elsewhere.refresh.run()
    there = figures_of(elsewhere, first_slug)
    here = figures_of(web.services, first_slug)
    assert there == {day: row for day, row in here.items() if day in there}
    assert len(there) == len([row for row in here.values() if any(value is not None for value in row)])


MARKETPLACE_FIGURES = ("floor_price_usd", "floor_on", "active_listings", "units_sold", "volume_usd")


@pytest.mark.parametrize("format_name", ["csv", "jsonl", "excel", "excel-semicolon"])
def test_the_marketplaces_of_a_box_come_back_to_the_same_figures(
    web: Web, first_slug: str, elsewhere: ClockedServices, tmp_path: Path, format_name: str
) -> None:
    path = saved(web, tmp_path, f"{BOARD}/{first_slug}/marketplaces?days=365", format_name)
    elsewhere.importing.import_file(path, ImportOptions(creates_boxes=True))
    elsewhere.refresh.run()

    there = marketplaces_of(elsewhere, first_slug)

    here = marketplaces_of(web.services, first_slug)
    assert there == {key: row for key, row in here.items() if key in there}
    assert len(there) > 0.9 * len(here)  # days on which no other box is carried are missing there


def marketplaces_of(services: ClockedServices, box: str) -> dict[Any, tuple[Any, ...]]:
    history = services.read(read_marketplaces, MarketplacesRequest(box, days=365))
    return {
        (row.metric_date, row.marketplace): tuple(getattr(row, name) for name in MARKETPLACE_FIGURES)
        for row in history.data
    }


@pytest.mark.parametrize("format_name", ["csv", "jsonl", "excel", "excel-semicolon"])
def test_the_boxes_of_a_search_come_back_as_a_catalogue(
    web: Web, elsewhere: ClockedServices, tmp_path: Path, format_name: str
) -> None:
    path = saved(web, tmp_path, f"{API}/search?q=booster&limit=500", format_name)
    report = elsewhere.catalogue.import_file(path)
    kept = {
        row["slug"]: {name: value for name, value in row.items() if name not in NOT_IN_CARDS}
        for row in rows_of(web.services.database, booster_boxes).values()
    }
    back = {
        row["slug"]: {name: value for name, value in row.items() if name not in NOT_IN_CARDS}
        for row in rows_of(elsewhere.database, booster_boxes).values()
    }
    assert report.new == len(back) > 0
    assert back == {slug: kept[slug] for slug in back}
    assert elsewhere.catalogue.import_file(path).same == report.new


NOT_IN_CARDS = ("id", "estimated_supply", "reprint_risk")


@pytest.mark.parametrize(
    "address",
    [
        BOARD,
        f"{BOARD}/{{box}}/around",
        f"{BOARD}/{{box}}/rank-history",
        f"{BOARD}/{{box}}/sparkline",
        f"{API}/ranks?boxes={{box}}",
        f"{API}/movers",
        f"{API}/days",
        f"{API}/games",
        f"{API}/compare?from={{before}}&to={{day}}",
        f"{API}/export/ranks",
    ],
)
@pytest.mark.parametrize("format_name", ["csv", "jsonl"])
def test_a_list_that_holds_no_observations_is_refused_in_a_sentence(
    web: Web, first_slug: str, elsewhere: ClockedServices, tmp_path: Path, address: str, format_name: str
) -> None:
    meta = web.json(f"{BOARD}?limit=1")["meta"]
    path = saved(
        web,
        tmp_path,
        address.format(box=first_slug, day=meta["date"], before=meta["previous_ranked_day"]),
        format_name,
    )
    with pytest.raises(
        ImportFormatError, match=r"cannot be imported|without a figure|lacks the column|is almost"
    ):
        elsewhere.importing.import_file(path, ImportOptions(creates_boxes=True))
