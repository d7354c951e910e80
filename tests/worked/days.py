"""Boxes that are not reported, days that are incomplete, feeds of prices alone and of sales alone."""

from tests.worked.market import NO_ROW, TCG, Worked, daily, on, place, row

BOARD = "unified_volume_7d_ema"

BOX_UNREPORTED = Worked(
    "boxes are not reported for a day and for a week",
    [
        *daily("alder", range(1, 15), volume_usd=400),
        *daily("birch", [1, 2, 3, *range(5, 15)], volume_usd=300, active_listings=9, floor_price_usd=50),
        *daily("cedar", [1, 2, 3, 4, 5, 13, 14], volume_usd=200),
        *daily("dogwood", range(1, 15), volume_usd=100),
        *daily("elm", [1, 2, 3], volume_usd=50),
        *daily("elm", range(4, 15), floor_price_usd=12),
    ],
    {
        **row(4, "birch", unified_volume_7d_ema=300, is_carried=True, observed_on=on(3)),
        **row(4, "birch", daily_volume_usd=None, daily_volume_is_incomplete=None, missing_marketplaces=[TCG]),
        **row(4, "birch", floor_price_usd=50, floor_on=on(3), floor_price_1d_change_pct=None),
        **row(4, "birch", active_listings_count=9, listings_on=on(3), observed_days=3),
        **row(5, "birch", floor_price_1d_change_pct=None, is_carried=False),
        **row(6, "birch", floor_price_1d_change_pct=0),
        **place(4, "birch", current_rank=2, rank_change=0, rank_state="SAME", streak=4, days_ranked=4),
        **place(4, "birch", is_carried=True, peak_rank=2, peak_date=on(1)),
        # day 5 lies in (4, 11], not in (5, 12]
        **row(11, "cedar", unified_volume_7d_ema=200, is_carried=True, observed_on=on(5)),
        **place(11, "cedar", current_rank=3, streak=11),
        "rows/cedar/12": NO_ROW,
        f"boards/{BOARD}/12/dropped": [
            {"box": "cedar", "last_observed_on": on(5), "reason": "unreported"},
        ],
        **place(12, "dogwood", current_rank=3, rank_change=1, rank_state="UP", peak_rank=3, peak_date=on(12)),
        **place(13, "cedar", value=200, current_rank=3, previous_rank=None, rank_change=None),
        **place(13, "cedar", rank_state="RE_ENTRY", last_rank=3, last_rank_date=on(11)),
        **place(13, "cedar", streak=1, days_ranked=12),
        **place(13, "dogwood", current_rank=4, rank_state="DOWN", peak_rank=3),
        # elm is there on every day; its last volume, of day 3, does not lie in (3, 10]
        f"boards/{BOARD}/10/dropped": [{"box": "elm", "last_observed_on": on(10), "reason": "no_figure"}],
        **row(10, "elm", unified_volume_7d_ema=None, is_provisional=None, floor_price_usd=12),
        "days/4/is_partial": False,
    },
)

_VOLUMES = {"alder": 300, "birch": 280, "cedar": 260, "dogwood": 240}

PARTIAL_DAY = Worked(
    "one of five boxes is reported",
    [
        *[
            each
            for box, volume in _VOLUMES.items()
            for each in daily(box, [1, 2, 3, 4, 5, 7], volume_usd=volume)
        ],
        *daily("elm", [1, 2, 3, 4, 5], volume_usd=100),
        *daily("elm", [6], volume_usd=1000),
        *daily("elm", [7], volume_usd=0),
        *daily("alder", [8], volume_usd=300),
    ],
    {
        "days/5/is_partial": False,
        "days/6/is_partial": True,
        "days/6/boxes_expected": 5,
        "days/7/is_partial": False,
        "days/8/is_partial": True,
        # 0.25 · 1,000 + 0.75 · 100: first of five, and no record of it
        **place(6, "elm", value=325, current_rank=1, previous_rank=5, rank_change=4, rank_state="UP"),
        **place(6, "elm", peak_rank=5, peak_date=on(1), days_at_number_one=0, days_ranked=5, streak=5),
        **place(6, "alder", current_rank=2, is_carried=True, days_at_number_one=5, days_ranked=5, streak=5),
        f"boards/{BOARD}/6/dropped": [],
        f"boards/{BOARD}/7/compared_with": on(5),
        # 0.75 · 325, against its place of day 5
        **place(7, "elm", value=243.75, current_rank=4, previous_rank=5, rank_change=1),
        **place(7, "elm", peak_rank=4, peak_date=on(7), days_ranked=6, streak=6),
        **place(7, "alder", current_rank=1, rank_change=0, days_at_number_one=6, days_ranked=6, streak=6),
        f"boards/{BOARD}/8/compared_with": on(7),
        "default/day": on(7),
        "default/metric": BOARD,
        "default/boxes": 5,
        "default/boxes_with_it": 5,
        "default/in_progress": on(8),
    },
)

