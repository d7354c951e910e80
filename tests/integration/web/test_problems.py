"""Every error of the API is a problem with a stable code."""

from dataclasses import replace
from typing import Any

import pytest
import structlog

from app.cache.single_flight import FlightTimeoutError
from app.read.paging import decode_cursor, encode_cursor
from app.web.edge.errors import problem_kinds
from tests.integration.web.conftest import API, BOARD, Web


def problem(web: Web, url: str, status: int) -> dict[str, Any]:
    answer = web.get(url)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["request_id"] == answer.headers["x-request-id"]
    return found


def test_an_unknown_parameter_is_rejected_with_those_there_are(web: Web) -> None:
    found = problem(web, f"{BOARD}?sort=rank", 422)

    assert (found["code"], found["field"]) == ("unknown_parameter", "sort")
    assert {"date", "game", "metric", "limit", "cursor", "format"} <= set(found["choices"])


@pytest.mark.parametrize(
    ("query", "field", "choice"),
    [
        ("metric=alphabet", "metric", "floor_price_usd"),
        ("window=1h", "window", "30d"),
        ("order=sideways", "order", "worst"),
        ("format=xml", "format", "csv"),
        ("game=chess", "game", "Tidewright"),
    ],
)
def test_an_unknown_value_is_rejected_with_the_list_of_choices(
    web: Web, query: str, field: str, choice: str
) -> None:
    found = problem(web, f"{BOARD}?{query}", 422)

    assert (found["code"], found["field"]) == ("unknown_choice", field)
    assert choice in found["choices"]


def test_an_unknown_series_metric_names_the_parameter_it_came_in(web: Web) -> None:
    slug = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["slug"]

    found = problem(web, f"{BOARD}/{slug}/time-series?metrics=floor_price_usd,magic", 422)

    assert (found["field"], found["code"]) == ("metrics", "unknown_choice")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.0", "limit"),
        ("offset=-1", "offset"),
        ("date=yesterday", "date"),
        ("date=2026-02-30", "date"),
        ("date=1769817600", "date"),
        ("date=0001-01-01", "date"),
        ("date=", "date"),
        ("cursor=nonsense", "cursor"),
        ("q=a%00b", "q"),
        ("metric=floor_price_usd&window=7d", "window"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_parameter(web: Web, query: str, field: str) -> None:
    found = problem(web, f"{BOARD}?{query}", 422)

    assert (found["code"], found["field"]) == ("invalid_value", field)


def test_an_expired_cursor_has_a_code_of_its_own(web: Web) -> None:
    cursor = decode_cursor(web.json(f"{BOARD}?limit=2")["meta"]["next_cursor"])
    earlier = replace(cursor, view=replace(cursor.view, generation=cursor.view.generation - 1))

    found = problem(web, f"{BOARD}?limit=2&cursor={encode_cursor(earlier)}", 422)

    assert (found["code"], found["type"], found["field"]) == (
        "expired_cursor",
        "/docs#expired_cursor",
        "cursor",
    )
    assert found["detail"] == "The data were published again; start again without the cursor."


@pytest.mark.parametrize("path", ["/boxes/x/", f"{BOARD}/", f"{API}/games/", "/compare/"])
def test_no_address_redirects_to_the_host_that_a_client_names(web: Web, path: str) -> None:
    answer = web.get(path, Host="evil.example")

    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_a_search_that_is_too_long_names_the_parameter_q(web: Web) -> None:
    assert problem(web, f"{BOARD}?q={'x' * 101}", 422)["field"] == "q"


@pytest.mark.parametrize("query", ["limit=5&limit=6", "metric=floor_price_usd&date=2026-05-30&metric=x"])
def test_a_parameter_that_is_given_twice_is_rejected(web: Web, query: str) -> None:
    found = problem(web, f"{BOARD}?{query}", 422)

    assert (found["code"], found["field"]) == ("invalid_value", query.partition("=")[0])
    assert "give it once" in found["detail"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{BOARD}?date=2019-01-01", "date"),
        (f"{API}/days/2019-01-01", "day"),
        (f"{API}/compare?from=2019-01-01&to=2026-05-30", "from"),
        (f"{API}/compare?from=2026-05-30&to=2019-01-01", "to"),
    ],
)
def test_an_unknown_day_names_the_parameter_it_came_in(web: Web, path: str, field: str) -> None:
    found = problem(web, path, 404)

    assert (found["code"], found["field"]) == ("unknown_day", field)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{BOARD}?sort=x"),
        ("GET", f"{BOARD}?metric=x"),
        ("GET", f"{BOARD}?limit=0"),
        ("GET", f"{BOARD}?date=2019-01-01"),
        ("GET", f"{BOARD}/nobody"),
        ("GET", f"{API}/compare"),
        ("GET", f"{API}/nothing"),
        ("POST", BOARD),
        ("GET", f"{API}/search?q={'x' * 40_000}"),
    ],
)
def test_every_problem_says_what_to_do_about_it(web: Web, method: str, path: str) -> None:
    assert web.ask(method, path).json()["hint"]


