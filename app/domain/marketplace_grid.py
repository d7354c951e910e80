"""Every reported day on which a report of a marketplace may still count, and what was reported last."""

import polars as pl

from app.domain.series_keys import DAY_SPAN, box_day

FIGURES = (
    "floor_price_usd",
    "market_price_usd",
    "active_listings",
    "units_sold",
    "units_listed",
    "volume_usd",
)


def marketplace_grid(observations: pl.DataFrame, days: pl.Series, lasting_days: int) -> pl.DataFrame:
    """One row per series (box at marketplace) and reported day from its first observation on, by key.

    `observations` have the keys of `with_keys`; `days` are the numbers of all reported days, ascending, and
    no observation is on another day. A series has rows on its observed days and on the reported days up to
    `lasting_days` - 1 days after each; on those FIGURES are null. Adds observed (the number of the latest
    observed day) and box_day.
    """
    rows = observations.sort("key")
    rows = rows.with_columns(
        place=days.search_sorted(rows["day"], side="left").cast(pl.Int64),
        until=days.search_sorted(rows["day"] + (lasting_days - 1), side="right").cast(pl.Int64),
    )
    is_same = pl.col("series") == pl.col("series").shift(-1)
    following = pl.when(is_same).then(pl.col("place").shift(-1)).fill_null(len(days))
    rows = rows.with_columns(end=pl.min_horizontal("until", following), observed="day")
    kept = ["box_id", "code", "series", "observed"]
    places = pl.int_ranges(pl.col("place") + 1, "end")
    later = rows.filter(pl.col("end") > pl.col("place") + 1).select(*kept, place=places).explode("place")
    carried = later.with_columns(day=days.gather(later["place"])).with_columns(
        key=pl.col("series") * DAY_SPAN + pl.col("day")
    )
    grid = pl.concat([rows.select(*kept, "day", "key", *FIGURES), carried.drop("place")], how="diagonal")
    return grid.sort("key").with_columns(box_day())
