"""What a client asks for beside the address, and a cached answer as the response to it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import Scope

from app.cache.entry import Entry
from app.web.edge.media_types import files_preferred
from app.web.edge.representations import RawHeaders, Representation, represent

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
    """A cached answer as a response: 304 without a body when the client has it, else its bytes."""

    def __init__(self, representation: Representation, wanted: Wishes, extra: RawHeaders) -> None:
        self.background = None
        is_unchanged = wanted.has(representation.etag)
        self.status_code = 304 if is_unchanged else 200
        self.body = b"" if is_unchanged else representation.body
        about = representation.unchanged_headers if is_unchanged else representation.headers
        self.raw_headers = [*about, *extra]


def fixed_response(scope: Scope, entry: Entry, cache_control: str) -> CachedResponse:
    """Bytes that do not change while the process lives, under a Cache-Control of their own."""
    wanted = wishes(scope["headers"])
    representation = represent(entry, gzip=wanted.gzip, published_at=None)
    return CachedResponse(representation, wanted, ((b"cache-control", cache_control.encode()),))


def has_tag(if_none_match: bytes, etag: bytes) -> bool:
    """Whether a list of ETags, or `*`, names this one; weak and strong compare alike (RFC 9110, 13.1.2)."""
    if if_none_match.strip() == b"*":
        return True
    tags = if_none_match.split(b",", _MOST_TAGS)
    return any(_opaque(tag.strip()) == _opaque(etag) for tag in tags)


def _opaque(etag: bytes) -> bytes:
    return etag.removeprefix(b"W/")


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
