"""The differences between stored and wanted rows: what to insert, update and delete."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class RowChanges:
    """`new` and `changed` hold whole wanted rows, `gone` the keys of stored rows no longer wanted."""

    new: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame
    same_count: int

    @property
    def count(self) -> int:
        """Rows to write."""
        return self.new.height + self.changed.height + self.gone.height

    @property
    def keys(self) -> pl.DataFrame:
        """Keys of all rows to write."""
        names = self.gone.columns
        return pl.concat([self.new.select(names), self.changed.select(names), self.gone])


def fill_absent(
    wanted: pl.DataFrame, stored: pl.DataFrame, keys: Sequence[str], absent: Sequence[str]
) -> pl.DataFrame:
    """`wanted` with the stored values in the `absent` columns; null where the key is not stored."""
    known = stored.select(*keys, *(pl.col(name).alias(f"{name}_stored") for name in absent))
    filled = wanted.join(known, on=keys, how="left", maintain_order="left")
    return filled.with_columns(pl.col(f"{name}_stored").alias(name) for name in absent).select(wanted.columns)


def compare_rows(wanted: pl.DataFrame, stored: pl.DataFrame, keys: Sequence[str]) -> RowChanges:
    """Compare two frames of the same columns by key. Equal means the same digits; null equals null only."""
    columns = [name for name in wanted.columns if name not in keys]
    gone = stored.join(wanted, on=keys, how="anti").select(keys)
    if stored.is_empty():
        return RowChanges(wanted, wanted.clear(), gone, 0)
    paired = wanted.join(
        stored.with_columns(pl.lit(value=True).alias("_is_stored")),
        on=keys,
        how="left",
        suffix="_stored",
        maintain_order="left",
    )
    is_stored = pl.col("_is_stored").is_not_null()
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_stored")) for name in columns)
    new = paired.filter(~is_stored).select(wanted.columns)
    changed = paired.filter(is_stored & differs).select(wanted.columns)
    return RowChanges(new, changed, gone, wanted.height - new.height - changed.height)
