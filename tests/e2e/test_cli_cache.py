"""`boxrank warm`, `boxrank cache stats`, and a refresh that tells the readers."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Boxrank, write_rows
from tests.e2e.web_server import WebServer
from tests.redis_server import RedisServer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A Redis that the settings name."""
    with RedisServer() as server:
        monkeypatch.setenv("BOXRANK_REDIS_URL", server.url)
        yield server


@pytest.fixture(scope="module")
def warmed_server(market_url: str) -> Iterator[WebServer]:
    """A server on a Redis that the script for schedulers has warmed before."""
    script = [sys.executable, "scripts/warm_cache.py", "--top", "1", "--database", market_url]
    with RedisServer() as redis:
        environment = {**os.environ, "BOXRANK_REDIS_URL": redis.url}
        subprocess.run(script, cwd=ROOT, check=True, capture_output=True, env=environment)
        with WebServer(market_url, redis.url) as server:
            yield server


@pytest.fixture
def imported_url(boxrank: Boxrank, empty_url: str, tmp_path: Path) -> str:
    """One box on one day, imported and not refreshed yet."""
    rows = [{"box": "alpha", "date": "2026-01-01", "volume_usd": 5}]
    boxrank("import", write_rows(tmp_path / "rows.jsonl", rows), "--create-boxes", "--database", empty_url)
    return empty_url


def test_warming_without_redis_says_that_it_reaches_no_server(boxrank: Boxrank, market_url: str) -> None:
    ran = boxrank("warm", "--top", 1, "--database", market_url)
    assert ran.exit_code == 0
    assert re.fullmatch(r"warm \d+\.\d\d s: \d+ answers of generation 1\n", ran.stdout)
    assert "Without BOXRANK_REDIS_URL these answers are gone" in ran.stderr


def test_what_is_warmed_is_in_redis(boxrank: Boxrank, market_url: str, redis: RedisServer) -> None:
    ran = boxrank("warm", "--top", 2, "--json", "--database", market_url)
    report = ran.json["report"]
    assert (report["failed"], report["left_out"], ran.json["lost_calls"]) == (0, 0, 0)
    assert redis.client.dbsize() == report["answers"] > 0
    assert ran.stderr == ""


def test_a_server_finds_the_pages_that_the_script_for_schedulers_has_warmed(
    warmed_server: WebServer,
) -> None:
    page = urllib.request.urlopen(f"http://127.0.0.1:{warmed_server.port}/boxes/gamma", timeout=10)
    assert (page.headers["Content-Type"], page.headers["X-Cache"]) == ("text/html; charset=utf-8", "HIT-2")


def test_more_boxes_are_more_answers(boxrank: Boxrank, market_url: str) -> None:
    counts = [
        boxrank("warm", "--top", top, "--json", "--database", market_url).json["report"]["answers"]
        for top in (0, 1, 2)
    ]
    assert 0 < counts[0] < counts[1] < counts[2]


def test_a_day_can_be_warmed_and_one_without_ranks_is_rejected(boxrank: Boxrank, market_url: str) -> None:
    assert boxrank("warm", "--date", "2026-01-08", "--database", market_url).exit_code == 0
    ran = boxrank("warm", "--date", "2025-01-01", "--database", market_url)
    assert ran.exit_code == 1
    assert ran.stderr == "The board has no ranks on 2025-01-01. Its first day is 2026-01-01.\n"


def test_warming_before_anything_is_published_is_rejected(boxrank: Boxrank, empty_url: str) -> None:
    assert "Nothing is published yet." in boxrank("warm", "--database", empty_url).stderr


def test_a_redis_that_is_unavailable_fails_no_warming_and_is_reported(
    boxrank: Boxrank, market_url: str, redis: RedisServer
) -> None:
    redis.kill()
    ran = boxrank("warm", "--top", 0, "--database", market_url)
    assert ran.exit_code == 0
    assert "Redis was unavailable, " in ran.stdout
    assert "cache_redis_away" in ran.stderr


def test_a_refresh_warms_redis_and_announces_it_to_all_workers(
    boxrank: Boxrank, imported_url: str, redis: RedisServer
) -> None:
    listener = redis.client.pubsub()
    listener.psubscribe("*")
    ran = boxrank("refresh", "--database", imported_url)
    assert ran.stdout.endswith("generation 1 is announced to all workers\n")
    assert f"{redis.client.dbsize()} answers of generation 1" in ran.stdout
    assert [listener.get_message(timeout=5)["type"] for _ in range(2)] == ["psubscribe", "pmessage"]
    listener.close()


def test_a_refresh_announces_also_without_boxes_to_warm(
    boxrank: Boxrank, imported_url: str, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXRANK_WARM_TOP_BOXES", "0")
    warmed = boxrank("refresh", "--json", "--database", imported_url).json["warmed"]
    assert (warmed["report"]["failed"], warmed["is_announced"]) == (0, True)


def test_a_refresh_that_publishes_nothing_announces_nothing(
    boxrank: Boxrank, imported_url: str, redis: RedisServer
) -> None:
    boxrank("refresh", "--json", "--database", imported_url)
    redis.client.flushall()
    assert boxrank("refresh", "--json", "--database", imported_url).json["warmed"] is None
    assert redis.client.dbsize() == 0


def test_a_refresh_while_redis_is_unavailable_is_done_and_says_how_workers_find_it(
    boxrank: Boxrank, imported_url: str, redis: RedisServer
) -> None:
    redis.kill()
    ran = boxrank("refresh", "--database", imported_url)
    assert ran.exit_code == 0
    assert "generation 1 is published" in ran.stdout
    assert "Redis did not accept the announcement: workers find the generation" in ran.stdout


def test_the_counters_of_a_running_server_are_shown(boxrank: Boxrank, warmed_server: WebServer) -> None:
    url = f"http://127.0.0.1:{warmed_server.port}"
    shown = boxrank("cache", "stats", "--url", url)
    counted = boxrank("cache", "stats", "--url", f"{url}/", "--json").json
    assert shown.exit_code == 0
    assert f"{url} · generation 1" in shown.stdout
    assert "Tier 2, Redis, works." in shown.stdout
    assert counted["hits_tier2"] >= 1
    assert counted["tier2_breaker"] == "closed"  # one slow call on a busy machine is an error, and no trouble


def test_a_server_that_is_not_there_counts_as_unavailable(
    boxrank: Boxrank, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as freed:
        port = freed.getsockname()[1]
    monkeypatch.setenv("BOXRANK_PORT", str(port))
    ran = boxrank("cache", "stats")
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (3, 1)
    assert f"No server answers at http://127.0.0.1:{port} (Connection refused)." in ran.stderr


@pytest.mark.parametrize("url", ["file:///etc/hostname", "127.0.0.1:8000"])
def test_only_the_address_of_a_server_is_read(boxrank: Boxrank, url: str) -> None:
    assert boxrank("cache", "stats", "--url", url).exit_code == 2
