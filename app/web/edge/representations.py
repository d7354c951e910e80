"""One encoding of a cached answer as it is sent: its bytes, which tell its age, and its headers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

import orjson

from app.cache.entry import Entry
from app.cache.store import Source
from app.schemas import AnswerAge

CLIENT_FRESH_SECONDS = 60
"""How long a client may use an answer without asking again: a publication is seen within this time."""

CLIENT_STALE_SECONDS = 300
"""How much longer it may use it while it asks behind the reader's back."""

RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Representation:
    """An answer, compressed or not; its ETag, and the headers that last as long as it does."""

    entry: Entry
    is_compressed: bool
    etag: bytes
    validators: RawHeaders
    body_headers: RawHeaders

    def body(self, source: Source, age_seconds: float) -> bytes:
        """The bytes to send now."""
        content = self.entry.content
        age = self._age(source, int(age_seconds)) if self.entry.tells_age else b""
        return content.packed(age) if self.is_compressed else content.plain(age)

    def _age(self, source: Source, age_seconds: int) -> bytes:
        generated_at = datetime.fromtimestamp(self.entry.created_at, UTC)
        told = orjson.dumps(AnswerAge(generated_at, age_seconds, source is Source.STALE))
        return b"," + told[1:-1]


def represent(
    entry: Entry, *, gzip: bool, published_at: datetime | None, is_negotiated: bool = False
) -> Representation:
    """Compressed where that is wanted and pays, else plain.

    `is_negotiated` says that Accept chose the format.
    """
    is_compressed = gzip and entry.content.is_packed
    etag = (entry.gzip_etag if is_compressed else entry.etag).encode()
    validators = [
        (b"etag", etag),
        (b"vary", b"Accept, Accept-Encoding" if is_negotiated else b"Accept-Encoding"),
    ]
    if published_at is not None:
        validators.append((b"last-modified", format_datetime(published_at, usegmt=True).encode()))
    about_body = [(b"content-type", entry.media_type.encode())]
    if is_compressed:
        about_body.append((b"content-encoding", b"gzip"))
    if entry.file_name:
        about_body.append((b"content-disposition", f'attachment; filename="{entry.file_name}"'.encode()))
    return Representation(entry, is_compressed, etag, tuple(validators), tuple(about_body))


def length_header(body: bytes) -> tuple[bytes, bytes]:
    """Content-Length of a body."""
    return (b"content-length", b"%d" % len(body))


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
