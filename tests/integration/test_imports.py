"""Files of observations become stored observations: checked, all or nothing, corrections included."""

from pathlib import Path

import pytest

from app.database import Database
from app.domain.errors import ImportRefused
from app.ingest.observations import ImportOptions, ImportReport
from app.models import booster_boxes, box_metrics_unified, daily_observations, stale_boxes
from tests.factories import ClockedServices, Feed, Rows, day_after, deletion, observation, rows_of

HEADER = "box,date,floor,active_listings,units_sold,volume_usd,marketplace,action"
GOOD = "alpha,2026-01-05,10,5,1,10,,"


@pytest.fixture
def alpha(feed: Feed) -> None:
    """The box `alpha` is known, and has one observation on the first day."""
    feed.give([observation("alpha", day_after(0), floor_price_usd=100.0, active_listings=4, volume_usd=50.0)])


def give_lines(services: ClockedServices, folder: Path, *lines: str, **options: bool) -> ImportReport:
    path = folder / "day.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return services.importing.import_file(path, ImportOptions(**options))  # type: ignore[arg-type]


def observations_of(database: Database) -> Rows:
    return rows_of(database, daily_observations)


def only_row(database: Database) -> dict[str, object]:
    (row,) = observations_of(database).values()
    return row


BAD_LINES = {
    "negative": ("alpha,2026-01-05,-1,,,,,", "floor", "-1"),
    "not a number": ("alpha,2026-01-06,NaN,,,,,", "floor", "NaN"),
    "infinite": ("alpha,2026-01-07,,,inf,,,", "units_sold", "inf"),
    "no date": ("alpha,01/08/2026,1,,,,,", "date", "01/08/2026"),
    "no such day": ("alpha,2026-02-30,1,,,,,", "date", "2026-02-30"),
    "in the future": ("alpha,2026-06-02,1,,,,,", "date", "2026-06-02"),
    "unknown box": ("omega,2026-01-05,1,,,,,", "box", "omega"),
    "text": ("alpha,2026-01-09,cheap,,,,,", "floor", "cheap"),
    "unknown action": ("alpha,2026-01-11,1,,,,,forget", "action", "forget"),
}


@pytest.mark.parametrize("kind", BAD_LINES)
@pytest.mark.usefixtures("alpha")
def test_one_bad_value_rejects_the_whole_file(services: ClockedServices, tmp_path: Path, kind: str) -> None:
    line, column, value = BAD_LINES[kind]
    before = observations_of(services.database)
    with pytest.raises(ImportRefused) as refusal:
        give_lines(services, tmp_path, GOOD, line)
    (rejection,) = refusal.value.rejections
    assert (rejection.line, rejection.column, rejection.value) == (3, column, value)
    assert rejection.reason
    assert observations_of(services.database) == before


@pytest.mark.usefixtures("alpha")
def test_every_bad_value_of_a_file_is_reported_on_its_own_line(
    services: ClockedServices, tmp_path: Path
) -> None:
    twice = ["alpha,2026-01-20,1,,,,,", "alpha,2026-01-20,2,,,,,"]
    lines = [line for line, *_ in BAD_LINES.values()]
    with pytest.raises(ImportRefused) as refusal:
        give_lines(services, tmp_path, *lines, *twice)
    assert [rejection.line for rejection in refusal.value.rejections] == list(range(2, len(lines) + 4))
    assert len(observations_of(services.database)) == 1


@pytest.mark.usefixtures("alpha")
def test_two_names_of_one_box_are_one_key(services: ClockedServices, tmp_path: Path) -> None:
    catalogue = tmp_path / "boxes.csv"
    catalogue.write_text("slug,name,id:shop\nalpha,Alpha Booster Box,77\n")
    services.catalogue.import_file(catalogue)
    lines = ["alpha,2026-01-20,1,,,,,", "shop:77,2026-01-20,2,,,,,"]
    with pytest.raises(ImportRefused) as refusal:
        give_lines(services, tmp_path, *lines)
    assert [rejection.line for rejection in refusal.value.rejections] == [2, 3]


@pytest.mark.usefixtures("alpha")
def test_skipping_bad_rows_stores_the_good_ones_and_reports_the_bad(
    services: ClockedServices, tmp_path: Path
) -> None:
    report = give_lines(
        services, tmp_path, GOOD, *(line for line, *_ in BAD_LINES.values()), skips_bad_rows=True
    )
    assert (report.new, report.rejected) == (1, len(BAD_LINES))
    assert [rejection.line for rejection in report.rejections] == list(range(3, len(BAD_LINES) + 3))
    assert len(observations_of(services.database)) == 2


