"""Which boxes can be compared between two days: a difference in reports is no move of the market."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import polars as pl

SETTLED_DAILY = frozenset({"daily_volume_usd", "floor_price_1d_change_pct", "market_price_1d_change_pct"})
"""Metrics of a single day: they carry nothing, so that leaving their boards for a day is no news."""


class Series(StrEnum):
    """A kind of report that figures are made of."""

    VOLUME = "volume"
    SALES = "sales"
    ADDITIONS = "additions"
    LISTINGS = "listings"
    FLOOR = "floor"
    MARKET_PRICE = "market_price"

    @property
    def source(self) -> str:
        """The column with the marketplaces whose reports count, or the one that gives the price.

        Of sales and additions, those that reported them on the day itself.
        """
        return f"{self}_marketplace" if self in PRICE_SERIES else f"{self}_marketplaces"

    @property
    def report_day(self) -> str:
        """The column with the day of the newest report, of the oldest one where several count."""
        return f"{self}_on"


PRICE_SERIES = (Series.FLOOR, Series.MARKET_PRICE)
REPORTED_THAT_DAY = (Series.SALES, Series.ADDITIONS)
_SOLD = (Series.VOLUME, Series.SALES)
_SERIES: Mapping[str, tuple[Series, ...]] = {
    "active_listings_count": (Series.LISTINGS,),
    "listed_value_usd": (Series.FLOOR, Series.LISTINGS),
    "boxes_sold_30d_avg": _SOLD,
    "liquidity_score": (*_SOLD, Series.LISTINGS),
    "expected_days_to_sell": (*_SOLD, Series.LISTINGS),
    "days_of_supply": (*_SOLD, Series.ADDITIONS, Series.LISTINGS),
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


def series_of(metric: str) -> tuple[Series, ...]:
    """The reports that a metric with a board is made of."""
    if metric.startswith("floor_price"):
        return (Series.FLOOR,)
    if metric.startswith("market_price"):
        return (Series.MARKET_PRICE,)
    return _SERIES.get(metric, (Series.VOLUME,))


def report_columns(metric: str) -> tuple[str, ...]:
    """The columns that decide whether a box is comparable by a metric."""
    series = series_of(metric)
    days = (each.report_day for each in series if each not in (Series.VOLUME, *REPORTED_THAT_DAY))
    return ("is_carried", "missing_marketplaces", *(each.source for each in series), *days)


def shows_movement(metric: str, compared_with: date | None, rank_change: int | None) -> bool:
    """Whether a box's movement since the day compared with is news on the board of a metric.

    On a first day all boxes are new; on a board that carries nothing, boxes come and go with their reports.
    """
    return compared_with is not None and not (rank_change is None and metric in SETTLED_DAILY)


def comparable_boxes(before: pl.DataFrame, after: pl.DataFrame, metric: str) -> pl.Series:
    """The boxes whose figures of two days differ by the market alone, by box_id.

    Both frames have box_id, metric_date and the `report_columns` of the metric. A box is comparable when on
    both days it was observed, each marketplace behind the figure reported, and these are the same ones.
    Whether one of the days is partial is for the caller to know.
    """
    return _same_sources(_fully_reported(before, metric), _fully_reported(after, metric), metric)


def steady_prices(before: pl.DataFrame, after: pl.DataFrame, metric: str) -> pl.Series:
    """The boxes whose change over some days, a metric of prices, can be compared with others', by box_id.

    Frames as of `comparable_boxes`. The price was reported on the later day, by the marketplace that gave it
    on the earlier one; what was reported on that day does not matter, as the change has its own basis.
    """
    return _same_sources(before, _fully_reported(after, metric), metric)


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


def _same_sources(before: pl.DataFrame, after: pl.DataFrame, metric: str) -> pl.Series:
    sources = [each.source for each in series_of(metric)]
    both = before.select("box_id", *sources).join(after, on="box_id", suffix="_after")
    same = [pl.col(name).eq_missing(pl.col(f"{name}_after")) for name in sources]
    return both.filter(pl.all_horizontal(same))["box_id"].sort()


def _fully_reported(rows: pl.DataFrame, metric: str) -> pl.DataFrame:
    return rows.filter(~pl.col("is_carried"), *(_is_reported(series) for series in series_of(metric)))


def _is_reported(series: Series) -> pl.Expr:
    if series == Series.VOLUME:
        return pl.col("missing_marketplaces").fill_null("") == ""
    if series in REPORTED_THAT_DAY:
        return pl.col(series.source).is_not_null()
    return pl.col(series.report_day).eq_missing(pl.col("metric_date"))
