"""What the API says of a random market, held against the rules in plain Python."""

import asyncio
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.boards import Board
from app.models import marketplace_days
from app.web.factory import create_app
from tests.examples import one_in
from tests.factories import Feed, SqliteDatabases, clocked_services
from tests.integration.boards.random_market import BOARDS, DAYS, Market, catalogue_of, observations_of
from tests.integration.web.conftest import API, BOARD, Web
from tests.oracles.moves_oracle import MoversOracle

SOME = settings(
    one_in(4),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ANY_BOARD = st.sampled_from(BOARDS)
DAY_NUMBERS = st.integers(0, DAYS - 1)


class Asked:
    """A market, and the application over it."""

    def __init__(self, market: Market, web: Web) -> None:
        self.market, self.web = market, web

    def json(self, path: str, board: Board, **parameters: object) -> Any:
        """An answer about a board that must be 200."""
        asked = {"metric": board.metric, "game": board.game, **parameters}
        query = "&".join(f"{name}={value}" for name, value in asked.items() if value is not None)
        return self.web.json(f"{path}?{query}")

    @cached_property
    def movers(self) -> MoversOracle:
        """The rules of movers over the rows of the market."""
        with self.market.services.database.snapshot() as connection:
            series = connection.execute(select(marketplace_days)).mappings().all()
        return MoversOracle(self.market.rows, series)

    def ranked_day(self, board: Board, number: int) -> date:
        """Any of the board's ranked days."""
        days = sorted(self.market.ranks(board))
        return days[number % len(days)]


@pytest.fixture(scope="module")
def asked(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A random market with ties, gaps, absences and a broken feed, behind the API."""
    folder: Path = tmp_path_factory.mktemp("values")
    (folder / "boxes.csv").write_text(catalogue_of())
    with clocked_services(sqlite_databases.create()) as services, asyncio.Runner() as runner:
        services.catalogue.import_file(folder / "boxes.csv")
        Feed(services, folder).give(observations_of(seed=11))
        services.refresh.run()
        yield Asked(Market(services), Web(create_app(services), services, runner))
        services.reads.stop()


@given(board=ANY_BOARD, number=DAY_NUMBERS)
@SOME
def test_a_board_has_the_ranks_order_and_movement_of_the_rules(
    asked: Asked, board: Board, number: int
) -> None:
    market, day = asked.market, asked.ranked_day(board, number)
    ranks = market.ranks(board)

    found = asked.json(BOARD, board, date=day, limit=500)

    assert [row["box"]["slug"] for row in found["data"]] == market.order(board, day)
    for position, row in enumerate(found["data"], start=1):
        box = market.box_of(row["box"]["slug"])
        record = market.record(board, box, day)
        assert (row["position"], row["current_rank"]) == (position, ranks[day][box])
        assert row["is_tied"] == (list(ranks[day].values()).count(row["current_rank"]) > 1)
        for name in ("previous_rank", "rank_change", "rank_state"):
            assert row[name] == getattr(record, name)


@given(board=ANY_BOARD, number=DAY_NUMBERS, limit=st.integers(1, 4))
@SOME
def test_cursors_lead_through_the_whole_board_once(
    asked: Asked, board: Board, number: int, limit: int
) -> None:
    day = asked.ranked_day(board, number)
    slugs: list[str] = []
    cursor = None
    for _ in range(10):
        page = asked.json(BOARD, board, date=day, limit=limit, cursor=cursor)
        slugs += [row["box"]["slug"] for row in page["data"]]
        cursor = page["meta"]["next_cursor"]
        if cursor is None:
            break

    assert slugs == asked.market.order(board, day)


@given(board=ANY_BOARD, box=st.sampled_from(["zebra", "yak", "wolf", "tiger"]))
@SOME
def test_a_rank_history_is_the_record_as_of_each_day(asked: Asked, board: Board, box: str) -> None:
    ranks, key = asked.market.ranks(board), asked.market.box_of(box)

    found = asked.json(f"{BOARD}/{box}/rank-history", board)["data"]

    assert [row["metric_date"] for row in found] == [str(day) for day in ranks if key in ranks[day]]
    for row in found:
        record = asked.market.record(board, key, date.fromisoformat(row["metric_date"]))
        for name in ("rank_state", "peak_rank", "days_ranked", "days_at_number_one", "streak"):
            assert row["record"][name] == getattr(record, name)


@given(board=ANY_BOARD)
@SOME
def test_days_have_the_flags_and_comparisons_of_the_rules(asked: Asked, board: Board) -> None:
    expected = asked.market.days(board)

    found = asked.json(f"{API}/days", board)["data"]

    returned = {
        row["metric_date"]: (row["boxes_ranked"], row["is_partial"], row["compared_with"]) for row in found
    }
    assert returned == {
        str(day): (facts.boxes_ranked, facts.is_partial, facts.compared_with and str(facts.compared_with))
        for day, facts in expected.items()
    }


@given(board=ANY_BOARD, number=DAY_NUMBERS)
@SOME
def test_a_day_drops_those_who_were_there_before(asked: Asked, board: Board, number: int) -> None:
    day = asked.ranked_day(board, number)

    dropped = asked.json(f"{API}/days/{day}", board)["data"]["dropped"]

    expected = asked.market.dropped(board, day)
    assert {row["box"]["slug"] for row in dropped} == {asked.market.slugs[box] for box in expected}


@given(board=ANY_BOARD, numbers=st.tuples(DAY_NUMBERS, DAY_NUMBERS))
@SOME
def test_two_days_compared_are_the_ranks_of_both(
    asked: Asked, board: Board, numbers: tuple[int, int]
) -> None:
    before, after = (asked.ranked_day(board, number) for number in numbers)
    ranks = asked.market.ranks(board)

    found = asked.json(f"{API}/compare", board, limit=500, **{"from": before, "to": after})

    returned = {row["slug"]: (row["rank_before"], row["rank_after"]) for row in found["data"]}
    assert returned == {
        asked.market.slugs[box]: (ranks[before].get(box), ranks[after].get(box))
        for box in ranks[before].keys() | ranks[after].keys()
    }


@given(board=ANY_BOARD, number=DAY_NUMBERS, boxes=st.permutations(["zebra", "yak", "wolf", "tiger", "owl"]))
@SOME
def test_ranks_of_many_boxes_are_those_of_the_rules(
    asked: Asked, board: Board, number: int, boxes: list[str]
) -> None:
    day = asked.ranked_day(board, number)
    ranks = {asked.market.slugs[box]: rank for box, rank in asked.market.ranks(board)[day].items()}

    found = asked.json(f"{API}/ranks", board, date=day, boxes=",".join(boxes))

    assert {row["slug"]: row["current_rank"] for row in found["data"]} == {
        box: ranks[box] for box in boxes if box in ranks
    }
    assert [row["box"] for row in found["meta"]["missing"]] == [box for box in boxes if box not in ranks]


@given(board=ANY_BOARD, number=DAY_NUMBERS)
@SOME
def test_movers_are_the_lively_comparable_boxes_of_a_whole_day(
    asked: Asked, board: Board, number: int
) -> None:
    day, market = asked.ranked_day(board, number), asked.market
    ranks, shown = market.ranks(board), market.days(board)[day]
    compared_with = None if shown.is_partial else shown.compared_with
    changes = (
        {}
        if compared_with is None
        else asked.movers.rank_changes(board.metric, ranks[compared_with], ranks[day], (compared_with, day))
    )

    found = asked.json(f"{API}/movers", board, date=day, limit=100)["data"]

    returned = {row["box"]["slug"]: row["rank_change"] for row in found["climbers"] + found["fallers"]}
    assert returned == {market.slugs[box]: change for box, change in changes.items()}
    assert all(row["rank_change"] > 0 for row in found["climbers"])
