"""The bytes of an answer, compressed where that makes them shorter."""

import zlib
from dataclasses import dataclass, field

COMPRESS_FROM_BYTES = 500
COMPRESSION_LEVEL = 6

_GZIP_FORMAT = 16 + zlib.MAX_WBITS


@dataclass(slots=True)
class Content:
    """`stored` is the form in Redis: gzip if `is_packed`, else the plain bytes."""

    stored: bytes
    is_packed: bool
    plain_bytes: int
    _plain: bytes | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, plain: bytes) -> "Content":
        """Compressed if that is shorter; the plain bytes are kept too."""
        if len(plain) >= COMPRESS_FROM_BYTES:
            packed = zlib.compress(plain, COMPRESSION_LEVEL, wbits=_GZIP_FORMAT)
            if len(packed) < len(plain):
                return cls(packed, True, len(plain), plain)
        return cls(plain, False, len(plain), plain)

    @property
    def plain(self) -> bytes:
        """The bytes before compression, decompressed once. Raises zlib.error for other bytes."""
        if self._plain is None:
            self._plain = self._unpacked() if self.is_packed else self.stored
        return self._plain

    @property
    def memory_bytes(self) -> int:
        """The size of both forms."""
        return self.plain_bytes + (len(self.stored) if self.is_packed else 0)

    def _unpacked(self) -> bytes:
        plain = zlib.decompressobj(_GZIP_FORMAT).decompress(self.stored)
        if len(plain) != self.plain_bytes:
            raise zlib.error(f"{len(plain)} bytes came out of a pack of {self.plain_bytes}")
        return plain
