"""/health, /ready, /version and /metrics."""

import re
import sqlite3
from contextlib import closing

import pytest

from app.services.cache_service import SCHEMA
from tests.integration.web.conftest import BOARD, LAST_DAY, Web


def test_health_says_that_the_process_lives_even_without_a_database(web_without_database: Web) -> None:
    answer = web_without_database.get("/health")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_shows_of_database_migrations_cache_and_age(web: Web) -> None:
    answer = web.get("/ready")

    found = answer.json()
    assert (answer.status_code, found["ready"]) == (200, True)
    assert found["database"]["reachable"] is True
    assert found["migrations"]["current"] is True
    assert found["cache"]["tier2"] == "absent"
    assert found["data"]["data_as_of"] == LAST_DAY.isoformat()
    assert found["data"]["age_days"] == (web.services.clock.now.date() - LAST_DAY).days


def test_a_database_that_is_unavailable_makes_it_not_ready(web_without_database: Web) -> None:
    answer = web_without_database.get("/ready")

    assert (answer.status_code, answer.json()["database"]) == (503, {"reachable": False})


def test_the_log_has_the_cause_that_ready_keeps_to_itself(
    web_without_database: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    path = web_without_database.services.settings.database_url.removeprefix("sqlite:///")
    answer = web_without_database.get("/ready")

    logged = capsys.readouterr().out
    assert path not in answer.text
    assert logged.count("not_ready") == 1
    assert path in logged


def test_nothing_published_makes_it_not_ready(own_web: Web) -> None:
    answer = own_web.get("/ready")

    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert answer.json()["migrations"]["current"] is True


def test_tables_of_another_revision_make_it_not_ready(own_web: Web) -> None:
    path = own_web.services.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '001'")

    answer = own_web.get("/ready")

    assert (answer.status_code, answer.json()["migrations"]["current"]) == (503, False)


def test_version_names_the_release_the_api_and_the_shape_of_the_cache(web: Web) -> None:
    found = web.json("/version")

    assert (found["name"], found["api"], found["cache_schema"]) == ("boxrank", "v1", SCHEMA)
    assert found["version"]


def metric(web: Web, line: str) -> float:
    found = re.search(rf"^{re.escape(line)} (\S+)$", web.get("/metrics").text, re.MULTILINE)
    assert found is not None, line
    return float(found[1])


def test_metrics_count_requests_by_route_and_status(fresh_web: Web) -> None:
    for limit in (1, 2, 2, 2, 0):
        fresh_web.get(f"{BOARD}?limit={limit}")
    fresh_web.get("/nowhere/at/all")

    line = 'boxrank_http_requests_total{{method="GET",route="{}",status="{}"}}'
    assert metric(fresh_web, line.format(BOARD, 200)) == 4
    assert metric(fresh_web, line.format(BOARD, 422)) == 1
    assert metric(fresh_web, line.format("unmatched", 404)) == 1
    assert metric(fresh_web, f'boxrank_http_request_seconds_count{{route="{BOARD}"}}') == 5


def test_metrics_count_the_cache_with_the_hits_of_the_fast_path(fresh_web: Web) -> None:
    for _ in range(4):
        fresh_web.get(BOARD)

    assert metric(fresh_web, 'boxrank_cache_hits_total{tier="1"}') == 3
    assert metric(fresh_web, "boxrank_fast_path_hits_total") == 2
    assert metric(fresh_web, "boxrank_cache_fills_total") == 1
    assert metric(fresh_web, 'boxrank_cache_tier2_breaker{state="absent"}') == 1
    assert metric(fresh_web, "boxrank_generation") == 1
    assert metric(fresh_web, 'boxrank_cache_operation_seconds_count{operation="compute"}') == 1


def test_operators_answers_are_never_cached(web: Web) -> None:
    for url in ("/health", "/ready", "/version", "/metrics"):
        assert web.get(url).headers["cache-control"] == "no-store"
