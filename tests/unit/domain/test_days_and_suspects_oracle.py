"""Reported days and suspect values agree with the oracle on random markets."""

from datetime import date

import polars as pl
from hypothesis import given

from app.domain.reported_days import reported_days
from app.domain.suspects import CHECKED_FIELDS, DECISIONS_SCHEMA, suspect_values
from tests.oracles import reported
from tests.oracles.market import OracleMarket
from tests.oracles.random_markets import BOXES, markets
from tests.oracles.suspects import suspects_of

SCHEMA = {"box_id": pl.Int64(), "metric_date": pl.Date(), "marketplace": pl.String()}


def observations(market: OracleMarket) -> pl.DataFrame:
    rows = [
        {"box_id": BOXES.index(each.box), "metric_date": each.day, "marketplace": each.marketplace}
        | {name: float(value) for name, value in each.values.items()}
        for each in market.observations
    ]
    return pl.DataFrame(rows, {**SCHEMA, **dict.fromkeys(CHECKED_FIELDS, pl.Float64())})


def decisions(market: OracleMarket) -> pl.DataFrame:
    rows = [
        (BOXES.index(each.box), each.day, each.marketplace, each.field, float(each.value),
         "accept" if each.is_accepted else "reject")
        for each in market.decisions
    ]  # fmt: skip
    return pl.DataFrame(rows, DECISIONS_SCHEMA, orient="row")


@given(markets())
def test_suspect_values_equal_the_oracle(market: OracleMarket) -> None:
    found = suspect_values(observations(market), decisions(market))
    expected = suspects_of(OracleMarket(market.observations, decisions=market.decisions))
    assert {row[:4]: row[4:] for row in found.rows()} == {
        (BOXES.index(each.box), each.day, each.marketplace, each.field): (float(each.value), each.reason)
        for each in expected.values()
    }


@given(markets())
def test_reported_days_equal_the_oracle(market: OracleMarket) -> None:
    counts = observations(market).group_by("metric_date").agg(boxes_observed=pl.col("box_id").n_unique())
    found = reported_days(counts.with_columns(game=pl.lit("*")))
    rows: list[tuple[date, int, float | None, bool]] = found.select(
        "metric_date", "boxes_observed", "boxes_expected", "is_partial"
    ).rows()
    expected = reported.reported_days(market.observations)
    assert rows == [
        (day, each.boxes_observed, each.boxes_expected, each.is_partial) for day, each in expected.items()
    ]
