"""One cached answer, and its binary frame; never pickle."""

import struct
import zlib
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, pairwise

from app.cache.content import Content

_MAGIC = b"bxr5"
# magic, is negative, generation, created at, ttl, is packed, plain size, lengths of the four parts after it
_HEADER = struct.Struct(">4s?qdd?5I")
_CHECKSUM = struct.Struct(">I")
_PAYLOAD_START = _HEADER.size + _CHECKSUM.size


class MalformedFrameError(ValueError):
    """The bytes are not an entry of this version of the cache under this key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A response body with what is needed to send it.

    `created_at` is in seconds since the epoch. `file_name` is empty unless it is a file.
    `is_negative` marks the answer "not found", stored separately so that it cannot evict others.
    """

    content: Content
    etag: str
    media_type: str
    generation: int
    created_at: float
    ttl_seconds: float
    is_negative: bool = False
    file_name: str = ""

    @classmethod
    def build(
        cls,
        content: Content,
        *,
        media_type: str,
        generation: int,
        created_at: float,
        ttl_seconds: float,
        is_negative: bool = False,
        file_name: str = "",
    ) -> "Entry":
        """With a strong ETag of media type and content alone, so that all workers agree."""
        return cls(
            content,
            strong_etag(media_type, content.plain),
            media_type,
            generation,
            created_at,
            ttl_seconds,
            is_negative,
            file_name,
        )

    @property
    def body(self) -> bytes:
        """The plain bytes."""
        return self.content.plain

    @property
    def gzip_etag(self) -> str:
        """The ETag of the compressed representation, which is a different one (RFC 9110, 8.8.3.3)."""
        return f'{self.etag[:-1]}-gzip"'

    @property
    def size_bytes(self) -> int:
        return self.content.memory_bytes

    def age_seconds(self, now: float) -> float:
        return max(0.0, now - self.created_at)


def strong_etag(media_type: str, body: bytes) -> str:
    """The ETag of these bytes under this media type."""
    digest = blake2b(media_type.encode() + b"\0" + body, digest_size=16).hexdigest()
    return f'"{digest}"'


def encode(key: str, entry: Entry) -> bytes:
    """The frame of an entry; its checksum covers the key, so it is invalid under another."""
    texts = (entry.etag, entry.media_type, entry.file_name)
    content = entry.content
    parts = (*(text.encode() for text in texts), content.stored)
    header = _HEADER.pack(
        _MAGIC,
        entry.is_negative,
        entry.generation,
        entry.created_at,
        entry.ttl_seconds,
        content.is_packed,
        content.plain_bytes,
        *map(len, parts),
    )
    payload = b"".join(parts)
    return header + _CHECKSUM.pack(_checksum(key, header, payload)) + payload


def decode(key: str, frame: bytes) -> Entry:
    """The entry in a frame read at `key`. Raises MalformedFrameError unless `encode` made it for this key."""
    if not isinstance(frame, bytes) or len(frame) < _PAYLOAD_START or not frame.startswith(_MAGIC):
        raise MalformedFrameError("not a frame of this cache")
    header, payload = frame[: _HEADER.size], frame[_PAYLOAD_START:]
    (expected,) = _CHECKSUM.unpack_from(frame, _HEADER.size)
    if _checksum(key, header, payload) != expected:
        raise MalformedFrameError("the checksum does not match")
    _, is_negative, generation, created_at, ttl_seconds, is_packed, size, *lengths = _HEADER.unpack(header)
    if sum(lengths) != len(payload):
        raise MalformedFrameError("the lengths do not match")
    etag, media_type, file_name, stored = (
        payload[start:end] for start, end in pairwise(accumulate(lengths, initial=0))
    )
    return Entry(
        Content(stored, is_packed, size),
        etag.decode(),
        media_type.decode(),
        generation,
        created_at,
        ttl_seconds,
        is_negative,
        file_name.decode(),
    )


def _checksum(key: str, header: bytes, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(header, zlib.crc32(key.encode())))
