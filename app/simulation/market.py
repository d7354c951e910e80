"""A simulated market for demonstrations and benchmarks: plausible, seeded, with invented names only."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

import polars as pl

from app.domain.errors import InvalidValue
from app.domain.observations import SIMULATED_SOURCE
from app.domain.slugs import short_name_for
from app.simulation.boxes import SimulatedBox, Window, simulated_boxes
from app.simulation.market_prices import MarketPrices, cents

DEFAULT_SEED = 7

WEEKDAY_DEMAND = (0.92, 0.86, 0.88, 0.95, 1.08, 1.22, 1.12)
"""Demand from Monday to Sunday, against the mean."""

EBAY_SHARE = 0.35
"""Sales on eBay per sale on the first marketplace, for boxes that trade on both."""

_OBSERVATION_SCHEMA = {
    "box": pl.String,
    "metric_date": pl.Date,
    "marketplace": pl.String,
    "floor_price_usd": pl.Float64,
    "market_price_usd": pl.Float64,
    "active_listings": pl.Int64,
    "units_sold": pl.Float64,
    "units_listed": pl.Float64,
    "volume_usd": pl.Float64,
}
_Prices = tuple[float | None, float | None]
_Row = tuple[str, date, str, *_Prices, int | None, float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class SimulatedMarket:
    """Frames with the columns of the importers' files.

    `catalogue`: slug, name, short_name, code, set_name, game, release_date, estimated_supply, reprint_risk,
    `id:sim`. `observations`: box (a slug), metric_date, marketplace, floor_price_usd, market_price_usd (of
    the first marketplace), active_listings, units_sold, units_listed, volume_usd, source; null means unknown.
    Ordered by day, box, marketplace.
    """

    catalogue: pl.DataFrame
    observations: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Feed:
    silent: frozenset[int]
    broken: int | None


@dataclass(frozen=True, slots=True)
class _Trade:
    floor_usd: float
    market_usd: float | None
    demand: float
    scale: float


def simulate_market(
    *, boxes: int = 60, days: int = 400, seed: int = DEFAULT_SEED, last_day: date
) -> SimulatedMarket:
    """Invent a market of three games on two marketplaces that ends on `last_day`.

    The same arguments always give the same market. It holds what real feeds hold: boxes that appear, vanish
    and return, single missing days, days that are missing for all, a day on which only a sixth of the boxes
    was reported, exact ties, zeros, nulls and fractions. Raises InvalidValue unless both counts are positive.
    """
    for field, value in (("boxes", boxes), ("days", days)):
        if value < 1:
            raise InvalidValue(field, f"A simulated market needs at least 1 of {field}, not {value}.")
    window = Window(days, last_day)
    invented = list(simulated_boxes(boxes, window, seed))
    rows = (row for index, box in enumerate(invented) for row in _box_rows(index, box, window, seed))
    return SimulatedMarket(_catalogue(invented, last_day), _observations(rows))


def _observations(rows: Iterator[_Row]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(_OBSERVATION_SCHEMA)
    series = [
        pl.Series(name, values, dtype)
        for (name, dtype), values in zip(_OBSERVATION_SCHEMA.items(), columns, strict=True)
    ]
    return (
        pl.DataFrame(series)
        .with_columns(source=pl.lit(SIMULATED_SOURCE))
        .sort("metric_date", "box", "marketplace")
    )


def _catalogue(invented: list[SimulatedBox], last_day: date) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "slug": [box.slug for box in invented],
            "name": [box.name for box in invented],
            "short_name": [short_name_for(box.name, box.game, box.code) for box in invented],
            "code": [box.code for box in invented],
            "set_name": [box.set_name for box in invented],
            "game": [box.game for box in invented],
            "release_date": [box.released for box in invented],
            "estimated_supply": [box.supply for box in invented],
            "reprint_risk": [_reprint_risk((last_day - box.released).days) for box in invented],
            "id:sim": [f"sim-{number:05d}" for number in range(1, len(invented) + 1)],
        }
    )


def _reprint_risk(age_days: int) -> str:
    if age_days < 180:
        return "HIGH"
    return "MEDIUM" if age_days < 720 else "LOW"


def _feed(days: int) -> _Feed:
    if days < 30:
        return _Feed(frozenset(), None)
    return _Feed(frozenset({days // 3, days - 40, days - 39, days - 18} - {0}), days - 10)


def _box_rows(index: int, box: SimulatedBox, window: Window, seed: int) -> Iterator[_Row]:
    feed, rng = _feed(window.days), Random(f"{seed}:market:{box.path}")
    for offset, trade in _path(box, window, rng, MarketPrices(box, seed)):
        reported = rng.random() >= 0.015 and offset not in feed.silent and offset not in box.absent
        rows = [_main_row(box, window.day(offset), trade, rng)]
        if box.sells_on_ebay:
            rows.append(_ebay_row(box, window.day(offset), trade, rng))
        if reported and (offset != feed.broken or index % 6 == 1):
            yield from rows


def _path(
    box: SimulatedBox, window: Window, rng: Random, market_prices: MarketPrices
) -> Iterator[tuple[int, _Trade]]:
    price, noise = 0.0, 0.0
    period, phase, drift = rng.uniform(90, 260), rng.random(), rng.gauss(0.0002, 0.0006)
    for offset in range(box.first_day, box.last_day + 1):
        price += drift - 0.004 * price + rng.gauss(0, 0.011)
        noise = 0.88 * noise + rng.gauss(0, 0.19)
        age_days = (window.day(offset) - box.released).days
        season = WEEKDAY_DEMAND[window.day(offset).weekday()]
        wave = 1 + 0.35 * math.sin(2 * math.pi * (offset / period + phase))
        demand = box.units * season * wave * math.exp(noise) * (1 + 4 * math.exp(-age_days / 9))
        floor = cents(box.floor_usd * math.exp(price))
        yield offset, _Trade(floor, market_prices.after(price), demand, _scale(box, offset))


def _scale(box: SimulatedBox, offset: int) -> float:
    return 1.0 if offset < box.parts_from else 1.25


def _main_row(box: SimulatedBox, day: date, trade: _Trade, rng: Random) -> _Row:
    sold = _sold(box, trade.demand, rng)
    volume = cents(sold * trade.floor_usd * rng.uniform(1.0, 1.06) * trade.scale)
    listings = max(0, round(box.listings * rng.uniform(0.88, 1.12)))
    listed = float(int(rng.random() * (2 * sold + 1.3)))
    blank = rng.random()
    return (
        box.slug,
        day,
        "tcgplayer",
        trade.floor_usd if not 0.03 <= blank < 0.045 else None,
        trade.market_usd,
        listings if not 0.045 <= blank < 0.06 else None,
        sold * trade.scale if not 0.06 <= blank < 0.075 else None,
        listed if blank < 0.8 else None,
        volume if blank >= 0.03 else None,
    )


def _ebay_row(box: SimulatedBox, day: date, trade: _Trade, rng: Random) -> _Row:
    sold = _sold(box, trade.demand * EBAY_SHARE, rng)
    floor = cents(trade.floor_usd * rng.uniform(0.97, 1.09))
    volume = cents(sold * floor * rng.uniform(0.98, 1.05) * trade.scale)
    listings = max(0, round(box.listings * 0.4 * rng.uniform(0.8, 1.2)))
    has_volume = rng.random() >= 0.1
    sales = (sold * trade.scale, None, volume if has_volume else None)
    return (box.slug, day, "ebay", floor, None, listings, *sales)


def _sold(box: SimulatedBox, demand: float, rng: Random) -> float:
    chance = rng.random()
    return cents(demand) if box.trades_fractions else float(int(demand + chance))
