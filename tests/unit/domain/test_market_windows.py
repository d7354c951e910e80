"""Dollars traded over 1, 7 and 30 days, and changes that no missing report can make."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.market_windows import LOOK_BACK_DAYS, WINDOWS_DAYS, calendars, with_windows
from tests.oracles import market_oracle

DAY = date(2026, 3, 31)
MILLION = 1_000_000
MARKETPLACES = ("ebay", "tcgplayer")
WANTED = {"game": pl.String, "metric_date": pl.Date}
Volumes = Mapping[tuple[tuple[int, str], date], int]


def back(days: int) -> date:
    return DAY - timedelta(days)


def windows_of(
    volumes: Volumes,
    whole: Collection[date] | Mapping[str, Collection[date]],
    days: Collection[date] = (DAY,),
    games: Mapping[int, str] = {},
) -> pl.DataFrame:
    """The rows wanted; `whole` by market where there are games, which are by box."""
    of_market = whole if isinstance(whole, Mapping) else {"*": whole}
    wanted = pl.DataFrame([(game, day) for game in of_market for day in sorted(days)], WANTED, orient="row")
    known = [(game, day, True) for game, of_game in of_market.items() for day in of_game]
    is_whole = pl.DataFrame(known, {**WANTED, "is_whole": pl.Boolean}, orient="row")
    calendar = calendars(wanted).join(is_whole, on=["game", "metric_date"], how="left")
    calendar = calendar.with_columns(pl.col("is_whole").fill_null(value=False))
    rows = [
        (games.get(box), box, MARKETPLACES.index(name), day, volume)
        for ((box, name), day), volume in volumes.items()
    ]
    names = ["game", "box_id", "marketplace", "metric_date", "volume"]
    kinds = [pl.String, pl.Int64, pl.Int64, pl.Date, pl.Int64]
    frame = pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")
    found = with_windows(calendar.sort("game", "metric_date"), frame)
    return found.filter("is_wanted").sort("game", "metric_date")


def on_day(volumes: Volumes, whole: Collection[date]) -> dict[str, Any]:
    return windows_of(volumes, whole).row(0, named=True)


def every_day(dollars: float, days: int = 60, box: int = 1, name: str = "tcgplayer") -> dict[Any, int]:
    return {((box, name), back(each)): int(dollars * MILLION) for each in range(days)}


def last_days(days: int = 60) -> list[date]:
    return [back(each) for each in range(days)]


def test_each_window_is_compared_with_the_one_before_it() -> None:
    rising = every_day(10.0) | {((1, "tcgplayer"), back(each)): 20 * MILLION for each in range(30)}

    found = on_day(rising, last_days())

    assert [found[f"volume_{days}d_usd"] for days in WINDOWS_DAYS] == [20.0, 140.0, 600.0]
    assert [found[f"volume_{days}d_change_pct"] for days in WINDOWS_DAYS] == [0.0, 0.0, 100.0]
    assert [found[f"volume_{days}d_reason"] for days in WINDOWS_DAYS] == [None, None, None]


def test_a_day_with_one_box_of_six_moves_no_window() -> None:
    market: dict[Any, int] = {}
    for box in range(1, 7):
        market |= every_day(100.0 * box, box=box)
    broken = {key: value for key, value in market.items() if key[1] != back(3) or key[0][0] == 1}
    whole = [day for day in last_days() if day != back(3)]

    rows = windows_of(broken, whole, last_days(20))

    for days in WINDOWS_DAYS:
        assert set(rows[f"volume_{days}d_change_pct"].to_list()) <= {0.0, None}
    assert rows.filter(pl.col("metric_date") == back(3))["volume_1d_reason"].item() == "few_whole_days"
    assert rows.filter(pl.col("metric_date") == back(2))["volume_1d_reason"].item() == "few_whole_days_before"


def test_a_marketplace_silent_for_a_day_moves_nothing() -> None:
    both = every_day(50.0) | every_day(900.0, name="ebay")
    del both[(1, "ebay"), back(2)]

    found = on_day(both, last_days())

    assert found["volume_7d_usd"] == 7 * 950.0 - 900.0
    assert found["volume_7d_change_pct"] == 0.0


def test_a_box_that_is_new_in_the_window_is_no_rise() -> None:
    found = on_day(every_day(50.0) | every_day(500.0, days=7, box=2), last_days())

    assert found["volume_7d_usd"] == 7 * 550.0
    assert found["volume_7d_change_pct"] == 0.0


def test_means_are_added_and_not_averaged() -> None:
    """Box 1: 10 and 30 dollars on two days, mean 20, before 10; box 2: 100, before 200: 120 against 210."""
    first, second = (1, "tcgplayer"), (2, "ebay")
    volumes = {
        (first, back(0)): 10,
        (first, back(5)): 30,
        (first, back(8)): 10,
        (second, back(1)): 100,
        (second, back(7)): 200,
    }

    found = on_day({key: dollars * MILLION for key, dollars in volumes.items()}, last_days())

    assert found["volume_7d_usd"] == 140.0
    assert found["volume_7d_change_pct"] == -42.86  # 120 / 210 - 1 = -42.857…


@pytest.mark.parametrize(
    ("volumes", "whole", "reason"),
    [
        ({}, last_days(), "no_volume"),
        (every_day(5.0), last_days(3) + last_days(60)[7:], "few_whole_days"),
        (every_day(5.0), last_days(10), "few_whole_days_before"),
        (every_day(5.0, days=7), last_days(), "no_common_volume"),
        (every_day(0.0), last_days(), "nothing_traded_before"),
        (every_day(5.0), last_days(4) + last_days(60)[10:], None),
    ],
)
def test_a_week_without_a_change_has_its_reason(
    volumes: Volumes, whole: Collection[date], reason: str | None
) -> None:
    found = on_day(volumes, whole)

    assert found["volume_7d_reason"] == reason
    assert (found["volume_7d_change_pct"] is None) is (reason is not None)


def test_a_window_without_any_volume_is_unknown_and_a_zero_is_a_zero() -> None:
    assert on_day({}, last_days())["volume_30d_usd"] is None
    assert on_day(every_day(0.0), last_days())["volume_30d_usd"] == 0.0


def test_a_row_depends_on_no_day_beyond_the_look_back() -> None:
    near = every_day(10.0, days=LOOK_BACK_DAYS + 1)
    far = near | {((1, "tcgplayer"), back(LOOK_BACK_DAYS + 1)): 999 * MILLION}
    far |= {((1, "tcgplayer"), back(-1)): 999 * MILLION}

    assert on_day(far, last_days(62)) == on_day(near, last_days(62))


def test_sums_beyond_an_int64_of_millionths_are_exact() -> None:
    huge = {((box, "tcgplayer"), day): 10**17 for box in range(200) for day in last_days()}

    found = on_day(huge, last_days())

    assert found["volume_1d_usd"] == 2e13
    assert found["volume_30d_change_pct"] == 0.0


keys = st.tuples(st.tuples(st.integers(1, 3), st.sampled_from(MARKETPLACES)), st.integers(0, 70).map(back))
markets = st.dictionaries(keys, st.integers(0, 10**9) | st.integers(0, 10**17), max_size=60)


broken_days = st.sets(st.integers(0, 60).map(back), max_size=40)


@given(volumes=markets, broken=broken_days, of_game=st.none() | broken_days)
def test_windows_of_all_boxes_and_of_each_game_equal_the_oracle(
    volumes: Volumes, broken: set[date], of_game: set[date] | None
) -> None:
    whole = {day for day in last_days() if day not in broken}
    own = whole if of_game is None else {day for day in last_days() if day not in of_game}
    games = {1: "Chess", 2: "Chess"}
    wanted = [back(0), back(3), back(9)]

    rows = windows_of(volumes, {"*": whole, "Chess": own}, wanted, games).iter_rows(named=True)

    for row in rows:
        is_everywhere = row["game"] == "*"
        mine = (
            volumes if is_everywhere else {key: each for key, each in volumes.items() if key[0][0] in games}
        )
        for days in WINDOWS_DAYS:
            agrees(row, days, mine, whole if is_everywhere else own)


def agrees(row: Mapping[str, Any], days: int, volumes: Volumes, whole: Collection[date]) -> None:
    expected = market_oracle.change(volumes, whole, row["metric_date"], days)
    total = market_oracle.traded(volumes, row["metric_date"], days)
    in_dollars = None if total is None else pytest.approx(total / MILLION, abs=0.005, rel=1e-15)
    assert row[f"volume_{days}d_usd"] == in_dollars
    if isinstance(expected, str):
        assert row[f"volume_{days}d_reason"] == expected
        assert row[f"volume_{days}d_change_pct"] is None
    elif expected < 10**13:
        found = row[f"volume_{days}d_change_pct"]
        assert found == pytest.approx(float(expected), abs=0.00501, rel=1e-12)


@given(volumes=markets, data=st.data())
def test_a_row_is_the_same_in_any_slice_and_order(volumes: Volumes, data: st.DataObject) -> None:
    whole = last_days()
    together = windows_of(volumes, whole, last_days(12)).drop("is_wanted")
    shuffled = dict(data.draw(st.permutations(list(volumes.items()))))

    alone = [windows_of(shuffled, whole, [day]).drop("is_wanted") for day in sorted(last_days(12))]

    assert pl.concat(alone).equals(together, null_equal=True)
