"""Keys never collide, frames never lie, ETags name what was computed."""

import gzip
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cache.content import Content
from app.cache.entry import Entry, MalformedFrameError, decode, encode
from app.cache.keys import Argument, cache_key, generation_channel, lock_key
from tests.integration.cache.conftest import Clock, MakeEntry

arguments = st.dictionaries(
    st.sampled_from(["box", "limit", "metrics", "q"]),
    st.none() | st.text(max_size=8) | st.integers() | st.lists(st.text(max_size=4), max_size=3).map(tuple),
)
bodies = st.binary(max_size=300) | st.binary(max_size=9).map(lambda part: part * 90)
contents = st.builds(Content.of, bodies)
entries = st.builds(
    Entry,
    content=contents,
    etag=st.text(max_size=10),
    media_type=st.text(max_size=10),
    generation=st.integers(0, 2**62),
    created_at=st.floats(0, 1e10),
    ttl_seconds=st.floats(0, 1e6),
    is_negative=st.booleans(),
    file_name=st.text(max_size=10),
)


def test_a_key_reads_as_the_grammar_says() -> None:
    key = cache_key(
        2, 17, "board", {"limit": 50, "day": date(2026, 1, 31), "game": None, "metrics": ("a", "b")}
    )

    assert key == "boxrank:2:17:board:day=2026-01-31:game=!:limit=50:metrics=(a,b,)"


@settings(deadline=None)
@given(arguments, arguments)
def test_different_arguments_never_share_a_key(
    first: dict[str, Argument], second: dict[str, Argument]
) -> None:
    written = [{name: _as_written(value) for name, value in one.items()} for one in (first, second)]

    assert (cache_key(1, 1, "board", first) == cache_key(1, 1, "board", second)) == (written[0] == written[1])


def _as_written(value: Argument) -> object:
    return str(value) if isinstance(value, int) else value


def test_a_key_stays_short_however_long_the_question() -> None:
    first, second = (cache_key(1, 7, "search", {"q": letter * 100_000}) for letter in "ab")

    assert len(first) < 100
    assert first != second


def test_locks_and_channels_are_never_keys_of_answers() -> None:
    key = cache_key(1, 7, "board", {"q": "x:!lock"})

    assert lock_key(cache_key(1, 7, "board", {"q": "x"})) != key
    assert generation_channel(1) != generation_channel(2)


@settings(deadline=None)
@given(st.text(max_size=20), entries)
def test_an_entry_survives_its_frame(key: str, entry: Entry) -> None:
    read = decode(key, encode(key, entry))

    assert read == entry
    assert (read.body, read.size_bytes) == (entry.body, entry.size_bytes)
    assert read.content.stored == entry.content.stored


@settings(deadline=None)
@given(entries, st.data())
def test_a_damaged_frame_is_rejected(entry: Entry, data: st.DataObject) -> None:
    frame = encode("key", entry)
    position = data.draw(st.integers(0, len(frame) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    damaged = frame[:position] + bytes([frame[position] ^ bit]) + frame[position + 1 :]

    for wrong in (damaged, frame[:position], frame + b"x"):
        with pytest.raises(MalformedFrameError):
            decode("key", wrong)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_foreign_bytes_are_rejected(foreign: bytes) -> None:
    with pytest.raises(MalformedFrameError):
        decode("key", foreign)


def test_the_etag_depends_on_media_type_and_body_alone(make_entry: MakeEntry, clock: Clock) -> None:
    first = make_entry(b"body" * 500, generation=1)
    clock.now += 5
    second = make_entry(b"body" * 500, generation=2, ttl_seconds=9.0)

    assert first.etag == second.etag
    assert first.content == second.content
    assert first.etag != make_entry(b"Body" * 500).etag
    assert first.gzip_etag not in (first.etag, f"W/{first.etag}")


def test_a_long_body_has_a_compressed_copy_and_a_short_one_has_none(make_entry: MakeEntry) -> None:
    long = make_entry(b"body" * 500)

    assert gzip.decompress(long.content.stored) == long.body
    assert not make_entry(b"body").content.is_packed


def test_a_long_body_travels_compressed_alone(make_entry: MakeEntry) -> None:
    long = make_entry(b"body" * 5000)
    frame = encode("key", long)

    assert long.content.stored in frame
    assert len(frame) < len(long.content.stored) + 300
    assert long.size_bytes == len(long.body) + len(long.content.stored)


@settings(deadline=None)
@given(bodies)
def test_a_body_is_the_same_plain_and_unpacked(body: bytes) -> None:
    content = Content.of(body)
    read = Content(content.stored, content.is_packed, content.plain_bytes)

    assert content.plain == read.plain == body
    assert not content.is_packed or gzip.decompress(content.stored) == body


def test_an_entry_grows_old_but_never_younger_than_now(make_entry: MakeEntry, clock: Clock) -> None:
    entry = make_entry()
    ages = [entry.age_seconds(clock.now + later) for later in (-5.0, 0.0, 5.0)]

    assert all(younger <= older for younger, older in pairwise(ages))
    assert ages[0] == 0.0
