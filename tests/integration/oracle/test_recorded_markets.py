"""Recorded markets equal the oracle in every table; run with -s to read how many values were compared."""

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.data_locations import recorded_data
from tests.factories import ClockedServices, Feed, SqliteDatabases, fresh_services
from tests.integration.oracle.comparison import Comparison, compare, stored_market
from tests.integration.oracle.publishing import settings_of
from tests.oracles.market import OracleSettings
from tests.oracles.published import Published

BOXES, DAYS = 73, 200
RESTATED = {
    "floor_price_usd": "floor_price_usd",
    "active_listings_count": "active_listings",
    "boxes_sold_today": "units_sold",
    "boxes_added_today": "units_listed",
    "daily_volume_usd": "volume_usd",
}
SETTINGS = OracleSettings()
Key = tuple[str, str]


@pytest.fixture
def services(sqlite_databases: SqliteDatabases) -> Iterator[ClockedServices]:
    with fresh_services(sqlite_databases, **settings_of(SETTINGS)) as services:
        services.clock.now = datetime(2026, 11, 28, tzinfo=UTC)
        yield services


def compared(services: ClockedServices, title: str) -> Comparison:
    """Refresh, and compare all tables; prints what was compared."""
    services.refresh.run()
    found = compare(services.database, Published(stored_market(services.database, SETTINGS)))
    print(f"\n{title}: {found.total:,} values compared, {len(found.differences)} differ")  # noqa: T201
    return found


def test_real_prices_of_sealed_boxes_equal_the_oracle(services: ClockedServices, tmp_path: Path) -> None:
    folder = recorded_data("tcg-sealed-prices")
    Feed(services, tmp_path).give(list(_prices(folder)))

    found = compared(services, f"{BOXES} boxes × {DAYS} days of market prices")

    assert found.differences == []
    assert found.total > 1_000_000


def test_real_sales_in_windows_of_three_days_equal_the_oracle(
    services: ClockedServices, tmp_path: Path
) -> None:
    folder = recorded_data("tcg-sealed-prices")
    Feed(services, tmp_path).give(list(_windows(folder)))

    found = compared(services, "sales in windows of three days")

    assert found.differences == []
    assert found.total > 250_000


def test_a_market_restated_in_stages_equals_the_oracle_after_each(
    services: ClockedServices, tmp_path: Path
) -> None:
    folder = recorded_data("one-piece-boxes")
    rows = {(row["box_code"], row["date"]): _observed(row) for row in _csv(folder / "daily.csv")}
    stages = _stages(_csv(folder / "restatements.csv"))
    restated = {key for stage in stages for key in stage}
    given: set[Key] = rows.keys() - restated
    for number, stage in enumerate(stages, start=1):
        for key, cells in stage.items():
            rows[key] |= cells
        given = (given if number == 1 else set()) | stage.keys()
        Feed(services, tmp_path).give([rows[key] for key in sorted(given)])
        assert compared(services, f"stage {number}, {len(stage)} rows").differences == []
    assert number == 13


def _prices(folder: Path) -> Iterator[dict[str, object]]:
    names = sorted(_csv(folder / "pokemon_sealed_products.csv"), key=_priority)
    chosen = {row["product_id"] for row in names[:BOXES]}
    with gzip.open(folder / "pokemon_sealed_daily_market_price.csv.gz", "rt", newline="") as file:
        prices = [row for row in csv.DictReader(file) if row["product_id"] in chosen]
    last = date.fromisoformat(max(row["date"] for row in prices))
    for row in prices:
        if date.fromisoformat(row["date"]) > last - timedelta(days=DAYS):
            yield {
                "box": f"p-{row['product_id']}",
                "metric_date": row["date"],
                "marketplace": "tcgplayer",
                "market_price_usd": float(row["market_price_usd"]),
            }


def _windows(folder: Path) -> Iterator[dict[str, object]]:
    """Every third window, so that no sale counts twice; it is the report of its last day."""
    with gzip.open(folder / "pokemon_sealed_3day_sales_windows.csv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(file))
    first = date.fromisoformat(min(row["window_start"] for row in rows))
    for row in rows:
        if (date.fromisoformat(row["window_start"]) - first).days % 3 == 0:
            yield {
                "box": row["set_code"].replace(".", "-").lower(),
                "metric_date": row["window_end"],
                "marketplace": "tcgplayer",
                "market_price_usd": _number(row["market_price_usd"]),
                "units_sold": _number(row["units_sold_in_window"]),
            }


def _priority(row: Mapping[str, str]) -> tuple[bool, bool, int]:
    return row["is_booster_box"] != "1", " Box" not in row["name"], -int(row["days"])


def _observed(row: Mapping[str, str]) -> dict[str, Any]:
    figures = {ours: _number(row[theirs]) for theirs, ours in RESTATED.items()}
    return {"box": row["box_code"], "metric_date": row["date"], "marketplace": "tcgplayer", **figures}


def _stages(rows: Sequence[Mapping[str, str]]) -> list[dict[Key, dict[str, float | None]]]:
    stages: dict[datetime, dict[Key, dict[str, float | None]]] = {}
    for row in rows:
        if row["field"] in RESTATED:
            stage = stages.setdefault(datetime.fromisoformat(row["committed_at"]), {})
            cells = stage.setdefault((row["box_code"], row["date"]), {})
            cells[RESTATED[row["field"]]] = _number(row["value"])
    return [stages[moment] for moment in sorted(stages)]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