def test_an_unknown_box_is_not_found(web: Web) -> None:
    found = problem(web, f"{BOARD}/no-such-box", 404)

    assert (found["code"], found["field"]) == ("unknown_box", "box")
    assert "no-such-box" in found["detail"]


def test_an_unknown_box_is_not_found_the_second_time_either(web: Web) -> None:
    first, second = (problem(web, f"{BOARD}/no-such-box", 404) for _ in range(2))

    assert first["code"] == second["code"]


def test_a_day_without_ranks_is_not_found(web: Web) -> None:
    found = problem(web, f"{BOARD}?date=2019-01-01", 404)

    assert (found["code"], found["field"]) == ("unknown_day", "date")


def test_an_unknown_address_of_the_api_is_a_problem_too(web: Web) -> None:
    assert problem(web, "/api/v1/nothing", 404)["code"] == "not_found"


def test_before_the_first_publication_a_client_is_reported_when_to_ask_again(own_web: Web) -> None:
    found = problem(own_web, BOARD, 503)

    assert found["code"] == "nothing_published"
    assert "boxrank refresh" in found["hint"]
    assert int(own_web.get(BOARD).headers["retry-after"]) > 0


def test_a_database_that_is_unavailable_is_said_without_its_password_or_traceback(
    web_without_database: Web,
) -> None:
    found = problem(web_without_database, BOARD, 503)

    assert found["code"] == "service_away"
    assert "Traceback" not in str(found)
    assert int(web_without_database.get(BOARD).headers["retry-after"]) > 0


def test_a_fault_of_the_house_is_logged_and_shows_nothing_of_its_inside(
    fresh_web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object, __: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(type(fresh_web.services.reads), "answer", breaks)

    with structlog.testing.capture_logs() as log:
        found = problem(fresh_web, BOARD, 500)

    assert found["code"] == "internal_error"
    assert "secret" not in str(found)
    assert [line["event"] for line in log] == ["request_failed", "answered"]
    assert log[0]["exc_info"]


def test_every_code_is_in_the_reference_under_its_anchor(web: Web) -> None:
    page = web.get("/docs").text

    for kind in problem_kinds():
        assert f'id="{kind.code}"' in page


@pytest.mark.parametrize("url", [BOARD, "/", f"{API}/export/ranks"])
def test_each_503_logs_its_cause_once_and_its_answer_names_nothing(
    web_without_database: Web, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    path = web_without_database.services.settings.database_url.removeprefix("sqlite:///")
    answer = web_without_database.get(url, X_Request_ID="wanted-in-the-log")

    logged = [line for line in capsys.readouterr().out.splitlines() if "unavailable" in line]
    assert answer.status_code == 503
    assert not any(word in answer.text for word in (path, "sqlite", "sqlalche", "unable to open"))
    assert len(logged) == 1
    assert path in logged[0]
    assert "wanted-in-the-log" in logged[0]


@pytest.mark.parametrize("url", [BOARD, "/"])
def test_who_waits_too_long_for_the_computation_of_another_gets_a_503(
    fresh_web: Web, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def wait(_: object) -> None:
        raise FlightTimeoutError("no answer within 10.0 s")

    monkeypatch.setattr(fresh_web.services.reads, "answer", wait)
    answer = fresh_web.get(url)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
