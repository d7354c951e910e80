"""A file sets the fields it has columns for, and no others."""

from pathlib import Path

import pytest

from app.ingest.observations import ImportOptions, ImportReport
from app.models import booster_boxes, daily_observations, stale_boxes
from tests.factories import ClockedServices, rows_of

MORNING = "box,date,floor,active_listings,source\ntau-1,2026-03-04,88.5,14,lists\n"


def take(
    services: ClockedServices, folder: Path, text: str, name: str = "day.csv", **options: bool
) -> ImportReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return services.importing.import_file(path, ImportOptions(creates_boxes=True, **options))


def stored(services: ClockedServices) -> dict[str, object]:
    (row,) = rows_of(services.database, daily_observations).values()
    return {name: value for name, value in row.items() if name not in {"box_id", "ingested_at"}}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "box,date,units_sold\ntau-1,2026-03-04,7\n"),
        ("a.jsonl", '{"box": "tau-1", "date": "2026-03-04", "units_sold": 7}\n'),
    ],
)
def test_a_column_that_a_file_lacks_keeps_its_stored_value(
    services: ClockedServices, tmp_path: Path, name: str, text: str
) -> None:
    take(services, tmp_path, MORNING)
    report = take(services, tmp_path, text, name)
    row = stored(services)
    assert report.changed == 1
    assert (row["floor_price_usd"], row["active_listings"], row["source"]) == (88.5, 14, "lists")
    assert (row["units_sold"], row["volume_usd"]) == (7.0, None)


def test_an_empty_cell_sets_its_field_to_null_and_leaves_absent_columns(
    services: ClockedServices, tmp_path: Path
) -> None:
    take(services, tmp_path, MORNING)
    take(services, tmp_path, "box,date,floor,units_sold\ntau-1,2026-03-04,,7\n")
    row = stored(services)
    assert (row["floor_price_usd"], row["active_listings"], row["units_sold"]) == (None, 14, 7.0)


def test_the_same_partial_file_again_changes_nothing(services: ClockedServices, tmp_path: Path) -> None:
    take(services, tmp_path, MORNING)
    services.refresh.run()
    report = take(services, tmp_path, "box,date,floor\ntau-1,2026-03-04,88.5\n")
    assert (report.same, report.changed) == (1, 0)
    assert rows_of(services.database, stale_boxes) == {}


def test_records_of_one_json_file_set_their_own_keys(services: ClockedServices, tmp_path: Path) -> None:
    take(services, tmp_path, MORNING)
    take(
        services,
        tmp_path,
        '{"box": "tau-1", "date": "2026-03-04", "floor": 90}\n'
        '{"box": "tau-1", "date": "2026-03-05", "units_sold": 1, "floor": null}\n',
        "a.jsonl",
    )
    rows = [
        (row["floor_price_usd"], row["active_listings"], row["units_sold"])
        for _, row in sorted(rows_of(services.database, daily_observations).items())
    ]
    assert rows == [(90.0, 14, None), (None, None, 1.0)]


def test_a_product_without_figures_is_counted_and_stores_nothing(
    services: ClockedServices, tmp_path: Path
) -> None:
    report = take(
        services, tmp_path, "box,date,floor,active_listings\ntau-1,2026-03-04,9,1\ntau-2,2026-03-04,,\n"
    )
    assert (report.new, report.empty, report.rejected) == (1, 1, 0)
    assert [box["slug"] for box in rows_of(services.database, booster_boxes).values()] == ["tau-1"]


def test_an_empty_row_of_an_unknown_box_rejects_nothing(services: ClockedServices, tmp_path: Path) -> None:
    take(services, tmp_path, MORNING)
    path = tmp_path / "day.csv"
    path.write_text("box,date,floor\ntau-1,2026-03-05,9\ntau-2,2026-03-05,\n", encoding="utf-8")
    report = services.importing.import_file(path, ImportOptions())
    assert (report.new, report.empty, report.rejected) == (1, 1, 0)


def test_a_source_without_a_figure_stores_nothing_and_deletes_what_is_stored(
    services: ClockedServices, tmp_path: Path
) -> None:
    nothing = take(services, tmp_path, "box,date,floor,source\ntau-1,2026-03-03,,lists\n")
    assert (nothing.new, nothing.empty, nothing.boxes_created) == (0, 1, 0)
    take(services, tmp_path, "box,date,floor,source\ntau-1,2026-03-04,88.5,lists\n")
    emptied = take(services, tmp_path, "box,date,floor,source\ntau-1,2026-03-04,,lists\n")
    assert (emptied.deleted, emptied.changed, emptied.empty) == (1, 0, 0)
    assert rows_of(services.database, daily_observations) == {}


def test_a_market_price_and_a_floor_of_two_files_share_a_row(
    services: ClockedServices, tmp_path: Path
) -> None:
    take(services, tmp_path, MORNING)
    report = take(services, tmp_path, "box,date,marketPrice\ntau-1,2026-03-04,91.75\n")
    row = stored(services)
    assert report.changed == 1
    assert (row["floor_price_usd"], row["market_price_usd"]) == (88.5, 91.75)
    take(services, tmp_path, "box,date,market_price,floor\ntau-1,2026-03-04,,88.5\n")
    assert (stored(services)["floor_price_usd"], stored(services)["market_price_usd"]) == (88.5, None)


def test_a_correction_that_leaves_no_figure_deletes_the_row(
    services: ClockedServices, tmp_path: Path
) -> None:
    take(services, tmp_path, "box,date,floor,active_listings\ntau-1,2026-03-04,88.5,14\n")
    first = take(services, tmp_path, "box,date,floor\ntau-1,2026-03-04,\n")
    second = take(services, tmp_path, "box,date,active_listings\ntau-1,2026-03-04,\n")
    assert (first.changed, first.deleted) == (1, 0)
    assert (second.changed, second.deleted) == (0, 1)
    assert rows_of(services.database, daily_observations) == {}
