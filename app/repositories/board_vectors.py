"""How the ranks of one board and day are packed: four runs of whole numbers, one item per ranked box."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import polars as pl

VECTORS = ("box_ids", "ranks", "game_ranks", "positions")
UNPACKED_SCHEMA = pl.Schema({name: pl.Int64() for name in ("box_id", "rank", "game_rank", "position")})

_ITEM_TYPES: dict[int, pl.DataType] = {2: pl.UInt16(), 4: pl.UInt32()}
_ARRAY_CODES = {2: "H", 4: "I"}
_LARGEST_SMALL_ITEM = 2**16 - 1


def item_bytes(largest: int) -> int:
    """Bytes per item where no number is above `largest`."""
    return 2 if largest <= _LARGEST_SMALL_ITEM else 4


def pack(numbers: Sequence[int], width: int) -> bytes:
    """Whole numbers from 0 up, `width` bytes each, little-endian as every machine Polars runs on."""
    return array(_ARRAY_CODES[width], numbers).tobytes()


def unpack(vectors: Sequence[bytes], width: int) -> pl.DataFrame:
    """The four vectors of one row as UNPACKED_SCHEMA, by box_id. A game_rank of 0 means no game."""
    count = len(vectors[0]) // width
    kind = pl.Array(_ITEM_TYPES[width], count)
    return pl.DataFrame(
        {
            name: pl.Series([vector]).bin.reinterpret(dtype=kind, endianness="little").explode()
            for name, vector in zip(UNPACKED_SCHEMA, vectors, strict=True)
        }
    ).cast(UNPACKED_SCHEMA)


class PackedRanks:
    """Ranks of single boxes out of one packed row, found by bisection: nothing is unpacked."""

    def __init__(self, box_ids: bytes, ranks: bytes, width: int) -> None:
        code = _ARRAY_CODES[width]
        self._box_ids, self._ranks = array(code, box_ids), array(code, ranks)

    def of(self, box_ids: Sequence[int]) -> Iterator[tuple[int, int]]:
        """(box, rank) of those among `box_ids` that are ranked."""
        known, count = self._box_ids, len(self._box_ids)
        for box_id in box_ids:
            index = bisect_left(known, box_id)
            if index < count and known[index] == box_id and self._ranks[index]:
                yield box_id, self._ranks[index]
