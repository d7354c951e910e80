"""Real files of a tracker, where they are at hand."""

import os
from datetime import date
from pathlib import Path

import pytest

from app.domain.observations import VALUE_FIELDS
from app.ingest.files.catalogue_reader import read_catalogue
from app.ingest.files.observation_reader import read_observations

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("BOXRANK_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
FOLDER, PRICES = DATA / "one-piece-boxes", DATA / "tcg-sealed-prices"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real data in {FOLDER}")


def test_all_real_observations_are_accepted() -> None:
    parsed = read_observations(FOLDER / "daily.csv", today=date(2026, 2, 3))
    assert (len(parsed.rows), parsed.rejections, parsed.duplicates) == (545, [], 0)
    assert len({row.metric_date for row in parsed.rows}) == 34


def test_real_nulls_stay_null() -> None:
    rows = read_observations(FOLDER / "daily.csv", today=date(2026, 2, 3)).rows
    nulls = {field: sum(getattr(row, field) is None for row in rows) for field in VALUE_FIELDS}
    assert nulls == {
        "floor_price_usd": 18,
        "market_price_usd": 419,
        "active_listings": 91,
        "units_sold": 18,
        "units_listed": 527,
        "volume_usd": 20,
    }


@pytest.mark.parametrize(
    ("name", "rows", "floors", "market_prices"),
    [
        ("one_piece_boxes_tcgcsv_2025-09-21_2025-10-26.csv", 648, 648, 648),
        ("pokemon_sealed_tcgcsv_2025-09-21_2025-10-26.csv.gz", 48_840, 48_840, 47_455),
    ],
)
def test_real_days_of_prices_keep_floors_and_market_prices(
    name: str, rows: int, floors: int, market_prices: int
) -> None:
    parsed = read_observations(PRICES / name, today=date(2026, 2, 3))
    assert (len(parsed.rows), parsed.rejections) == (rows, [])
    assert sum(row.floor_price_usd is not None for row in parsed.rows) == floors
    assert sum(row.market_price_usd is not None for row in parsed.rows) == market_prices


def test_the_real_catalogue_has_distinct_slugs_and_three_identifiers_each() -> None:
    parsed = read_catalogue(FOLDER / "boxes.csv")
    assert parsed.rejections == []
    assert len({row.slug for row in parsed.rows}) == len(parsed.rows) == 18
    assert {tuple(scheme for scheme, _ in row.identifiers) for row in parsed.rows} == {
        ("box_id", "tcgplayer", "source_db_uuid")
    }
