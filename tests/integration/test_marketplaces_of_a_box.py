"""The marketplaces of a box: their volumes add up to its volume, and what is carried has its day."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.read.box import BoxDetailRequest, read_box
from app.read.marketplaces import MarketplacesRequest, read_marketplaces
from app.schemas import BoxDay, MarketplaceDay
from tests.examples import one_in
from tests.factories import (
    ClockedServices,
    Feed,
    SqliteDatabases,
    day_after,
    fresh_services,
    observation,
)

NAMES = ("alpha", "cardmarket", "ebay", "tcgplayer")


def box_day(services: ClockedServices, box: str = "oak") -> BoxDay:
    return services.read(read_box, BoxDetailRequest(box)).data


def by_name(found: BoxDay) -> Mapping[str, MarketplaceDay]:
    return {each.marketplace: each for each in found.marketplaces}


def give_three_marketplaces(feed: Feed) -> None:
    """$450 estimated (6 sold at $75), $50 and $75.25 reported."""
    feed.give(
        [
            observation("oak", day_after(0), "tcgplayer", floor_price_usd=75.0, units_sold=6.0),
            observation("oak", day_after(0), "ebay", volume_usd=50.0),
            observation("oak", day_after(0), "cardmarket", volume_usd=75.25),
        ]
    )


def test_the_estimated_part_is_a_part_of_the_sum(services: ClockedServices, feed: Feed) -> None:
    give_three_marketplaces(feed)
    services.refresh.run()

    found = box_day(services)

    assert found.figures.daily_volume_usd == 575.25
    parts = {name: (each.volume_usd, each.volume_is_estimated) for name, each in by_name(found).items()}
    assert parts == {"cardmarket": (75.25, False), "ebay": (50.0, False), "tcgplayer": (450.0, True)}


def test_parts_are_weighted_as_the_sum_is(sqlite_databases: SqliteDatabases, tmp_path: Path) -> None:
    weights = {"tcgplayer": 0.5, "ebay": 0}
    with fresh_services(sqlite_databases, volume_weights=weights) as services:
        give_three_marketplaces(Feed(services, tmp_path))
        services.refresh.run()

        found = box_day(services)

    assert found.figures.daily_volume_usd == 300.25
    parts = {name: (each.volume_usd, each.volume_weight) for name, each in by_name(found).items()}
    assert parts == {"cardmarket": (75.25, 1.0), "ebay": (None, 0.0), "tcgplayer": (225.0, 0.5)}


volumes = st.none() | st.integers(0, 10**9).map(lambda cents: cents / 100)
reports = st.lists(st.tuples(volumes, volumes, volumes, volumes), min_size=1, max_size=12)
weights = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 3) | st.sampled_from([0.0, 0.5, 1.0]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marketplaces")


@one_in(4)
@given(days=reports, weight_of=weights)
def test_parts_equal_the_stored_volume_to_the_cent(
    sqlite_databases: SqliteDatabases,
    folder: Path,
    days: list[tuple[float | None, ...]],
    weight_of: dict[str, float],
) -> None:
    with fresh_services(sqlite_databases, volume_weights=weight_of, suspects="off") as services:
        rows = [
            observation(f"box-{box}", day_after(0), name, volume_usd=volume, active_listings=1)
            for box, of_box in enumerate(days)
            for name, volume in zip(NAMES, of_box, strict=True)
        ]
        Feed(services, folder).give(rows)
        services.refresh.run()
        for box in range(len(days)):
            found = box_day(services, f"box-{box}")
            parts = [each.volume_usd for each in found.marketplaces if each.volume_usd is not None]
            total = found.figures.daily_volume_usd
            assert (total is None) is (not parts)
            assert sum(round(100 * part) for part in parts) == round(100 * (total or 0))


def test_a_silent_marketplace_is_missing_and_its_price_has_its_day(
    services: ClockedServices, feed: Feed
) -> None:
    feed.give(
        [
            observation("oak", day_after(number), name, floor_price_usd=30.0 + number, volume_usd=60.0)
            for number in range(4)
            for name in ("ebay", "tcgplayer")
            if (name, number) != ("ebay", 3)
        ]
    )
    services.refresh.run()

    found = by_name(box_day(services))

    silent, live = found["ebay"], found["tcgplayer"]
    assert (silent.is_missing, silent.volume_usd, silent.volume_is_estimated) == (True, None, None)
    assert (silent.floor_price_usd, silent.floor_on, silent.observed_on) == (32.0, day_after(2), day_after(2))
    assert (live.is_missing, live.volume_usd, live.floor_on) == (False, 60.0, day_after(3))


def test_the_history_has_every_marketplace_of_every_day(services: ClockedServices, feed: Feed) -> None:
    feed.give(
        [
            observation("oak", day_after(number), name, volume_usd=10.0 * number)
            for number in range(5)
            for name in ("tcgplayer", "ebay")
            if number != 2 or name == "ebay"
        ]
    )
    services.refresh.run()

    found = services.read(read_marketplaces, MarketplacesRequest("oak", days=3))

    assert (found.meta.start, found.meta.end) == (day_after(2), day_after(4))
    assert [(row.metric_date, row.marketplace, row.volume_usd) for row in found.data] == [
        (day_after(2), "ebay", 20.0),
        (day_after(2), "tcgplayer", None),
        (day_after(3), "ebay", 30.0),
        (day_after(3), "tcgplayer", 30.0),
        (day_after(4), "ebay", 40.0),
        (day_after(4), "tcgplayer", 40.0),
    ]
