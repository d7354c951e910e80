"""ETags, freshness and compression of cached answers."""

import time
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest

from app.cache.store import Source
from app.domain.errors import Unavailable
from app.web.edge.http_cache import accepts_gzip, has_tag
from app.web.edge.representations import CLIENT_FRESH_SECONDS, freshness_headers
from app.web.factory import create_app
from tests.ages import ageless
from tests.factories import Feed, clocked_services, day_after
from tests.integration.web.conftest import API, BOARD, Web

LONG_AGO = "Thu, 01 Jan 2015 00:00:00 GMT"


def test_an_answer_is_a_miss_first_and_a_hit_of_tier_one_then(fresh_web: Web) -> None:
    sources = [fresh_web.get(BOARD).headers["x-cache"] for _ in range(3)]

    assert sources == ["MISS", "HIT-1", "HIT-1"]


@pytest.mark.parametrize("asked_before", [1, 2, 3])
def test_a_client_that_has_the_answer_gets_304_and_no_body(web: Web, asked_before: int) -> None:
    for _ in range(asked_before):
        etag = web.get(BOARD).headers["etag"]

    answer = web.get(BOARD, If_None_Match=etag)

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == etag
    assert {"cache-control", "vary", "last-modified", "age", "x-cache"} <= set(answer.headers)


@pytest.mark.parametrize("pattern", ["{}", "W/{}", '"other", {}', '"other",W/{} , "more"', "*"])
def test_weak_tags_lists_and_the_star_match_alike(web: Web, pattern: str) -> None:
    etag = web.get(BOARD).headers["etag"].removeprefix("W/")

    assert web.get(BOARD, If_None_Match=pattern.format(etag)).status_code == 304


def test_another_tag_gets_the_whole_answer(web: Web) -> None:
    assert web.get(BOARD, If_None_Match='"other"').status_code == 200


def test_a_hit_with_a_known_tag_does_no_work(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = web.get(BOARD).headers["etag"]
    monkeypatch.setattr(web.services.reads, "answer", None)

    assert web.get(BOARD, If_None_Match=etag).status_code == 304


def test_gzip_is_the_stored_copy_of_the_same_answer_under_its_own_tag(web: Web) -> None:
    plain = web.get(BOARD)
    packed = web.get(BOARD, Accept_Encoding="br, gzip;q=0.5")

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "is_accepted"),
    [
        (b"gzip", True),
        (b"GZIP ; Q=0.1", True),
        (b"x-gzip", True),
        (b"*", True),
        (b"", False),
        (b"identity", False),
        (b"gzip;q=0", False),
        (b"gzip;q=0.000, *;q=1", False),
        (b"*;q=0", False),
        (b"gzip;q=high", False),
        (b"br, deflate", False),
    ],
)
def test_the_weight_of_gzip_is_honoured(accepted: bytes, is_accepted: bool) -> None:
    assert accepts_gzip(accepted) is is_accepted


def test_a_client_may_keep_an_answer_for_a_minute_whatever_its_age() -> None:
    headers = dict(freshness_headers(Source.MEMORY, 100.7))

    assert headers[b"age"] == b"100"
    assert headers[b"cache-control"].startswith(b"public, max-age=%d," % (100 + CLIENT_FRESH_SECONDS))
    assert b"stale-while-revalidate=" in headers[b"cache-control"]


