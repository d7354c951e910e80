"""Every metric, every game, any day: pages, records and days equal the plain rules."""

from dataclasses import asdict
from datetime import date

import pytest

from app.domain.boards import PRIMARY_METRIC, Board
from app.domain.days import LATEST_DAY
from app.domain.errors import NoRanks, UnknownChoice, UnknownDay
from app.read.board import LeaderboardRequest, read_board
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.read.rank_history import RankHistoryRequest, read_rank_history
from app.schemas import BoardPageMeta, LeaderboardRow
from tests.factories import day_after
from tests.integration.boards.random_market import BOARDS, BOARDS_OF_MARKETS, DAYS, METRICS, Market, name_of

DAYS_SHOWN = [1, 11, 20, 21, 28, 34, DAYS - 1]


def page_of(market: Market, board: Board, day: date, **options: object) -> list[LeaderboardRow]:
    request = LeaderboardRequest(day, board.game, 100, metric=board.metric, **options)  # type: ignore[arg-type]
    return market.services.read(read_board, request).data


def _meta(market: Market, request: LeaderboardRequest) -> BoardPageMeta:
    return market.services.read(read_board, request).meta


def record_of(row: LeaderboardRow) -> dict[str, object]:
    """A row's ranks and record under the names of the oracle."""
    assert row.record is not None
    ranks = {"previous_rank": row.previous_rank, "rank_change": row.rank_change}
    return ranks | asdict(row.record)


@pytest.mark.parametrize(("market", "board"), BOARDS_OF_MARKETS, indirect=["market"], ids=name_of)
def test_every_board_equals_the_plain_rules(market: Market, board: Board) -> None:
    ranks = market.ranks(board)
    for day in [day_after(number) for number in DAYS_SHOWN if day_after(number) in ranks]:
        rows = page_of(market, board, day, include_history=True)
        assert [row.box.slug for row in rows] == market.order(board, day)
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            box = market.box_of(row.box.slug)
            assert row.current_rank == ranks[day][box]
            assert row.is_tied == (list(ranks[day].values()).count(row.current_rank) > 1)
            assert record_of(row) == asdict(market.record(board, box, day))
            assert row.record is not None
            assert row.rank_state == row.record.rank_state


@pytest.mark.parametrize(("market", "board"), BOARDS_OF_MARKETS, indirect=["market"], ids=name_of)
def test_the_days_of_every_board_equal_the_plain_rules(market: Market, board: Board) -> None:
    expected = market.days(board)
    found = market.services.read(read_days, BoardDaysRequest(board.metric, board.game)).data
    assert [(day.metric_date, day.boxes_ranked, day.is_partial, day.compared_with) for day in found] == [
        (day, facts.boxes_ranked, facts.is_partial, facts.compared_with) for day, facts in expected.items()
    ]
    observed = market.observed(board.game)
    assert [day.boxes_observed for day in found] == [observed[day] for day in expected]
    assert [day.later_day for day in found[:-1]] == [day.metric_date for day in found[1:]]
    assert [day.earlier_day for day in found[1:]] == [day.metric_date for day in found[:-1]]


@pytest.mark.parametrize(("market", "board"), BOARDS_OF_MARKETS, indirect=["market"], ids=name_of)
def test_every_day_drops_the_boxes_that_the_plain_rules_drop(market: Market, board: Board) -> None:
    ranks = market.ranks(board)
    for number in DAYS_SHOWN:
        day = day_after(number)
        if day in ranks:
            gone = market.services.read(read_day, DayRequest(board.metric, board.game, day)).data.dropped
            expected = market.dropped(board, day)
            assert {market.box_of(each.box.slug) for each in gone} == expected
            before = market.days(board)[day].compared_with
            assert all(each.last_rank_date == before for each in gone)


@pytest.mark.parametrize("metric", METRICS)
def test_a_rank_inside_a_game_is_next_to_the_global_and_the_primary_rank(market: Market, metric: str) -> None:
    day = market.default_day(Board(metric, "Chess"))
    everywhere, primary = market.ranks(Board(metric))[day], market.ranks(Board())[day]
    for row in page_of(market, Board(metric, "Chess"), day):
        box = market.box_of(row.box.slug)
        assert (row.global_rank, row.primary_rank) == (everywhere[box], primary.get(box))


