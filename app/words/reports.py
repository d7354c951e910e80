"""Notes on a figure: the day of its report, that it is capped, or why there is none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from app.domain.figures import FIGURES, Figures
from app.words.figures import shown
from app.words.sentences import listed

SUPPLY_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "short_history": "fewer than 7 observed days",
        "sales_or_listings_unknown": "no marketplace reports both sales and listings",
        "sales_unknown": "sales not reported",
        "listings_unknown": "no marketplace reports both sales and listings",
        "nothing_listed": "nothing is listed",
        "no_sales": "nothing was sold in thirty days",
        "additions_unknown": "new listings reported on fewer than 7 days",
        "not_tightening": "no more is sold than added",
        "too_slow": "hardly more is sold than added",
    }
)
"""Why there are no days of supply, or no liquidity, by the reason stored with the figures."""

_FLOOR, _MARKET, _LISTINGS, _VOLUME = "floor_on", "market_price_on", "listings_on", "volume_on"
_RESTS_ON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "floor_price_usd": (_FLOOR,),
        **{f"floor_price_{days}d_change_pct": (_FLOOR,) for days in (1, 7, 30)},
        "market_price_usd": (_MARKET,),
        **{f"market_price_{days}d_change_pct": (_MARKET,) for days in (1, 7, 30, 90)},
        "unified_volume_7d_ema": (_VOLUME,),
        "unified_volume_30d_sma": (_VOLUME,),
        "momentum_pct": (_VOLUME,),
        "active_listings_count": (_LISTINGS,),
        "listed_value_usd": (_FLOOR, _LISTINGS),
        "liquidity_score": (_LISTINGS, "observed_on"),
        "expected_days_to_sell": (_LISTINGS, "observed_on"),
        "absorption_rate": (_LISTINGS, "observed_on"),
        "days_of_supply": (_LISTINGS, "observed_on"),
        "boxes_sold_30d_avg": ("observed_on",),
        "boxes_added_30d_avg": ("observed_on",),
    }
)


def report_day(figures: Figures, key: str, day: date) -> date | None:
    """The day of the oldest report that a known figure rests on, where that is before `day`."""
    if getattr(figures, key) is None:
        return None
    days = [known for name in _RESTS_ON.get(key, ()) if (known := getattr(figures, name)) is not None]
    oldest = min(days, default=day)
    return oldest if oldest < day else None


def other_basis(figures: Figures, key: str) -> date | None:
    """The day that a change is measured from, where that is not its number of days before the price."""
    days = FIGURES[key].period_days
    basis = getattr(figures, f"{key.removesuffix('_change_pct')}_basis_on", None)
    reported_on = getattr(figures, _RESTS_ON[key][0])
    if basis is None or reported_on is None or (reported_on - basis).days == days:
        return None
    return basis if isinstance(basis, date) else None


def figure_text(figures: Figures, key: str) -> str:
    """A known figure with its unit; capped ones say so."""
    return capped_figure(figures, key) or shown(getattr(figures, key), FIGURES[key].unit.form)


def capped_figure(figures: Figures, key: str) -> str | None:
    """How a capped figure is written; null for one that is not capped."""
    if key not in figures.capped:
        return None
    value = getattr(figures, key)
    is_least = key == "expected_days_to_sell" and value <= 1
    return "under a day" if is_least else f"{shown(value, FIGURES[key].unit.form)}+"


def without(marketplaces: Sequence[str] | None) -> str:
    """The marketplaces that did not report, as an addition to a figure: "without ebay"; else nothing."""
    return f"without {listed(marketplaces)}" if marketplaces else ""


def why_empty(figures: Figures, key: str) -> str:
    """Why a figure is unknown, by what else is known of the day; never a guess."""
    reason = _REASONS.get(key, "not reported")
    return reason if isinstance(reason, str) else reason(figures)


def _change_of(price: str, words: str, basis: str) -> Callable[[Figures], str]:
    def reason(figures: Figures) -> str:
        is_known = getattr(figures, price) is not None
        return f"no {words} {basis} to compare with" if is_known else f"no {words} reported"

    return reason


def _one_day_change_of(price: str, on: str, words: str) -> Callable[[Figures], str]:
    otherwise = _change_of(price, words, "of the day before")

    def reason(figures: Figures) -> str:
        reported_on = getattr(figures, on)
        is_earlier = figures.is_carried or (reported_on is not None and reported_on < figures.observed_on)
        return f"the {words} is that of an earlier day" if is_earlier else otherwise(figures)

    return reason


def _momentum(figures: Figures) -> str:
    if figures.unified_volume_7d_ema is None:
        return "no volume reported"
    return "fewer than 7 reports of a volume" if figures.is_provisional else "nothing traded in thirty days"


def _liquidity(figures: Figures) -> str:
    if figures.liquidity_reason is not None:
        return SUPPLY_REASONS[figures.liquidity_reason]
    if figures.boxes_sold_30d_avg is None:
        return "sales not reported"
    if figures.active_listings_count is None:
        return "listings not reported"
    return "no marketplace reports both sales and listings"


def _days_to_sell(figures: Figures) -> str:
    is_unsold = figures.liquidity_score == 0
    return SUPPLY_REASONS["no_sales"] if is_unsold else _liquidity(figures)


_REASONS: Mapping[str, str | Callable[[Figures], str]] = MappingProxyType(
    {
        "floor_price_usd": "no floor reported",
        "floor_price_1d_change_pct": _one_day_change_of("floor_price_usd", _FLOOR, "floor"),
        "floor_price_7d_change_pct": _change_of("floor_price_usd", "floor", "of a week before"),
        "floor_price_30d_change_pct": _change_of("floor_price_usd", "floor", "of a month before"),
        "market_price_usd": "no market price reported",
        "market_price_1d_change_pct": _one_day_change_of("market_price_usd", _MARKET, "market price"),
        **{
            f"market_price_{days}d_change_pct": _change_of("market_price_usd", "market price", basis)
            for days, basis in (
                (7, "of a week before"),
                (30, "of a month before"),
                (90, "of three months before"),
            )
        },
        "drawdown_pct": "no price reported",
        "daily_volume_usd": lambda figures: without(figures.missing_marketplaces) or "no volume reported",
        "unified_volume_7d_ema": "no volume reported",
        "unified_volume_30d_sma": "no volume reported",
        "volume_30d_usd": "no volume reported in thirty days",
        "momentum_pct": _momentum,
        "active_listings_count": "listings not reported",
        "boxes_sold_30d_avg": "sales not reported",
        "boxes_added_30d_avg": "new listings not reported",
        "listed_value_usd": lambda figures: (
            "no floor reported" if figures.floor_price_usd is None else "listings not reported"
        ),
        "absorption_rate": _liquidity,
        "liquidity_score": _liquidity,
        "expected_days_to_sell": _days_to_sell,
        "days_of_supply": lambda figures: SUPPLY_REASONS.get(
            figures.days_of_supply_reason or "", "sales or listings not reported"
        ),
    }
)
