"""The bytes of an answer: kept compressed where that pays, unpacked when somebody wants them plain."""

import gzip
import zlib
from dataclasses import dataclass, field

COMPRESS_FROM_BYTES = 500
COMPRESSION_LEVEL = 6

_GZIP_FORMAT = 16 + zlib.MAX_WBITS


@dataclass(slots=True)
class Content:
    """`stored` is what lies in Redis, gzip where `is_packed`; `size` is that of the plain bytes.

    Most clients take gzip: what comes from Redis goes to them as it is.
    """

    stored: bytes
    is_packed: bool
    size: int
    _plain: bytes | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, plain: bytes) -> "Content":
        """Compressed if that makes it shorter; the plain bytes stay at hand."""
        if len(plain) >= COMPRESS_FROM_BYTES:
            packed = gzip.compress(plain, COMPRESSION_LEVEL, mtime=0)
            if len(packed) < len(plain):
                return cls(packed, True, len(plain), plain)
        return cls(plain, False, len(plain), plain)

    @property
    def plain(self) -> bytes:
        """The bytes before compression, unpacked once."""
        if self._plain is None:
            packed = self.stored
            self._plain = zlib.decompress(packed, _GZIP_FORMAT, self.size) if self.is_packed else packed
        return self._plain

    @property
    def packed(self) -> bytes:
        """The compressed copy; empty where there is none."""
        return self.stored if self.is_packed else b""

    @property
    def memory_bytes(self) -> int:
        """What it takes at most, unpacked."""
        return self.size + len(self.packed)
