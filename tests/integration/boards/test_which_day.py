"""Which day is shown where none is named: the latest whole one, with a day in progress beside it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from app.domain.days import LATEST_DAY
from app.domain.errors import NoRanks, NothingPublished, NotObserved, UnknownDay
from app.read.around import AroundRequest, StandingsRequest, read_around, read_standings
from app.read.board import LeaderboardRequest, read_board
from app.read.box import BoxComparisonRequest, BoxDetailRequest, read_box, read_box_comparison
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.read.movers import MoversRequest, read_movers
from app.read.rank_history import RankHistoryRequest, read_rank_history
from app.read.series import TimeSeriesRequest, read_series
from app.schemas import BoardMeta, DayInProgress, Leaderboard, LeaderboardRow
from tests.factories import ClockedServices, Feed, day_after, observation

VOLUMES = {"alpha": 270.0, "beta": 240.0, "gamma": 200.0, "delta": 150.0, "eps": 120.0, "zeta": 100.0}
BROKEN, AFTER = 7, 8


def publish(services: ClockedServices, feed: Feed, days: Mapping[int, Mapping[str, float]]) -> None:
    feed.give_market({day_after(number): volumes for number, volumes in days.items()})
    services.refresh.run()


def whole_days(*numbers: int) -> dict[int, Mapping[str, float]]:
    return dict.fromkeys(numbers, VOLUMES)


def board(services: ClockedServices, **options: Any) -> Leaderboard:
    return services.read(read_board, LeaderboardRequest(**options))


def row_of(found: Leaderboard, slug: str) -> LeaderboardRow:
    return next(row for row in found.data if row.box.slug == slug)


@pytest.fixture
def broken(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Seven whole days, then one of which zeta alone is reported, with a volume that makes it number one."""
    publish(services, feed, {**whole_days(*range(BROKEN)), BROKEN: {"zeta": 800.0}})
    return services


def every_meta(services: ClockedServices, day: date | None) -> Sequence[BoardMeta]:
    """The meta of every answer about a day."""
    return [
        board(services, day=day).meta,
        services.read(read_around, AroundRequest(day=day, box="alpha")).meta,
        services.read(read_standings, StandingsRequest(day=day, boxes=("alpha",))).meta,
        services.read(read_movers, MoversRequest(day=day)).meta,
        services.read(read_day, DayRequest(day=day)).meta,
        services.read(read_days, BoardDaysRequest(day=day)).meta,
        services.read(read_box, BoxDetailRequest("alpha", day)).meta,
        services.read(read_box_comparison, BoxComparisonRequest(("alpha", "zeta"), day)).meta,
    ]


def test_every_answer_shows_the_latest_whole_day_and_names_the_one_in_progress(
    broken: ClockedServices,
) -> None:
    for meta in every_meta(broken, None):
        assert (meta.date, meta.date_asked, meta.is_partial) == (day_after(BROKEN - 1), None, False)
        assert (meta.boxes_observed, meta.boxes_expected) == (6, 6.0)
        assert meta.in_progress == DayInProgress(day_after(BROKEN), 1, 6.0)
        assert meta.metric == "unified_volume_7d_ema"


def test_latest_asks_for_the_day_in_progress(broken: ClockedServices) -> None:
    for meta in every_meta(broken, LATEST_DAY):
        assert meta.date == meta.date_asked == day_after(BROKEN)
        assert (meta.is_partial, meta.boxes_observed, meta.boxes_expected) == (True, 1, 6.0)
        assert meta.in_progress is None


def test_every_page_of_a_board_names_the_day_in_progress(broken: ClockedServices) -> None:
    first = board(broken, limit=2)
    second = board(broken, limit=2, cursor=first.meta.next_cursor)
    assert second.data[0].position == 3
    assert (second.meta.date, second.meta.in_progress) == (first.meta.date, first.meta.in_progress)


def test_a_board_that_is_ranked_on_partial_days_alone_shows_the_newest_of_them(
    services: ClockedServices, feed: Feed
) -> None:
    publish(services, feed, whole_days(0, 1))
    feed.give([observation("alpha", day_after(2), volume_usd=1.0, floor_price_usd=4.0)])
    feed.give([observation("alpha", day_after(3), volume_usd=1.0, floor_price_usd=5.0)])
    services.refresh.run()
    found = board(services, metric="floor_price_usd")
    assert (found.meta.date, found.meta.is_partial) == (day_after(3), True)
    assert (found.meta.previous_ranked_day, found.meta.in_progress) == (None, None)
    assert [(row.rank_state, row.rank_change) for row in found.data] == [("NEW", None)]


