"""The market of a day, over all boxes and inside each game: traded, sold, listed, prices up and down."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from app.domain.market_days import market_days

ONE, TWO = date(2026, 1, 1), date(2026, 1, 2)
MILLION = 1_000_000
FIGURES = {
    "box_id": pl.Int64,
    "game": pl.String,
    "metric_date": pl.Date,
    "boxes_sold": pl.Float64,
    "active_listings_count": pl.Int64,
    "market_price_usd": pl.Float64,
    "market_price_1d_change_pct": pl.Float64,
    "floor_price_1d_change_pct": pl.Float64,
}
REPORTS = {
    "box_id": pl.Int64,
    "game": pl.String,
    "marketplace": pl.String,
    "metric_date": pl.Date,
    "volume": pl.Int64,
    "net_supply": pl.Int64,
}
REPORTED = {"game": pl.String, "metric_date": pl.Date, "is_partial": pl.Boolean}

Rows = list[tuple[Any, ...]]


def market(figures: Rows, reports: Rows = [], reported: Rows = []) -> list[dict[str, Any]]:  # noqa: B006
    frames = (
        pl.DataFrame(rows, schema=schema, orient="row")
        for rows, schema in ((figures, FIGURES), (reports, REPORTS), (reported, REPORTED))
    )
    return market_days(*frames).to_dicts()


def figure(
    box: int,
    day: date = ONE,
    *,
    game: str | None = None,
    sold: float | None = None,
    listings: int | None = None,
    market_price: float | None = None,
    market_change: float | None = None,
    floor_change: float | None = None,
) -> tuple[Any, ...]:
    return box, game, day, sold, listings, market_price, market_change, floor_change


def test_a_market_of_two_games_has_a_row_for_each_and_one_for_all() -> None:
    figures = [
        figure(1, game="A", listings=3, sold=1.5),
        figure(2, game="B", listings=4, sold=1.0),
        figure(3, listings=9, sold=0.25),
    ]
    reports = [
        (1, "A", "ebay", ONE, 10 * MILLION, None),
        (2, "B", "ebay", ONE, 5 * MILLION, None),
        (3, None, "ebay", ONE, 2 * MILLION, None),
    ]

    found = market(figures, reports)

    assert [(row["game"], row["volume_usd"], row["boxes_sold"], row["boxes_listed"]) for row in found] == [
        ("*", 17.0, 2.75, 16),
        ("A", 10.0, 1.5, 3),
        ("B", 5.0, 1.0, 4),
    ]


def test_what_nobody_reported_is_null_and_a_zero_is_a_zero() -> None:
    figures = [figure(1, ONE), figure(1, TWO, listings=0, sold=0.0)]
    unknown, none = market(figures, [(1, None, "ebay", TWO, 0, 0)])

    names = ("volume_usd", "volume_7d_usd", "boxes_sold", "boxes_listed", "net_supply_7d")
    assert [unknown[name] for name in names] == [None] * 5
    assert [none[name] for name in names] == [0.0] * 5


@pytest.mark.parametrize(
    ("box", "counted"),
    [
        (figure(1, market_price=9.0, market_change=1.0, floor_change=-1.0), "prices_up"),
        (figure(1, market_price=9.0, market_change=-0.5), "prices_down"),
        (figure(1, market_price=9.0, market_change=0.0), "prices_flat"),
        (figure(1, market_price=9.0, floor_change=3.0), "prices_unknown"),
        (figure(1, floor_change=3.0), "prices_up"),
        (figure(1), "prices_unknown"),
    ],
)
def test_a_price_is_the_market_price_else_the_floor(box: tuple[Any, ...], counted: str) -> None:
    row = market([box])[0]

    names = ("prices_up", "prices_down", "prices_flat", "prices_unknown")
    assert {name: row[name] for name in names} == {name: int(name == counted) for name in names}


def test_net_supply_is_that_of_seven_days() -> None:
    days = [date(2026, 1, number) for number in range(1, 10)]
    reports = [(1, None, "ebay", day, None, day.day * MILLION) for day in days if day.day != 5]
    reports.append((2, None, "tcgplayer", days[0], None, -3 * MILLION))

    found = market([figure(1, day) for day in days], reports)

    assert [row["net_supply_7d"] for row in found] == [-2, 0, 3, 7, 7, 13, 20, 30, 37]


def test_a_day_that_is_partial_in_one_game_alone_counts_in_all_games() -> None:
    figures = [figure(box, day, game=game) for box, game in ((1, "A"), (2, "B")) for day in (ONE, TWO)]
    reports = [
        (box, game, "ebay", day, MILLION, None) for box, game in ((1, "A"), (2, "B")) for day in (ONE, TWO)
    ]
    reported = [(game, day, game == "A" and day == TWO) for game in ("*", "A", "B") for day in (ONE, TWO)]

    second = {row["game"]: row for row in market(figures, reports, reported) if row["metric_date"] == TWO}

    reasons = {game: row["volume_1d_reason"] for game, row in second.items()}
    assert reasons == {"*": None, "A": "few_whole_days", "B": None}
    assert second["*"]["volume_1d_change_pct"] == second["B"]["volume_1d_change_pct"] == 0.0


def test_sums_are_exact_in_any_order() -> None:
    sold = [0.51, 0.74, 0.57, 0.18, 0.47, 0.13, 0.40]
    figures = [figure(box, sold=each) for box, each in enumerate(sold)]

    assert market(figures)[0]["boxes_sold"] == 3.0
    assert market(figures[::-1]) == market(figures)


def test_no_rows_are_no_days() -> None:
    assert market([]) == []