@pytest.mark.usefixtures("alpha")
def test_a_dry_run_counts_like_the_real_run_and_stores_nothing(
    services: ClockedServices, tmp_path: Path
) -> None:
    lines = [GOOD, "alpha,2026-01-01,99,,,,,", "omega,2026-01-05,1,,,,,"]
    before = observations_of(services.database)
    dry = give_lines(services, tmp_path, *lines, creates_boxes=True, is_dry_run=True)
    assert (dry.new, dry.changed, dry.boxes_created) == (2, 1, 1)
    assert observations_of(services.database) == before
    assert len(rows_of(services.database, booster_boxes)) == 1
    real = give_lines(services, tmp_path, *lines, creates_boxes=True)
    assert (real.new, real.changed, real.boxes_created) == (dry.new, dry.changed, dry.boxes_created)


def test_an_unknown_box_is_created_on_request(services: ClockedServices, tmp_path: Path) -> None:
    report = give_lines(services, tmp_path, "omega,2026-01-05,1,,,,,", creates_boxes=True)
    assert (report.new, report.boxes_created) == (1, 1)
    (box,) = rows_of(services.database, booster_boxes).values()
    assert box["slug"] == "omega"


def test_a_rejected_file_creates_no_boxes_either(services: ClockedServices, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        give_lines(
            services, tmp_path, "omega,2026-01-05,1,,,,,", "omega,2026-01-06,-1,,,,,", creates_boxes=True
        )
    assert rows_of(services.database, booster_boxes) == {}


def test_an_unknown_box_is_not_created_to_be_deleted(services: ClockedServices, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        give_lines(services, tmp_path, "omega,2026-01-05,,,,,,delete", creates_boxes=True)
    assert [rejection.column for rejection in refusal.value.rejections] == ["box"]


@pytest.mark.usefixtures("alpha")
def test_a_correction_replaces_the_whole_row(database: Database, feed: Feed) -> None:
    report = feed.give([observation("alpha", day_after(0), floor_price_usd=90.0, units_sold=0.5)])
    assert (report.new, report.changed, report.same) == (0, 1, 0)
    row = only_row(database)
    assert (row["floor_price_usd"], row["units_sold"]) == (90.0, 0.5)
    assert (row["active_listings"], row["volume_usd"]) == (None, None)


@pytest.mark.usefixtures("alpha")
def test_a_zero_stays_a_zero_and_an_empty_cell_stays_unknown(database: Database, feed: Feed) -> None:
    feed.give([observation("alpha", day_after(0), units_sold=0, volume_usd=None)])
    row = only_row(database)
    assert row["units_sold"] == 0.0
    assert row["volume_usd"] is None


@pytest.mark.usefixtures("alpha")
def test_a_correction_may_delete_the_row(database: Database, feed: Feed) -> None:
    report = feed.give([deletion("alpha", day_after(0))])
    assert (report.deleted, report.same) == (1, 0)
    assert observations_of(database) == {}
    again = feed.give([deletion("alpha", day_after(0))])
    assert (again.deleted, again.same) == (0, 1)


@pytest.mark.usefixtures("alpha")
def test_the_last_observation_deleted_leaves_no_metrics(services: ClockedServices, feed: Feed) -> None:
    services.refresh.run()
    assert rows_of(services.database, box_metrics_unified)
    feed.give([deletion("alpha", day_after(0))])
    services.refresh.run()
    assert rows_of(services.database, box_metrics_unified) == {}


@pytest.mark.usefixtures("alpha")
def test_the_same_rows_again_make_nothing_stale(services: ClockedServices, feed: Feed) -> None:
    row = observation("alpha", day_after(0), floor_price_usd=100.0, active_listings=4, volume_usd=50.0)
    services.refresh.run()
    services.clock.step()
    before = observations_of(services.database)
    report = feed.give([row, row])
    assert (report.same, report.duplicates) == (1, 1)
    assert observations_of(services.database) == before
    assert rows_of(services.database, stale_boxes) == {}


@pytest.mark.usefixtures("alpha")
def test_marketplaces_of_one_day_are_kept_apart(database: Database, feed: Feed) -> None:
    feed.give([observation("alpha", day_after(0), "ebay", floor_price_usd=120.0)])
    floors = {key[2]: row["floor_price_usd"] for key, row in observations_of(database).items()}
    assert floors == {"tcgplayer": 100.0, "ebay": 120.0}
