"""No sentence, mover or explanation rests on a report that did not come."""

from collections.abc import Callable

import pytest

from app.domain.comparable import Difference, MarketplaceChange
from app.domain.explanation import MoveKind
from app.read.board import LeaderboardRequest, read_board
from app.read.days import DayRequest, read_day
from app.read.explanation import DistanceRequest, read_distance
from app.read.movers import MoversRequest, read_movers
from tests.factories import ClockedServices, Feed, day_after, observation
from tests.integration.boards.named import compared, explained, movers, reports, sentence


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


def test_the_first_day_is_compared_with_none(services: ClockedServices, feed: Feed) -> None:
    feed.give(reports([0], "alpha", volume_usd=1.0))
    services.refresh.run()
    assert sentence(services, 0) == "The board opens with alpha at number one."
    assert explained(services, "alpha", 0).text == "entered at 1"
    assert movers(services, 0) == movers(services, 0, by="floor") == []


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


def test_a_broken_day_moves_no_box_and_makes_no_record(broken_day: ClockedServices) -> None:
    for number in range(14):
        request = LeaderboardRequest(day_after(number), include_history=True)
        board = broken_day.read(read_board, request)
        assert [row.box.slug for row in board.data] == [f"box-{rank}" for rank in range(1, 7)]
        assert {row.rank_change for row in board.data} == ({None} if number == 0 else {0})
        assert [row.figures.is_carried for row in board.data] == [number == 9] * 5 + [False]
        assert {row.figures.floor_price_7d_change_pct for row in board.data} <= {None, 0.0}
        assert [row.record.peak_rank for row in board.data if row.record] == [1, 2, 3, 4, 5, 6]
        story = broken_day.read(read_day, DayRequest(day=day_after(number))).data
        assert (story.day.is_partial, story.dropped) == (number == 9, [])
