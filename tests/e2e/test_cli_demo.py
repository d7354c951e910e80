"""`boxrank demo`: a simulated market, made, known again, replaced, and never put over real data."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.domain.metrics import MetricRules
from app.publish.derived import derived_tables
from app.repositories import contents
from tests.e2e.conftest import Boxrank, Ran, write_rows

SMALL = ("--boxes", "12", "--days", "40", "--no-serve")


@pytest.fixture(scope="module", autouse=True)
def _little_to_warm() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("BOXRANK_WARM_TOP_BOXES", "1")
        yield


@pytest.fixture(scope="module")
def small_demo(boxrank: Boxrank, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A demonstration database and what its making printed."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    return path, boxrank("demo", *SMALL, "--database", path)


def test_a_demonstration_is_made_and_its_top_ten_printed(small_demo: tuple[Path, Ran]) -> None:
    path, made = small_demo
    assert made.exit_code == 0
    assert f"sqlite:///{path} is created" in made.stdout
    timed = re.findall(r"^(\w+)\s+\d+\.\d\d s", made.stdout, re.MULTILINE)
    assert timed == [
        "database",
        "simulate",
        "import",
        *(table.name for table in derived_tables(MetricRules())),
        "publish",
        "warm",
    ]
    assert "simulated market" in made.stdout
    assert len(re.findall(r"^ +=?\d+ [▲▼–NR]", made.stdout, re.MULTILINE)) == 10


def test_the_demonstration_was_imported_as_any_market_is(
    boxrank: Boxrank, small_demo: tuple[Path, Ran]
) -> None:
    status = boxrank("db", "status", "--json", "--database", small_demo[0]).json
    assert (status["boxes"], status["generation"], status["stale_boxes"]) == (12, 1, 0)
    database = Database(f"sqlite:///{small_demo[0]}")
    with database.reading() as connection:
        assert contents.sources(connection) == {"simulated: 12 boxes, 40 days, seed 7"}
    database.close()


def test_a_second_run_reuses_the_same_market(boxrank: Boxrank, small_demo: tuple[Path, Ran]) -> None:
    again = boxrank("demo", *SMALL, "--database", small_demo[0])
    assert "holds this market already and is reused" in again.stdout
    assert "nothing was stale; generation 1 stays" in again.stdout


def test_another_seed_replaces_the_market_and_generations_go_on(boxrank: Boxrank, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    boxrank("demo", *SMALL, "--database", path)
    other = boxrank("demo", *SMALL, "--seed", 8, "--database", path)
    assert "held another market and is replaced" in other.stdout
    status = boxrank("db", "status", "--json", "--database", path).json
    assert (status["boxes"], status["generation"]) == (12, 2)


def test_a_market_is_kept_or_made_again_on_request(boxrank: Boxrank, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    boxrank("demo", *SMALL, "--database", path)
    assert "reused" in boxrank("demo", *SMALL, "--seed", 8, "--keep", "--database", path).stdout
    assert "replaced" in boxrank("demo", *SMALL, "--rebuild", "--database", path).stdout


def test_a_database_with_other_data_is_left_alone(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> None:
    rows = [{"box": "mine", "date": "2026-01-01", "volume_usd": 5}]
    boxrank("import", write_rows(tmp_path / "mine.jsonl", rows), "--create-boxes", "--database", empty_url)
    ran = boxrank("demo", *SMALL, "--rebuild", "--database", empty_url)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (1, 1)
    assert "is not changed" in ran.stderr
    assert boxrank("db", "status", "--json", "--database", empty_url).json["boxes"] == 1


def test_a_port_in_use_ends_the_demonstration_before_any_work(boxrank: Boxrank, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = boxrank("demo", "--port", port, "--database", path)
        served = boxrank("serve", "--port", port, "--database", path)
    assert (ran.exit_code, served.exit_code) == (3, 3)
    assert len(ran.stderr.splitlines()) == 1
    assert f"127.0.0.1:{port}" in ran.stderr
    assert not path.exists()
