"""Key figures, record and marketplaces of a box page."""

from dataclasses import fields
from typing import Any

from app.schemas import BoxDetail
from app.services.box_page_service import BoxPageData
from app.web.pages.view_models import BoxMetrics, BoxRecord, MarketplaceRow

_SAME_NAMES = [field.name for field in fields(BoxMetrics)]


def box_metrics(data: BoxPageData) -> BoxMetrics:
    """The stored figures of the day, and those of the day it is compared with."""
    detail = data.detail.data
    figures = {name: getattr(detail.figures, name) for name in _SAME_NAMES if hasattr(detail.figures, name)}
    return BoxMetrics(
        metric_date=detail.metric_date,
        **figures,
        **_previous(data),
        volume_by_marketplace=tuple(
            (row.marketplace, row.volume_usd) for row in detail.marketplaces if row.volume_usd is not None
        ),
    )


def box_record(detail: BoxDetail) -> BoxRecord | None:
    """The chart record as of the day; null while the box has no rank."""
    record = detail.data.record
    if record is None:
        return None
    return BoxRecord(
        record.peak_rank,
        record.peak_date,
        record.days_at_number_one,
        record.days_ranked,
        streak=record.streak,
    )


def marketplace_rows(detail: BoxDetail) -> tuple[MarketplaceRow, ...]:
    """What each marketplace said; shares are of the dollars that were reported, null while none were."""
    rows = detail.data.marketplaces
    traded = sum(row.volume_usd for row in rows if row.volume_usd is not None)
    return tuple(
        MarketplaceRow(
            row.marketplace,
            row.floor_price_usd,
            row.active_listings,
            row.volume_usd,
            row.volume_usd / traded if traded and row.volume_usd is not None else None,
        )
        for row in rows
    )


def _previous(data: BoxPageData) -> dict[str, Any]:
    shown = data.detail.data.metric_date
    compared = next((day.compared_with for day in data.ranked_days if day.metric_date == shown), None)
    row = next((row for row in data.series.data if row["metric_date"] == compared), None)
    if row is None:
        return {}
    return {
        "previous_day": compared,
        "previous_volume_7d_ema": row["unified_volume_7d_ema"],
        "previous_listings_count": row["active_listings_count"],
    }
