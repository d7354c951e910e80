"""One encoding of a cached answer as it is sent: bytes and headers."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from app.cache.content import Content
from app.cache.entry import Entry
from app.cache.store import Source

CLIENT_FRESH_SECONDS = 60
"""How long a client may use an answer without revalidating: a publication is seen within this time."""

CLIENT_STALE_SECONDS = 300
"""How much longer it may use it while it revalidates."""

RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Representation:
    """An answer, compressed or not; its ETag, its headers and those of a 304, all fixed."""

    content: Content
    is_compressed: bool
    etag: bytes
    modified_at: datetime | None
    headers: RawHeaders
    unchanged_headers: RawHeaders

    @property
    def body(self) -> bytes:
        """The bytes to send."""
        return self.content.stored if self.is_compressed else self.content.plain

    @property
    def size_bytes(self) -> int:
        """How many they are."""
        return len(self.content.stored) if self.is_compressed else self.content.plain_bytes


def represent(
    entry: Entry, *, gzip: bool, published_at: datetime | None, is_negotiated: bool = False
) -> Representation:
    """Compressed where that is wanted and pays, else plain.

    `is_negotiated` says that Accept chose the format.
    """
    content = entry.content
    is_compressed = gzip and content.is_packed
    etag = (entry.gzip_etag if is_compressed else entry.etag).encode()
    validators = [
        (b"etag", etag),
        (b"vary", b"Accept, Accept-Encoding" if is_negotiated else b"Accept-Encoding"),
    ]
    if published_at is not None:
        validators.append((b"last-modified", format_datetime(published_at, usegmt=True).encode()))
    headers = [(b"content-type", entry.media_type.encode())]
    if is_compressed:
        headers.append((b"content-encoding", b"gzip"))
    if entry.file_name:
        headers.append((b"content-disposition", f'attachment; filename="{entry.file_name}"'.encode()))
    length = len(content.stored) if is_compressed else content.plain_bytes
    headers += [*validators, (b"content-length", b"%d" % length)]
    return Representation(content, is_compressed, etag, published_at, tuple(headers), tuple(validators))


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
