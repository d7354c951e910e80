"""Pages of other origins read the API only where the settings name them."""

import pytest

from tests.integration.web.conftest import BOARD, Web, WebWith

FRIEND, STRANGER = "https://friend.example", "https://stranger.example"
ALLOW = "access-control-allow-origin"
EXPOSE = "access-control-expose-headers"


def preflight(web: Web, origin: str) -> dict[str, str]:
    answer = web.ask(
        "OPTIONS",
        BOARD,
        Origin=origin,
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match,x-api-key",
    )
    return {"status": str(answer.status_code), **answer.headers}


def test_no_origin_is_named_unless_one_is_set(web: Web) -> None:
    answer = web.get(BOARD, Origin=FRIEND)

    assert answer.status_code == 200
    assert [name for name in answer.headers if name.startswith("access-control")] == []
    assert ALLOW not in preflight(web, FRIEND)


def test_a_named_origin_may_read_hits_of_the_fast_path_included(web_with: WebWith) -> None:
    web = web_with(cors_origins=(FRIEND,))

    answers = [web.get(BOARD, Origin=FRIEND) for _ in range(4)]

    assert answers[-1].headers["x-cache"] == "HIT-1"
    assert {answer.headers[ALLOW] for answer in answers} == {FRIEND}
    assert "RateLimit-Remaining" in answers[-1].headers[EXPOSE]
    assert "ETag" in answers[-1].headers[EXPOSE]


def test_a_named_origin_may_read_how_old_an_answer_is(web_with: WebWith) -> None:
    answer = web_with(cors_origins=(FRIEND,)).get(BOARD, Origin=FRIEND)

    assert {"Age", "X-Cache", "Warning"} <= set(answer.headers[EXPOSE].split(", "))


def test_another_origin_may_not(web_with: WebWith) -> None:
    web = web_with(cors_origins=(FRIEND,))

    assert ALLOW not in web.get(BOARD, Origin=STRANGER).headers
    assert preflight(web, STRANGER)["status"] == "400"


def test_a_shared_cache_keeps_the_answers_of_origins_apart(web_with: WebWith) -> None:
    web = web_with(cors_origins=(FRIEND,))

    for headers in ({}, {"Origin": FRIEND}, {"Origin": STRANGER}):
        assert "Origin" in web.get(BOARD, **headers).headers["vary"].replace(" ", "").split(",")


def test_a_star_lets_everyone_read(web_with: WebWith) -> None:
    assert web_with(cors_origins=("*",)).get(BOARD, Origin=STRANGER).headers[ALLOW] == "*"


def test_a_browser_may_ask_with_validators_and_keys(web_with: WebWith) -> None:
    answer = preflight(web_with(cors_origins=(FRIEND,)), FRIEND)

    assert (answer["status"], answer[ALLOW]) == ("200", FRIEND)
    assert answer["access-control-allow-methods"] == "GET, HEAD"


@pytest.mark.parametrize("rate", ["1/day"])
def test_a_rejection_can_be_read_too(web_with: WebWith, rate: str) -> None:
    web = web_with(cors_origins=(FRIEND,), rate_limit=rate)
    web.get(BOARD, Origin=FRIEND)

    answer = web.get(BOARD, Origin=FRIEND)

    assert (answer.status_code, answer.headers[ALLOW]) == (429, FRIEND)
    assert "Retry-After" in answer.headers[EXPOSE]


def test_a_preflight_has_a_name_that_may_be_the_browser_s_own(web_with: WebWith) -> None:
    web = web_with(cors_origins=(FRIEND,), rate_limit="")
    asked = {"Origin": FRIEND, "Access_Control_Request_Method": "GET"}

    names = [web.ask("OPTIONS", BOARD, **asked).headers["x-request-id"] for _ in range(2)]
    given = web.ask("OPTIONS", BOARD, X_Request_ID="mine-1", **asked).headers["x-request-id"]

    assert len(set(names)) == 2
    assert given == "mine-1"
