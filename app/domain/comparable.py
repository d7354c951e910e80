"""Which boxes can be compared between two days: a difference in reports is no move of the market."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import polars as pl

SETTLED_DAILY = frozenset({"daily_volume_usd", "floor_price_1d_change_pct", "market_price_1d_change_pct"})
"""Metrics of a single day: they carry nothing, so that leaving their boards for a day is no news."""

_VOLUME = ("volume_marketplaces",)
_SUPPLY = ("volume_marketplaces", "listings_marketplaces")


class Reports(StrEnum):
    """What the reports behind a metric are reports of."""

    VOLUME = "volume"
    SUPPLY = "supply"
    LISTED_VALUE = "listed_value"
    FLOOR = "floor"
    MARKET_PRICE = "market_price"


_SOURCES: Mapping[Reports, Sequence[str]] = {
    Reports.VOLUME: _VOLUME,
    Reports.SUPPLY: _SUPPLY,
    Reports.LISTED_VALUE: ("floor_marketplace", "listings_marketplaces"),
    Reports.FLOOR: ("floor_marketplace",),
    Reports.MARKET_PRICE: ("market_price_marketplace",),
}
_REPORT_DAYS: Mapping[Reports, Sequence[str]] = {
    Reports.VOLUME: (),
    Reports.SUPPLY: ("listings_on",),
    Reports.LISTED_VALUE: ("floor_on", "listings_on"),
    Reports.FLOOR: ("floor_on",),
    Reports.MARKET_PRICE: ("market_price_on",),
}
_ALONE: Mapping[str, Reports] = {
    "active_listings_count": Reports.SUPPLY,
    "liquidity_score": Reports.SUPPLY,
    "expected_days_to_sell": Reports.SUPPLY,
    "days_of_supply": Reports.SUPPLY,
    "listed_value_usd": Reports.LISTED_VALUE,
}


class Difference(StrEnum):
    """What a marketplace did between two days."""

    JOINED = "marketplace_joined"
    SILENT = "marketplace_silent"


@dataclass(frozen=True)
class MarketplaceChange:
    """A marketplace that counts on one of two days only, and its newest report."""

    kind: Difference
    marketplace: str
    last_report: date


@dataclass(frozen=True)
class BoxReports:
    """The marketplaces that a figure is made of on a day, those live for it, and each one's newest report."""

    counted: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()
    newest: Mapping[str, date] = field(default_factory=dict)


def reports_of(metric: str) -> Reports:
    """What the reports behind a metric with a board are reports of."""
    if metric.startswith("floor_price"):
        return Reports.FLOOR
    if metric.startswith("market_price"):
        return Reports.MARKET_PRICE
    return _ALONE.get(metric, Reports.VOLUME)


def report_columns(metric: str) -> tuple[str, ...]:
    """The columns that decide whether a box is comparable by a metric."""
    reports = reports_of(metric)
    return ("is_carried", "missing_marketplaces", *_SOURCES[reports], *_REPORT_DAYS[reports])


def comparable_boxes(before: pl.DataFrame, after: pl.DataFrame, metric: str) -> pl.Series:
    """The boxes whose figures of two days differ by the market alone, by box_id.

    Both frames have box_id, metric_date and the `report_columns` of the metric. A box is comparable when on
    both days it was observed, each marketplace behind the figure reported, and these are the same ones.
    Whether one of the days is partial is for the caller to know.
    """
    both = _whole(before, metric).join(_whole(after, metric), on="box_id", suffix="_after")
    same = [pl.col(name).eq_missing(pl.col(f"{name}_after")) for name in _SOURCES[reports_of(metric)]]
    return both.filter(pl.all_horizontal(same))["box_id"].sort()


def market_moves(before: pl.DataFrame, after: pl.DataFrame, comparable: pl.Series) -> pl.DataFrame:
    """box_id and move of the comparable boxes ranked on both days: positive when the box climbed among them.

    Both frames have box_id and current_rank of one day. Boxes that entered, left or are not comparable
    move no other.
    """
    ranked = before.join(after, on="box_id", suffix="_after").filter(
        pl.col("box_id").is_in(comparable.implode())
    )
    place, place_after = (pl.col(name).rank("min") for name in ("current_rank", "current_rank_after"))
    return ranked.select("box_id", move=place.cast(pl.Int64) - place_after.cast(pl.Int64))


def marketplace_changes(before: BoxReports, after: BoxReports) -> tuple[MarketplaceChange, ...]:
    """The marketplaces that fell silent or joined between two days, by kind and name.

    One that counts no longer while it is still live was replaced by one that joined, and is none.
    """
    silent = before.counted - after.live
    joined = after.counted - before.live
    return (
        *_changes(Difference.SILENT, silent, {**before.newest, **after.newest}),
        *_changes(Difference.JOINED, joined, after.newest),
    )


def _changes(
    kind: Difference, marketplaces: frozenset[str], newest: Mapping[str, date]
) -> list[MarketplaceChange]:
    return [MarketplaceChange(kind, name, newest[name]) for name in sorted(marketplaces) if name in newest]


def _whole(rows: pl.DataFrame, metric: str) -> pl.DataFrame:
    reports = reports_of(metric)
    conditions = [~pl.col("is_carried")]
    conditions += [pl.col(name).eq_missing(pl.col("metric_date")) for name in _REPORT_DAYS[reports]]
    if reports in (Reports.VOLUME, Reports.SUPPLY):
        conditions.append(pl.col("missing_marketplaces").fill_null("") == "")
    return rows.filter(pl.all_horizontal(conditions))