def test_a_named_day_is_shown_without_a_day_in_progress(broken: ClockedServices) -> None:
    for meta in every_meta(broken, day_after(3)):
        assert (meta.date, meta.date_asked, meta.in_progress) == (day_after(3), day_after(3), None)


def test_on_a_partial_day_ranks_move_and_records_stand(broken: ClockedServices) -> None:
    found = board(broken, day=LATEST_DAY, include_history=True)
    zeta, alpha = row_of(found, "zeta"), row_of(found, "alpha")
    assert (zeta.current_rank, zeta.previous_rank, zeta.rank_change, zeta.rank_state) == (1, 6, 5, "UP")
    assert (alpha.current_rank, alpha.figures.is_carried) == (2, True)
    assert alpha.figures.observed_on == day_after(BROKEN - 1)
    assert zeta.record is not None
    assert alpha.record is not None
    assert (zeta.record.peak_rank, zeta.record.peak_date) == (6, day_after(0))
    assert (zeta.record.days_ranked, zeta.record.streak, zeta.record.days_at_number_one) == (7, 7, 0)
    assert (alpha.record.days_at_number_one, alpha.record.streak) == (7, 7)


def test_the_day_after_a_broken_one_is_the_front_page_and_compared_with_the_last_whole_one(
    broken: ClockedServices, feed: Feed
) -> None:
    publish(broken, feed, {AFTER: VOLUMES | {"zeta": 0.0}})
    found = board(broken, include_history=True)
    assert (found.meta.date, found.meta.previous_ranked_day) == (day_after(AFTER), day_after(BROKEN - 1))
    assert found.meta.in_progress is None
    zeta, alpha = row_of(found, "zeta"), row_of(found, "alpha")
    assert (zeta.current_rank, zeta.rank_change, zeta.figures.unified_volume_7d_ema) == (3, 3, 206.25)
    assert zeta.record is not None
    assert alpha.record is not None
    assert (zeta.record.peak_rank, zeta.record.peak_date) == (3, day_after(AFTER))
    assert (zeta.record.days_ranked, zeta.record.days_at_number_one) == (8, 0)
    assert (alpha.rank_change, alpha.record.days_at_number_one, alpha.record.streak) == (0, 8, 8)


def test_the_days_of_a_board_have_reported_and_expected_boxes(broken: ClockedServices) -> None:
    days = broken.read(read_days, BoardDaysRequest()).data
    facts = [(day.boxes_ranked, day.boxes_observed, day.boxes_expected, day.is_partial) for day in days]
    assert facts == [(6, 6, None, False), *[(6, 6, 6.0, False)] * 6, (6, 1, 6.0, True)]
    assert days[-1].compared_with == day_after(BROKEN - 1)


def test_a_rank_history_and_a_series_mark_what_is_carried(broken: ClockedServices) -> None:
    history = broken.read(read_rank_history, RankHistoryRequest("alpha")).data
    assert [day.record.days_at_number_one for day in history] == [1, 2, 3, 4, 5, 6, 7, 7]
    assert [(day.is_carried, day.is_partial) for day in history] == [(False, False)] * 7 + [(True, True)]
    series = broken.read(read_series, TimeSeriesRequest("alpha", ("is_carried", "observed_on")))
    assert [row["is_carried"] for row in series.data] == [False] * 7 + [True]
    assert series.data[-1]["observed_on"] == day_after(BROKEN - 1)
    latest = TimeSeriesRequest("alpha", ("is_carried", "observed_on"), end=LATEST_DAY)
    assert broken.read(read_series, latest) == series


def test_a_feed_that_shrank_for_good_is_whole_again_after_four_days(
    services: ClockedServices, feed: Feed
) -> None:
    few = {"alpha": 300.0, "beta": 200.0}
    publish(services, feed, whole_days(*range(7)) | dict.fromkeys(range(7, 12), few))
    days = services.read(read_days, BoardDaysRequest()).data
    assert [day.is_partial for day in days[7:]] == [True, True, True, True, False]
    assert board(services).meta.date == day_after(11)


