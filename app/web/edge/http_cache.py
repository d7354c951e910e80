"""Request headers that decide on the answer, and a cached answer as the response to them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import Scope

from app.cache.entry import Entry
from app.web.edge.representations import RawHeaders, Representation, represent

CSV, JSON_LINES = "csv", "jsonl"

_OFFERED = (("application", "json", "json"), ("text", "csv", CSV), ("application", "x-ndjson", JSON_LINES))
_MOST_TAGS = 64
_LONGEST_DATE = 64
_LONGEST_HEADER = 1024  # bytes read of a list: what is cached per header stays bounded
_READ = frozenset(
    (
        b"accept",
        b"accept-encoding",
        b"if-none-match",
        b"if-modified-since",
        b"host",
        b"x-request-id",
        b"content-length",
        b"transfer-encoding",
    )
)


class RequestHeaders(NamedTuple):
    """The request headers that decide on the answer: encoding, validators, formats, request id.

    `files` are the formats of a list that are preferred to JSON, best first; `is_plain`: one Host, no body.
    """

    gzip: bool
    if_none_match: bytes | None
    if_modified_since: bytes | None
    request_id: bytes | None
    files: tuple[str, ...] = ()
    is_plain: bool = True

    def has(self, representation: Representation) -> bool:
        """Whether the client holds this representation, so that 304 is all it needs.

        If-Modified-Since counts only without If-None-Match (RFC 9110, 13.1.3).
        """
        if self.if_none_match is not None:
            return has_tag(self.if_none_match, representation.etag)
        if self.if_modified_since is None or representation.modified_at is None:
            return False
        since = http_date(self.if_modified_since[:_LONGEST_DATE])
        return since is not None and representation.modified_at.replace(microsecond=0) <= since


def read_headers(headers: Iterable[tuple[bytes, bytes]]) -> RequestHeaders:
    """Read the headers in RequestHeaders. Repeated lists are one list."""
    accepted, kinds, tags, since, request_id, hosts, has_body = b"", b"", None, None, None, 0, False
    for name, value in headers:
        if name not in _READ:
            continue
        if name == b"host":
            hosts += 1 if value else 2  # Granian writes an empty one where none was sent
        elif name == b"accept-encoding":
            accepted = b"%b,%b" % (accepted, value) if accepted else value
        elif name == b"accept":
            kinds = b"%b,%b" % (kinds, value) if kinds else value
        elif name == b"if-none-match":
            tags = value if tags is None else b"%b,%b" % (tags, value)
        elif name == b"if-modified-since":
            since = value
        elif name == b"x-request-id":
            request_id = value
        else:
            has_body = True
    return RequestHeaders(
        accepts_gzip(accepted[:_LONGEST_HEADER]),
        tags,
        since,
        request_id,
        files_preferred(kinds[:_LONGEST_HEADER]),
        hosts == 1 and not has_body,
    )


class CachedResponse(Response):
    """A cached answer as a response: 304 without a body when the client has it, else its bytes."""

    def __init__(self, representation: Representation, wanted: RequestHeaders, extra: RawHeaders) -> None:
        self.background = None
        is_unchanged = wanted.has(representation)
        self.status_code = 304 if is_unchanged else 200
        self.body = b"" if is_unchanged else representation.body
        about = representation.unchanged_headers if is_unchanged else representation.headers
        self.raw_headers = [*about, *extra]


def fixed_response(scope: Scope, entry: Entry, cache_control: str) -> CachedResponse:
    """Bytes that do not change while the process runs, under a Cache-Control of their own."""
    wanted = read_headers(scope["headers"])
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
def http_date(text: bytes) -> datetime | None:
    """The moment of an HTTP date; None for anything else, which has no effect (RFC 9110, 13.1.3)."""
    try:
        moment = parsedate_to_datetime(text.decode("latin-1"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


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


@lru_cache(maxsize=256)
def files_preferred(accept: bytes) -> tuple[str, ...]:
    """Formats preferred to JSON, best first (RFC 9110, 12.5.1); JSON is what is left when none is offered.

    The higher weight wins, then the more exact name; where both are equal JSON comes first. Five answers are
    possible, so that what is kept per answer stays bounded.
    """
    wanted = dict(_range(part) for part in accept.decode("latin-1").split(",") if part.strip())
    preferences = {name: _preference(wanted, kind, subtype) for kind, subtype, name in _OFFERED}
    json = preferences.pop("json")
    better = [name for name, preference in preferences.items() if preference > json]
    return tuple(sorted(better, key=lambda name: preferences[name], reverse=True))


def _preference(wanted: dict[str, float], kind: str, subtype: str) -> tuple[float, int]:
    for exactness, name in ((2, f"{kind}/{subtype}"), (1, f"{kind}/*"), (0, "*/*")):
        if name in wanted:
            return wanted[name], exactness if wanted[name] else 0
    return 0.0, 0


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [value for label, _, value in (each.partition("=") for each in parameters) if label == "q"]
    try:
        return name, max(0.0, min(1.0, float(weights[0]))) if weights else 1.0
    except ValueError:
        return name, 0.0
