"""Floor and market price of a box: whose, of which day, against earlier reports, and against a year."""

from collections.abc import Mapping, Sequence

import polars as pl

from app.domain.rounding import over
from app.domain.series_keys import DAY_SPAN, day_of

YEAR_DAYS = 365
FLOOR_CHANGES: Mapping[int, int] = {1: 0, 7: 2, 30: 5}
MARKET_CHANGES: Mapping[int, int] = {**FLOOR_CHANGES, 90: 10}
"""Days back, and the days of tolerance behind that."""

_LARGEST_CENTS = 2 * 10**12  # what fits beside a day in 63 bits
_FLOOR, _MARKET = "floor_price", "market_price"


def price_figures(
    rows: pl.DataFrame, first: Mapping[str, pl.DataFrame], reports: pl.DataFrame, marketplaces: Sequence[str]
) -> pl.DataFrame:
    """The price figures of the rows (box_day, day), unrounded, in their order.

    `first` are the `first_prices` by column; `reports` (key, floor_price_usd, market_price_usd) are the used
    reports of a year and more before the rows, in any order.
    """
    found = [rows.select("box_day", "day")]
    for name, changes in ((_FLOOR, FLOOR_CHANGES), (_MARKET, MARKET_CHANGES)):
        column = f"{name}_usd"
        known = _known(reports, column)
        priced = rows.select("box_day", "day").join(
            first[column].rename({column: "price", f"{column}_at": "at"}),
            on="box_day",
            how="left",
            maintain_order="left",
        )
        names = pl.Series(marketplaces, dtype=pl.String).gather(priced["code"])
        prefix = "floor" if name == _FLOOR else name
        found.append(
            priced.select(
                pl.col("price").alias(column),
                names.alias(f"{prefix}_marketplace"),
                day_of(pl.col("at")).alias(f"{prefix}_on"),
                *(each for back in changes.items() for each in _change(priced, known, name, back)),
                *_year(priced, known, name),
            )
        )
    return pl.concat(found, how="horizontal").with_columns(*_extremes()).drop("box_day", "day")


def _known(reports: pl.DataFrame, column: str) -> pl.DataFrame:
    # A price and its day in one number: the greatest of a window has the highest price and its first day.
    known = reports.filter(pl.col(column).is_not_null()).select("key", price=column).sort("key")
    cents = (pl.col("price") * 100).round(6, mode="half_to_even").round(0, mode="half_to_even")
    units = pl.min_horizontal(cents, pl.lit(_LARGEST_CENTS)).cast(pl.Int64) * DAY_SPAN
    day, span = pl.col("key") % DAY_SPAN, f"{YEAR_DAYS}i"
    return known.with_columns(
        high=(units + (DAY_SPAN - 1 - day)).rolling_max_by("key", span),
        low=(units + day).rolling_min_by("key", span),
    )


def _at(priced: pl.DataFrame, known: pl.DataFrame, days_back: int, tolerance: int) -> pl.Series:
    # The place of the newest report of the series not after `days_back` days before, or null.
    wanted = priced["at"] - days_back
    places = known["key"].search_sorted(wanted.fill_null(-1), side="right").cast(pl.Int64) - 1
    nearest = known["key"].gather(pl.select(pl.when(places >= 0).then(places)).to_series())
    is_near = (wanted - nearest) <= tolerance
    return pl.select(pl.when(is_near).then(places)).to_series()


def _change(
    priced: pl.DataFrame, known: pl.DataFrame, name: str, period: tuple[int, int]
) -> tuple[pl.Series, ...]:
    days_back, tolerance = period
    place = _at(priced, known, days_back, tolerance)
    facts = priced.select(
        "price", "at", "day", basis=known["price"].gather(place), on=known["key"].gather(place)
    )
    is_own_day = pl.col("at") % DAY_SPAN == pl.col("day")
    basis = pl.when(pl.col("basis") != 0).then("basis")
    if days_back == 1:
        basis = pl.when(is_own_day).then(basis)
    change = (100 * (pl.col("price") / basis - 1)).alias(f"{name}_{days_back}d_change_pct")
    basis_on = pl.when(change.is_not_null()).then(day_of(pl.col("on"))).alias(f"{name}_{days_back}d_basis_on")
    return (
        facts.select(change).to_series(),
        *([] if days_back == 1 else [facts.select(basis_on).to_series()]),
    )


def _year(priced: pl.DataFrame, known: pl.DataFrame, name: str) -> tuple[pl.Series, ...]:
    place = _at(priced, known, 0, 0)
    return tuple(known[extreme].gather(place).alias(f"{name}_{extreme}") for extreme in ("high", "low"))


def _extremes() -> tuple[pl.Expr, ...]:
    is_market = pl.col("market_price_usd").is_not_null()

    def either(what: str) -> pl.Expr:
        return pl.when(is_market).then(f"{_MARKET}_{what}").otherwise(f"{_FLOOR}_{what}")

    high, low, price = either("high"), either("low"), either("usd")
    high_usd = over(high // DAY_SPAN, 100)
    drawdown = 100 * (price / pl.when(high_usd > 0).then(high_usd) - 1)
    basis = pl.when(is_market).then(pl.lit(_MARKET)).when(pl.col("floor_price_usd").is_not_null())
    return (
        high_usd.alias("market_price_high_usd"),
        day_of(DAY_SPAN - 1 - high % DAY_SPAN).alias("market_price_high_on"),
        over(low // DAY_SPAN, 100).alias("market_price_low_usd"),
        day_of(low).alias("market_price_low_on"),
        drawdown.clip(upper_bound=0).alias("drawdown_pct"),
        basis.then(pl.lit(_FLOOR)).alias("price_basis"),
    )
