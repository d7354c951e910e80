"""How the ranks of one board and day are packed: four runs of whole numbers, one item per ranked box."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import polars as pl

VECTORS = ("box_ids", "ranks", "game_ranks", "positions")
UNPACKED_SCHEMA = pl.Schema({name: pl.Int64() for name in ("box_id", "rank", "game_rank", "position")})

_PACKED_SCHEMA = pl.Schema(
    {"metric_date": pl.Date(), "item_bytes": pl.Int64(), **dict.fromkeys(VECTORS, pl.Binary())}
)
_ITEM_TYPES: dict[int, pl.DataType] = {2: pl.UInt16(), 4: pl.UInt32()}
_ARRAY_CODES = {2: "H", 4: "I"}
_LARGEST_SMALL_ITEM = 2**16 - 1


def pack_days(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per day: metric_date, item_bytes and the four VECTORS, each item in that many bytes.

    `rows` has metric_date and UNPACKED_SCHEMA, whole numbers from 0 up, sorted by day and box. Items are
    little-endian, of 2 bytes where no number of the day needs more.
    """
    largest = pl.max_horizontal(pl.col("box_id").max(), pl.len()).over("metric_date")
    width = pl.when(largest <= _LARGEST_SMALL_ITEM).then(2).otherwise(4).cast(pl.Int64)
    sized = rows.with_columns(width.alias("item_bytes"))
    parts = [
        _packed(part, width) for (width,), part in sized.partition_by("item_bytes", as_dict=True).items()
    ]
    return pl.concat([_PACKED_SCHEMA.to_frame(), *parts])


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


def _packed(rows: pl.DataFrame, width: int) -> pl.DataFrame:
    vectors = {
        vector: pl.concat_arr(_byte(name, place) for place in range(width))
        for vector, name in zip(VECTORS, UNPACKED_SCHEMA, strict=True)
    }
    days = rows.select("metric_date", "item_bytes", **vectors).group_by("metric_date", "item_bytes")
    return days.agg(pl.col(name).explode() for name in VECTORS).cast(_PACKED_SCHEMA)


def _byte(name: str, place: int) -> pl.Expr:
    number: int = 256**place
    return (pl.col(name) // number % 256).cast(pl.UInt8)
