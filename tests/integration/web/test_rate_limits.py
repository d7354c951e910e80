"""Every client has a rate limit, shown in the headers of every response."""

import time

import httpx
import pytest

from tests.integration.web.conftest import BOARD, Web, WebWith

ELSEWHERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No period may end in the middle of a test: the clock stands still."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


def left(answer: httpx.Response) -> int:
    return int(answer.headers["ratelimit-remaining"])


def used_up(web: Web) -> httpx.Response:
    """The first refusal."""
    for _ in range(10):
        answer = web.get(BOARD)
        if answer.status_code == 429:
            return answer
    raise AssertionError("nothing was refused")


def test_every_answer_shows_what_is_left_hits_of_the_fast_path_included(web_with: WebWith) -> None:
    web = web_with(rate_limit="100/minute")

    answers = [web.get(BOARD) for _ in range(6)]

    assert answers[-1].headers["x-cache"] == "HIT-1"
    assert [left(answer) for answer in answers] == [99, 98, 97, 96, 95, 94]
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {"100"}
    assert all(1 <= int(answer.headers["ratelimit-reset"]) <= 60 for answer in answers)


@pytest.mark.parametrize("url", ["/", f"{BOARD}/nobody", f"{BOARD}?sort=x", "/nowhere", "/openapi.json"])
def test_pages_rejections_and_documents_tell_it_too(web_with: WebWith, url: str) -> None:
    assert left(web_with(rate_limit="100/minute").get(url)) == 99


def test_an_unchanged_answer_costs_one_like_any_other(web_with: WebWith) -> None:
    web = web_with(rate_limit="100/minute")
    etag = web.get(BOARD).headers["etag"]

    answer = web.get(BOARD, If_None_Match=etag)

    assert (answer.status_code, left(answer)) == (304, 98)


def test_who_asks_too_often_is_reported_when_to_come_back(web_with: WebWith) -> None:
    web = web_with(rate_limit="5/minute")
    assert [web.get(BOARD).status_code for _ in range(5)] == [200] * 5

    answer = web.get(BOARD)

    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == answer.headers["ratelimit-reset"]
    assert left(answer) == 0
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("too_many_requests", 429)
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["retry-after"] in problem["detail"]


def test_a_page_is_rejected_as_a_page(web_with: WebWith) -> None:
    web = web_with(rate_limit="1/minute")
    web.get("/")

    answer = web.get("/")

    assert answer.status_code == 429
    assert answer.headers["content-type"].startswith("text/html")


def test_a_rejection_is_counted_in_the_metrics(web_with: WebWith) -> None:
    web = web_with(rate_limit="1/minute")
    used_up(web)

    assert 'status="429"' in web.get("/metrics").text


@pytest.mark.parametrize("url", ["/health", "/metrics", "/version", "/ready", "/static/x/boxrank.css"])
def test_operators_and_assets_are_never_rejected_nor_counted(web_with: WebWith, url: str) -> None:
    web = web_with(rate_limit="1/minute")
    used_up(web)

    answers = [web.get(url) for _ in range(3)]

    assert all(answer.status_code < 400 for answer in answers)
    assert [left(answer) for answer in answers] == [0, 0, 0]
    assert all(1 <= int(answer.headers["ratelimit-reset"]) <= 60 for answer in answers)


@pytest.mark.parametrize("url", ["/health", "/metrics", "/version", "/ready", "/static/x/boxrank.css"])
def test_they_tell_what_is_left_as_it_stands(web_with: WebWith, url: str) -> None:
    web = web_with(rate_limit="100/minute")

    assert [left(web.get(each)) for each in (url, url, BOARD, url, BOARD)] == [100, 100, 99, 99, 98]


