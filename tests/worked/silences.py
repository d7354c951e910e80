"""Marketplaces and boxes that fail to report: no figure and no place moves for that."""

from fractions import Fraction

from tests.oracles.market import Observation, OracleSettings
from tests.worked.market import CARDMARKET, NO_ROW, TCG, Worked, daily, on, place, row

_BIRCH = daily("birch", range(1, 17), volume_usd=800)
_TCG = daily("alder", range(1, 17), volume_usd=640, active_listings=14)
_SHOWS_BOTH = {"unified_volume_7d_ema": 1000, "unified_volume_30d_sma": 1000, "active_listings_count": 20}


def _cardmarket(*days: int) -> list[Observation]:
    return daily("alder", days, CARDMARKET, volume_usd=360, active_listings=6)


SILENT_FOR_A_DAY = Worked(
    "a marketplace is silent for a day",
    [*_BIRCH, *_TCG, *_cardmarket(1, 2, 3, 4, 5, 6, *range(8, 17))],
    {
        # 640 + 360 on every day, also on day 7, when Cardmarket's report of day 6 is still good
        **row(6, "alder", **_SHOWS_BOTH, daily_volume_usd=1000, is_provisional=True, momentum_pct=None),
        **row(7, "alder", **_SHOWS_BOTH, daily_volume_usd=640, is_provisional=False, momentum_pct=0),
        **row(8, "alder", **_SHOWS_BOTH, daily_volume_usd=1000, missing_marketplaces=[]),
        **row(7, "alder", missing_marketplaces=[CARDMARKET], daily_volume_is_incomplete=True),
        **row(7, "alder", volume_on=on(6), listings_on=on(6), is_carried=False),
        # 7 · 640 + 6 · 360; 13 of 2 · 30 days
        **row(7, "alder", volume_30d_usd=6640, volume_30d_coverage=0.216667),
        **place(7, "alder", current_rank=1, rank_change=0, rank_state="SAME", streak=7, days_at_number_one=7),
        **place(8, "alder", current_rank=1, rank_change=0, streak=8),
    },
)

SILENT_FOR_A_WEEK = Worked(
    "a marketplace is silent for nine days",
    [*_BIRCH, *_TCG, *_cardmarket(1, 2, 3, 4, 14, 15, 16)],
    {
        # day 4 lies in (3, 10], not in (4, 11]
        **row(10, "alder", **_SHOWS_BOTH, volume_marketplaces=[CARDMARKET, TCG]),
        **row(10, "alder", missing_marketplaces=[CARDMARKET]),
        **row(11, "alder", unified_volume_7d_ema=640, unified_volume_30d_sma=640, active_listings_count=14),
        **row(11, "alder", volume_marketplaces=[TCG], missing_marketplaces=[]),
        **row(11, "alder", daily_volume_is_incomplete=False),
        # the sum keeps Cardmarket's: 11 · 640 + 4 · 360; 11 of 30 days
        **row(11, "alder", volume_30d_usd=8480, volume_30d_coverage=0.366667),
        **place(11, "alder", current_rank=2, previous_rank=1, rank_change=-1, rank_state="DOWN"),
        **place(11, "birch", current_rank=1, rank_change=1, rank_state="UP", peak_date=on(11)),
        # back after 10 days: the average goes on
        **row(14, "alder", **_SHOWS_BOTH),
        **place(14, "alder", current_rank=1, rank_state="UP", days_at_number_one=11, streak=14),
    },
)

ONLY_THE_DAY_COUNTS = Worked(
    "reports are good for their day alone",
    [*[each for each in _BIRCH if str(each.day) != on(3)], *_TCG, *_cardmarket(1, 2, 3, 4, 5, 6, 8)],
    {
        **row(6, "alder", **_SHOWS_BOTH),
        **row(7, "alder", unified_volume_7d_ema=640, active_listings_count=14, missing_marketplaces=[]),
        **row(7, "alder", daily_volume_is_incomplete=False, volume_marketplaces=[TCG]),
        **place(7, "birch", current_rank=1, rank_change=1),
        **row(8, "alder", unified_volume_7d_ema=1000),
        "rows/birch/3": NO_ROW,
        "days/3/is_partial": False,
        "boards/unified_volume_7d_ema/3/dropped": [
            {"box": "birch", "last_observed_on": on(2), "reason": "unreported"}
        ],
        **place(4, "birch", rank_state="RE_ENTRY", previous_rank=None, rank_change=None, streak=1),
        **place(4, "birch", last_rank=2, last_rank_date=on(2), days_ranked=3),
    },
    settings=OracleSettings(good_days=1),
)

MARKETPLACE_JOINS = Worked(
    "a marketplace joins",
    [
        *daily("alder", range(1, 9), volume_usd=250, units_sold=3),
        *daily("alder", range(3, 9), CARDMARKET, volume_usd=90, units_sold=1),
    ],
    {
        **row(2, "alder", unified_volume_7d_ema=250, unified_volume_30d_sma=250, boxes_sold_30d_avg=3),
        **row(2, "alder", volume_30d_coverage=0.066667, volume_marketplaces=[TCG]),
        **row(3, "alder", unified_volume_7d_ema=340, unified_volume_30d_sma=340, boxes_sold_30d_avg=4),
        **row(3, "alder", volume_30d_coverage=0.066667, volume_30d_usd=840, boxes_sold=4),
        **row(3, "alder", volume_marketplaces=[CARDMARKET, TCG]),
        **row(6, "alder", is_provisional=True),
        **row(7, "alder", is_provisional=False, momentum_pct=0),
    },
)

