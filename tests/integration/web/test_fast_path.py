"""The fast path answers as the long way would, and cannot be made to grow."""

from collections.abc import Callable

import httpx
import pytest

from app.cache.content import Content
from app.cache.entry import Entry
from app.web.edge.answers import FastPath
from app.web.edge.hot_answers import MAX_TARGET_BYTES, HotAnswer, HotAnswers, Target
from app.web.edge.middleware import RateLimitMiddleware
from app.web.edge.representations import represent
from app.web.factory import create_app
from tests.factories import Feed, day_after
from tests.integration.web.conftest import BOARD, Web

OWN_TO_EACH_REQUEST = {"x-request-id", "ratelimit-remaining", "ratelimit-reset"}


def fast_path(web: Web) -> FastPath:
    assert isinstance(web.app, RateLimitMiddleware)
    assert isinstance(web.app._app, FastPath)
    return web.app._app


def hot_answers(web: Web) -> HotAnswers:
    return fast_path(web)._hot


def alike(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers.items() if name not in OWN_TO_EACH_REQUEST]


def at_one_age(ask: Callable[[Web], httpx.Response], *ways: Web) -> list[httpx.Response]:
    """The answers of each way at one age of the cached answer, which is given in whole seconds."""
    for _ in range(20):
        answers = [ask(way) for way in ways]
        if len({answer.headers["age"] for answer in answers}) == 1:
            return answers
    raise AssertionError("this machine is too slow to ask twice within a second")


@pytest.fixture(scope="module")
def long_way(web: Web) -> Web:
    """The same services with the fast path taken away."""
    other = Web(create_app(web.services), web.services, web.runner)
    other.app._app = fast_path(other)._app
    return other


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize(
    "url", [BOARD, f"{BOARD}?limit=3&format=csv", f"{BOARD}?game=Skyfarer", "/", "/?limit=25"]
)
def test_both_ways_answer_alike_byte_for_byte_and_header_for_header(
    web: Web, long_way: Web, method: str, encoding: str, url: str
) -> None:
    for _ in range(2):
        web.get(url, Accept_Encoding=encoding)
    hits = fast_path(web)._traffic.hot_hits

    short, long = at_one_age(lambda way: way.ask(method, url, Accept_Encoding=encoding), web, long_way)

    assert fast_path(web)._traffic.hot_hits > hits
    assert short.status_code == long.status_code == 200
    assert alike(short) == alike(long)
    assert short.content == long.content


@pytest.mark.parametrize("accept", ["text/csv", "application/x-ndjson", "application/json", "*/*"])
def test_both_ways_negotiate_alike_and_never_mix_formats_up(web: Web, long_way: Web, accept: str) -> None:
    for other in ("text/csv", "application/x-ndjson", "*/*", accept, accept):
        web.get(BOARD, Accept=other)
    hits = fast_path(web)._traffic.hot_hits

    short, long = at_one_age(lambda way: way.get(BOARD, Accept=accept), web, long_way)

    assert fast_path(web)._traffic.hot_hits > hits
    assert alike(short) == alike(long)
    assert short.content == long.content
    wanted = "application/json" if accept == "*/*" else accept
    assert short.headers["content-type"].partition(";")[0] == wanted
    assert short.headers["vary"] == "Accept, Accept-Encoding"


def test_both_ways_answer_304_alike(web: Web, long_way: Web) -> None:
    for _ in range(2):
        etag = web.get(BOARD).headers["etag"].removeprefix("W/")

    short, long = at_one_age(lambda way: way.get(BOARD, If_None_Match=f'"x", W/{etag}'), web, long_way)

    assert short.status_code == long.status_code == 304
    assert alike(short) == alike(long)


def test_a_hit_of_the_fast_path_is_counted_like_any_other(fresh_web: Web) -> None:
    for _ in range(5):
        fresh_web.get(BOARD)

    assert fast_path(fresh_web)._traffic.answers["GET", BOARD, 200] == 5
    assert sum(fast_path(fresh_web)._traffic.latencies[BOARD].buckets) == 5
    assert fast_path(fresh_web)._traffic.hot_hits == 3


