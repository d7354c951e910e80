"""The Python client asks a real server everything that the API has."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from boxrank_client import (
    Allowance,
    Boxrank,
    InvalidRequest,
    Patience,
    TooManyRequests,
    UnknownBox,
    UnknownDay,
)

from tests.e2e.conftest import DAY_OF_NEWCOMER, LAST_DAY, PARTIAL_DAY
from tests.e2e.web_server import WebServer

LIMIT = 150
KEY_OF_ANOTHER = "another-client"


@pytest.fixture(scope="module")
def server(market_url: str) -> Iterator[WebServer]:
    """A server over the small market."""
    settings = {"BOXRANK_RATE_LIMIT": f"{LIMIT}/day", "BOXRANK_API_KEYS": KEY_OF_ANOTHER}
    with WebServer(market_url, settings=settings) as server:
        yield server


@pytest.fixture
def boxes(server: WebServer) -> Iterator[Boxrank]:
    """A client of it."""
    with Boxrank(f"http://127.0.0.1:{server.port}") as client:
        yield client


def test_a_board_has_ranks_ties_states_and_figures(boxes: Boxrank) -> None:
    board = boxes.board()
    first, second = board.data[:2]

    assert [row.box.slug for row in board.data] == ["gamma", "alpha", "beta", "delta", "epsilon"]
    assert (first.current_rank, first.rank_change, first.rank_state) == (1, 2, "UP")
    assert (second.is_tied, second.figures.floor_price_usd) == (True, 1234.5)
    assert board.meta.date == LAST_DAY
    assert board.meta.published_at.tzinfo is not None
    assert board.meta.published_at < datetime.now(UTC)
    assert board.meta.total == 5


def test_a_board_can_be_turned_searched_and_dated(boxes: Boxrank) -> None:
    assert boxes.board(order="worst").data[0].box.slug == "epsilon"
    assert [row.box.slug for row in boxes.board(q="alp").data] == ["alpha"]
    assert boxes.board(date=PARTIAL_DAY).meta.is_partial
    assert boxes.board(metric="floor_price_usd", limit=1).data[0].box.slug == "alpha"
    assert boxes.board(window="24h").meta.metric == "daily_volume_usd"


def test_cursors_lead_through_a_board(boxes: Boxrank) -> None:
    first = boxes.board(limit=2)
    second = boxes.board(limit=2, cursor=first.meta.next_cursor)

    assert [row.position for row in second.data] == [3, 4]
    assert [row.position for row in boxes.board_rows()] == [1, 2, 3, 4, 5]


def test_a_box_its_series_and_its_sparkline(boxes: Boxrank) -> None:
    box = boxes.box("alpha").data
    series = boxes.time_series("alpha", metrics=["current_rank", "floor_price_usd"], days=3)
    spark = boxes.sparkline("delta", days=5, metric="daily_volume_usd")

    assert (box.metric_date, box.ranks.current_rank) == (LAST_DAY, 2)
    assert [row["metric_date"] for row in series.data] == ["2026-01-08", "2026-01-09", "2026-01-10"]
    assert series.data[-1]["floor_price_usd"] == 1234.5
    assert [point.value for point in spark.data][-3:] == [None, None, 10.0]


def test_the_marketplaces_of_a_box_add_up_to_its_volume(boxes: Boxrank) -> None:
    box = boxes.box("alpha").data
    history = boxes.marketplaces("alpha", days=1)

    assert [row.metric_date for row in history.data] == [LAST_DAY]
    assert sum(row.volume_usd or 0 for row in history.data) == box.figures.daily_volume_usd
    assert [row.volume_usd for row in history.data] == [each.volume_usd for each in box.marketplaces]


def test_the_chart_history_of_a_box(boxes: Boxrank) -> None:
    history = boxes.rank_history("delta", start=date(2026, 1, 7))

    assert [(day.metric_date, day.record.rank_state) for day in history.data] == [
        (date(2026, 1, 7), "SAME"),
        (LAST_DAY, "RE_ENTRY"),
    ]


def test_the_neighbourhood_of_a_box(boxes: Boxrank) -> None:
    around = boxes.around("alpha", count=1)
    distance = boxes.distance("alpha").data
    explanation = boxes.explanation("gamma").data
    ranks = boxes.ranks(["alpha", "nobody"])

    assert [row.box.slug for row in around.data] == ["gamma", "alpha", "beta"]
    assert distance.better is not None
    assert distance.better.slugs == ("gamma",)
    assert sum(part.change for part in explanation.parts) == explanation.rank_change == 2
    assert [row.slug for row in ranks.data] == ["alpha"]
    assert [(row.box, row.reason) for row in ranks.meta.missing] == [("nobody", "unknown")]


def test_days_movers_and_comparisons(boxes: Boxrank) -> None:
    days = boxes.days().data
    day = boxes.day(DAY_OF_NEWCOMER).data
    compared = {row.slug: row.outcome for row in boxes.compared_boxes(DAY_OF_NEWCOMER, LAST_DAY)}

    assert {row.metric_date for row in days if row.is_partial} == {PARTIAL_DAY}
    assert [box.box.slug for box in day.dropped] == ["delta"]
    assert day.sentence.text
    assert boxes.day().data.day.metric_date == LAST_DAY
    assert compared["gamma"] == "CLIMBED"
    assert compared["delta"] == "ENTERED"
    assert boxes.compare_days(DAY_OF_NEWCOMER, LAST_DAY, outcome="ENTERED").meta.total == 1
    assert boxes.movers(limit=3).meta.date == LAST_DAY
    assert [row.box.slug for row in boxes.compare_boxes(["beta", "alpha"]).data] == ["beta", "alpha"]


def test_the_catalogue(boxes: Boxrank) -> None:
    assert [box.slug for box in boxes.search("gam").data] == ["gamma"]
    assert [box.slug for box in boxes.found_boxes("a")] == [box.slug for box in boxes.search("a").data]
    assert boxes.games().meta.data_as_of == LAST_DAY


def test_an_export_arrives_whole(boxes: Boxrank) -> None:
    file = io.BytesIO()

    written = boxes.export_ranks(file, format="csv", first=LAST_DAY)

    assert written == len(file.getvalue())
    assert len(file.getvalue().splitlines()) == 6


def test_what_the_server_says_of_itself(boxes: Boxrank) -> None:
    assert boxes.is_alive()
    assert boxes.readiness()["ready"] is True
    assert boxes.version()["api"] == "v1"


def test_problems_are_exceptions(boxes: Boxrank) -> None:
    with pytest.raises(UnknownBox, match="nobody"):
        boxes.box("nobody")
    with pytest.raises(UnknownDay) as day:
        boxes.board(date=date(2020, 1, 1))
    with pytest.raises(InvalidRequest) as choice:
        boxes.board(metric="magic")  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest):
        boxes.export_ranks(io.BytesIO(), first=LAST_DAY, last=DAY_OF_NEWCOMER)

    assert day.value.field == "date"
    assert day.value.request_id
    assert "floor_price_usd" in choice.value.choices


def test_the_age_of_an_answer_is_reported(boxes: Boxrank) -> None:
    games = boxes.games()

    assert games.age_seconds is not None
    assert games.age_seconds >= 0
    assert not games.is_stale


def test_the_rate_limit_is_reported_and_an_unchanged_answer_is_not_read_again(boxes: Boxrank) -> None:
    first = boxes.games()
    before = boxes.allowance
    second = boxes.games()

    assert first.data is second.data
    assert isinstance(before, Allowance)
    assert boxes.allowance is not None
    assert (boxes.allowance.limit, boxes.allowance.remaining) == (LIMIT, before.remaining - 1)


def ask(boxes: Boxrank, times: int) -> None:
    for _ in range(times):
        boxes.games()


def test_an_rate_limit_that_is_used_up_is_an_exception_that_says_for_how_long(server: WebServer) -> None:
    with (
        Boxrank(
            f"http://127.0.0.1:{server.port}", api_key=KEY_OF_ANOTHER, patience=Patience(retries=1)
        ) as boxes,
        pytest.raises(TooManyRequests) as refused,
    ):
        ask(boxes, times=LIMIT + 10)

    assert refused.value.retry_after_seconds is not None
    assert refused.value.retry_after_seconds > 1
