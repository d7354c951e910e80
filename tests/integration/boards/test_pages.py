"""Pages of a board neither repeat nor lose a row, and a cursor belongs to one view of one generation."""

from datetime import date

import pytest

from app.domain.boards import PRIMARY_METRIC
from app.domain.errors import ExpiredCursor, InvalidValue, UnknownChoice
from app.read import board as leaderboard_service
from app.read.board import LeaderboardRequest, read_board
from app.schemas import Leaderboard
from tests.factories import ClockedServices, Feed, clocked_services, day_after
from tests.integration.boards.random_market import Market
from tests.statements import recorded_snapshots

LAST_DAY = day_after(47)
VIEWS = [
    {},
    {"order": "worst"},
    {"game": "Chess"},
    {"metric": "floor_price_usd"},
    {"metric": "active_listings_count", "game": "Go", "order": "worst"},
    {"metric": "boxes_sold_30d_avg", "query": "a"},
]


def ask(services: ClockedServices, **options: object) -> Leaderboard:
    return services.read(read_board, LeaderboardRequest(**options))  # type: ignore[arg-type]


def publish_once_more(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 10.0, "beta": 20.0, "gamma": 20.0})
    services.refresh.run()


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_by_cursor_hold_every_row_once(market: Market, view: dict[str, str], limit: int) -> None:
    whole = ask(market.services, limit=100, **view)
    page = ask(market.services, limit=limit, **view)
    rows = list(page.data)
    while page.meta.next_cursor:
        page = ask(market.services, limit=limit, cursor=page.meta.next_cursor, **view)
        rows += page.data
    assert rows == whole.data
    assert len(rows) == whole.meta.total


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_pages_by_offset_hold_every_row_once(market: Market, view: dict[str, str]) -> None:
    whole = ask(market.services, limit=100, **view)
    page = ask(market.services, limit=2, **view)
    rows = list(page.data)
    while page.meta.next_offset is not None:
        page = ask(market.services, limit=2, offset=page.meta.next_offset, **view)
        rows += page.data
    assert rows == whole.data


def test_the_previous_cursor_leads_back(market: Market) -> None:
    first = ask(market.services, limit=3, metric="floor_price_usd")
    second = ask(market.services, limit=3, metric="floor_price_usd", cursor=first.meta.next_cursor)
    back = ask(market.services, limit=3, metric="floor_price_usd", cursor=second.meta.previous_cursor)
    assert (back.data, back.meta.previous_cursor) == (first.data, None)


@pytest.mark.parametrize("metric", ["unified_volume_7d_ema", "floor_price_usd"])
def test_a_cursor_keeps_the_day_it_was_given_on(market: Market, metric: str) -> None:
    first = ask(market.services, limit=2, metric=metric, day=day_after(30))
    second = ask(market.services, limit=2, metric=metric, cursor=first.meta.next_cursor)
    assert second.meta.date == day_after(30)
    assert second.data == ask(market.services, limit=4, metric=metric, day=day_after(30)).data[2:]


@pytest.mark.parametrize(
    "other",
    [
        {"metric": "momentum_pct"},
        {"game": "Go"},
        {"order": "worst"},
        {"query": "a"},
        {"day": day_after(30)},
    ],
    ids=str,
)
def test_a_cursor_of_another_view_is_refused(market: Market, other: dict[str, object]) -> None:
    cursor = ask(market.services, limit=2, day=LAST_DAY).meta.next_cursor
    with pytest.raises(InvalidValue, match="another board, order, search or day"):
        ask(market.services, limit=2, cursor=cursor, **other)


@pytest.mark.parametrize("text", ["x", "WzFd", "W10", "bnVsbA", "%%%", "ä", "A" * 5000, "WyJhIl0"])
def test_a_text_that_is_no_cursor_is_refused(market: Market, text: str) -> None:
    with pytest.raises(InvalidValue, match="Request the first page without one"):
        ask(market.services, cursor=text)


@pytest.mark.parametrize("metric", ["unified_volume_7d_ema", "daily_volume_usd"])
def test_a_cursor_of_an_earlier_generation_says_to_start_again(
    services: ClockedServices, feed: Feed, metric: str
) -> None:
    publish_once_more(services, feed)
    cursor = ask(services, limit=1, metric=metric).meta.next_cursor
    feed.give_volumes(day_after(1), {"alpha": 30.0})
    services.refresh.run()
    with pytest.raises(ExpiredCursor, match="published again; start again without the cursor"):
        ask(services, limit=1, metric=metric, cursor=cursor)


@pytest.mark.parametrize("day", [LAST_DAY, day_after(30), day_after(0)])
def test_pages_far_down_a_board_are_those_of_the_short_way(
    market: Market, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    pages = [ask(market.services, day=day, limit=3, offset=offset) for offset in (0, 1, 4)]

    monkeypatch.setattr(leaderboard_service, "FARTHEST_LEAN_OFFSET", -1)

    assert [ask(market.services, day=day, limit=3, offset=offset) for offset in (0, 1, 4)] == pages


def test_a_page_behind_the_end_is_empty_and_not_an_error(market: Market) -> None:
    for metric in ("unified_volume_7d_ema", "floor_price_usd"):
        beyond = ask(market.services, metric=metric, offset=10**9)
        assert (beyond.data, beyond.meta.next_cursor) == ([], None)


@pytest.mark.parametrize(
    ("options", "parameter"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 501}, "limit"),
        ({"offset": -1}, "offset"),
        ({"offset": 10**30}, "offset"),
        ({"query": "x" * 101}, "q"),
    ],
    ids=str,
)
def test_values_outside_their_range_are_refused(options: dict[str, object], parameter: str) -> None:
    with pytest.raises(InvalidValue, match=parameter) as refused:
        LeaderboardRequest(**options)  # type: ignore[arg-type]
    assert refused.value.field == parameter


def test_an_unknown_order_is_refused_with_the_choices() -> None:
    with pytest.raises(UnknownChoice, match="best, worst"):
        LeaderboardRequest(order="sideways")


def test_the_plain_page_of_the_primary_board_reads_its_stored_ranks_alone(market: Market) -> None:
    assert not _reads_packed_ranks(market, LeaderboardRequest())
    assert not _reads_packed_ranks(market, LeaderboardRequest(metric=PRIMARY_METRIC))
    assert _reads_packed_ranks(market, LeaderboardRequest(game="Go"))
    assert _reads_packed_ranks(market, LeaderboardRequest(metric="momentum_pct"))


def _reads_packed_ranks(market: Market, request: LeaderboardRequest) -> bool:
    with clocked_services(market.services.settings.database_url) as services:
        with recorded_snapshots(services.database) as snapshots:
            services.read(read_board, request)
        return any("board_ranks" in statement for each in snapshots for statement in each)
