"""The client over answers that are made up: problems, waiting, kept answers, pages, strange servers."""

import json
from datetime import date

import httpx
import pytest
from boxrank_client import (
    Allowance,
    ExpiredCursor,
    InvalidRequest,
    NoRanks,
    NotFound,
    NotRanked,
    ProblemError,
    ServerFault,
    TooManyRequests,
    Unavailable,
    UnexpectedAnswer,
    UnknownBox,
    UnknownDay,
    Unreachable,
)
from boxrank_client.reading import read
from boxrank_client.shapes import BoxCard, Game, Games, LeaderboardRow, SentencePart

from tests.unit.client.made_up_server import CARD, FIGURES, GAMES, META, Opened, Server, answer, page, problem


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, "unknown_box", UnknownBox),
        (404, "unknown_day", UnknownDay),
        (404, "not_ranked", NotRanked),
        (404, "no_ranks", NoRanks),
        (404, "not_found", NotFound),
        (422, "unknown_choice", InvalidRequest),
        (422, "expired_cursor", ExpiredCursor),
        (414, "address_too_long", InvalidRequest),
        (500, "internal_error", ServerFault),
        (429, "too_many_requests", TooManyRequests),
        (503, "service_away", Unavailable),
    ],
)
def test_a_problem_is_raised_as_its_own_kind(
    opened: Opened, status: int, code: str, kind: type[ProblemError]
) -> None:
    with pytest.raises(kind) as raised:
        opened(Server(problem(status, code))).games()

    assert (raised.value.status, raised.value.code, raised.value.request_id) == (status, code, "r-1")
    assert str(raised.value) == "Because."


def test_a_problem_shows_the_field_its_choices_and_a_hint(opened: Opened) -> None:
    returned = problem(422, "unknown_choice", field="game", choices=["One", "Two"], hint="Use one.")

    with pytest.raises(InvalidRequest) as raised:
        opened(Server(returned)).board(game="Three")

    error = raised.value
    assert (error.field, error.choices, error.hint) == ("game", ("One", "Two"), "Use one.")


@pytest.mark.parametrize("status", [429, 503])
def test_a_rejected_request_is_called_again_when_the_server_says(
    opened: Opened, naps: list[float], status: int
) -> None:
    server = Server(problem(status, retry_after=7), problem(status), answer(GAMES))

    assert opened(server).games().data == (Game(game="Chess", boxes=2),)
    assert naps == [7.0, 1.0]


def test_patience_ends(opened: Opened, naps: list[float]) -> None:
    server = Server(problem(503, retry_after=2))

    with pytest.raises(Unavailable) as raised:
        opened(server, retries=3).games()

    assert (len(server.requests), naps) == (4, [2.0] * 3)
    assert raised.value.retry_after_seconds == 2.0


def test_a_wait_that_is_too_long_is_not_begun(opened: Opened, naps: list[float]) -> None:
    with pytest.raises(TooManyRequests) as raised:
        opened(Server(problem(429, retry_after=31))).games()

    assert naps == []
    assert raised.value.retry_after_seconds == 31.0


@pytest.mark.parametrize("status", [404, 422, 500])
def test_other_problems_are_not_asked_again(opened: Opened, naps: list[float], status: int) -> None:
    server = Server(problem(status, retry_after=1))

    with pytest.raises(ProblemError):
        opened(server).games()

    assert (len(server.requests), naps) == (1, [])


def test_an_unchanged_answer_is_given_again_without_its_bytes(opened: Opened) -> None:
    server = Server(answer(GAMES, ETag='"1"'), httpx.Response(304, headers={"ETag": '"1"'}))
    client = opened(server)

    first, second = client.games(), client.games()

    assert first == second
    assert first.data is second.data
    assert [request.headers.get("If-None-Match") for request in server.requests] == [None, '"1"']


def test_another_question_is_asked_without_the_validator_of_the_first(opened: Opened) -> None:
    server = Server(answer({"data": [CARD], "meta": META | page()}, ETag='"1"'))
    client = opened(server)

    client.search("a")
    client.search("b")

    assert "If-None-Match" not in server.requests[1].headers


