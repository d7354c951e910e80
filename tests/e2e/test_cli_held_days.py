"""`boxrank refresh --hold-partial` and `--release`, and the commands that name a held day."""

from pathlib import Path

import pytest

from tests.e2e.conftest import Boxrank, write_rows

BOXES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
HELD = "31 Jan is held: 2 of 6 boxes"


def _give(boxrank: Boxrank, url: str, folder: Path, day: str, boxes: tuple[str, ...]) -> None:
    rows = [{"box": box, "date": day, "floor": 80 + len(box), "units_sold": 1} for box in boxes]
    ran = boxrank(
        "import", write_rows(folder / "day.jsonl", rows), "--create-boxes", "--confirm-new", "--database", url
    )
    assert ran.exit_code == 0


@pytest.fixture
def half_url(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> str:
    """Two whole days are published; two of six boxes of a third are imported."""
    for day in ("2026-01-29", "2026-01-30"):
        _give(boxrank, empty_url, tmp_path, day, BOXES)
    boxrank("refresh", "--hold-partial", "--database", empty_url)
    _give(boxrank, empty_url, tmp_path, "2026-01-31", BOXES[:2])
    return empty_url


def test_a_refresh_names_the_day_that_it_holds(boxrank: Boxrank, half_url: str) -> None:
    held = boxrank("refresh", "--hold-partial", "--database", half_url).stdout.splitlines()
    assert held == [HELD, "2 stale boxes came out the same; generation 1 stays"]
    report = boxrank("refresh", "--hold-partial", "--json", "--database", half_url).json
    assert report["held"] == [{"metric_date": "2026-01-31", "boxes_observed": 2, "boxes_expected": 6.0}]
    assert (report["generation"], report["is_new_generation"]) == (1, False)


def test_status_and_doctor_name_it_too(boxrank: Boxrank, half_url: str) -> None:
    on = ("--database", half_url)
    boxrank("refresh", "--hold-partial", *on)
    status = boxrank("db", "status", *on).stdout
    assert f"held        {HELD}\n" in status
    assert "data as of  2026-01-30\n" in status
    assert boxrank("db", "status", "--json", *on).json["held"][0]["metric_date"] == "2026-01-31"
    doctor = boxrank("doctor", "--tables", *on)
    assert doctor.exit_code == 0
    assert doctor.stdout.splitlines()[-1] == HELD


def test_what_readers_see_is_the_whole_day(boxrank: Boxrank, half_url: str) -> None:
    on = ("--database", half_url)
    boxrank("refresh", "--hold-partial", *on)
    days = boxrank("days", "--json", *on).json["data"]
    assert [day["metric_date"] for day in days] == ["2026-01-29", "2026-01-30"]


def test_the_rest_of_the_day_publishes_it(boxrank: Boxrank, half_url: str, tmp_path: Path) -> None:
    on = ("--database", half_url)
    boxrank("refresh", "--hold-partial", *on)
    _give(boxrank, half_url, tmp_path, "2026-01-31", BOXES[2:])
    whole = boxrank("refresh", "--hold-partial", *on).stdout
    assert "held" not in whole
    assert whole.endswith("generation 2 is published\n")
    assert "held" not in boxrank("db", "status", *on).stdout
    assert boxrank("doctor", "--tables", *on).exit_code == 0


@pytest.mark.parametrize("options", [(), ("--release",), ("--hold-partial", "--release")])
def test_a_release_publishes_the_day_as_it_is(
    boxrank: Boxrank, half_url: str, options: tuple[str, ...]
) -> None:
    on = ("--database", half_url)
    boxrank("refresh", "--hold-partial", *on)
    released = boxrank("refresh", *options, *on).stdout
    assert "held" not in released
    assert released.endswith("generation 2 is published\n")
    assert "held" not in boxrank("refresh", "--hold-partial", *on).stdout
    assert "data as of  2026-01-31\n" in boxrank("db", "status", *on).stdout
