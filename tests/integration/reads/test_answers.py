"""What a reader is promised: the service's bytes, from the nearest place, of one generation."""

from dataclasses import replace

import orjson
import pytest

from app.domain.errors import NothingPublished, UnknownBox
from app.read.board import LeaderboardRequest, read_board
from app.read.box import BoxDetailRequest
from app.read.series import TimeSeriesRequest
from app.serve.answers import Reads
from app.services.cache_service import SCHEMA
from app.services.leaderboard_service import LeaderboardService
from tests.ages import ageless
from tests.factories import ClockedServices, Feed, day_after


def test_an_answer_is_the_json_of_its_read(market: ClockedServices) -> None:
    served = market.reads.answer(LeaderboardRequest(limit=2))

    assert ageless(served.entry.body) == orjson.dumps(market.read(read_board, LeaderboardRequest(limit=2)))
    assert served.entry.media_type == "application/json"


def test_the_leaderboard_service_answers_as_the_read_does(market: ClockedServices) -> None:
    request = LeaderboardRequest(limit=2)

    assert LeaderboardService(market.database).leaderboard(request) == market.read(read_board, request)


def test_the_second_answer_comes_from_memory_and_is_the_same(reads: Reads) -> None:
    first = reads.answer(BoxDetailRequest("alpha"))
    second = reads.answer(BoxDetailRequest("alpha"))

    assert (first.source, second.source) == ("MISS", "HIT-1")
    assert second.entry.body == first.entry.body


def test_peek_finds_only_what_was_requested_before(reads: Reads) -> None:
    request = TimeSeriesRequest("alpha", days=30)
    assert reads.peek(request) is None

    reads.answer(request)

    served = reads.peek(request)
    assert served is not None
    assert served.source == "HIT-1"


def test_each_kind_has_the_ttl_of_the_settings(reads: Reads) -> None:
    requests = (LeaderboardRequest(), BoxDetailRequest("alpha"), TimeSeriesRequest("alpha"))
    ttls = [reads.answer(request).entry.ttl_seconds for request in requests]

    for ttl, setting in zip(ttls, (900, 600, 1800), strict=True):
        assert ttl == pytest.approx(setting, rel=0.1)


def test_an_unknown_box_is_cached_and_never_served(reads: Reads) -> None:
    request = BoxDetailRequest("nobody")
    for _ in range(2):
        with pytest.raises(UnknownBox) as refusal:
            reads.answer(request)
        assert refusal.value.reference == "nobody"

    assert reads.snapshot()["compute_seconds_count"] == 1
    assert reads.peek(request) is None


def test_before_the_first_publication_the_reader_gets_an_error(services: ClockedServices) -> None:
    with pytest.raises(NothingPublished):
        services.reads.answer(LeaderboardRequest())
    services.cache.close()


def test_a_publication_switches_every_answer_at_once(market: ClockedServices, feed: Feed) -> None:
    requests = (LeaderboardRequest(), BoxDetailRequest("gamma"), TimeSeriesRequest("gamma"))
    before = {market.reads.answer(request).entry.generation for request in requests}
    feed.give_volumes(day_after(1), {"alpha": 1.0, "beta": 2.0, "gamma": 9000.0})
    market.refresh.run()

    after = [orjson.loads(market.reads.answer(request).entry.body) for request in requests]

    assert before == {1}
    assert [answer["meta"]["generation"] for answer in after] == [2, 2, 2]
    assert after[0]["data"][0]["box"]["slug"] == "gamma"
    assert after[1]["data"]["ranks"]["current_rank"] == 1
    assert after[2]["data"][-1]["current_rank"] == 1


def test_two_databases_never_share_a_key(market: ClockedServices) -> None:
    publication = market.watch.current
    assert publication is not None
    moved = publication.first_published_at.replace(microsecond=1)
    other = replace(publication, first_published_at=moved)

    key = market.cache.key("leaderboard", {}, publication)
    assert key.startswith(f"boxrank:{SCHEMA}:{publication.generation}-")
    assert key != market.cache.key("leaderboard", {}, other)


def test_values_are_stored_and_deleted_by_name_and_arguments(market: ClockedServices) -> None:
    cache, arguments = market.cache, {"limit": 10, "game": None}
    assert cache.get("leaderboard", arguments) is None

    cache.set("leaderboard", arguments, {"rows": [1, None]})

    assert cache.exists("leaderboard", arguments)
    assert cache.get("leaderboard", arguments) == {"rows": [1, None]}
    assert cache.get("leaderboard", {"limit": 11, "game": None}) is None
    assert cache.delete("leaderboard", arguments)
    assert not cache.exists("leaderboard", arguments)
