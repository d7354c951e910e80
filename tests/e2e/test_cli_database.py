"""`boxrank db`, and how every command finds its database."""

from pathlib import Path

import pytest

from tests.e2e.conftest import LAST_DAY, Boxrank


def test_an_upgrade_creates_the_tables_and_run_again_changes_nothing(
    boxrank: Boxrank, tmp_path: Path
) -> None:
    path = tmp_path / "new.db"
    first = boxrank("db", "upgrade", "--database", path)
    again = boxrank("db", "upgrade", "--database", path)
    assert "is up to date: revision" in first.stdout
    assert "was up to date already" in again.stdout


def test_the_status_tells_generation_newest_day_and_what_is_stale(boxrank: Boxrank, market_url: str) -> None:
    shown = boxrank("db", "status", "--database", market_url).stdout
    assert "generation  1, published " in shown
    assert f"data as of  {LAST_DAY}" in shown
    assert "boxes       5\nstale       none\n" in shown


def test_the_status_of_a_new_file_says_how_to_begin(boxrank: Boxrank, tmp_path: Path) -> None:
    ran = boxrank("db", "status", "--database", tmp_path / "new.db")
    assert ran.stdout.endswith("tables      none yet: run `boxrank db upgrade`\n")


def test_the_status_answers_in_json(boxrank: Boxrank, market_url: str) -> None:
    status = boxrank("db", "status", "--json", "--database", market_url).json
    assert (status["generation"], status["data_as_of"], status["is_current"]) == (1, str(LAST_DAY), True)


def test_the_database_comes_from_the_environment_when_no_option_names_it(
    boxrank: Boxrank, market_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXRANK_DATABASE_URL", market_url)
    assert boxrank("db", "status", "--json").json["boxes"] == 5


@pytest.mark.parametrize("url", ["mysql://localhost/x", "::://"])
def test_a_url_that_is_not_served_is_refused_in_one_line(boxrank: Boxrank, url: str) -> None:
    ran = boxrank("db", "status", "--database", url)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (1, 1)


def test_a_server_that_is_away_leaves_with_its_own_code(boxrank: Boxrank) -> None:
    ran = boxrank("db", "status", "--database", "postgresql+psycopg://boxrank:secret@127.0.0.1:1/boxrank")
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (3, 1)
    assert "secret" not in ran.stderr


def test_a_bad_setting_is_told_in_one_sentence(boxrank: Boxrank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOXRANK_PORT", "a lot")
    ran = boxrank("db", "status")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("Mend BOXRANK_PORT: ")