def test_the_primary_page_is_the_same_from_stored_and_from_packed_ranks(market: Market) -> None:
    for number in DAYS_SHOWN:
        day = day_after(number)
        lean = page_of(market, Board(), day)
        packed = page_of(market, Board(), day, query="a")
        by_slug = {row.box.slug: row for row in lean}
        assert packed
        assert all(row == by_slug[row.box.slug] for row in packed)


def test_worst_first_reverses_the_display_and_keeps_the_ranks(market: Market) -> None:
    board, day = Board("floor_price_usd"), day_after(DAYS - 1)
    best, worst = page_of(market, board, day), page_of(market, board, day, order="worst")
    assert worst == best[::-1]


def test_a_search_keeps_ranks_and_positions(market: Market) -> None:
    board, day = Board("floor_price_usd"), day_after(DAYS - 1)
    everyone = page_of(market, board, day)
    found = page_of(market, board, day, query="YAK box")
    assert found == [row for row in everyone if "yak" in row.box.slug]
    assert page_of(market, board, day, query="100%") == []


def test_without_a_day_the_latest_whole_one_of_that_very_board_is_shown(market: Market) -> None:
    for board in BOARDS:
        meta = _meta(market, LeaderboardRequest(None, board.game, metric=board.metric))
        assert (meta.date, meta.date_asked) == (market.default_day(board), None)


def test_latest_is_the_newest_day_of_the_board_partial_or_not(market: Market) -> None:
    for board in BOARDS[::5]:
        meta = _meta(market, LeaderboardRequest(LATEST_DAY, board.game, metric=board.metric))
        assert meta.date == meta.date_asked == max(market.ranks(board))


def test_a_rank_history_shows_each_day_as_it_was_known_then(market: Market) -> None:
    board, box = Board("floor_price_usd", "Chess"), market.box_of("yak-2")
    ranks, values = market.ranks(board), market.values(board)
    request = RankHistoryRequest("yak-2", board.metric, board.game, start=day_after(5), end=day_after(40))
    found = market.services.read(read_rank_history, request).data
    expected = [day for day in ranks if box in ranks[day] and day_after(5) <= day <= day_after(40)]
    assert [row.metric_date for row in found] == expected
    for row in found:
        record = {"previous_rank": row.previous_rank, "rank_change": row.rank_change} | asdict(row.record)
        assert record == asdict(market.record(board, box, row.metric_date))
        assert row.value == values[row.metric_date][box]


def test_a_box_of_another_game_has_no_history_on_the_board(market: Market) -> None:
    request = RankHistoryRequest("wolf", PRIMARY_METRIC, "Chess")
    assert market.services.read(read_rank_history, request).data == []


def test_a_board_that_never_ranked_a_box_names_those_that_did(market: Market) -> None:
    request = LeaderboardRequest(metric="market_price_90d_change_pct", game="go")
    with pytest.raises(NoRanks, match=r"market price change, 90 days in Go has no ranks") as rejected:
        market.services.read(read_board, request)
    assert rejected.value.choices == tuple(METRICS)


def test_an_unknown_metric_or_game_is_rejected_with_the_choices(market: Market) -> None:
    with pytest.raises(UnknownChoice, match="momentum_pct"):
        LeaderboardRequest(metric="price")
    with pytest.raises(UnknownChoice, match="Chess, Go"):
        market.services.read(read_board, LeaderboardRequest(game="Poker"))


def test_a_day_on_which_a_board_ranks_no_box_is_unknown(market: Market) -> None:
    first = min(market.ranks(Board("momentum_pct")))
    with pytest.raises(UnknownDay, match=rf"no ranks on 2026-01-01\. Its first day is {first}\."):
        page_of(market, Board("momentum_pct"), day_after(0))
    with pytest.raises(UnknownDay, match=r"no ranks on 2026-01-10\. The nearest days .* are 2026-01-09 and"):
        page_of(market, Board("floor_price_usd"), day_after(9))
    with pytest.raises(UnknownDay, match=rf"on 2027-01-01\. Its newest day is {day_after(DAYS - 1)}\."):
        page_of(market, Board(), date(2027, 1, 1))
