"""Which boxes can be compared between two days, and how they moved among each other."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from app.domain.boards import BOARD_METRICS
from app.domain.comparable import (
    BoxReports,
    Difference,
    MarketplaceChange,
    comparable_boxes,
    market_moves,
    marketplace_changes,
    report_columns,
)

DAYS = (date(2026, 5, 3), date(2026, 5, 4))
SCHEMA = pl.Schema(
    {
        "box_id": pl.Int64(),
        "metric_date": pl.Date(),
        "is_carried": pl.Boolean(),
        "missing_marketplaces": pl.String(),
        "volume_marketplaces": pl.String(),
        "listings_marketplaces": pl.String(),
        "sales_marketplaces": pl.String(),
        "additions_marketplaces": pl.String(),
        "listings_on": pl.Date(),
        "floor_marketplace": pl.String(),
        "floor_on": pl.Date(),
        "market_price_marketplace": pl.String(),
        "market_price_on": pl.Date(),
    }
)
ANY_BOARD = "unified_volume_7d_ema"


def reported(day: date, **changed: Any) -> pl.DataFrame:
    """Box 1 as reported on a day by two marketplaces, but for what is changed."""
    row = {
        "box_id": 1,
        "metric_date": day,
        "is_carried": False,
        "missing_marketplaces": "",
        "volume_marketplaces": "ebay,tcgplayer",
        "listings_marketplaces": "ebay,tcgplayer",
        "sales_marketplaces": "ebay,tcgplayer",
        "additions_marketplaces": "tcgplayer",
        "listings_on": day,
        "floor_marketplace": "tcgplayer",
        "floor_on": day,
        "market_price_marketplace": "tcgplayer",
        "market_price_on": day,
    }
    return pl.DataFrame([{**row, **changed}], SCHEMA)


def is_comparable(metric: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    sides = reported(DAYS[0], **before), reported(DAYS[1], **after)
    return comparable_boxes(*sides, metric).to_list() == [1]


@pytest.mark.parametrize("metric", BOARD_METRICS)
def test_a_box_with_the_same_reports_on_both_days_is_comparable(metric: str) -> None:
    assert set(report_columns(metric)) <= set(SCHEMA)
    assert is_comparable(metric, {}, {})


@pytest.mark.parametrize("metric", BOARD_METRICS)
def test_a_carried_box_is_not(metric: str) -> None:
    assert not is_comparable(metric, {}, {"is_carried": True})
    assert not is_comparable(metric, {"is_carried": True}, {})


@pytest.mark.parametrize(
    ("metric", "changed"),
    [
        (ANY_BOARD, {"volume_marketplaces": "tcgplayer"}),
        (ANY_BOARD, {"missing_marketplaces": "ebay"}),
        ("momentum_pct", {"volume_marketplaces": ""}),
        ("boxes_sold_30d_avg", {"missing_marketplaces": "ebay,tcgplayer"}),
        ("boxes_sold_30d_avg", {"sales_marketplaces": "tcgplayer"}),
        ("days_of_supply", {"additions_marketplaces": None}),
        ("liquidity_score", {"listings_on": DAYS[0].replace(day=1)}),
        ("active_listings_count", {"listings_marketplaces": "tcgplayer"}),
        ("floor_price_usd", {"floor_marketplace": "ebay"}),
        ("floor_price_7d_change_pct", {"floor_on": DAYS[0].replace(day=1)}),
        ("floor_price_usd", {"floor_marketplace": None, "floor_on": None}),
    ],
)
def test_other_reports_on_either_day_are_no_comparison(metric: str, changed: dict[str, Any]) -> None:
    assert not is_comparable(metric, changed, {})
    assert not is_comparable(metric, {}, changed)


def test_prices_are_comparable_whatever_happens_to_volumes() -> None:
    sales = {"volume_marketplaces": "tcgplayer", "missing_marketplaces": "tcgplayer"}
    assert is_comparable("floor_price_usd", {}, sales)
    assert is_comparable(ANY_BOARD, {}, {"floor_marketplace": "ebay"})


def test_a_market_without_volumes_is_comparable() -> None:
    unknown = {"volume_marketplaces": None, "missing_marketplaces": None}
    assert is_comparable(ANY_BOARD, unknown, unknown)


def test_a_box_of_one_day_is_not_comparable() -> None:
    nothing = reported(DAYS[0]).clear()
    assert comparable_boxes(reported(DAYS[0]), nothing, ANY_BOARD).is_empty()
    assert comparable_boxes(nothing, reported(DAYS[1]), ANY_BOARD).is_empty()


def ranks(board: dict[int, int]) -> pl.DataFrame:
    schema = {"box_id": pl.Int64, "current_rank": pl.Int64}
    return pl.DataFrame(list(board.items()), schema, orient="row")


def moves(before: dict[int, int], after: dict[int, int], *comparable: int) -> dict[int, int]:
    found = market_moves(ranks(before), ranks(after), pl.Series(comparable, dtype=pl.Int64))
    return dict(found.iter_rows())


def test_boxes_move_among_those_that_are_comparable() -> None:
    before, after = {1: 1, 2: 2, 3: 3, 4: 4}, {2: 1, 4: 2, 3: 3, 5: 4}
    assert moves(before, after, 2, 3, 4, 5) == {2: 0, 3: -1, 4: 1}
    assert moves(before, after, 2, 3) == {2: 0, 3: 0}


def test_ties_share_a_place() -> None:
    assert moves({1: 1, 2: 2, 3: 3}, {1: 1, 2: 1, 3: 3}, 1, 2, 3) == {1: 0, 2: 1, 3: 0}


def reports(counted: str, live: str, **newest: int) -> BoxReports:
    days = {name: DAYS[0].replace(day=day) for name, day in newest.items()}
    return BoxReports(frozenset(counted), frozenset(live), days)


def test_marketplaces_that_count_on_one_day_only_fell_silent_or_joined() -> None:
    before, after = reports("ab", "ab", a=1, b=3), reports("bc", "bc", b=4, c=4)
    assert marketplace_changes(before, after) == (
        MarketplaceChange(Difference.SILENT, "a", date(2026, 5, 1)),
        MarketplaceChange(Difference.JOINED, "c", date(2026, 5, 4)),
    )


def test_a_price_replaced_by_one_that_joined_is_not_silent() -> None:
    joined = marketplace_changes(reports("b", "b", b=3), reports("a", "ab", a=4, b=4))
    assert joined == (MarketplaceChange(Difference.JOINED, "a", date(2026, 5, 4)),)
    silent = marketplace_changes(reports("a", "ab", a=1, b=3), reports("b", "b", a=1, b=4))
    assert silent == (MarketplaceChange(Difference.SILENT, "a", date(2026, 5, 1)),)
