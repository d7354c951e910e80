"""Which board is shown where no metric is named: the first of the list that the data have."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.domain.boards import PRIMARY_METRIC
from app.domain.days import LATEST_DAY
from app.domain.errors import NoRanks, UnknownDay
from app.read.around import AroundRequest, read_around
from app.read.board import LeaderboardRequest, read_board
from app.read.box import BoxDetailRequest, read_box
from app.read.days import BoardDaysRequest, read_days
from app.read.export import RankExportRequest, export_rows
from app.read.pages.board import BoardPageRequest
from app.read.pages.box import BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.read.parameters import request_fields
from app.read.rank_history import RankHistoryRequest, read_rank_history
from app.schemas import BoardMeta
from app.serve.resources import RESOURCES
from app.web.pages.computing import AboutPageRequest
from app.web.pages.routes import register_pages
from tests.factories import ClockedServices, DatabaseStore, Feed, day_after, fresh_services, observation

DAYS = 12
GIVEN: Mapping[str, object] = {
    "box": "plum",
    "boxes": ("plum", "quince"),
    "query": "plum",
    "before": day_after(3),
    "after": day_after(9),
}


def prices(number: int) -> list[dict[str, object]]:
    """One day of a feed that has prices and nothing else."""
    day = day_after(number)
    return [
        observation("plum", day, market_price_usd=40.0 + number, floor_price_usd=38.0),
        observation("quince", day, market_price_usd=75.5),
        observation("rue", day, floor_price_usd=12.25),
    ]


def give(feed: Feed, *days: Sequence[Mapping[str, object]]) -> None:
    feed.give([row for rows in days for row in rows])


@pytest.fixture
def priced(services: ClockedServices, feed: Feed) -> ClockedServices:
    """A market of prices alone: no box was ever ranked on the primary board."""
    give(feed, *(prices(number) for number in range(DAYS)))
    services.refresh.run()
    return services


def meta_of(services: ClockedServices, **options: Any) -> BoardMeta:
    return services.read(read_board, LeaderboardRequest(**options)).meta


def default_request(request_type: Any) -> Any:
    """A request that names only what it must."""
    needed = {field.name for field in request_fields(request_type)} & GIVEN.keys()
    wanted = {field.name for field in fields(request_type)} & needed
    return request_type(**{name: GIVEN[name] for name in wanted})


def test_a_market_of_prices_is_ranked_by_price(priced: ClockedServices) -> None:
    found = priced.read(read_board, LeaderboardRequest())
    assert (found.meta.metric, found.meta.date) == ("market_price_usd", day_after(DAYS - 1))
    assert [row.box.slug for row in found.data] == ["quince", "plum"]
    assert all(row.figures.is_provisional is None for row in found.data)
    with pytest.raises(NoRanks, match="market_price_usd"):
        meta_of(priced, metric=PRIMARY_METRIC)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_every_resource_answers_in_a_market_of_prices(priced: ClockedServices, resource: Any) -> None:
    served = priced.reads.answer(default_request(resource.request_type))
    meta = orjson.loads(served.entry.body)["meta"]
    assert meta.get("metric", "market_price_usd") == "market_price_usd"
    assert meta["generation"] == 1


@pytest.mark.parametrize(
    "page",
    [
        BoardPageRequest(LeaderboardRequest()),
        BoardPageRequest(LeaderboardRequest(), only=("plum", "rue")),
        BoxPageRequest("plum"),
        BoxPageRequest("rue"),
        ComparePageRequest(("plum", "quince")),
        ComparePageRequest(),
        AboutPageRequest(),
    ],
    ids=lambda each: type(each).__name__,
)
def test_every_page_answers_in_a_market_of_prices(priced: ClockedServices, page: object) -> None:
    register_pages(priced)
    body = priced.reads.answer(page).entry.body.decode()
    assert "<main" in body
    assert "Nothing is published" not in body


def test_the_detail_of_a_box_has_its_rank_and_record_on_the_default_board(priced: ClockedServices) -> None:
    plum = priced.read(read_box, BoxDetailRequest("plum"))
    assert (plum.meta.metric, plum.data.ranks.current_rank, plum.data.ranks.rank_change) == (
        "market_price_usd",
        2,
        0,
    )
    assert plum.data.record is not None
    assert (plum.data.record.days_ranked, plum.data.record.peak_rank) == (DAYS, 2)
    rue = priced.read(read_box, BoxDetailRequest("rue")).data
    assert (rue.ranks.current_rank, rue.record, rue.figures.floor_price_usd) == (None, None, 12.25)


def test_history_export_days_and_neighbours_are_those_of_the_default_board(priced: ClockedServices) -> None:
    history = priced.read(read_rank_history, RankHistoryRequest("quince"))
    assert (history.meta.metric, len(history.data)) == ("market_price_usd", DAYS)
    assert priced.read(export_rows, RankExportRequest())["value"].max() == 75.5
    assert len(priced.read(read_days, BoardDaysRequest()).data) == DAYS
    assert priced.read(read_around, AroundRequest(box="plum")).box.percentile == 0.0


def test_a_metric_that_half_of_the_boxes_have_is_enough(services: ClockedServices, feed: Feed) -> None:
    give(feed, prices(0), [observation("vetch", day_after(0), volume_usd=5.0)])
    services.refresh.run()
    assert meta_of(services).metric == "market_price_usd"
    give(feed, [observation("rue", day_after(0), floor_price_usd=12.25, volume_usd=1.0)])
    services.refresh.run()
    assert meta_of(services).metric == PRIMARY_METRIC


def test_games_have_default_boards_of_their_own(
    services: ClockedServices, feed: Feed, tmp_path: Path
) -> None:
    games = {"plum": "Fruit", "quince": "Fruit", "rue": "Herb", "sage": "Herb"}
    rows = "".join(f"{slug},{slug},{game}\n" for slug, game in games.items())
    (tmp_path / "boxes.csv").write_text(f"slug,name,game_type\n{rows}")
    services.catalogue.import_file(tmp_path / "boxes.csv")
    sold = [
        observation("sage", day_after(0), volume_usd=9.0),
        observation("rue", day_after(0), volume_usd=9.0),
    ]
    give(feed, [row for row in prices(0) if row["box"] != "rue"], sold)
    services.refresh.run()
    assert meta_of(services, game="fruit").metric == "market_price_usd"
    assert meta_of(services, game="Herb").metric == PRIMARY_METRIC
    assert meta_of(services).metric == PRIMARY_METRIC


def test_on_a_day_without_the_default_metric_the_first_of_the_list_is_shown(
    services: ClockedServices, feed: Feed
) -> None:
    volumes = [observation(box, day_after(3), volume_usd=5.0) for box in ("plum", "quince", "rue")]
    give(feed, prices(0), prices(1), volumes)
    services.refresh.run()
    assert (meta_of(services).metric, meta_of(services).date) == (PRIMARY_METRIC, day_after(3))
    old = meta_of(services, day=day_after(1))
    assert (old.metric, old.date_asked) == ("market_price_usd", day_after(1))
    with pytest.raises(UnknownDay, match=r"on 2026-01-03\. The nearest days with ranks are 2026-01-02 and"):
        meta_of(services, day=day_after(2))
    assert services.read(read_box, BoxDetailRequest("plum", day_after(1))).data.ranks.current_rank == 2


def test_a_metric_without_a_day_shows_its_own_newest_whole_day(services: ClockedServices, feed: Feed) -> None:
    give(feed, prices(0), prices(1), [observation("plum", day_after(20), volume_usd=5.0)])
    services.refresh.run()
    assert meta_of(services, metric="floor_price_usd").date == day_after(1)
    assert meta_of(services, metric="floor_price_usd", day=LATEST_DAY).date == day_after(1)
    assert meta_of(services, metric=PRIMARY_METRIC).date == day_after(20)


def test_a_metric_by_setting_is_the_default_where_it_has_ranks(store: DatabaseStore, tmp_path: Path) -> None:
    with fresh_services(store, default_metric="floor_price_usd") as services:
        give(Feed(services, tmp_path), *(prices(number) for number in range(2)))
        services.refresh.run()
        assert meta_of(services).metric == "floor_price_usd"


def test_a_market_of_listings_alone_is_ranked_by_a_board_that_has_them(
    services: ClockedServices, feed: Feed
) -> None:
    give(feed, [observation(box, day_after(0), active_listings=4) for box in ("plum", "rue")])
    services.refresh.run()
    found = services.read(read_board, LeaderboardRequest())
    assert (found.meta.metric, len(found.data)) == ("active_listings_count", 2)


def test_an_upgraded_database_has_default_boards_before_its_first_refresh(
    priced: ClockedServices, feed: Feed
) -> None:
    with priced.database.transaction() as connection:
        for table in ("default_boards", "reported_days"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE game <> '*'")
        connection.exec_driver_sql("DELETE FROM default_boards")
    assert (meta_of(priced).metric, meta_of(priced).date) == ("market_price_usd", day_after(DAYS - 1))
