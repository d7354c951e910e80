"""Figures of the prices of a box: floor, market price, their changes, high and low."""

from datetime import date

from app.domain.figure import DAY, MARKETPLACE, PERCENT, PRICE, PRICE_BASIS, entry, figure_list

_CHANGE = (
    " against an earlier report of the same marketplace: that of 1, 7, 30 or 90 days before it. If that very"
    " day had none, the newest one up to 2 days earlier serves for 7 days, up to 5 for 30, up to 10 for 90,"
    " none for 1. Where the price is carried, its one-day change is unknown; the longer ones are those of its"
    " report.",
    "100 × (price / price n days before − 1)",
    "There is no price, none to compare with, or the earlier one was zero.",
)
_FLOOR = ("The floor", *_CHANGE)
_MARKET = ("The market price", *_CHANGE)
_NO_FLOOR = "No marketplace with a report that is still good has a floor."
_NO_MARKET = "No marketplace with a report that is still good has a market price."
_NO_PRICE = "The box has no price that is still good."
_BASIS = ("The day of the earlier report", " that the change is measured against.", "", "There is no change.")
_OVER_A_YEAR = (
    " over 365 days, of the reports of the marketplace that gives the price of the day; of its floors where"
    " the box has no market price."
)


@figure_list
class PriceFigures:
    """Floor and market price: two quantities, neither replaces the other."""

    floor_price_usd: float | None = entry(
        "Floor",
        "floor",
        PRICE,
        "The cheapest sealed box",
        " that is offered: the newest report that is still good of the marketplace that comes first in the"
        " price order, else of the first other one by name.",
        empty_when=_NO_FLOOR,
        has_board=True,
        noun="floor",
        place=1,
    )
    floor_marketplace: str | None = entry(
        "Floor at", "floor at", MARKETPLACE, "The marketplace of the floor", empty_when=_NO_FLOOR
    )
    floor_on: date | None = entry(
        "Floor of", "floor of", DAY, "The day on which the floor was reported", empty_when=_NO_FLOOR
    )
    floor_price_1d_change_pct: float | None = entry(
        *("Floor change, 1 day", "floor 1d", PERCENT, *_FLOOR),
        period_days=1,
        has_board=True,
        noun="floor change",
    )
    floor_price_7d_change_pct: float | None = entry(
        *("Floor change, 7 days", "floor 7d", PERCENT, *_FLOOR),
        period_days=7,
        has_board=True,
        noun="floor change",
    )
    floor_price_7d_basis_on: date | None = entry(
        *("Floor change, 7 days, from", "floor 7d from", DAY, *_BASIS)
    )
    floor_price_30d_change_pct: float | None = entry(
        *("Floor change, 30 days", "floor 30d", PERCENT, *_FLOOR),
        period_days=30,
        has_board=True,
        noun="floor change",
    )
    floor_price_30d_basis_on: date | None = entry(
        *("Floor change, 30 days, from", "floor 30d from", DAY, *_BASIS)
    )
    market_price_usd: float | None = entry(
        "Market price",
        "market",
        PRICE,
        "What recent sales say a box is worth",
        ", as a marketplace reports it (TCGplayer's market price, Cardmarket's trend): the newest report"
        " that is still good, in the same order as the floor. Neither replaces the other.",
        empty_when=_NO_MARKET,
        has_board=True,
        noun="market price",
        place=2,
    )
    market_price_marketplace: str | None = entry(
        "Market price at",
        "market at",
        MARKETPLACE,
        "The marketplace of the market price",
        empty_when=_NO_MARKET,
    )
    market_price_on: date | None = entry(
        "Market price of",
        "market of",
        DAY,
        "The day on which the market price was reported",
        empty_when=_NO_MARKET,
    )
    market_price_1d_change_pct: float | None = entry(
        *("Market price change, 1 day", "market 1d", PERCENT, *_MARKET),
        period_days=1,
        has_board=True,
        noun="market price change",
    )
    market_price_7d_change_pct: float | None = entry(
        *("Market price change, 7 days", "market 7d", PERCENT, *_MARKET),
        period_days=7,
        has_board=True,
        noun="market price change",
    )
    market_price_7d_basis_on: date | None = entry(
        *("Market price change, 7 days, from", "market 7d from", DAY, *_BASIS)
    )
    market_price_30d_change_pct: float | None = entry(
        *("Market price change, 30 days", "market 30d", PERCENT, *_MARKET),
        period_days=30,
        has_board=True,
        noun="market price change",
    )
    market_price_30d_basis_on: date | None = entry(
        *("Market price change, 30 days, from", "market 30d from", DAY, *_BASIS)
    )
    market_price_90d_change_pct: float | None = entry(
        *("Market price change, 90 days", "market 90d", PERCENT, *_MARKET),
        period_days=90,
        has_board=True,
        noun="market price change",
    )
    market_price_90d_basis_on: date | None = entry(
        *("Market price change, 90 days, from", "market 90d from", DAY, *_BASIS)
    )
    market_price_high_usd: float | None = entry(
        "High, 365 days", "high", PRICE, "The highest price", _OVER_A_YEAR, empty_when=_NO_PRICE
    )
    market_price_high_on: date | None = entry(
        "Day of the high", "high on", DAY, "The first day of the high", empty_when=_NO_PRICE
    )
    market_price_low_usd: float | None = entry(
        "Low, 365 days", "low", PRICE, "The lowest price", _OVER_A_YEAR, empty_when=_NO_PRICE
    )
    market_price_low_on: date | None = entry(
        "Day of the low", "low on", DAY, "The first day of the low", empty_when=_NO_PRICE
    )
    drawdown_pct: float | None = entry(
        "Below the high",
        "drawdown",
        PERCENT,
        "How far the price stands below its high",
        " of 365 days; never above zero.",
        "100 × (price / high − 1)",
        "The box has no price that is still good, or the high was zero.",
    )
    price_basis: str | None = entry(
        "Price of high and low",
        "price basis",
        PRICE_BASIS,
        "Which price high, low and drawdown are of",
        empty_when=_NO_PRICE,
    )