def test_carried_boxes_do_not_make_a_day_whole(services: ClockedServices, feed: Feed) -> None:
    publish(services, feed, whole_days(*range(3)) | {3: {"alpha": 1.0, "beta": 1.0, "gamma": 1.0}})
    assert board(services).meta.date == day_after(3)
    publish(services, feed, {5: {"alpha": 1.0, "beta": 1.0}})
    found = board(services, day=LATEST_DAY)
    assert (found.meta.boxes_ranked, found.meta.boxes_observed, found.meta.is_partial) == (6, 2, True)


def test_a_first_day_is_whole_and_everything_on_it_is_new(services: ClockedServices, feed: Feed) -> None:
    publish(services, feed, {0: {"alpha": 2.0}})
    found = board(services, include_history=True)
    assert (found.meta.is_partial, found.meta.boxes_expected) == (False, None)
    assert (found.meta.previous_ranked_day, found.meta.in_progress) == (None, None)
    (row,) = found.data
    assert row.record is not None
    assert (row.rank_state, row.record.peak_rank, row.record.days_ranked) == ("NEW", 1, 1)


def test_a_box_first_reported_on_a_partial_day_is_new_until_a_whole_day_has_it(
    broken: ClockedServices, feed: Feed
) -> None:
    publish(broken, feed, {BROKEN: {"young": 5.0}})
    for options in ({}, {"order": "worst"}, {"metric": "daily_volume_usd"}):
        shown = board(broken, day=LATEST_DAY, **options)
        assert row_of(shown, "young").rank_state == "NEW"
    publish(broken, feed, {AFTER: VOLUMES | {"young": 5.0}})
    young = row_of(board(broken, include_history=True), "young")
    assert young.record is not None
    assert (young.rank_state, young.record.days_ranked, young.record.streak) == ("NEW", 1, 1)
    assert (young.previous_rank, young.record.peak_date) == (None, day_after(AFTER))
    assert row_of(board(broken, order="worst"), "young").rank_state == "NEW"


def test_a_box_that_left_comes_back_as_a_re_entry_with_its_last_whole_day(
    services: ClockedServices, feed: Feed
) -> None:
    without = {slug: volume for slug, volume in VOLUMES.items() if slug != "beta"}
    publish(services, feed, whole_days(0, 1) | dict.fromkeys(range(2, 9), without) | whole_days(9))
    carried = board(services, day=day_after(7), include_history=True)
    beta = row_of(carried, "beta")
    assert beta.record is not None
    assert (beta.rank_state, beta.figures.observed_on, beta.record.streak) == ("SAME", day_after(1), 8)
    (gone,) = services.read(read_day, DayRequest(day=day_after(8))).data.dropped
    assert (gone.box.slug, gone.last_rank, gone.last_rank_date) == ("beta", 2, day_after(7))
    assert (gone.last_observed_on, gone.reason) == (day_after(1), "unreported")
    back = row_of(board(services, include_history=True), "beta")
    assert back.record is not None
    assert (back.rank_state, back.record.last_rank, back.record.last_rank_date) == (
        "RE_ENTRY",
        2,
        day_after(7),
    )
    assert (back.record.streak, back.record.days_ranked) == (1, 9)


def test_a_box_whose_figure_is_missing_dropped_out_for_want_of_it(
    services: ClockedServices, feed: Feed
) -> None:
    feed.give([observation(box, day_after(0), floor_price_usd=9.0, volume_usd=4.0) for box in ("alpha", "b")])
    feed.give([observation("alpha", day_after(1), floor_price_usd=9.0, volume_usd=4.0)])
    feed.give([observation("b", day_after(1), floor_price_usd=9.0)])
    services.refresh.run()
    day = services.read(read_day, DayRequest("daily_volume_usd", day=day_after(1))).data
    assert [(gone.box.slug, gone.reason) for gone in day.dropped] == [("b", "no_figure")]
    assert day.dropped[0].last_observed_on == day_after(1)


