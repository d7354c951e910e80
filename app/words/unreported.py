"""What no marketplace reports: figures that have no place then, and the sentence that says so once."""

from collections.abc import Callable, Container, Mapping
from types import MappingProxyType

from app.words.sentences import listed

_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "floors": ("floor_price_usd",),
        "market prices": ("market_price_usd",),
        "sales": ("boxes_sold_30d_avg", "unified_volume_7d_ema", "daily_volume_usd", "volume_30d_usd"),
        "listings": ("active_listings_count",),
    }
)
_PRICES = ("floor_price", "market_price")
_SALES, _LISTED, _SUM = "boxes_sold_30d_avg", "active_listings_count", "volume_30d_usd"
_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{f"{price}_{days}d_change_pct": (f"{price}_usd",) for price in _PRICES for days in (1, 7, 30, 90)},
        **dict.fromkeys(
            (
                "daily_volume_usd",
                "unified_volume_7d_ema",
                "unified_volume_30d_sma",
                "volume_30d_coverage",
                "momentum_pct",
            ),
            (_SUM,),
        ),
        "boxes_sold": (_SALES,),
        "boxes_added": ("boxes_added_30d_avg",),
        "listed_value_usd": ("floor_price_usd", _LISTED),
        **dict.fromkeys(
            ("absorption_rate", "liquidity_score", "expected_days_to_sell", "days_of_supply"),
            (_SALES, _LISTED),
        ),
    }
)


def can_be_known(key: str, known: Container[str]) -> bool:
    """Whether a figure is worth a place: what it is made of is among the figures that are known."""
    return all(each in known for each in _NEEDS.get(key, (key,)))


def nobody_reports(is_reported: Callable[[str], bool], of_what: str) -> str:
    """What no marketplace reports, by the figures that are known; nothing where all of it is reported.

    `of_what` ends the sentence: "here", "of this box".
    """
    kinds = [kind for kind, figures in _KINDS.items() if not any(map(is_reported, figures))]
    if not kinds or len(kinds) == len(_KINDS):
        return ""
    return f"No marketplace reports {listed(kinds, len(kinds), 'or')} {of_what}."
