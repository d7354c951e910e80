"""The bytes of an answer: compressed where that pays, and open at one place, where its age is told later."""

import struct
import zlib
from dataclasses import dataclass, field

COMPRESS_FROM_BYTES = 500
COMPRESSION_LEVEL = 6

_GZIP_FORMAT = 16 + zlib.MAX_WBITS
_LAST_STORED_BLOCK = struct.Struct("<BHH")  # RFC 1951, 3.2.4: final bit, length, its complement
_GZIP_END = struct.Struct("<II")  # RFC 1952, 2.3.1: CRC-32 and size of the plain bytes
_CRC_MASK = 0xFFFFFFFF


@dataclass(slots=True)
class Content:
    """`head` is all bytes but the `ending`: as they are, or where `is_packed` a gzip stream without its end.

    That is what lies in Redis. `head_bytes` and `head_crc` are size and CRC-32 of the plain head. Most
    clients take gzip: what comes from Redis goes to them as it is, and only its end is written anew.
    """

    head: bytes
    is_packed: bool
    head_bytes: int
    head_crc: int
    ending: bytes
    _plain_head: bytes | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, plain: bytes, ending: bytes = b"") -> "Content":
        """Compressed if that makes it shorter; the plain bytes stay at hand.

        Raises ValueError when they do not end with `ending`.
        """
        if not plain.endswith(ending):
            raise ValueError(f"these {len(plain)} bytes do not end with {ending!r}")
        head = plain.removesuffix(ending)
        crc = zlib.crc32(head)
        if len(plain) >= COMPRESS_FROM_BYTES:
            packing = zlib.compressobj(COMPRESSION_LEVEL, wbits=_GZIP_FORMAT)
            packed = packing.compress(head) + packing.flush(zlib.Z_SYNC_FLUSH)
            if len(packed) < len(head):
                return cls(packed, True, len(head), crc, ending, head)
        return cls(head, False, len(head), crc, ending, head)

    def plain(self, addition: bytes = b"") -> bytes:
        """The bytes before compression, unpacked once."""
        if self._plain_head is None:
            self._plain_head = self._unpacked() if self.is_packed else self.head
        return b"%b%b%b" % (self._plain_head, addition, self.ending)

    def packed(self, addition: bytes = b"") -> bytes:
        """The same bytes as a gzip stream; the head is not compressed again, nor is what comes after it.

        `addition` and `ending` may have 65,535 bytes together, as many as fit into one block.
        """
        tail = addition + self.ending
        block = _LAST_STORED_BLOCK.pack(1, len(tail), len(tail) ^ 0xFFFF)
        end = _GZIP_END.pack(zlib.crc32(tail, self.head_crc), (self.head_bytes + len(tail)) & _CRC_MASK)
        return b"%b%b%b%b" % (self.head, block, tail, end)

    @property
    def memory_bytes(self) -> int:
        """What it takes at most, unpacked."""
        return self.head_bytes + (len(self.head) if self.is_packed else 0) + len(self.ending)

    def _unpacked(self) -> bytes:
        unpacking = zlib.decompressobj(_GZIP_FORMAT)
        head = unpacking.decompress(self.head)
        if len(head) != self.head_bytes:
            raise zlib.error(f"{len(head)} bytes came out of a pack of {self.head_bytes}")
        return head
