"""Ratios of sales and listings, their bounds and the reasons why there are none."""

from tests.oracles.market import Observation
from tests.worked.market import CARDMARKET, TCG, Worked, daily, on, place, row


def _week(box: str, listed: int, sold: float | None, added: float | None) -> list[Observation]:
    return daily(box, range(1, 8), active_listings=listed, units_sold=sold, units_listed=added)


RATIOS_OF_ONE_MARKETPLACE = Worked(
    "ratios compare the marketplaces that report both",
    [
        *daily("alder", range(1, 9), CARDMARKET, units_sold=2, active_listings=40),
        *daily("alder", range(9, 17), CARDMARKET, units_sold=2),
        *daily("alder", range(1, 17), TCG, active_listings=80),
    ],
    {
        # 100 · 60 / (60 + 40), 40 / 2, 2 / 40
        **row(8, "alder", liquidity_score=60, expected_days_to_sell=20, absorption_rate=0.05),
        **row(8, "alder", active_listings_count=120),
        **row(14, "alder", liquidity_score=60, active_listings_count=120, listings_on=on(8)),
        # Cardmarket's listings are those of day 8, which does not lie in (8, 15]
        **row(15, "alder", liquidity_score=None, liquidity_reason=None, expected_days_to_sell=None),
        **row(15, "alder", active_listings_count=80, listings_on=on(15), absorption_rate=None),
        **row(15, "alder", days_of_supply_reason="sales_or_listings_unknown"),
    },
    boards=("liquidity_score",),
)

REASONS_OF_SUPPLY = Worked(
    "every reason for unknown days of supply",
    [
        *_week("tight", 6, 3, 1),
        *_week("even", 6, 3, 3),
        *_week("slow", 6, 3, 2.97),
        *_week("barely", 6, 3, 2.95),
        *_week("no-additions", 6, 3, None),
        *daily("six-additions", [1], active_listings=6, units_sold=3),
        *daily("six-additions", range(2, 8), active_listings=6, units_sold=3, units_listed=1),
        *_week("unsold", 6, 0, 1),
        *_week("empty", 0, 3, 1),
        *_week("huge", 5000, 4, 2),
        *_week("fast", 1, 5, 0),
        *_week("no-sales-known", 6, None, 1),
    ],
    {
        # 6 / (3 − 1), 100 · 90 / (90 + 6), 6 / 3, 3 / 6
        **row(7, "tight", days_of_supply=3, days_of_supply_reason=None, liquidity_score=93.75, capped=[]),
        **row(7, "tight", expected_days_to_sell=2, absorption_rate=0.5),
        **row(6, "tight", days_of_supply=None, days_of_supply_reason="short_history", liquidity_score=93.75),
        **row(7, "even", days_of_supply=None, days_of_supply_reason="not_tightening"),
        # 0.03 < 0.05; 0.05 is not, and 6 / 0.05 = 120
        **row(7, "slow", days_of_supply=None, days_of_supply_reason="too_slow"),
        **row(7, "barely", days_of_supply=120, days_of_supply_reason=None),
        **row(7, "no-additions", days_of_supply_reason="additions_unknown", boxes_added_30d_avg=None),
        **row(7, "six-additions", days_of_supply_reason="additions_unknown", boxes_added_30d_avg=1),
        **row(7, "unsold", days_of_supply_reason="no_sales", liquidity_score=0, absorption_rate=0),
        **row(7, "unsold", expected_days_to_sell=None),
        **row(7, "empty", days_of_supply_reason="nothing_listed", liquidity_reason="nothing_listed"),
        **row(7, "empty", liquidity_score=None, expected_days_to_sell=None, absorption_rate=None),
        **row(7, "empty", active_listings_count=0),
        # 5,000 / 2 and 5,000 / 4 at their bounds, 100 · 120 / 5,120
        **row(7, "huge", days_of_supply=180, expected_days_to_sell=365, liquidity_score=2.34375),
        **row(7, "huge", capped=["expected_days_to_sell", "days_of_supply"], absorption_rate=0.0008),
        # 1 / 5 is under a day, 5 / 1 more than all; 100 · 150 / 151
        **row(7, "fast", days_of_supply=0.2, expected_days_to_sell=1, absorption_rate=1),
        **row(7, "fast", capped=["absorption_rate", "expected_days_to_sell"], liquidity_score=99.337748),
        **row(7, "no-sales-known", days_of_supply_reason="sales_or_listings_unknown", liquidity_score=None),
        **place(7, "fast", "expected_days_to_sell", current_rank=1),
        **place(7, "tight", "expected_days_to_sell", current_rank=2),
        **place(7, "huge", "expected_days_to_sell", current_rank=8),
        **place(7, "fast", "days_of_supply", current_rank=1),
        **place(7, "huge", "days_of_supply", current_rank=4),
    },
    boards=("liquidity_score", "days_of_supply", "expected_days_to_sell"),
)

SUPPLY = (RATIOS_OF_ONE_MARKETPLACE, REASONS_OF_SUPPLY)