def test_a_stale_answer_is_marked_and_not_kept() -> None:
    headers = dict(freshness_headers(Source.STALE, 5000.0))

    assert headers[b"x-cache"] == b"STALE"
    assert headers[b"warning"].startswith(b"110 ")
    assert b"max-age=0" in headers[b"cache-control"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("path", [BOARD, f"{API}/games", f"{API}/search?q=a", f"{API}/ranks?boxes=nobody"])
def test_only_headers_give_the_age_of_an_answer(fresh_web: Web, path: str, encoding: str) -> None:
    answers = [fresh_web.get(path, Accept_Encoding=encoding) for _ in range(4)]

    assert len({answer.content for answer in answers}) == 1
    meta = answers[0].json()["meta"]
    assert "generated_at" in meta
    assert not {"age_seconds", "is_stale"} & meta.keys()
    ages = [int(answer.headers["age"]) for answer in answers]
    assert ages == sorted(ages)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_hot_answer_grows_old_in_its_headers_alone(
    fresh_web: Web, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    first = [fresh_web.get(BOARD, Accept_Encoding=encoding) for _ in range(3)][-1]
    computed = datetime.fromisoformat(first.json()["meta"]["generated_at"]).timestamp()
    monkeypatch.setattr(time, "time", lambda: computed + 100.5)

    later = fresh_web.get(BOARD, Accept_Encoding=encoding)

    assert int(later.headers["age"]) == 100
    assert later.content == first.content
    assert later.headers["etag"] == first.headers["etag"]


def test_answers_with_a_moment_of_computation_have_weak_tags_and_files_strong_ones(web: Web) -> None:
    assert web.get(BOARD).headers["etag"].startswith('W/"')
    assert web.get(f"{BOARD}?format=csv").headers["etag"].startswith('"')


def test_a_list_of_tags_is_read_no_further_than_it_pays() -> None:
    assert has_tag(b'"a", "b"', b'"b"')
    assert not has_tag(b",".join([b'"x"'] * 10_000), b'"y"')


def test_the_last_good_answer_is_served_while_the_database_is_unavailable(
    own_web: Web, own_feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_feed.give_volumes(day_after(0), {"a": 1.0})
    own_web.services.refresh.run()
    good = own_web.get(BOARD)
    own_feed.give_volumes(day_after(1), {"a": 2.0})
    own_web.services.refresh.run()
    own_web.services.watch.catch_up()
    own_web.services.watch.start(lambda publication: None)
    monkeypatch.setattr(own_web.services.database, "snapshot", _away)

    answer = own_web.get(BOARD)

    assert answer.status_code == 200
    assert answer.headers["x-cache"] == "STALE"
    assert answer.headers["warning"].startswith("110 ")
    assert answer.content == good.content


def test_last_modified_is_the_moment_of_publication(web: Web) -> None:
    answer = web.get(BOARD)

    assert parsedate_to_datetime(answer.headers["last-modified"]).isoformat() == "2026-06-01T12:00:00+00:00"


@pytest.mark.parametrize("url", [BOARD, f"{BOARD}?format=csv", "/"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_validator_that_is_sent_is_honoured(web: Web, url: str, encoding: str, method: str) -> None:
    for _ in range(3):  # computed, from tier 1, hot
        answer = web.ask(method, url, Accept_Encoding=encoding)
        modified, tag = answer.headers["last-modified"], answer.headers["etag"]
        unchanged = [
            web.ask(method, url, Accept_Encoding=encoding, If_Modified_Since=modified),
            web.ask(method, url, Accept_Encoding=encoding, If_None_Match=tag),
            web.ask(method, url, Accept_Encoding=encoding, If_None_Match=tag, If_Modified_Since=LONG_AGO),
        ]
        assert [(each.status_code, each.content) for each in unchanged] == [(304, b"")] * 3
        assert {each.headers["etag"] for each in unchanged} == {tag}


@pytest.mark.parametrize("since", ["Thu, 01 Jan 2015 00:00:00 GMT", "yesterday", "", "x" * 5000])
def test_an_older_or_unreadable_date_gets_the_whole_answer(web: Web, since: str) -> None:
    assert web.get(BOARD, If_Modified_Since=since).status_code == 200


def test_a_tag_decides_alone_where_a_date_is_next_to_it(web: Web) -> None:
    modified = web.get(BOARD).headers["last-modified"]

    assert web.get(BOARD, If_None_Match='"other"', If_Modified_Since=modified).status_code == 200


def test_head_has_the_headers_and_not_the_body(web: Web) -> None:
    web.get(BOARD)
    whole = web.get(BOARD)

    for _ in range(2):
        head = web.ask("HEAD", BOARD)
        assert head.content == b""
        assert head.headers["content-length"] == whole.headers["content-length"]
        assert head.headers["etag"] == whole.headers["etag"]


def test_two_workers_give_one_answer_the_same_tag(web: Web, market_url: str) -> None:
    with clocked_services(market_url) as services:
        other = Web(create_app(services), services, web.runner)
        first, second = web.get(BOARD), other.get(BOARD)
        assert first.headers["etag"] == second.headers["etag"]
        assert ageless(first.content) == ageless(second.content)
        services.reads.stop()


def _away() -> None:
    raise Unavailable("The database is away.")