STARTS_AGAIN = Worked(
    "an average starts again after more than 30 days",
    [
        *daily("alder", [1], volume_usd=500),
        *daily("alder", [31], volume_usd=100),
        *daily("birch", [1], volume_usd=500),
        *daily("birch", [32], volume_usd=100),
    ],
    {
        # 100 + 400 · 0.75^30 = 100.0714
        **row(31, "alder", unified_volume_7d_ema=100.07, volume_30d_usd=100),
        **row(32, "birch", unified_volume_7d_ema=100, volume_30d_usd=100),
        "rows/birch/31": NO_ROW,
    },
)

WEEKLY = Worked(
    "boxes are reported once a week",
    [
        *daily("alder", [1], volume_usd=120, floor_price_usd=80),
        *daily("alder", range(8, 44, 7), volume_usd=320, floor_price_usd=100),
        *daily("birch", range(1, 44, 7), volume_usd=200, floor_price_usd=60),
    ],
    {
        # 0.75^7 = 0.13348389; 320 − 200 · 0.13348389
        **row(8, "alder", unified_volume_7d_ema=293.3, unified_volume_30d_sma=220, volume_30d_usd=440),
        **row(8, "alder", volume_30d_coverage=0.066667),
        **row(8, "alder", floor_price_1d_change_pct=None, floor_price_7d_change_pct=25),
        **row(8, "alder", floor_price_30d_change_pct=None),
        **place(8, "alder", current_rank=1, previous_rank=2, rank_change=1),
        # days 8 to 36 lie in (6, 36]; the basis of 30 days may lie in [1, 6]
        **row(36, "alder", volume_30d_usd=1600, unified_volume_30d_sma=320, floor_price_30d_change_pct=25),
        **row(36, "alder", floor_price_30d_basis_on=on(1), is_provisional=True),
        **row(43, "alder", is_provisional=False, volume_30d_usd=1600),
        "rows/alder/9": NO_ROW,
    },
)

WINDOWS_END_ON_THE_REPORT = Worked(
    "windows end on the report",
    [
        *daily("alder", range(1, 16), volume_usd=60, units_sold=2, active_listings=10, floor_price_usd=30),
        *daily("alder", range(16, 31), volume_usd=120, units_sold=4, active_listings=10, floor_price_usd=33),
        *daily("birch", range(1, 38), volume_usd=95, units_sold=1, active_listings=10),
    ],
    {
        # (15 · 2 + 15 · 4) / 30, (15 · 60 + 15 · 120) / 30, 100 · 90 / (90 + 10), and the same when silent
        **row(30, "alder", boxes_sold_30d_avg=3, unified_volume_30d_sma=90, liquidity_score=90),
        **row(30, "alder", floor_price_7d_change_pct=0, floor_price_1d_change_pct=0, volume_30d_usd=2700),
        **row(36, "alder", boxes_sold_30d_avg=3, unified_volume_30d_sma=90, liquidity_score=90),
        **row(36, "alder", floor_price_7d_change_pct=0, floor_price_1d_change_pct=None),
        # the sum is one of (6, 36]: 9 · 60 + 15 · 120
        **row(36, "alder", volume_30d_usd=2340, volume_30d_coverage=1, volume_on=on(30), is_carried=True),
        **place(36, "alder", "unified_volume_30d_sma", current_rank=2, rank_change=0),
        "rows/alder/37": NO_ROW,
    },
    boards=("unified_volume_30d_sma",),
)

HALF_CENTS = Worked(
    "half cents go to the even cent, once",
    [
        *daily("alder", [1], CARDMARKET, volume_usd=0.01),
        *daily("birch", [1], CARDMARKET, volume_usd=0.07),
        *daily("cedar", [1], CARDMARKET, volume_usd=0.09),
        *daily("dogwood", range(1, 11), volume_usd=0.7, units_sold=0.7),
    ],
    {
        # 0.005, 0.035 and 0.045
        **row(1, "alder", daily_volume_usd=0, unified_volume_7d_ema=0),
        **row(1, "birch", daily_volume_usd=0.04, unified_volume_7d_ema=0.04),
        **row(1, "cedar", daily_volume_usd=0.04, unified_volume_7d_ema=0.04),
        **row(10, "dogwood", volume_30d_usd=7, boxes_sold_30d_avg=0.7),
        **place(1, "birch", current_rank=2, position=2),
        **place(1, "cedar", current_rank=2, position=3, percentile=50),
        **place(1, "alder", current_rank=4, percentile=0),
    },
    settings=OracleSettings(weights={CARDMARKET: Fraction(1, 2)}),
)

SILENCES = (
    SILENT_FOR_A_DAY,
    SILENT_FOR_A_WEEK,
    ONLY_THE_DAY_COUNTS,
    MARKETPLACE_JOINS,
    STARTS_AGAIN,
    WEEKLY,
    WINDOWS_END_ON_THE_REPORT,
    HALF_CENTS,
)
