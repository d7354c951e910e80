"""Movers by rank, worked out again in plain Python from the rows of a market."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
Ranks = Mapping[int, int]

SUMS = {"daily_volume_usd", "volume_30d_usd"}


class MoversOracle:
    """The rows of the unified metrics and those of each marketplace, by box and day."""

    def __init__(self, rows: Iterable[Row], series: Iterable[Row]) -> None:
        self._rows = {(row["box_id"], row["metric_date"]): row for row in rows}
        self._series: dict[tuple[int, date], list[Row]] = {}
        for row in series:
            self._series.setdefault((row["box_id"], row["metric_date"]), []).append(row)

    def rank_changes(
        self, metric: str, before: Ranks, after: Ranks, days: tuple[date, date]
    ) -> dict[int, int]:
        """The change of rank of every mover between two whole days."""
        if metric in SUMS:
            return {}
        both = [box for box in after if box in before and self._is_comparable(box, metric, days)]
        moves = {box: _place(box, both, before) - _place(box, both, after) for box in both}
        changes = {box: before[box] - after[box] for box in both}
        return {
            box: change
            for box, change in changes.items()
            if change * moves[box] > 0 and self._trades(box, days[1])
        }

    def _is_comparable(self, box: int, metric: str, days: tuple[date, date]) -> bool:
        before, after = (self._reports(box, metric, day) for day in days)
        return before is not None and before == after

    def _reports(self, box: int, metric: str, day: date) -> list[Any] | None:
        """From where each kind of report is; None where one of them is missing."""
        row = self._rows[box, day]
        if row["is_carried"]:
            return None
        found = [self._report_of(kind, row, box, day) for kind in _kinds_of(metric)]
        return None if None in found else found

    def _report_of(self, kind: str, row: Row, box: int, day: date) -> Any:
        if kind == "volume":
            return None if row["missing_marketplaces"] else sorted(row["volume_marketplaces"])
        if kind in ("floor", "market_price"):
            return row[f"{kind}_marketplace"] if row[f"{kind}_on"] == day else None
        column = {"listings": "active_listings", "sales": "units_sold", "additions": "units_listed"}[kind]
        named = [each for each in self._series[box, day] if each[column] is not None]
        if kind == "listings" and any(each["listings_on"] != day for each in named):
            return None
        return sorted(each["marketplace"] for each in named) or None

    def _trades(self, box: int, day: date) -> bool:
        week = [row["boxes_sold"] for row in self._lately(box, day, 7)]
        month = list(self._lately(box, day, 30))
        if any(row["boxes_sold"] is not None for row in month):
            return sum(Fraction(str(sold)) for sold in week if sold is not None) >= 3
        return any(len(_prices(month, kind)) >= 3 for kind in ("floor", "market_price"))

    def _lately(self, box: int, day: date, days: int) -> Iterable[Row]:
        return (
            self._rows[box, day - timedelta(back)]
            for back in range(days)
            if (box, day - timedelta(back)) in self._rows
        )


def _place(box: int, both: Sequence[int], ranks: Ranks) -> int:
    return sum(ranks[other] < ranks[box] for other in both)


def _prices(rows: Iterable[Row], kind: str) -> set[float]:
    price = "floor_price_usd" if kind == "floor" else "market_price_usd"
    return {row[price] for row in rows if row[f"{kind}_on"] == row["metric_date"]}


def _kinds_of(metric: str) -> Sequence[str]:
    if metric.startswith("floor_price"):
        return ("floor",)
    if metric.startswith("market_price"):
        return ("market_price",)
    sold = ("volume", "sales")
    kinds = {
        "active_listings_count": ("listings",),
        "listed_value_usd": ("floor", "listings"),
        "boxes_sold_30d_avg": sold,
        "liquidity_score": (*sold, "listings"),
        "expected_days_to_sell": (*sold, "listings"),
        "days_of_supply": (*sold, "additions", "listings"),
    }
    return kinds.get(metric, ("volume",))
