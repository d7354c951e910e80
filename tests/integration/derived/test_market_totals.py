"""Totals of the market as a refresh stores them: no broken day moves them, and no history changes them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.domain.board_ranks import ALL_GAMES
from app.domain.market_windows import WINDOWS_DAYS
from app.models import market_days
from tests.factories import (
    ClockedServices,
    DatabaseStore,
    Feed,
    Rows,
    clocked_services,
    day_after,
    deletion,
    observation,
    rows_of,
)

BOXES = {"fir": 90.0, "oak": 45.0, "ash": 30.0, "elm": 12.5}
BROKEN = 23


def give_flat_market(feed: Feed, days: int, broken: int | None = None) -> None:
    """Every box trades the same every day; on the broken day only the last is reported."""
    feed.give(
        [
            observation(box, day_after(number), volume_usd=volume, floor_price_usd=volume)
            for number in range(days)
            for box, volume in BOXES.items()
            if number != broken or box == "elm"
        ]
    )


def totals(services: ClockedServices, game: str = ALL_GAMES) -> Mapping[Any, Mapping[str, Any]]:
    rows = rows_of(services.database, market_days)
    return {day: row for (name, day), row in rows.items() if name == game}


def refreshed(services: ClockedServices) -> Rows:
    services.clock.step()
    services.refresh.run()
    return rows_of(services.database, market_days)


def test_a_flat_market_with_a_broken_day_shows_no_move_on_any_day(
    services: ClockedServices, feed: Feed
) -> None:
    give_flat_market(feed, 40, BROKEN)
    services.refresh.run()

    by_day = totals(services)

    assert len(by_day) == 40
    for days in WINDOWS_DAYS:
        assert {row[f"volume_{days}d_change_pct"] for row in by_day.values()} <= {0.0, None}
    assert {(row["prices_up"], row["prices_down"]) for row in by_day.values()} == {(0, 0)}
    assert by_day[day_after(BROKEN)]["volume_usd"] == 12.5
    assert by_day[day_after(BROKEN)]["volume_1d_reason"] == "few_whole_days"
    assert by_day[day_after(BROKEN)]["volume_7d_change_pct"] == 0.0
    assert by_day[day_after(BROKEN + 1)]["volume_1d_reason"] == "few_whole_days_before"
    assert by_day[day_after(39)]["volume_7d_usd"] == 7 * 177.5


def give_games(services: ClockedServices, folder: Path, **games: str) -> None:
    path = folder / "boxes.csv"
    path.write_text("slug,name,game_type\n" + "".join(f"{box},{box},{game}\n" for box, game in games.items()))
    services.catalogue.import_file(path)


@pytest.fixture
def traded(services: ClockedServices, feed: Feed, tmp_path: Path) -> ClockedServices:
    """Two games, two marketplaces and 75 days, published."""
    give_games(services, tmp_path, fir="Chess", oak="Chess", ash="Go")
    feed.give(
        [
            observation(
                box,
                day_after(number),
                marketplace,
                volume_usd=(number * 31 + place * 17) % 97 + 0.25,
                units_sold=number % 4,
                units_listed=None if marketplace == "ebay" and number % 3 else number % 5,
                floor_price_usd=20.0 + (number + place) % 6,
            )
            for number in range(75)
            for place, box in enumerate(BOXES)
            for marketplace in ("ebay", "tcgplayer")
            if (number + place) % 11
        ]
    )
    services.refresh.run()
    return services


CHANGES: Mapping[str, list[dict[str, object]]] = {
    "a correction": [observation("oak", day_after(20), volume_usd=5000.0, units_sold=3.0)],
    "a deletion": [deletion("oak", day_after(20)), deletion("oak", day_after(20), "ebay")],
    "a day that becomes partial": [
        deletion(box, day_after(20), name) for box in ("fir", "oak", "ash") for name in ("ebay", "tcgplayer")
    ],
    "a new day": [observation("ash", day_after(75), volume_usd=7.0)],
    "a new marketplace": [observation("elm", day_after(5), "cardmarket", volume_usd=80.0)],
}


@pytest.mark.parametrize("kind", CHANGES)
def test_totals_after_a_change_equal_those_of_a_full_refresh(
    traded: ClockedServices, feed: Feed, kind: str
) -> None:
    before = rows_of(traded.database, market_days)
    feed.give(CHANGES[kind])

    after = refreshed(traded)

    assert after != before
    traded.refresh.run_full()
    assert rows_of(traded.database, market_days) == after


def test_a_box_that_changes_its_game_changes_both_games_and_not_the_whole(
    traded: ClockedServices, tmp_path: Path
) -> None:
    whole, chess = totals(traded), totals(traded, "Chess")
    give_games(traded, tmp_path, oak="Go")

    after = refreshed(traded)

    assert totals(traded) == whole
    assert totals(traded, "Chess") != chess
    traded.refresh.run_full()
    assert rows_of(traded.database, market_days) == after


def test_games_add_up_to_the_whole(services: ClockedServices, feed: Feed, tmp_path: Path) -> None:
    give_games(services, tmp_path, fir="Chess", oak="Chess", ash="Go", elm="Go")
    give_flat_market(feed, 9)
    services.refresh.run()

    last = {game: totals(services, game)[day_after(8)] for game in (ALL_GAMES, "Chess", "Go")}

    assert last[ALL_GAMES]["volume_7d_usd"] == last["Chess"]["volume_7d_usd"] + last["Go"]["volume_7d_usd"]
    assert (last["Chess"]["volume_usd"], last["Go"]["volume_usd"]) == (135.0, 42.5)


def test_totals_are_weighted_as_published(store: DatabaseStore, tmp_path: Path) -> None:
    rows = [observation("fir", day_after(0), name, volume_usd=100.0) for name in ("alpha", "beta", "gamma")]
    url = store.create()
    with clocked_services(url) as plain:
        Feed(plain, tmp_path).give(rows)
        plain.refresh.run()
        assert totals(plain)[day_after(0)]["volume_usd"] == 300.0
    with clocked_services(url, volume_weights={"beta": 0.25, "gamma": 0}) as weighted:
        weighted.refresh.run()
        assert totals(weighted)[day_after(0)]["volume_usd"] == 125.0
    store.remove(url)