def test_a_preflight_shows_what_is_left_and_costs_nothing(web_with: WebWith) -> None:
    web = web_with(rate_limit="1/minute", cors_origins=("https://friend.example",))
    headers = {"Origin": "https://friend.example", "Access_Control_Request_Method": "GET"}

    answers = [web.ask("OPTIONS", BOARD, **headers) for _ in range(3)]
    used_up(web)

    assert {(answer.status_code, left(answer)) for answer in answers} == {(200, 1)}
    answer = web.ask("OPTIONS", BOARD, **headers)
    assert (answer.status_code, left(answer)) == (200, 0)


def test_another_address_has_an_rate_limit_of_its_own(web_with: WebWith) -> None:
    web = web_with(rate_limit="2/minute")
    used_up(web)

    assert left(web.at(ELSEWHERE).get(BOARD)) == 1


def test_a_known_key_is_counted_apart_from_its_address(web_with: WebWith) -> None:
    web = web_with(rate_limit="3/minute", api_keys=("wanda", "boris"))
    used_up(web)

    assert left(web.get(BOARD, X_API_Key="wanda")) == 2
    assert left(web.at(ELSEWHERE).get(BOARD, X_API_Key="wanda")) == 1
    assert left(web.get(BOARD, X_API_Key="boris")) == 2


def test_a_key_that_is_not_known_gives_nothing(web_with: WebWith) -> None:
    web = web_with(rate_limit="3/minute", api_keys=("wanda",))
    used_up(web)

    assert {web.get(BOARD, X_API_Key=f"made-up-{number}").status_code for number in range(3)} == {429}


def test_an_empty_setting_switches_the_limit_off(web_with: WebWith) -> None:
    answer = web_with(rate_limit="").get(BOARD)

    assert answer.status_code == 200
    assert "ratelimit-limit" not in answer.headers


def test_an_address_in_a_header_is_not_believed_from_just_anyone(web_with: WebWith) -> None:
    web = web_with(rate_limit="3/minute")
    used_up(web)

    statuses = {web.get(BOARD, X_Forwarded_For=f"192.0.2.{number}").status_code for number in range(3)}

    assert statuses == {429}


def test_an_address_is_believed_from_a_trusted_proxy(web_with: WebWith) -> None:
    web = web_with(rate_limit="3/minute", trusted_proxies=("127.0.0.0/8",))

    assert left(web.get(BOARD, X_Forwarded_For="192.0.2.1")) == 2
    assert left(web.get(BOARD, X_Forwarded_For="192.0.2.1")) == 1
    assert left(web.get(BOARD, X_Forwarded_For="192.0.2.2")) == 2


def test_what_the_client_itself_put_before_the_proxys_word_is_not_believed(web_with: WebWith) -> None:
    web = web_with(rate_limit="3/minute", trusted_proxies=("127.0.0.1", "10.0.0.0/8"))

    first = web.get(BOARD, X_Forwarded_For="198.51.100.1, 192.0.2.1, 10.0.0.9")
    second = web.get(BOARD, X_Forwarded_For="198.51.100.2, 192.0.2.1")

    assert (left(first), left(second)) == (2, 1)


def test_a_proxy_that_is_not_on_the_list_is_the_client(web_with: WebWith) -> None:
    web = web_with(rate_limit="3/minute", trusted_proxies=("10.0.0.1",)).at("10.0.0.2")

    lefts = [left(web.get(BOARD, X_Forwarded_For=f"192.0.2.{number}")) for number in range(3)]

    assert lefts == [2, 1, 0]


@pytest.mark.parametrize(
    "pattern", ["192.0.2.1:{}", "[2001:db8::1]:{}", "2001:db8::{}", "::ffff:192.0.2.1, 127.0.0.1:{}"]
)
def test_ports_and_spellings_of_a_forwarded_address_make_no_new_clients(
    web_with: WebWith, pattern: str
) -> None:
    web = web_with(rate_limit="9/minute", trusted_proxies=("127.0.0.0/8",))

    lefts = [left(web.get(BOARD, X_Forwarded_For=pattern.format(1000 + number))) for number in range(3)]

    assert lefts == [8, 7, 6]
