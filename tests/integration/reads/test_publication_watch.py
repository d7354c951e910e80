"""How readers are moved to a new publication: warmed first, by message at once, never back."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from app.cache.keys import generation_channel
from app.read.board import LeaderboardRequest
from app.read.box import BoxDetailRequest
from app.read.series import TimeSeriesRequest
from app.serve import answers as reads
from app.services.cache_service import SCHEMA
from tests.factories import ClockedServices, Feed, clocked_services, day_after
from tests.integration.reads.conftest import VOLUMES
from tests.redis_server import RedisServer, wait_until

OTHER_BOARDS = 3
"""Of volumes alone come ranks by the day and by the sum and mean of 30 days, besides the primary ones."""


def _generation(services: ClockedServices) -> float | str:
    return services.reads.snapshot()["generation"]


def test_a_publication_is_warm_before_readers_see_it(market: ClockedServices, feed: Feed) -> None:
    reads = market.reads
    reads.start()
    wait_until(lambda: _generation(market) == 1, 10)
    feed.give_volumes(day_after(1), VOLUMES)
    market.refresh.run()
    wait_until(lambda: _generation(market) == 2, 10)
    misses_before = reads.snapshot()["misses"]

    warmed = [
        reads.answer(request).source
        for request in (
            LeaderboardRequest(limit=10),
            LeaderboardRequest(limit=50),
            BoxDetailRequest("alpha"),
            TimeSeriesRequest("beta", days=30),
            TimeSeriesRequest("beta", days=90),
            TimeSeriesRequest("gamma", days=365),
        )
    ]
    misses_after = reads.snapshot()["misses"]
    reads.stop()

    assert warmed == ["HIT-1"] * 6
    assert misses_after == misses_before


def test_while_a_publication_is_warmed_readers_are_shown_the_one_before(
    market: ClockedServices, feed: Feed
) -> None:
    warming, go_on = threading.Event(), threading.Event()
    watch = market.watch

    def prepare(publication: object) -> None:
        if publication != first:
            warming.set()
            go_on.wait(10)

    first = watch.current
    watch.start(prepare)
    feed.give_volumes(day_after(1), VOLUMES)
    market.refresh.run()

    assert warming.wait(10)
    shown_while_warming = watch.shown
    go_on.set()
    wait_until(lambda: watch.shown != first, 10)
    shown_afterwards = watch.shown
    watch.stop()

    assert shown_while_warming == first
    assert shown_afterwards is not None
    assert shown_afterwards.generation == 2


def test_a_miss_on_newer_data_moves_readers_on_and_never_back(market: ClockedServices, feed: Feed) -> None:
    market.watch.start(lambda _: None)
    wait_until(lambda: market.watch.shown is not None, 10)
    seen = []
    for day in range(1, 4):
        feed.give_volumes(day_after(day), VOLUMES)
        market.refresh.run()
        seen += [market.reads.answer(LeaderboardRequest(limit=day + n)).entry.generation for n in (1, 20, 40)]
    market.watch.stop()

    assert seen == sorted(seen)
    assert seen[-1] == 4


def test_a_worker_hears_of_a_publication_through_redis(
    market: ClockedServices, feed: Feed, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.serve.generation_watch.POLL_SECONDS", 60)
    with clocked_services(market.settings.database_url, redis_url=redis_server.url) as worker:
        worker.reads.start()
        wait_until(lambda: _generation(worker) == 1, 10)
        wait_until(lambda: redis_server.client.pubsub_numsub(generation_channel(SCHEMA))[0][1] == 1, 10)
        feed.give_volumes(day_after(1), VOLUMES)
        market.refresh.run()
        publication = market.watch.current
        assert publication is not None

        worker.cache.announce(publication)
        wait_until(lambda: _generation(worker) == 2, 10)
        worker.reads.stop()


def test_what_is_left_out_is_the_end_of_every_kind(
    market: ClockedServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication, asked = market.watch.current, []
    assert publication is not None
    whole = reads.warm_answers
    monkeypatch.setattr(reads, "warm_answers", lambda asks, *rest: asked.extend(asks) or whole(asks, *rest))

    market.reads.warm(publication, top=2)

    assert [type(request) for request in asked[:5]] == [
        LeaderboardRequest,
        BoxDetailRequest,
        TimeSeriesRequest,
        LeaderboardRequest,
        BoxDetailRequest,
    ]


def test_a_reader_who_waits_for_an_answer_comes_before_the_warming(
    market: ClockedServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication, ended, may_end = market.watch.current, [], threading.Event()
    assert publication is not None

    def compute(*_: object) -> reads.Computed:
        assert may_end.wait(20)
        ended.append("reader")
        return reads.Computed(b"{}", "application/json")

    market.reads.register(str, kind="slow", ttl_seconds=60, arguments=lambda _: {}, compute=compute)
    monkeypatch.setattr(reads, "GIVING_WAY_SECONDS", 20)
    with ThreadPoolExecutor(2) as pool:
        pool.submit(market.reads.answer, "a slow question")
        wait_until(lambda: not market.cache.is_idle, 10)
        pool.submit(market.reads.warm, publication, top=1, progress=lambda *_: ended.append("warmed"))
        sleep(0.2)
        may_end.set()

    assert (ended[0], ended[-1]) == ("reader", "warmed")


def test_while_a_worker_warms_readers_wait_for_short_turns_alone(market: ClockedServices) -> None:
    usual, while_warming = sys.getswitchinterval(), []
    publication = market.watch.current
    assert publication is not None

    def compute(*_: object) -> reads.Computed:
        while_warming.append(sys.getswitchinterval())
        return reads.Computed(b"{}", "application/json")

    market.reads.register(
        str, kind="watched", ttl_seconds=60, arguments=lambda _: {}, compute=compute, warm=lambda _: ["any"]
    )
    market.reads.start()
    wait_until(lambda: bool(while_warming) and sys.getswitchinterval() == usual, 10)
    market.reads.stop()

    assert while_warming == [pytest.approx(reads.TURN_SECONDS)]
    assert usual > reads.TURN_SECONDS


def test_warming_fills_the_first_board_of_every_metric_that_is_ranked(
    market: ClockedServices, redis_server: RedisServer
) -> None:
    requests = [LeaderboardRequest(metric=metric) for metric in ("daily_volume_usd", "volume_30d_usd")]
    with clocked_services(market.settings.database_url, redis_url=redis_server.url) as job:
        publication = job.watch.current
        assert publication is not None
        job.reads.warm(publication, top=0)
        job.cache.close()
    with clocked_services(market.settings.database_url, redis_url=redis_server.url) as worker:
        sources = [worker.reads.answer(request).source for request in requests]
        worker.cache.close()

    assert sources == ["HIT-2", "HIT-2"]


def test_warming_fills_redis_for_the_other_workers(
    market: ClockedServices, redis_server: RedisServer
) -> None:
    with clocked_services(market.settings.database_url, redis_url=redis_server.url) as job:
        publication = job.watch.current
        assert publication is not None
        report = job.reads.warm(publication, top=2)
        job.cache.close()
    with clocked_services(market.settings.database_url, redis_url=redis_server.url) as worker:
        sources = [worker.reads.answer(BoxDetailRequest(slug)).source for slug in ("alpha", "beta", "gamma")]
        worker.cache.close()

    assert report.failed == 0
    assert report.answers == 2 + OTHER_BOARDS + 2 * (1 + 3)
    assert sources == ["HIT-2", "HIT-2", "MISS"]