def test_games_have_days_of_their_own(services: ClockedServices, feed: Feed, tmp_path: Any) -> None:
    games = {"alpha": "Chess", "beta": "Chess", "gamma": "Go", "delta": "Go"}
    rows = "".join(f"{slug},{slug},{game}\n" for slug, game in games.items())
    (tmp_path / "boxes.csv").write_text(f"slug,name,game_type\n{rows}")
    services.catalogue.import_file(tmp_path / "boxes.csv")
    everything = dict.fromkeys(games, 10.0)
    chess = {"alpha": 10.0, "beta": 10.0}
    publish(services, feed, {0: everything, 1: everything, 2: chess, 3: chess | {"gamma": 10.0}})
    publish(services, feed, {4: {"gamma": 10.0, "delta": 10.0}})
    go = services.read(read_days, BoardDaysRequest(game="Go")).data
    assert [(day.metric_date, day.boxes_observed, day.is_partial) for day in go] == [
        (day_after(0), 2, False),
        (day_after(1), 2, False),
        (day_after(3), 1, False),
        (day_after(4), 2, False),
    ]
    assert [day.compared_with for day in go] == [None, day_after(0), day_after(1), day_after(3)]
    chess_days = services.read(read_days, BoardDaysRequest(game="Chess")).data
    assert [day.metric_date for day in chess_days] == [day_after(number) for number in range(4)]
    assert board(services, game="Chess").meta.date == day_after(3)
    assert board(services, game="Go").meta.date == board(services).meta.date == day_after(4)
    with pytest.raises(UnknownDay, match=r"The nearest days with ranks are 2026-01-02 and 2026-01-04\."):
        board(services, game="Go", day=day_after(2))
    publish(services, feed, {5: {"alpha": 10.0, "gamma": 10.0, "delta": 10.0}, 6: {"gamma": 10.0}})
    assert board(services, game="go").meta.in_progress is None
    assert board(services).meta.in_progress == DayInProgress(day_after(6), 1, 3.0)


def test_a_box_first_reported_on_the_day_in_progress_is_shown_on_it(
    broken: ClockedServices, feed: Feed
) -> None:
    publish(broken, feed, {BROKEN: {"young": 5.0}})
    detail = broken.read(read_box, BoxDetailRequest("young"))
    assert (detail.meta.date, detail.data.metric_date) == (day_after(BROKEN), day_after(BROKEN))
    with pytest.raises(
        NotObserved, match=r"young has not been reported by 2026-01-03\. .* is of 2026-01-08\."
    ):
        broken.read(read_box, BoxDetailRequest("young", day_after(2)))


def test_a_box_of_the_catalogue_that_was_never_reported_says_so(
    broken: ClockedServices, tmp_path: Any
) -> None:
    (tmp_path / "boxes.csv").write_text("slug,name\nsealed,Sealed\n")
    broken.catalogue.import_file(tmp_path / "boxes.csv")
    with pytest.raises(NotObserved, match=r"^sealed has not been reported by 2026-01-08\.$"):
        broken.read(read_box, BoxDetailRequest("sealed"))


def test_a_box_that_is_silent_for_longer_is_shown_as_of_its_last_figures(
    services: ClockedServices, feed: Feed
) -> None:
    without = {slug: volume for slug, volume in VOLUMES.items() if slug != "beta"}
    publish(services, feed, whole_days(0, 1) | dict.fromkeys(range(2, 12), without))
    detail = services.read(read_box, BoxDetailRequest("beta"))
    assert (detail.meta.date, detail.data.metric_date) == (day_after(11), day_after(7))
    assert detail.data.figures.observed_on == day_after(1)
    assert detail.data.ranks.current_rank == 2


def test_an_unknown_day_names_the_days_beside_it(broken: ClockedServices) -> None:
    with pytest.raises(UnknownDay, match=r"no ranks on 2026-03-01\. Its newest day is 2026-01-08\."):
        board(broken, day=date(2026, 3, 1))
    with pytest.raises(UnknownDay, match=r"no ranks on 2025-12-31\. Its first day is 2026-01-01\."):
        board(broken, day=date(2025, 12, 31), metric="daily_volume_usd")


def test_a_board_without_any_rank_names_those_that_have_some(broken: ClockedServices) -> None:
    with pytest.raises(
        NoRanks, match=r"^The board by .* has no ranks\. Boards with ranks: daily_volume_usd, "
    ):
        board(broken, metric="liquidity_score")


def test_nothing_is_published_only_before_the_first_publication(
    services: ClockedServices, feed: Feed
) -> None:
    with pytest.raises(NothingPublished):
        board(services)
    publish(services, feed, {0: {"alpha": 2.0}})
    feed.give([{"box": "alpha", "metric_date": day_after(0).isoformat(), "action": "delete"}])
    services.refresh.run()
    with pytest.raises(NoRanks, match=r"^No box has a figure that ranks it\.$"):
        board(services)
    with pytest.raises(NoRanks):
        services.read(read_days, BoardDaysRequest())
