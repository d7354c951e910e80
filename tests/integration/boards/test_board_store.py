"""The stored boards follow the metrics, and what stays the same stays untouched."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from app.domain.boards import Board
from app.models import board_days, board_games, board_ranks, market_days
from app.read.board import LeaderboardRequest, read_board
from app.read.days import BoardDaysRequest, read_days
from app.repositories.board_vectors import PackedRanks, pack_days, unpack
from tests.factories import ClockedServices, DatabaseStore, Feed, Rows, day_after, fresh_services, rows_of

BOXES = ("alpha", "beta", "gamma", "delta")
CATALOGUE = "slug,name,game_type\nalpha,Alpha,Chess\nbeta,Beta,Chess\ngamma,Gamma,Go\ndelta,Delta,\n"
Boards = tuple[Rows, Rows, Rows, Rows]


def boards_of(services: ClockedServices) -> Boards:
    ranks, days, games, market = (
        rows_of(services.database, table) for table in (board_ranks, board_days, board_games, market_days)
    )
    return ranks, days, games, market


def feed_into(services: ClockedServices, folder: Path) -> Feed:
    """A feed into a house whose boxes have their keys already."""
    (folder / "boxes.csv").write_text(CATALOGUE)
    services.catalogue.import_file(folder / "boxes.csv")
    return Feed(services, folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("boards-store")


def give_days(feed: Feed, days: int, volumes: Mapping[str, float | None]) -> None:
    for number in range(days):
        feed.give_volumes(day_after(number), volumes)


def test_both_databases_hold_the_same_boards(
    sqlite_databases: DatabaseStore, postgres_databases: DatabaseStore, folder: Path
) -> None:
    rows = [
        {"box": box, "metric_date": day_after(day).isoformat(), "volume_usd": (day * 7 + index * 13) % 5}
        for day in range(12)
        for index, box in enumerate(BOXES)
    ]
    found = []
    for store in (sqlite_databases, postgres_databases):
        with fresh_services(store) as services:
            feed_into(services, folder).give(rows)
            services.refresh.run()
            found.append(boards_of(services))
    assert found[0] == found[1]
    assert len(found[0][0]) > 12


def test_a_correction_rewrites_its_days_and_no_other(services: ClockedServices, feed: Feed) -> None:
    give_days(feed, 9, {"alpha": 30.0, "beta": 20.0, "gamma": 10.0})
    services.refresh.run()
    before = boards_of(services)[0]
    feed.give_volumes(day_after(7), {"gamma": 25.0})
    services.refresh.run()
    after = boards_of(services)[0]
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert {day for metric, day in changed if metric == "daily_volume_usd"} == {day_after(7)}
    assert {day for metric, day in changed if metric == "momentum_pct"} == {day_after(7), day_after(8)}
    assert len(changed) == 3


def test_a_day_that_loses_its_last_box_leaves_the_boards(services: ClockedServices, feed: Feed) -> None:
    give_days(feed, 3, {"alpha": 30.0})
    services.refresh.run()
    feed.give([{"box": "alpha", "metric_date": day_after(2).isoformat(), "action": "delete"}])
    services.refresh.run()
    assert {key[1] for key in boards_of(services)[0]} == {day_after(0), day_after(1)}
    assert max(key[2] for key in boards_of(services)[1]) == day_after(1)


def test_a_box_moved_to_another_game_is_ranked_there_after_the_next_refresh(
    services: ClockedServices, tmp_path: Path
) -> None:
    feed = feed_into(services, tmp_path)
    give_days(feed, 3, {"alpha": 10.0, "beta": 20.0, "gamma": 30.0})
    services.refresh.run()
    (tmp_path / "boxes.csv").write_text(CATALOGUE.replace("Alpha,Chess", "Alpha,Go"))
    services.catalogue.import_file(tmp_path / "boxes.csv")
    report = services.refresh.run()
    assert report.is_new_generation
    page = services.read(read_board, LeaderboardRequest(day_after(0), "Go"))
    assert [(row.box.slug, row.current_rank) for row in page.data] == [("gamma", 1), ("alpha", 2)]
    days = services.read(read_days, BoardDaysRequest(game="Chess")).data
    assert [day.boxes_ranked for day in days] == [1, 1, 1]


def test_boards_that_were_never_ranked_are_all_ranked_at_the_next_refresh(
    services: ClockedServices, feed: Feed
) -> None:
    give_days(feed, 4, {"alpha": 30.0, "beta": 20.0})
    services.refresh.run()
    before = boards_of(services)
    services.database.downgrade("004")
    services.database.upgrade()
    services.refresh.run()
    assert boards_of(services) == before


def packed_day(box_ids: list[int], ranks: list[int]) -> tuple[int, list[bytes]]:
    rows = pl.DataFrame({"metric_date": day_after(0), "box_id": box_ids, "rank": ranks})
    rows = rows.with_columns(game_rank=pl.lit(0), position=pl.int_range(1, pl.len() + 1))
    _, width, *vectors = pack_days(rows).row(0)
    return width, vectors


@pytest.mark.parametrize(("largest", "expected"), [(2**16 - 1, 2), (2**16, 4), (2**31, 4)])
def test_packed_numbers_come_back_whatever_their_size(largest: int, expected: int) -> None:
    width, vectors = packed_day([1, 258, largest], [3, 1, 2])
    assert width == expected
    assert unpack(vectors, width)["box_id"].to_list() == [1, 258, largest]
    found = PackedRanks(vectors[0], vectors[1], width).of([0, 1, 257, 258, largest, largest + 1])
    assert list(found) == [(1, 3), (258, 1), (largest, 2)]


def test_each_day_is_packed_by_its_own_size() -> None:
    rows = pl.DataFrame({"metric_date": [day_after(0), day_after(1)], "box_id": [7, 70_000]})
    rows = rows.with_columns(pl.lit(1).alias(name) for name in ("rank", "game_rank", "position"))
    assert pack_days(rows).sort("metric_date")["item_bytes"].to_list() == [2, 4]


def test_a_rank_of_zero_is_no_rank() -> None:
    width, vectors = packed_day([1, 2], [0, 5])
    assert list(PackedRanks(vectors[0], vectors[1], width).of([1, 2])) == [(2, 5)]


def test_a_board_without_ranks_is_not_stored(services: ClockedServices, feed: Feed) -> None:
    give_days(feed, 2, {"alpha": 30.0})
    services.refresh.run()
    assert {key[0] for key in boards_of(services)[0]} == {
        "daily_volume_usd",
        Board().metric,
        "unified_volume_30d_sma",
        "volume_30d_usd",
    }
