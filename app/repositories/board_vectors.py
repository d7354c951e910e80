"""How the ranks of one board and day are packed: four runs of whole numbers, one item per ranked box."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

VECTORS = ("box_ids", "ranks", "game_ranks", "positions")
UNPACKED_SCHEMA = pl.Schema({name: pl.Int64() for name in ("box_id", "rank", "game_rank", "position")})

_ITEM_TYPES: dict[int, pl.DataType] = {2: pl.UInt16(), 4: pl.UInt32()}
_ARRAY_CODES = {2: "H", 4: "I"}
_LARGEST_SMALL_ITEM = 2**16 - 1


def pack_days(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per board and day: what tells them apart, item_bytes and the four VECTORS.

    `rows` has UNPACKED_SCHEMA, whole numbers from 0 up, sorted by box, and columns that tell boards and days
    apart. Items are little-endian, of 4 bytes each, or of 2 where no number of the day needs more.
    """
    keys = [name for name in rows.columns if name not in UNPACKED_SCHEMA]
    largest = pl.max_horizontal(pl.col("box_id").max(), pl.len()).over(keys)
    width = pl.when(largest <= _LARGEST_SMALL_ITEM).then(2).otherwise(4).cast(pl.Int64)
    parts = rows.with_columns(width.alias("item_bytes")).partition_by("item_bytes", as_dict=True)
    packed = [_packed(part, keys, width) for (width,), part in parts.items()]
    return pl.concat(packed or [_packed(rows, keys, 2)])


def unpack(vectors: Sequence[bytes], width: int) -> pl.DataFrame:
    """The four vectors of one row as UNPACKED_SCHEMA, by box_id. A game_rank of 0 means no game."""
    kind = pl.Array(_ITEM_TYPES[width], len(vectors[0]) // width)
    packed = {name: [vector] for name, vector in zip(UNPACKED_SCHEMA, vectors, strict=True)}
    numbers = pl.all().bin.reinterpret(dtype=kind, endianness="little").explode()
    return pl.DataFrame(packed, schema=dict.fromkeys(packed, pl.Binary())).select(numbers.cast(pl.Int64))


def unpack_days(rows: Iterable[Any]) -> pl.DataFrame:
    """metric_date and UNPACKED_SCHEMA of rows of metric_date, item_bytes and VECTORS; days in any order."""
    days_of_width: dict[int, list[Any]] = {}
    for row in rows:
        days_of_width.setdefault(row.item_bytes, []).append(row)
    if not days_of_width:
        return pl.DataFrame(schema={"metric_date": pl.Date(), **UNPACKED_SCHEMA})
    return pl.concat([_unpacked(days, width) for width, days in days_of_width.items()])


def unpack_packed(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What `pack_days` was given, in some frames: what tells boards and days apart, and UNPACKED_SCHEMA.

    A row whose vectors are not whole and of one length is damaged and has no ranks.
    """
    parts = rows.filter(_is_whole()).partition_by("item_bytes", as_dict=True, include_key=False)
    yield from (_unpacked_rows(part, width) for (width,), part in parts.items())


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


def _is_whole() -> pl.Expr:
    size, width = pl.col(VECTORS[0]).bin.size(), pl.col("item_bytes")
    is_one_length = pl.all_horizontal(pl.col(name).bin.size() == size for name in VECTORS)
    return width.is_in(list(_ITEM_TYPES)) & (size % width == 0) & is_one_length


def _unpacked_rows(rows: pl.DataFrame, width: int) -> pl.DataFrame:
    row = pl.int_range(pl.len()).repeat_by(pl.col(VECTORS[0]).bin.size() // width).explode()
    keys = rows.drop(VECTORS)[rows.select(row).to_series()]
    numbers = unpack([b"".join(rows[name]) for name in VECTORS], width)
    return pl.concat([keys, numbers], how="horizontal")


def _unpacked(days: Sequence[Any], width: int) -> pl.DataFrame:
    # All days together: a step on the frame of one day takes as long as on that of all.
    dates = pl.Series("metric_date", [day.metric_date for day in days], dtype=pl.Date)
    repeated = [dates.new_from_index(place, len(day.box_ids) // width) for place, day in enumerate(days)]
    boxes = unpack([b"".join(getattr(day, name) for day in days) for name in VECTORS], width)
    return boxes.with_columns(pl.concat(repeated))


def _packed(rows: pl.DataFrame, keys: Sequence[str], width: int) -> pl.DataFrame:
    vectors = {
        vector: pl.concat_arr(_byte(name, place) for place in range(width))
        for vector, name in zip(VECTORS, UNPACKED_SCHEMA, strict=True)
    }
    days = rows.select(*keys, **vectors).group_by(keys).agg(pl.col(name).explode() for name in VECTORS)
    return days.select(*keys, pl.lit(width, pl.Int64).alias("item_bytes"), pl.col(VECTORS).cast(pl.Binary))


def _byte(name: str, place: int) -> pl.Expr:
    number: int = 256**place
    return (pl.col(name) // number % 256).cast(pl.UInt8)