def test_the_answers_that_are_kept_are_bounded(opened: Opened) -> None:
    server = Server(answer({"data": [], "meta": META | page()}, ETag='"1"'))
    client = opened(server, kept_answers=2)

    for word in ("a", "b", "c", "a"):
        client.search(word)

    assert "If-None-Match" not in server.requests[3].headers


def test_pages_are_followed_to_the_end(opened: Opened) -> None:
    def found(slug: str, next_offset: int | None) -> httpx.Response:
        return answer({"data": [CARD | {"slug": slug}], "meta": META | page(next_offset)})

    server = Server(found("a", 2), found("b", 4), found("c", None))

    assert [box.slug for box in opened(server).found_boxes("x")] == ["a", "b", "c"]
    assert [request.url.params["offset"] for request in server.requests] == ["0", "2", "4"]


def test_the_rate_limit_is_what_the_server_told_last(opened: Opened) -> None:
    returned = {"RateLimit_Limit": "10", "RateLimit_Remaining": "9", "RateLimit_Reset": "33"}
    client = opened(Server(answer(GAMES, **returned), answer(GAMES)))
    assert client.allowance is None

    client.games()
    client.games()

    assert client.allowance == Allowance(limit=10, remaining=9, reset_seconds=33)


def test_a_key_and_the_parameters_are_sent_as_the_api_writes_them(opened: Opened) -> None:
    server = Server(problem(404))

    with pytest.raises(NotFound):
        opened(server, api_key="wanda").time_series(
            "tcgplayer:1/2", metrics=["current_rank", "floor_price_usd"], end=date(2026, 1, 31)
        )

    (request,) = server.requests
    assert request.headers["X-API-Key"] == "wanda"
    assert request.url.raw_path == (
        b"/api/v1/booster-boxes/tcgplayer%3A1%2F2/time-series?metrics=current_rank%2Cfloor_price_usd&end=2026-01-31"
    )


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow")])
def test_no_answer_is_an_error_of_its_own_kind(opened: Opened, failure: httpx.TransportError) -> None:
    with pytest.raises(Unreachable) as raised:
        opened(Server(failure)).games()

    assert raised.value.__cause__ is failure


@pytest.mark.parametrize(
    "strange",
    [
        httpx.Response(502, text="<h1>Bad gateway</h1>"),
        httpx.Response(200, text="<h1>Welcome to your router</h1>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"data": [{"game": "Chess"}], "meta": META}),
        httpx.Response(200, json={"data": [], "meta": META | {"published_at": "yesterday"}}),
        httpx.Response(400, json={"error": "no"}),
        httpx.Response(302, headers={"Location": "http://elsewhere.test"}),
    ],
)
def test_the_answer_of_another_program_is_reported_from_ours(opened: Opened, strange: httpx.Response) -> None:
    with pytest.raises(UnexpectedAnswer):
        opened(Server(strange)).games()


def test_fields_of_a_newer_server_are_passed_over() -> None:
    assert read(BoxCard, CARD | {"colour": "red"}).release_date == date(2025, 1, 31)


def test_a_field_that_may_be_left_out_is_none() -> None:
    part = read(SentencePart, {"text": "climbed"})

    assert part.slug is None


def test_null_stays_null_and_whole_dollars_are_floats() -> None:
    figures = json.loads('{"floor_price_usd": 12, "boxes_sold": null}')
    row = read(LeaderboardRow.__annotations__["figures"], FIGURES | figures)

    assert (row.floor_price_usd, type(row.floor_price_usd), row.boxes_sold) == (12.0, float, None)


def test_answers_cannot_be_changed(opened: Opened) -> None:
    games: Games = opened(Server(answer(GAMES))).games()

    with pytest.raises(AttributeError):
        games.data[0].boxes = 3  # type: ignore[misc]
    assert isinstance(games.data, tuple)
