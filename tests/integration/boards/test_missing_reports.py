"""No sentence, mover or explanation rests on a report that did not come."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest

from app.domain.comparable import Difference, MarketplaceChange
from app.domain.explanation import MoveKind
from app.read.day_comparison import DayComparisonRequest, read_day_comparison
from app.read.days import DayRequest, read_day
from app.read.explanation import DistanceRequest, ExplanationRequest, read_distance, read_explanation
from app.read.movers import MoversRequest, read_movers
from app.schemas import ComparedBox, Explanation, MoversOfDay
from tests.factories import ClockedServices, Feed, day_after, observation

Row = dict[str, object]


def reports(
    days: Iterable[int], box: str, marketplaces: Sequence[str] = ("tcgplayer",), **figures: object
) -> list[Row]:
    """The same report of a box on several days, at each marketplace."""
    return [
        observation(box, day_after(number), marketplace, **figures)
        for number in days
        for marketplace in marketplaces
    ]


def sentence(services: ClockedServices, number: int, metric: str = "unified_volume_7d_ema") -> str:
    return services.read(read_day, DayRequest(metric=metric, day=day_after(number))).data.sentence.text


def movers(services: ClockedServices, number: int, **more: str) -> list[str]:
    found = services.read(read_movers, MoversRequest(day=day_after(number), **more)).data
    return slugs(found)


def slugs(found: MoversOfDay) -> list[str]:
    return [each.box.slug for each in (*found.climbers, *found.fallers)]


def explained(services: ClockedServices, box: str, number: int, **more: str) -> Explanation:
    return services.read(read_explanation, ExplanationRequest(day=day_after(number), box=box, **more)).data


@pytest.fixture
def two_marketplaces(services: ClockedServices, feed: Feed) -> Callable[[range], ClockedServices]:
    """Alpha sells at two marketplaces, one of them silent for some days; beta and gamma at one."""

    def publish(silent: range) -> ClockedServices:
        days = range(12)
        feed.give(
            [
                *reports(days, "alpha", volume_usd=600.0, units_sold=4.0),
                *reports(set(days) - set(silent), "alpha", ["ebay"], volume_usd=500.0, units_sold=4.0),
                *reports(days, "beta", volume_usd=900.0, units_sold=4.0),
                *reports(days, "gamma", volume_usd=700.0, units_sold=4.0),
            ]
        )
        services.refresh.run()
        return services

    return publish


def test_a_marketplace_silent_for_a_day_changes_nothing(
    two_marketplaces: Callable[[range], ClockedServices],
) -> None:
    services = two_marketplaces(range(6, 7))
    for number in range(1, 12):
        assert sentence(services, number) == "alpha stays at number one."
        assert movers(services, number) == []
        assert explained(services, "alpha", number).text == "stayed at 1; its own volume stayed the same"


def test_a_marketplace_silent_for_seven_days_is_named_with_its_last_report(
    two_marketplaces: Callable[[range], ClockedServices],
) -> None:
    services = two_marketplaces(range(3, 11))
    assert {sentence(services, number) for number in range(1, 9)} == {"alpha stays at number one."}
    assert sentence(services, 9) == "beta is number one: ebay not reported for alpha since 3 January."
    assert sentence(services, 10) == "beta stays at number one."
    assert sentence(services, 11) == "alpha is number one: ebay joined for alpha on 12 January."
    assert [movers(services, number) for number in range(1, 12)] == [[]] * 11
    fall, climb = explained(services, "alpha", 9), explained(services, "alpha", 11)
    assert fall.text == "fell 2: ebay not reported since 3 January"
    assert climb.text == "climbed 2: ebay joined on 12 January"
    assert [(part.kind, part.change, part.boxes) for part in fall.parts] == [
        (MoveKind.MARKETPLACE_SILENT, -2, ())
    ]
    other = explained(services, "gamma", 9)
    assert other.text == (
        "climbed 1: ebay not reported for alpha since 3 January; its own volume stayed the same"
    )


def test_what_must_trade_is_unknown_where_a_marketplace_did_not_report(
    two_marketplaces: Callable[[range], ClockedServices],
) -> None:
    services = two_marketplaces(range(6, 7))
    targets = {
        (box, number): services.read(
            read_distance, DistanceRequest(day=day_after(number), box=box)
        ).data.targets
        for box in ("alpha", "beta")
        for number in (5, 6, 7)
    }
    assert {key for key, each in targets.items() if each is None} == {("alpha", 6)}


@pytest.fixture
def unreported(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Alpha leads and is reported up to 3 January and from 12 January on; beta and gamma every day."""
    feed.give(
        [
            *reports([0, 1, 2, 11], "alpha", volume_usd=900.0, units_sold=4.0, floor_price_usd=90.0),
            *reports(range(13), "beta", volume_usd=600.0, units_sold=4.0, floor_price_usd=80.0),
            *reports(range(13), "gamma", volume_usd=500.0, units_sold=4.0, floor_price_usd=70.0),
        ]
    )
    services.refresh.run()
    return services


