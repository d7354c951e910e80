"""`boxrank refresh` and `boxrank backfill`."""

import os
from pathlib import Path

import pytest

from app.database import Database
from app.domain.metrics import MetricRules
from app.publish.derived import derived_tables
from tests.e2e.conftest import LAST_DAY, Boxrank, write_rows

STEPS = [*(table.name for table in derived_tables(MetricRules())), "publish"]


@pytest.fixture
def stale_url(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> str:
    """Two boxes on two days, imported and not refreshed yet."""
    rows = [
        {"box": box, "date": day, "volume_usd": volume}
        for box, volume in (("alpha", 20), ("beta", 10))
        for day in ("2026-01-01", "2026-01-02")
    ]
    boxrank("import", write_rows(tmp_path / "rows.jsonl", rows), "--create-boxes", "--database", empty_url)
    return empty_url


def test_a_refresh_says_what_changed_and_which_generation_shows_it(boxrank: Boxrank, stale_url: str) -> None:
    changed, seconds, published = boxrank("refresh", "--database", stale_url).stdout.splitlines()
    assert changed.startswith(
        "2 stale boxes: board_games 2 rows, reported_days 2 rows, marketplace_days 4 rows, metrics 4 rows, "
    )
    assert [step.split()[0] for step in seconds.split(", ")] == STEPS
    assert published == "generation 1 is published"


def test_a_refresh_of_nothing_stale_keeps_the_generation(boxrank: Boxrank, stale_url: str) -> None:
    boxrank("refresh", "--database", stale_url)
    again = boxrank("refresh", "--database", stale_url)
    assert (again.exit_code, again.stdout) == (0, "nothing was stale; generation 1 stays\n")


def test_a_full_refresh_that_finds_the_same_digits_keeps_the_generation(
    boxrank: Boxrank, stale_url: str
) -> None:
    boxrank("refresh", "--database", stale_url)
    full = boxrank("refresh", "--full", "--database", stale_url)
    assert full.stdout == "every table came out the same; generation 1 stays\n"


def test_a_refresh_before_any_import_says_what_to_do(boxrank: Boxrank, empty_url: str) -> None:
    assert "boxrank import" in boxrank("refresh", "--database", empty_url).stdout


def test_a_refresh_answers_in_json(boxrank: Boxrank, stale_url: str) -> None:
    report = boxrank("refresh", "--json", "--database", stale_url).json
    assert (report["generation"], report["is_new_generation"], report["rows"]["metrics"]) == (1, True, 4)


def test_a_day_beyond_all_reason_is_refused_by_box_and_day(
    boxrank: Boxrank, empty_url: str, tmp_path: Path
) -> None:
    day = {"box": "alpha", "date": "2026-01-01", "volume_usd": 9e10}
    file = write_rows(tmp_path / "rows.jsonl", [day, {**day, "marketplace": "ebay"}])
    boxrank("import", file, "--create-boxes", "--database", empty_url)
    ran = boxrank("refresh", "--database", empty_url)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (1, 1)
    assert ran.stderr.startswith("Box alpha on 2026-01-01 comes to more than 100,000,000,000 dollars")


def test_a_long_job_draws_its_progress_where_someone_watches(
    boxrank: Boxrank, stale_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert boxrank("refresh", "--database", stale_url).stderr == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    watched = boxrank("refresh", "--full", "--database", stale_url)
    assert STEPS[-1] in watched.stderr
    assert "\x1b" not in watched.stdout


@pytest.mark.parametrize(
    "selection",
    [
        (),
        ("--all", "--date", "2026-01-01"),
        ("--date", "2026-01-01", "--from", "2026-01-01", "--to", "2026-01-02"),
        ("--from", "2026-01-01"),
        ("--to", "2026-01-01"),
        ("--date", "2026-02-30"),
    ],
)
def test_a_backfill_without_exactly_one_selection_is_wrong_usage(
    boxrank: Boxrank, market_url: str, selection: tuple[str, ...]
) -> None:
    assert boxrank("backfill", *selection, "--database", market_url).exit_code == 2


def test_a_backfill_of_ranks_that_hold_changes_no_row(boxrank: Boxrank, market_url: str) -> None:
    report = boxrank("backfill", "--all", "--json", "--database", market_url).json
    assert (report["days"], report["rows_changed"], report["errors"]) == (10, 0, [])
    assert report["generation"] is None


def test_a_backfill_takes_a_range_with_both_its_ends(boxrank: Boxrank, market_url: str) -> None:
    span = ("--from", "2026-01-02", "--to", "2026-01-04")
    ran = boxrank("backfill", *span, "--dry-run", "--database", market_url)
    assert ran.stdout.startswith("3 days recomputed in ")
    assert ran.stdout.endswith("0 rows would change\nDry run: nothing was stored.\n")


def test_a_backfill_takes_one_day(boxrank: Boxrank, market_url: str) -> None:
    assert boxrank("backfill", "--date", LAST_DAY, "--json", "--database", market_url).json["days"] == 1


def test_a_day_that_cannot_be_ranked_is_told_on_stderr_and_in_the_exit_code(
    boxrank: Boxrank, market_url: str
) -> None:
    ran = boxrank("backfill", "--date", "2025-12-31", "--database", market_url)
    assert ran.exit_code == 1
    assert ran.stderr == "2025-12-31: no box was observed on this day\n"
    assert ran.stdout.endswith("0 rows changed, 1 error\n")


def test_a_range_the_wrong_way_round_is_refused(boxrank: Boxrank, market_url: str) -> None:
    ran = boxrank("backfill", "--from", "2026-01-05", "--to", "2026-01-01", "--database", market_url)
    assert ran.exit_code == 1
    assert len(ran.stderr.splitlines()) == 1


def test_a_writer_that_waits_shows_for_whom(
    boxrank: Boxrank, market_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXRANK_DATABASE_WRITER_WAIT_SECONDS", "1")
    first = Database(market_url)
    with first.transaction():
        ran = boxrank("refresh", "--full", "--database", market_url)
    first.close()
    assert ran.exit_code == 3
    waiting, refused = ran.stderr.splitlines()
    assert waiting.startswith("another import or refresh is running (since 20")
    assert f"pid {os.getpid()} on " in waiting
    assert "gave up" in refused
