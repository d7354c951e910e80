"""Values that are far from everything before them, and values that are not."""

from tests.oracles.market import Observation, OracleSettings
from tests.worked.market import TCG, Worked, daily, on, row

_WEEK = range(1, 8)


def _suspect(box: str, field: str, value: float, reason: str) -> dict[str, object]:
    found = {"metric_date": on(8), "box": box, "marketplace": TCG, "field": field}
    return {**found, "value": value, "reason": reason}


def _then(box: str, usual: dict[str, float], day_8: dict[str, float]) -> list[Observation]:
    return [*daily(box, _WEEK, TCG, **usual), *daily(box, [8], TCG, **day_8)]


_ROWS = [
    *_then("leaps", {"market_price_usd": 60}, {"market_price_usd": 600}),
    *daily("leaps", [9], market_price_usd=61),
    *_then("stays", {"market_price_usd": 60}, {"market_price_usd": 600}),
    *daily("stays", [9], market_price_usd=630),
    *_then("worthless", {"floor_price_usd": 60}, {"floor_price_usd": 0}),
    *daily("young", [4, 5, 6, 7], market_price_usd=60),
    *daily("young", [8], market_price_usd=600),
    *_then("shelf", {"active_listings": 30}, {"active_listings": 2000}),
    *_then("four-fold", {"active_listings": 4}, {"active_listings": 19}),
    *daily("sold-out", _WEEK, active_listings=15),
    *daily("sold-out", [8, 9], active_listings=0),
    *_then("burst", {"units_sold": 2, "volume_usd": 80}, {"units_sold": 21, "volume_usd": 840}),
    *_then("busy", {"units_sold": 2, "volume_usd": 80}, {"units_sold": 20, "volume_usd": 800}),
    *_then(
        "odd",
        {"market_price_usd": 40, "units_sold": 2, "volume_usd": 80},
        {"market_price_usd": 40, "units_sold": 2, "volume_usd": 330},
    ),
    *[
        each
        for number in range(8)
        for each in daily("wild", [number], market_price_usd=70 if number % 2 else 210)
    ],
    *daily("wild", [8], market_price_usd=2000),
]

_FOUND = [
    _suspect("burst", "units_sold", 21, "far_above_its_sales"),
    _suspect("burst", "volume_usd", 840, "far_above_its_sales"),
    _suspect("leaps", "market_price_usd", 600, "far_from_its_level"),
    _suspect("odd", "volume_usd", 330, "contradicts_price"),
    _suspect("shelf", "active_listings", 2000, "far_from_its_level"),
    _suspect("worthless", "floor_price_usd", 0, "far_from_its_level"),
]

SORTED_OUT = Worked(
    "values that look wrong",
    _ROWS,
    {
        "suspects": _FOUND,
        **row(8, "leaps", market_price_usd=60, market_price_on=on(7), is_carried=False),
        **row(8, "leaps", market_price_1d_change_pct=None),
        **row(9, "leaps", market_price_usd=61, market_price_1d_change_pct=None, market_price_high_usd=61),
        # the next report confirms it
        **row(8, "stays", market_price_usd=600, market_price_1d_change_pct=900),
        **row(9, "stays", market_price_usd=630, market_price_1d_change_pct=5),
        **row(8, "worthless", floor_price_usd=60, floor_on=on(7)),
        # four reports before it are too few
        **row(8, "young", market_price_usd=600),
        # 31 → 2,001; 5 → 20 is a factor of 4 and no more
        **row(8, "shelf", active_listings_count=30, listings_on=on(7)),
        **row(8, "four-fold", active_listings_count=19),
        **row(8, "sold-out", active_listings_count=0),
        # more than ten times 2 and $80; ten times is not more
        **row(8, "burst", boxes_sold=None, daily_volume_usd=None, missing_marketplaces=[TCG]),
        **row(8, "busy", boxes_sold=20, daily_volume_usd=800),
        # $165 each where the market price is $40; so the volume is 2 · 40
        **row(8, "odd", boxes_sold=2, daily_volume_usd=80, daily_volume_is_estimated=True),
        # its level is √(70 · 210), half of ln 3 = 0.55 its spread; ln (2,000 / 121.2) = 2.80 < 7.413 · 0.55
        **row(8, "wild", market_price_usd=2000),
    },
    boards=("market_price_usd",),
)

ALL_USED = Worked(
    "every value is used",
    _ROWS,
    {
        "suspects": [],
        **row(8, "leaps", market_price_usd=600, market_price_1d_change_pct=900),
        **row(8, "worthless", floor_price_usd=0, market_price_low_usd=0, drawdown_pct=-100),
        **row(8, "shelf", active_listings_count=2000),
        **row(8, "burst", boxes_sold=21, daily_volume_usd=840, missing_marketplaces=[]),
        **row(8, "odd", daily_volume_usd=330, daily_volume_is_estimated=False),
    },
    settings=OracleSettings(sorts_out_suspects=False),
)

SUSPECTS = (SORTED_OUT, ALL_USED)