def test_a_box_without_reports_keeps_its_place_while_they_are_good(unreported: ClockedServices) -> None:
    assert {sentence(unreported, number) for number in range(1, 9)} == {"alpha stays at number one."}


def test_a_box_that_leaves_for_want_of_reports_is_named_with_its_last_report(
    unreported: ClockedServices,
) -> None:
    left = "alpha, number one since 1 January, has not been reported since 3 January"
    assert sentence(unreported, 9) == f"beta is number one: {left}."
    assert movers(unreported, 9) == []
    own, other = explained(unreported, "alpha", 9), explained(unreported, "beta", 9)
    assert own.text == "left the board, not reported since 3 January; it was 1"
    assert own.last_report == day_after(2)
    assert other.text == (
        "climbed 1: alpha above it not reported since 3 January; its own volume stayed the same"
    )
    story = unreported.read(read_day, DayRequest(metric="unified_volume_7d_ema", day=day_after(9))).data
    gone = [(box.box.slug, box.last_rank, box.last_observed_on, box.reason) for box in story.dropped]
    assert gone == [("alpha", 1, day_after(2), "unreported")]


def test_a_box_reported_again_returns(unreported: ClockedServices) -> None:
    assert sentence(unreported, 11) == (
        "alpha returns to the board at number one. beta, number one since 10 January, falls to second."
    )
    assert movers(unreported, 11) == movers(unreported, 12) == []


@pytest.mark.parametrize("metric", ["daily_volume_usd", "volume_30d_usd"])
def test_boards_of_sums_have_no_headline_mover_or_reason(unreported: ClockedServices, metric: str) -> None:
    for number in range(13):
        assert sentence(unreported, number, metric) in {"2 boxes are ranked.", "3 boxes are ranked."}
        assert movers(unreported, number, metric=metric) == []
    assert explained(unreported, "beta", 3, metric=metric).parts == ()


def test_a_board_of_one_day_tells_nothing_of_boxes_that_are_not_reported(
    services: ClockedServices, feed: Feed
) -> None:
    prices = {"alpha": (10.0, 11.0, 13.0, None, 20.0), "beta": (50.0, 51.0, 52.0, 53.0, 54.0)}
    feed.give(
        [
            observation(box, day_after(number), floor_price_usd=price)
            for box, floors in prices.items()
            for number, price in enumerate(floors)
            if price is not None
        ]
    )
    services.refresh.run()
    assert sentence(services, 2, "floor_price_1d_change_pct") == "alpha stays at number one."
    assert sentence(services, 3, "floor_price_1d_change_pct") == "beta is number one."
    assert sentence(services, 4, "floor_price_1d_change_pct") == "beta stays at number one."


