"""Suspect values in recorded One Piece days, whose listings of one day are known to be wrong."""

from datetime import date

import polars as pl
import pytest

from app.domain.suspects import CHECKED_FIELDS, DECISIONS_SCHEMA, suspect_values
from tests.data_locations import recorded_data

WRONG_DAY = date(2026, 1, 29)
_OTHER_NAMES = {
    "active_listings": "active_listings_count",
    "units_sold": "boxes_sold_today",
    "units_listed": "boxes_added_today",
    "volume_usd": "daily_volume_usd",
}


@pytest.fixture(scope="module")
def recorded() -> pl.DataFrame:
    days = pl.read_csv(recorded_data("one-piece-boxes") / "daily.csv", infer_schema_length=None)
    return days.select(
        "box_code",
        pl.col("box_code").rank("dense").cast(pl.Int64).alias("box_id"),
        pl.col("date").cast(pl.String).str.to_date().alias("metric_date"),
        pl.lit("tcgplayer").alias("marketplace"),
        *(pl.col(_OTHER_NAMES.get(field, field)).cast(pl.Float64).alias(field) for field in CHECKED_FIELDS),
    )


@pytest.fixture(scope="module")
def found(recorded: pl.DataFrame) -> pl.DataFrame:
    codes = recorded.select("box_id", "box_code").unique()
    return suspect_values(recorded, DECISIONS_SCHEMA.to_frame()).join(codes, on="box_id")


def test_the_listings_of_the_wrong_day_are_suspect_for_all_boxes(found: pl.DataFrame) -> None:
    assert found.filter(_is_wrong_listing())["box_id"].n_unique() == 18


def test_a_volume_of_many_boxes_for_one_box_sold_is_suspect(found: pl.DataFrame) -> None:
    contradictions = found.filter(reason="contradicts_price")
    assert contradictions.select("box_code", "field").rows() == [("OP-09", "volume_usd")]
    assert contradictions["value"].item() == pytest.approx(31_911, abs=1)


def test_at_most_one_percent_of_the_other_values_are_suspect(
    recorded: pl.DataFrame, found: pl.DataFrame
) -> None:
    values = sum(recorded[field].count() for field in CHECKED_FIELDS)
    others = found.filter(~_is_wrong_listing(), pl.col("reason") != "contradicts_price")
    assert others.height <= 0.01 * (values - 19)


def _is_wrong_listing() -> pl.Expr:
    return (pl.col("metric_date") == WRONG_DAY) & (pl.col("field") == "active_listings")
