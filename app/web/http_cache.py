"""The HTTP face of a cached answer: representation, validators, freshness; all from what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import Scope

from app.cache.entry import Entry
from app.cache.store import Served, Source
from app.web.media_types import files_preferred

CLIENT_FRESH_SECONDS = 60
"""How long a client may use an answer without asking again: a publication is seen within this time."""

CLIENT_STALE_SECONDS = 300
"""How much longer it may use it while it asks behind the reader's back."""

RawHeaders = tuple[tuple[bytes, bytes], ...]

_MOST_TAGS = 64
_READ = frozenset(
    (
        b"accept",
        b"accept-encoding",
        b"if-none-match",
        b"x-request-id",
        b"content-length",
        b"transfer-encoding",
    )
)


@dataclass(frozen=True, slots=True)
class Representation:
    """One encoding of an answer: its bytes, its ETag, and the headers that last as long as it does."""

    body: bytes
    etag: bytes
    validators: RawHeaders
    body_headers: RawHeaders


def represent(
    entry: Entry, *, gzip: bool, published_at: datetime | None, is_negotiated: bool = False
) -> Representation:
    """The stored compressed copy where it is wanted and there is one, else the plain bytes.

    `is_negotiated` says that Accept chose the format.
    """
    is_compressed = gzip and bool(entry.gzip_body)
    body = entry.gzip_body if is_compressed else entry.body
    etag = (entry.gzip_etag if is_compressed else entry.etag).encode()
    validators = [
        (b"etag", etag),
        (b"vary", b"Accept, Accept-Encoding" if is_negotiated else b"Accept-Encoding"),
    ]
    if published_at is not None:
        validators.append((b"last-modified", format_datetime(published_at, usegmt=True).encode()))
    about_body = [
        (b"content-type", entry.media_type.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    if is_compressed:
        about_body.append((b"content-encoding", b"gzip"))
    if entry.file_name:
        about_body.append((b"content-disposition", f'attachment; filename="{entry.file_name}"'.encode()))
    return Representation(body, etag, tuple(validators), tuple(about_body))


def freshness_headers(source: Source, age_seconds: float) -> RawHeaders:
    """How long a client may keep the answer from now on, how old it is, and where it came from."""
    return _freshness(source, int(age_seconds))


@lru_cache(maxsize=4096)
def _freshness(source: Source, age: int) -> RawHeaders:
    is_stale = source is Source.STALE
    lifetime = b"public, max-age=%d, stale-while-revalidate=%d" % (
        0 if is_stale else age + CLIENT_FRESH_SECONDS,
        CLIENT_STALE_SECONDS,
    )
    headers = ((b"cache-control", lifetime), (b"age", b"%d" % age), (b"x-cache", source.value.encode()))
    return (*headers, (b"warning", b'110 boxrank "Response is Stale"')) if is_stale else headers


class Wishes(NamedTuple):
    """What a client asks for: compressed or not, which answers it has, and what it calls the request.

    `files` are the formats of a list that it prefers to JSON, best first. `has_body` says that it sends one.
    """

    gzip: bool
    if_none_match: bytes | None
    request_id: bytes | None
    files: tuple[str, ...] = ()
    has_body: bool = False

    def has(self, etag: bytes) -> bool:
        """Whether the client holds this representation, so that 304 is all it needs."""
        return self.if_none_match is not None and has_tag(self.if_none_match, etag)


def wishes(headers: Iterable[tuple[bytes, bytes]]) -> Wishes:
    """Read Accept, Accept-Encoding, If-None-Match, X-Request-ID and whether there is a body from raw headers.

    Repeated lists are one list.
    """
    accepted, kinds, tags, request_id, has_body = b"", b"", None, None, False
    for name, value in headers:
        if name not in _READ:
            continue
        if name == b"accept-encoding":
            accepted = b"%b,%b" % (accepted, value) if accepted else value
        elif name == b"accept":
            kinds = b"%b,%b" % (kinds, value) if kinds else value
        elif name == b"if-none-match":
            tags = value if tags is None else b"%b,%b" % (tags, value)
        elif name == b"x-request-id":
            request_id = value
        else:
            has_body = True
    return Wishes(accepts_gzip(accepted), tags, request_id, files_preferred(kinds), has_body)


class CachedResponse(Response):
    """A cached answer as a response: 304 without a body when the client has it, else its stored bytes."""

    def __init__(self, representation: Representation, served: Served, wanted: Wishes) -> None:
        self.background = None
        freshness = freshness_headers(served.source, served.age_seconds)
        if wanted.has(representation.etag):
            self.status_code, self.body = 304, b""
            self.raw_headers = [*representation.validators, *freshness]
        else:
            self.status_code, self.body = 200, representation.body
            self.raw_headers = [*representation.body_headers, *representation.validators, *freshness]


class FixedResponse(Response):
    """Bytes that do not change while the process lives, under a Cache-Control of their own; 304 as above."""

    def __init__(self, scope: Scope, entry: Entry, cache_control: str) -> None:
        self.background = None
        wanted = wishes(scope["headers"])
        shape = represent(entry, gzip=wanted.gzip, published_at=None)
        is_unchanged = wanted.has(shape.etag)
        self.status_code, self.body = (304, b"") if is_unchanged else (200, shape.body)
        about_body = () if is_unchanged else shape.body_headers
        self.raw_headers = [*about_body, *shape.validators, (b"cache-control", cache_control.encode())]


def has_tag(if_none_match: bytes, etag: bytes) -> bool:
    """Whether a list of ETags, or `*`, names this one; weak and strong compare alike (RFC 9110, 13.1.2)."""
    if if_none_match.strip() == b"*":
        return True
    tags = if_none_match.split(b",", _MOST_TAGS)
    return any(tag.strip().removeprefix(b"W/") == etag for tag in tags)


@lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether a client takes gzip: named, or by `*`, with a weight above zero (RFC 9110, 12.5.3)."""
    weights = dict(_coding(part) for part in accept_encoding.decode("latin-1").split(",") if part.strip())
    for name in ("gzip", "x-gzip", "*"):
        if name in weights:
            return weights[name] > 0
    return False


def _coding(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    label, _, weight = parameters.strip().partition("=")
    if label.strip().lower() != "q":
        return name.strip().lower(), 1.0
    try:
        return name.strip().lower(), float(weight)
    except ValueError:
        return name.strip().lower(), 0.0
