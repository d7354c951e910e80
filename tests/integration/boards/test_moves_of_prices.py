"""Movers, sentences and explanations of a market of prices, and of prices that change their marketplace."""

import pytest

from app.read.days import DayRequest, read_day
from app.read.movers import MoversRequest, read_movers
from tests.factories import ClockedServices, Feed, day_after, observation
from tests.integration.boards.named import explained, movers, prices_of, sentence, slugs


@pytest.fixture
def price_market(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Forty days of prices alone: up rises, down falls, still stands, late misses the last day."""
    days = range(40)
    feed.give(
        [
            *prices_of("up", {number: 100.0 + number for number in days}),
            *prices_of("down", {number: 200.0 - number for number in days}),
            *prices_of("still", dict.fromkeys(days, 70.0)),
            *prices_of("late", {number: 10.0 + number for number in days[:-1]}),
        ]
    )
    services.refresh.run()
    return services


@pytest.mark.parametrize("by", ["floor", "market"])
@pytest.mark.parametrize("period", [None, "1d", "30d"])
def test_a_market_of_prices_alone_has_movers(
    price_market: ClockedServices, by: str, period: str | None
) -> None:
    request = MoversRequest(by=by, period=period, day=day_after(39))
    found = price_market.read(read_movers, request).data
    assert [each.box.slug for each in found.climbers] == ["up"]
    assert [each.box.slug for each in found.fallers] == ["down"]
    change = getattr(found.climbers[0], f"{by}_price_{period or '7d'}_change_pct")
    assert change == round(100 * (139 / (139 - int((period or "7d")[:-1])) - 1), 2)
    assert found.climbers[0].boxes_sold_7d is None


def test_ninety_days_are_for_the_market_price(price_market: ClockedServices) -> None:
    request = MoversRequest(by="market", period="90d", day=day_after(39))
    assert slugs(price_market.read(read_movers, request).data) == []


def test_the_sentence_of_a_market_of_prices_is_that_of_its_board(price_market: ClockedServices) -> None:
    story = price_market.read(read_day, DayRequest(day=day_after(39)))
    assert story.meta.metric == "market_price_30d_change_pct"
    assert story.data.sentence.text == "late stays at number one."
    assert explained(price_market, "up", 39, metric="market_price_usd").text.startswith("stayed at 2;")


@pytest.fixture
def switched(services: ClockedServices, feed: Feed) -> ClockedServices:
    """The floor of alpha comes from tcgplayer up to 3 January, then from ebay, where boxes cost more."""
    feed.give(
        [
            *prices_of("alpha", {number: 50.0 + number for number in range(3)}),
            *prices_of("alpha", {number: 90.0 + number for number in range(20)}, "ebay"),
            *prices_of("beta", {number: 70.0 + number for number in range(20)}),
        ]
    )
    services.refresh.run()
    return services


@pytest.mark.parametrize("kind", ["floor", "market"])
def test_a_price_from_another_marketplace_is_no_move(switched: ClockedServices, kind: str) -> None:
    metric = f"{kind}_price_usd"
    assert (
        sentence(switched, 9, metric)
        == "alpha is number one: tcgplayer not reported for alpha since 3 January."
    )
    assert movers(switched, 9, metric=metric) == []
    assert movers(switched, 9, by=kind) == ["beta"]
    assert movers(switched, 10, by=kind) == ["beta", "alpha"]
    reasons = explained(switched, "alpha", 9, metric=metric).text
    assert reasons == "climbed 1: tcgplayer not reported since 3 January"


def test_a_price_of_the_first_marketplace_that_joins_is_named(services: ClockedServices, feed: Feed) -> None:
    feed.give(
        [
            *prices_of("alpha", dict.fromkeys(range(9), 90.0), "ebay"),
            *prices_of("alpha", dict.fromkeys(range(6, 9), 50.0)),
            *prices_of("beta", dict.fromkeys(range(9), 70.0)),
        ]
    )
    services.refresh.run()
    metric = "floor_price_usd"
    assert sentence(services, 6, metric) == "beta is number one: tcgplayer joined for alpha on 7 January."
    assert sentence(services, 7, metric) == "beta stays at number one."


def test_prices_stand_in_for_sales_only_where_none_are_reported(
    services: ClockedServices, feed: Feed
) -> None:
    """Each floor rises every day; sold sells too little, lately sold 20 days ago, twice has two prices."""
    days = range(30)
    rising = {number: 100.0 + number for number in days}
    feed.give(
        [
            *prices_of("priced", rising),
            *prices_of("twice", {number: 100.0 if number < 25 else 120.0 for number in days}),
            *(
                observation(
                    box,
                    day_after(number),
                    floor_price_usd=floor,
                    units_sold=units if number in sold else None,
                )
                for box, sold, units in (("sold", days, 0.4), ("lately", [9], 50.0), ("lively", [29], 3.0))
                for number, floor in rising.items()
            ),
        ]
    )
    services.refresh.run()
    assert sorted(movers(services, 29, by="floor")) == ["lively", "priced"]
