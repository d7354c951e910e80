"""The numbers of a box do not depend on what else, and how much history, is computed with it."""

import random
from datetime import date, timedelta

import polars as pl
import pytest

from app.domain.metrics import (
    LOOKBACK_DAYS,
    METRICS_SCHEMA,
    PRICE_LOOKBACK_DAYS,
    SEED_SCHEMA,
    START_SCHEMA,
    Before,
    Computed,
    MetricRules,
    compute_metrics,
)
from app.repositories.observations import OBSERVATION_SCHEMA
from tests.unit.domain.kernel import FIRST_DAY, observed

MARKETPLACES = ("cardmarket", "ebay", "tcgplayer")
RULES = MetricRules(("ebay", "tcgplayer"), {"ebay": 0.7, "cardmarket": 1.3})


def large_market(boxes: int, days: int, seed: int = 11) -> pl.DataFrame:
    dice = random.Random(seed)
    silent = {(box, name): dice.randrange(days) for box in range(boxes) for name in MARKETPLACES}
    rows = [
        (box, FIRST_DAY + timedelta(day), name, *_figures(dice))
        for box in range(boxes)
        for name in MARKETPLACES
        for day in range(days)
        if dice.random() < 0.8 and not 0 <= day - silent[box, name] < 12
    ]
    return pl.DataFrame(rows, OBSERVATION_SCHEMA, orient="row")


def _figures(dice: random.Random) -> tuple[float | int | None, ...]:
    figures = (dice.uniform(50, 9e5), dice.uniform(50, 9e5), dice.randrange(40), dice.uniform(0, 9e3),
               dice.uniform(0, 9), dice.uniform(0, 5e8))  # fmt: skip
    return tuple(None if dice.random() < 0.4 else figure for figure in figures)


def days_of(market: pl.DataFrame) -> list[date]:
    return market["metric_date"].unique().sort().to_list()


@pytest.mark.parametrize("seed", range(3))
def test_slices_of_a_market_equal_the_whole_down_to_single_boxes(seed: int) -> None:
    market = large_market(boxes=24, days=70, seed=seed)
    whole = compute_metrics(market, RULES)

    slices = [compute_metrics(part, RULES, days_of(market)) for part in market.partition_by("box_id")]

    assert pl.concat([each.metrics for each in slices]).sort("box_id", "metric_date").equals(whole.metrics)
    keys = ("box_id", "metric_date", "marketplace")
    assert pl.concat([each.marketplace_days for each in slices]).sort(keys).equals(whole.marketplace_days)


def test_one_row_has_the_digits_it_has_beside_others() -> None:
    dice = random.Random(5)
    amounts = [dice.uniform(8.6e7, 9e10) for _ in range(200)]
    rows = [{"box_id": box, "day": 0, "volume_usd": amount} for box, amount in enumerate(amounts)]
    whole = compute_metrics(observed(rows), RULES)

    alone = [compute_metrics(observed([row]), RULES).metrics for row in rows]

    assert pl.concat(alone).equals(whole.metrics)


@pytest.mark.parametrize("seed", range(6))
def test_a_run_that_goes_on_from_any_day_equals_one_from_the_start(seed: int) -> None:
    market = large_market(boxes=8, days=160, seed=100 + seed)
    whole, dice = compute_metrics(market, RULES), random.Random(seed)
    from_dates = {box: FIRST_DAY + timedelta(dice.randrange(161)) for box in range(8)}

    resumed = compute_metrics(
        since(market, from_dates, LOOKBACK_DAYS), RULES, days_of(market), before(whole, market, from_dates)
    )

    assert resumed.metrics.equals(since(whole.metrics, from_dates, 0))
    assert resumed.marketplace_days.equals(since(whole.marketplace_days, from_dates, 0))


def test_the_order_of_the_observations_does_not_matter() -> None:
    market = large_market(boxes=20, days=20)

    shuffled = compute_metrics(market.sample(fraction=1.0, shuffle=True, seed=3), RULES)

    assert shuffled.metrics.equals(compute_metrics(market, RULES).metrics)


def test_no_observations_give_empty_frames_of_the_same_schema() -> None:
    computed = compute_metrics(observed([]), MetricRules())

    assert computed.metrics.schema == METRICS_SCHEMA
    assert computed.metrics.is_empty()
    assert computed.marketplace_days.is_empty()


def before(whole: Computed, market: pl.DataFrame, from_dates: dict[int, date]) -> Before:
    starts = pl.DataFrame(list(from_dates.items()), {"box_id": pl.Int64, "from_date": pl.Date}, orient="row")
    earlier = whole.metrics.join(starts, on="box_id").filter(pl.col("metric_date") < pl.col("from_date"))
    newest = earlier.sort("metric_date").unique("box_id", keep="last").select("box_id", "observed_days")
    series = whole.marketplace_days.join(starts, on="box_id")
    seeds = series.filter(pl.col("metric_date") < pl.col("from_date")).sort("metric_date")
    prices = ("box_id", "metric_date", "marketplace", "floor_price_usd", "market_price_usd")
    return Before(
        starts=starts.join(newest, on="box_id", how="left").select(START_SCHEMA.names()),
        seeds=seeds.unique(["box_id", "marketplace"], keep="last").select(SEED_SCHEMA.names()),
        prices=since(market, from_dates, PRICE_LOOKBACK_DAYS).select(prices),
    )


def since(frame: pl.DataFrame, from_dates: dict[int, date], days_before: int) -> pl.DataFrame:
    earliest = pl.col("box_id").replace_strict(
        {box_id: day - timedelta(days=days_before) for box_id, day in from_dates.items()},
        return_dtype=pl.Date,
    )
    return frame.filter(pl.col("metric_date") >= earliest)
