"""`boxrank db`, and how every command finds its database."""

from pathlib import Path

import pytest

from app.database import Database
from tests.e2e.conftest import LAST_DAY, Boxrank


def test_an_upgrade_creates_the_tables_and_run_again_changes_nothing(
    boxrank: Boxrank, tmp_path: Path
) -> None:
    path = tmp_path / "new.db"
    first = boxrank("db", "upgrade", "--database", path)
    again = boxrank("db", "upgrade", "--database", path)
    assert "is up to date: revision" in first.stdout
    assert "was up to date already" in again.stdout


def test_the_status_shows_generation_newest_day_and_what_is_stale(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("db", "status", "--database", market_url).stdout
    assert "generation  1, published " in shown
    assert f"data as of  {LAST_DAY}" in shown
    assert "boxes       5\nstale       none\n" in shown


def test_the_status_of_a_new_file_says_how_to_begin(boxrank: Boxrank, tmp_path: Path) -> None:
    ran = boxrank("db", "status", "--database", tmp_path / "new.db")
    assert ran.stdout.endswith("problem     the database has no tables yet. Run `boxrank db upgrade`.\n")


def test_the_status_answers_in_json(boxrank: Boxrank, market_url: str) -> None:
    status = boxrank("db", "status", "--json", "--database", market_url).json
    assert (status["generation"], status["data_as_of"], status["is_current"]) == (1, str(LAST_DAY), True)


def test_the_database_comes_from_the_environment_when_no_option_names_it(
    boxrank: Boxrank, market_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXRANK_DATABASE_URL", market_url)
    assert boxrank("db", "status", "--json").json["boxes"] == 5


@pytest.mark.parametrize("command", [("leaderboard",), ("refresh",), ("box", "op-05"), ("db", "status")])
def test_a_mistyped_path_makes_no_file_and_is_reported_with_the_way_out(
    boxrank: Boxrank, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = boxrank(*command, "--database", tmp_path / "mistyped.db")
    assert "run `boxrank db upgrade`" in (ran.stdout + ran.stderr).replace("Run", "run")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("leaderboard",), ("refresh",), ("db", "status"), ("db", "upgrade")])
def test_a_file_that_is_no_database_counts_as_unavailable_and_stays_as_it_is(
    boxrank: Boxrank, tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Not a database\n" * 100, encoding="utf-8")
    ran = boxrank(*command, "--database", path)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (3, 1)
    assert "file is not a database" in ran.stderr
    assert path.read_text(encoding="utf-8").startswith("# Not a database\n# Not")


def test_a_file_in_a_folder_that_is_not_there_cannot_be_made(boxrank: Boxrank, tmp_path: Path) -> None:
    ran = boxrank("db", "upgrade", "--database", tmp_path / "nowhere" / "new.db")
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (3, 1)
    assert "cannot be made: No such file or directory" in ran.stderr


def test_any_path_names_the_file_of_that_very_name(boxrank: Boxrank, tmp_path: Path) -> None:
    path = tmp_path / "a?b c%20#d ü.db"
    assert boxrank("db", "upgrade", "--database", path).exit_code == 0
    assert boxrank("db", "status", "--json", "--database", path).json["is_current"]
    assert path in tmp_path.iterdir()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "::://"])
def test_a_url_that_is_not_served_is_rejected_in_one_line(boxrank: Boxrank, url: str) -> None:
    ran = boxrank("db", "status", "--database", url)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (1, 1)


def test_a_server_that_is_unavailable_leaves_with_its_own_code(boxrank: Boxrank) -> None:
    ran = boxrank("db", "status", "--database", "postgresql+psycopg://boxrank:secret@127.0.0.1:1/boxrank")
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (3, 1)
    assert "secret" not in ran.stderr


def test_a_bad_setting_is_reported_in_one_sentence(boxrank: Boxrank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOXRANK_PORT", "a lot")
    ran = boxrank("db", "status")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("Fix BOXRANK_PORT: ")


def test_a_backup_is_restored_after_a_question_or_with_yes(
    boxrank: Boxrank, market_url: str, tmp_path: Path
) -> None:
    file, other = tmp_path / "copy.db", tmp_path / "other.db"
    assert "checked" in boxrank("db", "backup", file, "--database", market_url).stdout
    assert boxrank("db", "upgrade", "--database", other).exit_code == 0
    refused = boxrank("db", "restore", file, "--database", other)
    assert (refused.exit_code, "Replace all data" in refused.stdout) == (1, True)
    ran = boxrank("db", "restore", file, "--yes", "--database", other)
    assert ran.stdout.endswith("generation 2 is published\n")
    assert boxrank("db", "status", "--json", "--database", other).json["boxes"] == 5


@pytest.mark.parametrize(
    "command", [("leaderboard",), ("refresh",), ("backfill", "--all"), ("box", "alpha"), ("export", "ranks")]
)
def test_every_command_asks_for_an_upgrade_of_older_tables(
    boxrank: Boxrank, empty_url: str, command: tuple[str, ...]
) -> None:
    database = Database(empty_url)
    database.downgrade("005")
    database.close()
    ran = boxrank(*command, "--database", empty_url)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (3, 1)
    assert "Run `boxrank db upgrade`." in ran.stderr


def test_a_mistyped_redis_url_stops_a_refresh_before_it_publishes(
    boxrank: Boxrank, market_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXRANK_REDIS_URL", "localhost:6379")
    ran = boxrank("refresh", "--full", "--database", market_url)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("Fix BOXRANK_REDIS_URL: write it as redis://host:6379/0")
