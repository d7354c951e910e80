"""The simulated market holds everything that makes real ones hard."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from app.domain.errors import InvalidValue
from app.domain.observations import VALUE_FIELDS, is_simulated
from app.simulation.market import SimulatedMarket, simulate_market
from app.simulation.names import GAMES, set_name

REPOSITORY = Path(__file__).resolve().parents[3]
LAST_DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def market() -> SimulatedMarket:
    """The market of the demonstration."""
    return simulate_market(last_day=LAST_DAY)


@pytest.fixture(scope="module")
def boxes_per_day(market: SimulatedMarket) -> dict[date, int]:
    """Number of boxes observed on each day that has any."""
    counts = market.observations.group_by("metric_date").agg(pl.col("box").n_unique())
    return dict(counts.sort("metric_date").rows())


@pytest.fixture(scope="module")
def days_of_box(market: SimulatedMarket) -> dict[str, list[date]]:
    """Observed days of each box, in order."""
    days = market.observations.select("box", "metric_date").unique().sort("metric_date")
    return dict(days.group_by("box").agg("metric_date").rows())


def test_the_same_seed_gives_the_same_market_and_another_one_does_not(market: SimulatedMarket) -> None:
    again = simulate_market(last_day=LAST_DAY)
    assert again.observations.equals(market.observations)
    assert again.catalogue.equals(market.catalogue)
    assert not simulate_market(seed=8, last_day=LAST_DAY).observations.equals(market.observations)


def test_the_market_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "from datetime import date\n"
        "from app.simulation.market import simulate_market\n"
        "print(simulate_market(boxes=12, days=40, last_day=date(2026, 1, 31)).observations.write_csv())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": hash_seed},
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_sixty_boxes_of_three_games_trade_on_two_marketplaces_for_four_hundred_days(
    market: SimulatedMarket,
) -> None:
    assert market.catalogue.height == market.catalogue["slug"].n_unique() == 60
    assert set(market.catalogue["game"]) == {game.name for game in GAMES}
    assert set(market.observations["marketplace"]) == {"tcgplayer", "ebay"}
    assert market.observations["metric_date"].min() == LAST_DAY - timedelta(days=399)
    assert market.observations["metric_date"].max() == LAST_DAY


def test_every_observation_belongs_to_a_box_and_has_a_key_of_its_own(market: SimulatedMarket) -> None:
    keys = market.observations.select("box", "metric_date", "marketplace")
    assert keys.n_unique() == keys.height
    assert set(keys["box"]) == set(market.catalogue["slug"])


def test_amounts_are_whole_cents_and_believable(market: SimulatedMarket) -> None:
    for column in ("floor_price_usd", "volume_usd", "units_sold"):
        amounts = market.observations[column].drop_nulls()
        assert amounts.equals(amounts.round(2))
    floors = market.observations["floor_price_usd"].drop_nulls()
    assert floors.is_between(50, 5000).all()
    assert floors.n_unique() > 1000


def test_some_days_are_missing_for_all(boxes_per_day: dict[date, int]) -> None:
    assert 400 - len(boxes_per_day) == 4


def test_one_day_is_a_broken_feed_and_the_others_are_not(boxes_per_day: dict[date, int]) -> None:
    counts = list(boxes_per_day.values())
    halves = [sorted(counts[max(0, day - 7) : day])[min(day, 7) // 2] / 2 for day in range(1, len(counts))]
    broken = [count for count, half in zip(counts[1:], halves, strict=True) if count < half]
    assert len(broken) == 1


def test_boxes_vanish_for_weeks_and_return(days_of_box: dict[str, list[date]]) -> None:
    longest = {box: max(_gaps(days), default=0) for box, days in days_of_box.items()}
    assert sum(gap >= 14 for gap in longest.values()) >= 4
    assert sum(gap > 30 for gap in longest.values()) >= 1


def test_single_days_of_single_boxes_are_missing(days_of_box: dict[str, list[date]]) -> None:
    assert sum(_gaps(days).count(2) for days in days_of_box.values()) > 60


def test_boxes_are_released_on_the_way_and_some_leave_for_good(days_of_box: dict[str, list[date]]) -> None:
    first, last = LAST_DAY - timedelta(days=399), LAST_DAY
    assert sum(days[0] > first + timedelta(days=20) for days in days_of_box.values()) >= 6
    assert sum(days[-1] < last - timedelta(days=40) for days in days_of_box.values()) >= 1


def test_no_box_is_observed_before_its_release(market: SimulatedMarket) -> None:
    released = market.observations.join(market.catalogue, left_on="box", right_on="slug")
    assert (released["metric_date"] >= released["release_date"]).all()


def test_a_release_sells_more_than_the_months_after_it(market: SimulatedMarket) -> None:
    newest = market.catalogue.filter(pl.col("release_date").is_between(date(2025, 1, 10), date(2025, 11, 1)))
    sales = market.observations.join(newest, left_on="box", right_on="slug").with_columns(
        age=(pl.col("metric_date") - pl.col("release_date")).dt.total_days()
    )
    early = sales.filter(pl.col("age") < 7)["units_sold"].mean()
    late = sales.filter(pl.col("age").is_between(40, 80))["units_sold"].mean()
    assert isinstance(early, float)
    assert isinstance(late, float)
    assert early > 2 * late


def test_twin_prints_trade_exactly_alike_to_the_end_or_until_they_part(market: SimulatedMarket) -> None:
    figures = ("metric_date", "marketplace", "floor_price_usd", "units_sold", "volume_usd")
    twins = {
        box: market.observations.filter(pl.col("box") == box).select(figures)
        for box in ("sf-03", "sf-03-2nd", "tw-09", "tw-09-2nd")
    }
    start = pl.col("metric_date") < LAST_DAY - timedelta(days=125)
    assert twins["sf-03"].equals(twins["sf-03-2nd"])
    assert twins["tw-09"].filter(start).equals(twins["tw-09-2nd"].filter(start))
    assert not twins["tw-09"].equals(twins["tw-09-2nd"])
    assert (twins["sf-03"]["volume_usd"] > 0).any()


def test_there_are_zero_volumes_nulls_of_every_figure_and_fractions(market: SimulatedMarket) -> None:
    observations = market.observations
    assert (observations["volume_usd"] == 0).sum() > 100
    for column in VALUE_FIELDS:
        assert observations[column].null_count() > 50
    to_estimate = observations.filter(pl.col("volume_usd").is_null() & pl.col("units_sold").is_not_null())
    assert to_estimate.height > 100
    assert (observations["units_sold"].drop_nulls() % 1 != 0).any()


def test_a_market_price_is_near_the_floor_and_smoother(market: SimulatedMarket) -> None:
    priced = (
        market.observations.filter(pl.col("marketplace") == "tcgplayer")
        .drop_nulls(["floor_price_usd", "market_price_usd"])
        .sort("box", "metric_date")
    )
    ratio = priced["market_price_usd"] / priced["floor_price_usd"]
    assert ratio.is_between(0.7, 1.5).all()
    assert (ratio == 1).mean() < 0.01
    floor, market_price = (
        priced.select(pl.col(name).log().diff().over("box").std()).item()
        for name in ("floor_price_usd", "market_price_usd")
    )
    assert market_price < floor / 2


def test_a_box_keeps_its_name_when_the_market_grows() -> None:
    few = simulate_market(boxes=60, days=40, last_day=LAST_DAY)
    many = simulate_market(boxes=90, days=40, last_day=LAST_DAY)
    assert few.catalogue["name"].to_list() == many.catalogue["name"].to_list()[:60]


@pytest.mark.parametrize(("boxes", "days"), [(1, 1), (1, 29), (2, 30), (3, 60), (100, 1)])
def test_small_markets_exist_too(boxes: int, days: int) -> None:
    market = simulate_market(boxes=boxes, days=days, last_day=LAST_DAY)
    assert market.catalogue.height == boxes
    assert market.observations["metric_date"].n_unique() <= days
    assert market.observations.schema["metric_date"] == pl.Date


@pytest.mark.parametrize(("boxes", "days", "field"), [(0, 10, "boxes"), (10, 0, "days"), (-1, 10, "boxes")])
def test_a_market_of_nothing_is_rejected(boxes: int, days: int, field: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        simulate_market(boxes=boxes, days=days, last_day=LAST_DAY)
    assert refusal.value.field == field


def test_no_two_sets_of_a_game_share_a_name() -> None:
    for game in GAMES:
        names = [set_name(game, number) for number in range(1, 3401)]
        assert len(set(names)) == len(names)


def _gaps(days: list[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]


def test_a_simulation_is_known_whatever_else_its_source_tells() -> None:
    assert is_simulated("simulated")
    assert is_simulated("simulated: 60 boxes, 400 days, seed 7")
    assert not is_simulated("tcgplayer daily export")
    assert not is_simulated(None)
