"""A request that is too large, too long or too slow is refused with a problem."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from app.database import Connection
from app.web.edge.errors import problem_response
from app.web.edge.middleware import RequestLimitMiddleware, RequestLimits
from tests.integration.web.conftest import BOARD, Web, WebWith

LONG = "x" * 33_000


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, web_with: WebWith) -> Iterator[Web]:
    """Computes no answer until the test is over; gives up after 50 ms."""
    web, over = web_with(request_timeout_seconds=0.05), threading.Event()
    monkeypatch.setattr(web.services.reads, "answer", lambda _: over.wait(20))
    yield web
    over.set()


@pytest.mark.parametrize("url", [f"{BOARD}?q={LONG}", f"{BOARD}/{LONG}", f"/api/v1/{LONG}"])
def test_an_overlong_address_is_a_414(web: Web, url: str) -> None:
    answer = web.get(url)

    assert (answer.status_code, answer.json()["code"]) == (414, "address_too_long")
    assert "32,768" in answer.json()["detail"]


def test_the_longest_address_can_be_set(web_with: WebWith) -> None:
    web = web_with(max_query_bytes=256)

    assert web.get(f"{BOARD}?limit=1&limit={'1' * 247}").status_code == 414
    assert web.get(f"{BOARD}?limit=1").status_code == 200


@pytest.mark.parametrize("asked_before", [0, 3])
def test_a_body_that_is_announced_too_large_is_a_413(fresh_web: Web, asked_before: int) -> None:
    for _ in range(asked_before):
        fresh_web.get(BOARD)

    answer = fresh_web.get(BOARD, Content_Length="70000")

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_slow_answer_is_given_up_with_a_503_that_says_when_to_ask_again(held: Web) -> None:
    started = time.perf_counter()
    answer = held.get(BOARD)

    assert time.perf_counter() - started < 10  # the computation is held for 20 s
    assert (answer.status_code, answer.json()["code"]) == (503, "too_slow")
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_page_that_is_slow_is_given_up_as_a_page(held: Web) -> None:
    answer = held.get("/")

    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")


def test_given_up_requests_leave_the_others_alone(held: Web) -> None:
    for _ in range(3):
        held.get(BOARD)

    assert held.get("/health").status_code == 200


def test_an_export_may_take_its_time(web_with: WebWith, monkeypatch: pytest.MonkeyPatch) -> None:
    web = web_with(request_timeout_seconds=1)
    snapshot, waits_seconds = web.services.database.snapshot, iter((0.0, 1.5))

    def late() -> AbstractContextManager[Connection]:
        time.sleep(next(waits_seconds))  # the request is checked at once, its rows are read late
        return snapshot()

    monkeypatch.setattr(web.services.database, "snapshot", late)

    answer = web.get("/api/v1/export/ranks")

    assert answer.status_code == 200
    assert answer.content.startswith(b"metric_date,box,")


async def read_it_all(scope: Scope, receive: Receive, send: Send) -> None:
    await Response(await Request(scope, receive).body())(scope, receive, send)


async def begin_and_linger(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.sleep(0.1)
    await send({"type": "http.response.body", "body": b"all of it"})


async def fail_in_time(scope: Scope, receive: Receive, send: Send) -> None:
    raise TimeoutError("of its own")


def ask(bounds: RequestLimitMiddleware, body: AsyncIterator[bytes] | None = None) -> httpx.Response:
    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(bounds), base_url="http://x") as client:
            return await client.post("/", content=body)

    return asyncio.run(asked())


async def pieces(number: int) -> AsyncIterator[bytes]:
    for _ in range(number):
        yield b"x" * 10


def test_a_body_in_pieces_is_counted_as_it_comes() -> None:
    with pytest.raises(Exception, match="may have 100 bytes"):
        ask(RequestLimitMiddleware(read_it_all, RequestLimits(100, 100, 5.0), problem_response), pieces(11))


def test_a_body_within_the_bound_arrives_whole() -> None:
    answer = ask(
        RequestLimitMiddleware(read_it_all, RequestLimits(100, 100, 5.0), problem_response), pieces(10)
    )

    assert answer.content == b"x" * 100


def test_an_answer_that_has_begun_may_take_its_time() -> None:
    answer = ask(RequestLimitMiddleware(begin_and_linger, RequestLimits(100, 100, 0.05), problem_response))

    assert answer.content == b"all of it"


def test_a_time_out_of_something_else_is_not_taken_for_ours() -> None:
    with pytest.raises(TimeoutError, match="of its own"):
        ask(RequestLimitMiddleware(fail_in_time, RequestLimits(100, 100, 5.0), problem_response))


@pytest.mark.parametrize("hosts", [[], ["a.example", "b.example"]])
@pytest.mark.parametrize("asked_before", [0, 3])
def test_no_host_or_two_of_them_is_a_400(fresh_web: Web, hosts: list[str], asked_before: int) -> None:
    for _ in range(asked_before):
        fresh_web.get(BOARD)

    assert _status(fresh_web, "1.1", hosts) == 400


def test_http_1_0_needs_no_host(fresh_web: Web) -> None:
    assert _status(fresh_web, "1.0", []) == 200


def _status(web: Web, version: str, hosts: list[str]) -> int:
    async def ask() -> int:
        statuses = []

        async def send(message: Message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        headers = [(b"host", host.encode()) for host in hosts]
        await web.app(
            {
                "type": "http",
                "http_version": version,
                "method": "GET",
                "path": BOARD,
                "raw_path": BOARD.encode(),
                "query_string": b"",
                "headers": headers,
                "scheme": "http",
                "server": ("127.0.0.1", 8000),
                "client": ("127.0.0.1", 1),
            },
            receive,
            send,
        )
        return int(statuses[0])

    return web.runner.run(ask())
