"""`boxrank doctor --tables`: what differs, by table and day, and an exit code that a schedule can watch."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.database import Database
from tests.e2e.conftest import Boxrank, write_rows
from tests.integration.derived.damages import damage

Damage = Callable[[str], None]


@pytest.fixture
def url(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> str:
    """Two boxes on 25 days, published."""
    rows = [
        {"box": box, "date": f"2026-01-{day:02}", "volume_usd": volume * day}
        for box, volume in (("alpha", 20), ("beta", 10))
        for day in range(1, 26)
    ]
    boxrank("import", write_rows(tmp_path / "rows.jsonl", rows), "--create-boxes", "--database", empty_url)
    boxrank("refresh", "--database", empty_url)
    return empty_url


@pytest.fixture
def run_sql(url: str) -> Damage:
    """Changes the database behind the back of boxrank."""

    def run(statement: str) -> None:
        database = Database(url)
        damage(database, statement)
        database.close()

    return run


def test_sound_tables_are_listed_and_the_exit_code_is_0(boxrank: Boxrank, url: str) -> None:
    ran = boxrank("doctor", "--tables", "--database", url)
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        f"{table}: as it should be"
        for table in (
            "board_games",
            "volume_weights",
            "reported_days",
            "suspect_values",
            "marketplace_days",
            "metrics",
            "ranked_days",
            "ranks",
            "board_ranks",
            "board_days",
            "market_days",
            "default_boards",
        )
    ]


def test_a_table_that_differs_is_named_with_its_days_and_the_way_to_repair_it(
    boxrank: Boxrank, url: str, run_sql: Damage
) -> None:
    run_sql("DELETE FROM market_days WHERE metric_date = '2026-01-02'")
    run_sql("UPDATE market_days SET prices_up = 9 WHERE metric_date = '2026-01-03'")
    ran = boxrank("doctor", "--tables", "--database", url)
    assert ran.exit_code == 1
    assert ran.stdout.splitlines()[-5:] == [
        "market_days: 1 missing, 1 altered",
        "  2026-01-02: 1 missing",
        "  2026-01-03: 1 altered",
        "default_boards: as it should be",
        "Repair with `boxrank refresh --full`.",
    ]
    repaired = boxrank("refresh", "--full", "--database", url).stdout.splitlines()
    assert (repaired[0], repaired[-1]) == ("repaired: market_days 2 rows", "generation 2 is published")
    assert boxrank("doctor", "--tables", "--database", url).exit_code == 0


def test_a_long_list_of_days_is_cut_and_json_has_all_of_it(
    boxrank: Boxrank, url: str, run_sql: Damage
) -> None:
    run_sql("DELETE FROM market_days")
    assert "  and 5 more days; --json lists all" in boxrank("doctor", "--tables", "--database", url).stdout
    ran = boxrank("doctor", "--tables", "--json", "--database", url)
    assert (ran.exit_code, len(ran.json["differences"]), ran.json["stale_boxes"]) == (1, 25, 0)
    first = {"table": "market_days", "metric_date": "2026-01-01", "missing": 1, "altered": 0, "surplus": 0}
    assert ran.json["differences"][0] == first


def test_stale_boxes_are_named_as_the_reason(boxrank: Boxrank, url: str, tmp_path: Path) -> None:
    row = {"box": "alpha", "date": "2026-01-26", "volume_usd": 5}
    boxrank("import", write_rows(tmp_path / "new.jsonl", [row]), "--database", url)
    ran = boxrank("doctor", "--tables", "--database", url)
    assert ran.exit_code == 1
    assert ran.stdout.splitlines()[-1] == "1 box is stale and may differ: run `boxrank refresh`."


def test_a_box_in_the_wrong_game_is_reported_without_a_day(
    boxrank: Boxrank, url: str, run_sql: Damage
) -> None:
    run_sql("UPDATE board_games SET game = 'Go' WHERE box_id = 1")
    lines = boxrank("doctor", "--tables", "--database", url).stdout.splitlines()
    assert lines[lines.index("board_games: 1 altered") + 1] == "  all days: 1 altered"


def test_doctor_without_a_check_is_wrong_usage(boxrank: Boxrank, url: str) -> None:
    assert boxrank("doctor", "--database", url).exit_code == 2