@pytest.fixture
def broken_day(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Six boxes trade the same every day; on the tenth day only the last of them is reported."""
    figures = {f"box-{number}": 100.0 * (7 - number) for number in range(1, 7)}
    feed.give(
        [
            observation(box, day_after(number), floor_price_usd=40.0, volume_usd=volume, units_sold=5.0)
            for number in range(14)
            for box, volume in figures.items()
            if number != 9 or box == "box-6"
        ]
    )
    services.refresh.run()
    return services


def test_a_broken_day_makes_no_news_on_it_or_after_it(broken_day: ClockedServices) -> None:
    assert sentence(broken_day, 9) == "Incomplete: 1 of 6 boxes are reported."
    for number in {*range(1, 14)} - {9}:
        assert sentence(broken_day, number) == "box-1 stays at number one."
    for number in range(14):
        assert movers(broken_day, number) == []
        assert (
            movers(broken_day, number, by="floor")
            == movers(broken_day, number, by="floor", period="1d")
            == []
        )
    partial = explained(broken_day, "box-6", 9)
    assert (partial.rank_change, partial.parts) == (None, ())
    assert partial.text == "at 6: an incomplete day is not compared"
    assert explained(broken_day, "box-6", 10).text == "stayed at 6; its own volume stayed the same"


def test_exactly_three_boxes_sold_make_a_mover(services: ClockedServices, feed: Feed) -> None:
    sold = (0.62, 0.29, 0.12, 0.47, 0.64, 0.63, 0.23)
    feed.give(
        [
            *(
                observation(
                    "alpha", day_after(number), units_sold=units, volume_usd=80.0 if number < 6 else 700.0
                )
                for number, units in enumerate(sold)
            ),
            *reports(range(7), "beta", units_sold=6.0, volume_usd=200.0),
        ]
    )
    services.refresh.run()
    found = services.read(read_movers, MoversRequest(day=day_after(6))).data
    assert [(each.box.slug, each.boxes_sold_7d) for each in (*found.climbers, *found.fallers)] == [
        ("alpha", 3.0),
        ("beta", 42.0),
    ]


def prices_of(box: str, floors: Mapping[int, float], marketplace: str = "tcgplayer") -> list[Row]:
    return [
        observation(box, day_after(number), marketplace, floor_price_usd=floor, market_price_usd=floor * 1.2)
        for number, floor in floors.items()
    ]


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


def test_the_first_day_is_compared_with_none(services: ClockedServices, feed: Feed) -> None:
    feed.give(reports([0], "alpha", volume_usd=1.0))
    services.refresh.run()
    assert sentence(services, 0) == "The board opens with alpha at number one."
    assert explained(services, "alpha", 0).text == "entered at 1"
    assert movers(services, 0) == movers(services, 0, by="floor") == []


def compared(services: ClockedServices, first: int, last: int) -> dict[str, ComparedBox]:
    request = DayComparisonRequest(day_after(first), day_after(last))
    return {row.slug: row for row in services.read(read_day_comparison, request).data}


def test_two_days_compared_name_the_box_that_is_not_reported(unreported: ClockedServices) -> None:
    rows = compared(unreported, 2, 9)
    assert (rows["alpha"].outcome, rows["alpha"].last_observed_on) == ("LEFT", day_after(2))
    assert {rows[box].last_observed_on for box in ("beta", "gamma")} == {None}
    assert compared(unreported, 9, 11)["alpha"].last_observed_on is None


def test_two_days_compared_name_the_marketplaces_of_one_day_only(
    two_marketplaces: Callable[[range], ClockedServices],
) -> None:
    services = two_marketplaces(range(3, 11))
    silent, joined = (compared(services, *days)["alpha"].marketplaces for days in ((2, 9), (9, 11)))
    assert silent == (MarketplaceChange(Difference.SILENT, "ebay", day_after(2)),)
    assert joined == (MarketplaceChange(Difference.JOINED, "ebay", day_after(11)),)
    assert {row.marketplaces for row in compared(services, 1, 8).values()} == {()}


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