PRICES_ALONE = Worked(
    "a feed of prices",
    [
        *[
            each
            for number in range(1, 9)
            for each in daily("alder", [number], market_price_usd=38 + 2 * number, floor_price_usd=30)
        ],
        *daily("birch", range(1, 10), market_price_usd=100, floor_price_usd=90),
        *daily("cedar", range(1, 10), floor_price_usd=25),
    ],
    {
        # 54 / 52 and 54 / 40
        **row(8, "alder", market_price_usd=54, market_price_1d_change_pct=3.85, floor_price_1d_change_pct=0),
        **row(8, "alder", market_price_7d_change_pct=35, market_price_7d_basis_on=on(1)),
        **row(8, "alder", unified_volume_7d_ema=None, is_provisional=None, volume_30d_coverage=None),
        **row(8, "alder", daily_volume_is_estimated=None, missing_marketplaces=[], liquidity_score=None),
        **row(8, "alder", days_of_supply_reason="sales_or_listings_unknown"),
        **row(6, "alder", days_of_supply_reason="short_history"),
        **row(9, "alder", market_price_usd=54, market_price_on=on(8), is_carried=True),
        **row(9, "alder", market_price_1d_change_pct=None, market_price_7d_change_pct=35),
        **row(9, "alder", market_price_7d_basis_on=on(1), market_price_30d_change_pct=None),
        **row(9, "alder", market_price_high_usd=54, market_price_high_on=on(8), drawdown_pct=0),
        **row(9, "alder", market_price_low_usd=40, market_price_low_on=on(1), price_basis="market_price"),
        **row(9, "cedar", market_price_usd=None, floor_price_usd=25, price_basis="floor_price"),
        **row(9, "cedar", market_price_high_usd=25, market_price_high_on=on(1), drawdown_pct=0),
        **place(9, "birch", "market_price_usd", current_rank=1),
        **place(9, "alder", "market_price_7d_change_pct", current_rank=1, value=35),
        f"boards/{BOARD}": {},
        "default/day": on(9),
        "default/metric": "market_price_usd",
        "default/boxes": 3,
        "default/boxes_with_it": 2,
    },
    boards=(BOARD, "market_price_usd", "market_price_7d_change_pct"),
)

SALES_ALONE = Worked(
    "a complete feed of sales",
    [
        *daily("alder", [5, 9], volume_usd=450, units_sold=1),
        *daily("alder", [7], floor_price_usd=450),
        *daily("birch", range(1, 13), volume_usd=90, units_sold=2),
    ],
    {
        # from its first row to day 12 alder is silent on no day; day 7 was given, without sales
        **row(6, "alder", unified_volume_7d_ema=337.5, boxes_sold=0, daily_volume_usd=0),
        **row(7, "alder", daily_volume_usd=None, boxes_sold=None, floor_price_usd=450),
        # 2 boxes and $900 on 7 days
        **row(12, "alder", boxes_sold_30d_avg=0.285714, volume_30d_usd=900, unified_volume_30d_sma=128.57),
        **row(12, "alder", volume_30d_coverage=0.233333, is_carried=False, daily_volume_usd=0),
        "rows/alder/4": NO_ROW,
        **row(12, "birch", unified_volume_7d_ema=90, boxes_sold_30d_avg=2),
    },
    is_complete=True,
)

DAYS = (BOX_UNREPORTED, PARTIAL_DAY, PRICES_ALONE, SALES_ALONE)
