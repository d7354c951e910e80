"""What is read of any board of a random market equals the oracle: days, ranks, records, who left."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given

from app.domain.boards import BOARD_METRICS
from app.read.around import StandingsRequest, read_standings
from app.read.board import LeaderboardRequest, read_board
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.schemas import LeaderboardRow
from tests.examples import costly
from tests.factories import ClockedServices, SqliteDatabases
from tests.integration.oracle.publishing import published_services
from tests.oracles.boards import BoardDay, Entry
from tests.oracles.market import ALL_GAMES, OracleMarket
from tests.oracles.published import Published
from tests.oracles.random_markets import markets

BOARDS, DAYS = 5, 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("boards-as-read")


@costly(2)
@given(market=markets(boxes=5))
def test_boards_are_read_as_the_oracle_has_them(
    sqlite_databases: SqliteDatabases, folder: Path, market: OracleMarket
) -> None:
    published, dice = Published(market), Random(len(market.observations))
    boards = [(metric, game) for metric in BOARD_METRICS for game in published.games]
    with published_services(sqlite_databases, folder, market) as services:
        for metric, game in dice.sample(boards, BOARDS):
            expected = published.board(metric, game)
            if expected:
                assert_days_are(services, metric, game, expected)
            for day in dice.sample(list(expected), min(DAYS, len(expected))):
                assert_day_is(services, metric, game, day, expected[day])


def assert_days_are(
    services: ClockedServices, metric: str, game: str, expected: dict[date, BoardDay]
) -> None:
    found = services.read(read_days, BoardDaysRequest(metric, _named(game))).data
    assert [
        (each.metric_date, each.boxes_ranked, each.boxes_observed, each.boxes_expected, each.is_partial)
        for each in found
    ] == [
        (day, each.boxes_ranked, each.reported.boxes_observed, each.reported.boxes_expected,
         each.reported.is_partial)
        for day, each in expected.items()
    ]  # fmt: skip
    compared_with = [each.compared_with for each in found]
    assert compared_with == [each.compared_with for each in expected.values()]


def assert_day_is(services: ClockedServices, metric: str, game: str, day: date, expected: BoardDay) -> None:
    request = LeaderboardRequest(day, _named(game), 100, metric=metric, include_history=True)
    rows = services.read(read_board, request).data
    boxes = tuple(row.box.slug for row in rows)
    standings = services.read(read_standings, StandingsRequest(metric, _named(game), day, boxes=boxes)).data
    percentiles = {each.slug: each.percentile for each in standings}
    found = [_entry(metric, row, percentiles[row.box.slug]) for row in rows]
    assert found == list(map(asdict, expected.entries))
    story = services.read(read_day, DayRequest(metric, _named(game), day)).data
    gone = {(each.box.slug, each.last_observed_on, each.reason) for each in story.dropped}
    assert gone == {(each.box, each.last_observed_on, each.reason) for each in expected.dropped}


def _named(game: str) -> str | None:
    return None if game == ALL_GAMES else game


def _entry(metric: str, row: LeaderboardRow, percentile: float | None) -> dict[str, Any]:
    record = asdict(row.record) if row.record else {}
    own = {name: getattr(row, name) for name in ("current_rank", "position", "previous_rank", "rank_change")}
    facts = {
        "box": row.box.slug,
        "value": getattr(row.figures, metric),
        "is_carried": row.figures.is_carried,
        "percentile": percentile,
    }
    known = record | own | facts
    return {name: known[name] for name in Entry.__dataclass_fields__}