def test_a_request_id_of_the_client_is_kept_on_both_ways(web: Web) -> None:
    ids = [web.get(BOARD, X_Request_ID="abc-123").headers["x-request-id"] for _ in range(3)]

    assert ids == ["abc-123"] * 3


@pytest.mark.parametrize("given", ["", "with space", "x" * 129, "a\tb", "a;b"])
def test_a_request_id_that_cannot_be_logged_is_replaced(web: Web, given: str) -> None:
    answers = [web.get(BOARD, X_Request_ID=given).headers["x-request-id"] for _ in range(3)]

    assert given not in answers
    assert len(set(answers)) == 3


def test_an_address_requested_once_takes_no_place(fresh_web: Web) -> None:
    for offset in range(20):
        fresh_web.get(f"{BOARD}?offset={offset}")

    assert len(hot_answers(fresh_web)) == 0


def test_rejections_take_no_place(fresh_web: Web) -> None:
    for _ in range(3):
        fresh_web.get(f"{BOARD}?sort=rank")
        fresh_web.get(f"{BOARD}/nobody")

    assert len(hot_answers(fresh_web)) == 0


def test_a_new_generation_empties_the_map_at_once(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_web.services.refresh.run()
    for _ in range(3):
        before = own_web.json(BOARD)
    own_feed.give_volumes(day_after(1), {"a": 2.0})
    own_web.services.refresh.run()
    own_web.services.watch.catch_up()

    after = own_web.get(BOARD)

    assert after.headers["x-cache"] == "MISS"
    assert after.json()["meta"]["generation"] > before["meta"]["generation"]
    assert len(hot_answers(own_web)) == 0


def answer(body: bytes = b"x", generation: int = 1, expires_at: float = 100.0) -> HotAnswer:
    entry = Entry.build(
        Content.of(body), media_type="text/plain", generation=generation, created_at=0.0, ttl_seconds=100.0
    )
    shown = represent(entry, gzip=False, published_at=None)
    return HotAnswer("/", generation, 0.0, expires_at, shown, ())


def target(number: int) -> Target:
    return (b"/", b"%d" % number, True, ())


def test_addresses_requested_again_outlive_any_number_requested_once() -> None:
    hot = HotAnswers(lambda: 1, 8)
    for number in range(6):
        hot.admit(target(number), answer())
        hot.find(target(number), 0.0)

    for number in range(1000, 2000):
        hot.admit(target(number), answer())

    assert all(hot.find(target(number), 0.0) for number in range(6))
    assert len(hot) <= 8


def test_the_bytes_held_are_bounded() -> None:
    hot = HotAnswers(lambda: 1, 1000, 4000)

    for number in range(100):
        hot.admit(target(number), answer(b"x" * 100))
        hot.find(target(number), 0.0)

    assert 0 < hot.size_bytes <= 4000


def test_an_answer_larger_than_a_quarter_of_the_bytes_is_left_out() -> None:
    hot = HotAnswers(lambda: 1, 1000, 4000)

    hot.admit(target(1), answer(b"x" * 1001))

    assert (len(hot), hot.size_bytes) == (0, 0)


def test_an_answer_leaves_with_its_ttl() -> None:
    hot = HotAnswers(lambda: 1)
    hot.admit(target(1), answer(expires_at=10.0))

    assert hot.find(target(1), 9.9) is not None
    assert hot.find(target(1), 10.0) is None
    assert (len(hot), hot.size_bytes) == (0, 0)


def test_an_answer_of_another_generation_is_not_admitted() -> None:
    hot = HotAnswers(lambda: 2)

    hot.admit(target(1), answer(generation=1))

    assert len(hot) == 0


def test_an_overlong_address_is_not_admitted() -> None:
    hot = HotAnswers(lambda: 1)

    hot.admit((b"/", b"x" * MAX_TARGET_BYTES, True, ()), answer())

    assert len(hot) == 0
