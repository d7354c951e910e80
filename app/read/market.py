"""The market of a day, over all games or inside one: traded in its windows, sold, listed, prices."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.market_windows import LOOK_BACK_DAYS, WINDOWS_DAYS
from app.repositories import market_days, reported_days


@dataclass(frozen=True, slots=True)
class TradedWindow:
    """Dollars of the last days; `change_pct` compares the same series with the window before.

    `reason` says why there is no change (see CHANGE_REASONS). `whole_days` and `whole_days_before` are the
    reported days of the two windows that are not partial.
    """

    days: int
    volume_usd: float | None
    change_pct: float | None
    reason: str | None
    whole_days: int
    whole_days_before: int


@dataclass(frozen=True, slots=True)
class DayTotals:
    """A day over all boxes of a market. Null: not reported. Prices are compared with the day before."""

    boxes_sold: float | None = None
    boxes_listed: int | None = None
    net_supply_7d: float | None = None
    prices_up: int = 0
    prices_down: int = 0
    prices_flat: int = 0
    prices_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Market:
    """What a market traded in the windows that end on a day, and its totals of that day."""

    traded: tuple[TradedWindow, ...]
    totals: DayTotals


def read_market(connection: Connection, game: str | None, day: date) -> Market:
    """The market of a game (None: all games) on a day; without figures where it has no box with any."""
    row = market_days.totals(connection, game or ALL_GAMES, day)
    whole = reported_days.whole_days(connection, game or ALL_GAMES, day - timedelta(LOOK_BACK_DAYS), day)
    values: Mapping[str, Any] = {} if row is None else row._asdict()
    windows = tuple(_window(values, whole, day, days) for days in WINDOWS_DAYS)
    known = {field.name: values[field.name] for field in fields(DayTotals) if field.name in values}
    return Market(windows, DayTotals(**known))


def _window(values: Mapping[str, Any], whole: frozenset[date], day: date, days: int) -> TradedWindow:
    first, before = day - timedelta(days - 1), day - timedelta(2 * days - 1)
    return TradedWindow(
        days,
        values.get("volume_usd" if days == 1 else f"volume_{days}d_usd"),
        values.get(f"volume_{days}d_change_pct"),
        values.get(f"volume_{days}d_reason"),
        sum(first <= each <= day for each in whole),
        sum(before <= each < first for each in whole),
    )
