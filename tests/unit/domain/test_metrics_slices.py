"""The numbers of a box do not depend on what else, and how much history, is computed with it."""

import random
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.metrics import CARRIED_SCHEMA, LOOKBACK_DAYS, METRICS_SCHEMA, MetricRules, compute_metrics
from tests.examples import one_in
from tests.oracles.metrics_markets import (
    FIRST_DAY,
    MARKETPLACES,
    OBSERVATION_SCHEMA,
    Market,
    markets,
    observed,
)


@given(markets(), st.data())
def test_an_incremental_run_equals_a_full_run_bit_for_bit(market: Market, data: st.DataObject) -> None:
    full = compute_metrics(market.frame, market.rules)
    from_dates = {
        box_id: data.draw(st.dates(min(days), max(days) + timedelta(days=2)))
        for box_id, days in market.boxes.items()
    }

    carried = carried_from(full, from_dates)
    recent = since(market.frame, from_dates, LOOKBACK_DAYS)
    incremental = compute_metrics(recent, market.rules, carried)

    assert incremental.equals(since(full, from_dates, 0))


@given(markets())
@one_in(4)
def test_day_by_day_equals_all_at_once(market: Market) -> None:
    box_id, days = next(iter(market.boxes.items()))
    frame = market.frame.filter(pl.col("box_id") == box_id)
    grown = METRICS_SCHEMA.to_frame()

    for day in days:
        carried = carried_from(grown, {box_id: day})
        until = frame.filter(pl.col("metric_date").is_between(day - timedelta(days=LOOKBACK_DAYS), day))
        grown = pl.concat([grown, compute_metrics(until, market.rules, carried)])

    assert grown.equals(compute_metrics(frame, market.rules))


@given(markets(), st.randoms(use_true_random=False))
@one_in(4)
def test_the_order_of_the_observations_does_not_matter(market: Market, dice: random.Random) -> None:
    rows = market.frame.rows()
    dice.shuffle(rows)
    shuffled = pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row")

    assert compute_metrics(shuffled, market.rules).equals(compute_metrics(market.frame, market.rules))


def test_slices_of_a_large_market_equal_the_whole() -> None:
    market = large_market(boxes=300, days=45)
    rules = MetricRules(("ebay", "tcgplayer"), {"ebay": 0.7, "cardmarket": 1.3})

    whole = compute_metrics(market, rules)
    slices = [
        compute_metrics(market.filter(pl.col("box_id") % 7 == remainder), rules) for remainder in range(7)
    ]

    assert pl.concat(slices).sort("box_id", "metric_date").equals(whole)


def test_the_order_of_marketplaces_does_not_move_the_last_bit_of_a_sum() -> None:
    market = large_market(boxes=100, days=10)
    rules = MetricRules(volume_weights={"ebay": 0.7})

    shuffled = market.sample(fraction=1.0, shuffle=True, seed=3)

    assert compute_metrics(shuffled, rules).equals(compute_metrics(market, rules))


@pytest.mark.parametrize("oldest_day", [5, 11])
def test_the_lookback_holds_the_oldest_floor_and_volume_that_still_count(oldest_day: int) -> None:
    oldest = {"day": oldest_day, "floor_price_usd": 80.0, "volume_usd": 7.0}
    observations = observed([oldest, {"day": 40, "floor_price_usd": 100.0, "volume_usd": 7.0}])
    full = compute_metrics(observations, MetricRules())
    from_dates = {1: FIRST_DAY + timedelta(days=40)}

    recent = since(observations, from_dates, LOOKBACK_DAYS)
    incremental = compute_metrics(recent, MetricRules(), carried_from(full, from_dates))

    assert incremental["floor_price_30d_change_pct"].to_list() == [{5: 25.0, 11: None}[oldest_day]]
    assert incremental["volume_30d_usd"].to_list() == [{5: 7.0, 11: 14.0}[oldest_day]]


def test_a_box_that_is_not_carried_is_not_computed() -> None:
    observations = observed([{"box_id": 1, "day": 0}, {"box_id": 2, "day": 0}])
    carried = carried_from(METRICS_SCHEMA.to_frame(), {2: FIRST_DAY})

    computed = compute_metrics(observations, MetricRules(), carried)

    assert computed["box_id"].to_list() == [2]


def test_a_carried_box_without_new_observations_has_no_rows() -> None:
    observations = observed([{"day": 0, "volume_usd": 5.0}])
    full = compute_metrics(observations, MetricRules())
    carried = carried_from(full, {1: FIRST_DAY + timedelta(days=1)})

    assert compute_metrics(observations, MetricRules(), carried).is_empty()


def test_no_observations_give_an_empty_frame_of_the_same_schema() -> None:
    computed = compute_metrics(observed([]), MetricRules())

    assert computed.is_empty()
    assert computed.schema == METRICS_SCHEMA


def carried_from(full: pl.DataFrame, from_dates: dict[int, date]) -> pl.DataFrame:
    asked = pl.DataFrame(
        list(from_dates.items()), schema={"box_id": pl.Int64, "from_date": pl.Date}, orient="row"
    )
    before = full.join(asked, on="box_id").filter(pl.col("metric_date") < pl.col("from_date"))
    newest = before.sort("metric_date").unique("box_id", keep="last").drop("from_date")
    state = asked.join(newest, on="box_id", how="left").select(list(CARRIED_SCHEMA))
    return state.with_columns(pl.col("ema_observations", "observed_days").fill_null(0))


def since(frame: pl.DataFrame, from_dates: dict[int, date], days_before: int) -> pl.DataFrame:
    earliest = pl.col("box_id").replace_strict(
        {box_id: day - timedelta(days=days_before) for box_id, day in from_dates.items()},
        return_dtype=pl.Date,
    )
    return frame.filter(pl.col("metric_date") >= earliest)


def large_market(boxes: int, days: int) -> pl.DataFrame:
    dice = random.Random(11)
    rows = [
        (box_id, FIRST_DAY + timedelta(days=day), name, dice.uniform(50, 900), dice.randrange(40),
         dice.uniform(0, 9), dice.uniform(0, 9), dice.choice([None, dice.uniform(0, 5000)]))
        for box_id in range(boxes)
        for day in range(days)
        for name in MARKETPLACES
        if dice.random() < 0.8
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row")
