"""Around a box, many ranks at once, why a box moved, and how far it is from the next rank."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.domain.boards import Board
from app.domain.errors import InvalidValue, UnknownBox, UnknownDay
from app.domain.explanation import MoveKind
from app.read.around import AroundRequest, StandingsRequest, read_around, read_standings
from app.read.board import LeaderboardRequest, read_board
from app.read.explanation import DistanceRequest, ExplanationRequest, read_distance, read_explanation
from tests.factories import ClockedServices, Feed, day_after, observation
from tests.integration.boards.random_market import BOARDS, DAYS, Market, name_of

LAST_DAY = day_after(DAYS - 1)
SOME_BOARDS = [
    Board(),
    Board("floor_price_usd"),
    Board("expected_days_to_sell"),
    Board("momentum_pct", "Chess"),
]


@pytest.mark.parametrize("board", SOME_BOARDS, ids=name_of)
@pytest.mark.parametrize("count", [0, 1, 3, 50])
def test_the_window_around_a_box_keeps_its_size_at_both_ends(
    market: Market, board: Board, count: int
) -> None:
    order = market.order(board, LAST_DAY)
    size = min(2 * count + 1, len(order))
    for index in {*range(3), *range(len(order) - 3, len(order))}:
        slug = order[index]
        found = market.services.read(
            read_around, AroundRequest(board.metric, board.game, LAST_DAY, box=slug, count=count)
        )
        start = max(0, min(index - count, len(order) - size))
        assert [row.box.slug for row in found.data] == order[start : start + size]
        assert (found.box.slug, found.box.position) == (slug, index + 1)


def test_rows_around_a_box_are_the_rows_of_the_board(market: Market) -> None:
    order = market.order(Board(), LAST_DAY)
    found = market.services.read(read_around, AroundRequest(day=LAST_DAY, box=order[2], count=1))
    assert found.data == market.services.read(read_board, LeaderboardRequest(LAST_DAY)).data[1:4]


def test_percentile_and_top_percent_of_a_box(market: Market) -> None:
    board = Board("floor_price_usd")
    ranks = market.ranks(board)[LAST_DAY]
    for box, rank in ranks.items():
        request = AroundRequest(board.metric, day=LAST_DAY, box=market.slugs[box])
        standing = market.services.read(read_around, request).box
        worse = sum(other > rank for other in ranks.values())
        equal = sum(other == rank for other in ranks.values()) - 1
        assert standing.percentile == round(100 * (worse + equal / 2) / (len(ranks) - 1), 1)
        named = StandingsRequest(board.metric, day=LAST_DAY, boxes=(market.slugs[box],))
        assert market.services.read(read_standings, named).data == [standing]
        assert standing.top_percent == round(100 * rank / len(ranks), 2)


def test_ranks_of_many_boxes_come_in_the_order_requested_and_misses_are_listed(market: Market) -> None:
    board = Board("floor_price_usd", "Chess")
    order = market.order(board, LAST_DAY)
    asked = (order[-1], "nobody", order[0], "wolf", order[-1])
    request = StandingsRequest(board.metric, board.game, LAST_DAY, boxes=asked)
    found = market.services.read(read_standings, request)
    assert [each.slug for each in found.data] == [order[-1], order[0]]
    assert [(each.box, each.reason) for each in found.missing] == [
        ("nobody", "unknown"),
        ("wolf", "not_ranked"),
    ]


def test_a_standing_shows_rank_change_state_and_value(market: Market) -> None:
    board = Board("floor_price_usd")
    ranks, values = market.ranks(board), market.values(board)
    asked = tuple(market.slugs[box] for box in ranks[LAST_DAY])
    for found in market.services.read(read_standings, StandingsRequest(board.metric, boxes=asked)).data:
        box = market.box_of(found.slug)
        record = market.record(board, box, LAST_DAY)
        assert (found.current_rank, found.value) == (ranks[LAST_DAY][box], values[LAST_DAY][box])
        assert (found.previous_rank, found.rank_change) == (record.previous_rank, record.rank_change)
        assert found.rank_state == record.rank_state


def test_counts_out_of_range_are_rejected() -> None:
    with pytest.raises(InvalidValue, match="from 0 to 100"):
        AroundRequest(box="yak", count=101)
    with pytest.raises(InvalidValue, match="from 1 to 1000"):
        StandingsRequest(boxes=())


def test_an_unknown_box_is_not_a_box_without_a_rank(market: Market) -> None:
    with pytest.raises(UnknownBox):
        market.services.read(read_around, AroundRequest(box="nobody"))
    with pytest.raises(UnknownDay):
        market.services.read(read_around, AroundRequest(game="Go", box="yak"))
    with pytest.raises(UnknownDay):
        market.services.read(read_distance, DistanceRequest(game="Go", box="yak"))


@pytest.mark.parametrize("board", SOME_BOARDS, ids=name_of)
def test_the_parts_of_every_move_of_a_day_add_up_to_it(market: Market, board: Board) -> None:
    ranks = market.ranks(board)
    for day in list(ranks)[-2:]:
        for box, rank in ranks[day].items():
            request = ExplanationRequest(board.metric, board.game, day, box=market.slugs[box])
            returned = market.services.read(read_explanation, request).data
            change = market.record(board, box, day).rank_change
            assert (returned.current_rank, returned.rank_change) == (rank, change)
            assert sum(part.change for part in returned.parts) == (change or 0)


def test_a_move_is_reported_in_words(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 390.0, "beta": 300.0, "gamma": 100.0})
    feed.give_volumes(day_after(1), {"alpha": 0.0, "beta": 300.0, "gamma": 100.0})
    services.refresh.run()
    returned = services.read(read_explanation, ExplanationRequest(day=day_after(1), box="alpha")).data
    assert returned.text == "fell 1: overtaken by beta; its own volume fell 25 %"


def test_a_later_correction_is_no_reason_of_a_move(services: ClockedServices, feed: Feed) -> None:
    listings = {"active_listings": 7}
    for number, volume in enumerate((60.0, 60.0, 800.0)):
        rows = (("alpha", 120.0), ("beta", volume))
        feed.give([observation(box, day_after(number), volume_usd=usd, **listings) for box, usd in rows])
    services.refresh.run()
    request = ExplanationRequest(day=day_after(2), box="alpha")
    explained = [services.read(read_explanation, request).data]
    services.clock.step()
    feed.give([observation("beta", day_after(0), volume_usd=60.0, active_listings=8)])
    explained.append(services.read(read_explanation, request).data)
    services.refresh.run()
    explained.append(services.read(read_explanation, request).data)
    assert {each.text for each in explained} == {"fell 1: overtaken by beta; its own volume stayed the same"}
    assert {tuple(part.kind for part in each.parts) for each in explained} == {(MoveKind.OVERTAKEN_BY,)}


def test_on_the_first_day_a_box_entered_and_has_no_parts(market: Market) -> None:
    slug = market.order(Board(), day_after(0))[0]
    returned = market.services.read(read_explanation, ExplanationRequest(day=day_after(0), box=slug)).data
    assert (returned.parts, returned.rank_change, returned.text) == ((), None, "entered at 1")


@pytest.mark.parametrize("board", BOARDS[::4], ids=name_of)
def test_the_gaps_around_a_box_are_the_nearest_other_values(market: Market, board: Board) -> None:
    ranks, values = market.ranks(board).get(LAST_DAY, {}), market.values(board).get(LAST_DAY, {})
    reported = {row["box_id"]: _is_reported(row) for row in market.rows if row["metric_date"] == LAST_DAY}
    for box, rank in ranks.items():
        request = DistanceRequest(board.metric, board.game, LAST_DAY, box=market.slugs[box])
        found = market.services.read(read_distance, request).data
        better = max((each for each in ranks.values() if each < rank), default=None)
        worse = min((each for each in ranks.values() if each > rank), default=None)
        for rung, expected in ((found.better, better), (found.worse, worse)):
            holders = sorted(market.slugs[each] for each, other in ranks.items() if other == expected)
            assert (rung.rank if rung else None) == expected
            if rung is not None:
                assert list(rung.slugs) == holders
                assert rung.value == values[market.box_of(holders[0])]
        assert (found.targets is not None) == (board.metric == Board().metric and reported[box])


def _is_reported(row: Mapping[str, Any]) -> bool:
    return not row["is_carried"] and not row["missing_marketplaces"]


def test_the_promised_volume_of_tomorrow_closes_the_gap(services: ClockedServices, feed: Feed) -> None:
    for number in range(9):
        feed.give_volumes(day_after(number), {"alpha": 310.0 + number, "beta": 200.1 + 3 * number})
    services.refresh.run()
    targets = services.read(read_distance, DistanceRequest(box="beta")).data.targets
    assert targets is not None
    assert targets.to_reach is not None
    assert targets.to_pass is not None
    after = day_after(8) + timedelta(days=1)
    for volume, rank in ((targets.to_reach - 0.05, 2), (targets.to_reach, 1), (targets.to_pass, 1)):
        feed.give([observation("beta", after, volume_usd=round(volume, 2))])
        feed.give([observation("alpha", after, volume_usd=_standing_still(services, "alpha"))])
        services.refresh.run()
        assert services.ranking.get_rank_for_box("beta", after) == rank


def _standing_still(services: ClockedServices, box: str) -> float:
    """The volume that leaves the average of a box as it was on the last day of the series."""
    return services.read(read_distance, DistanceRequest(day=day_after(8), box=box)).data.value
