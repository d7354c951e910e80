"""Key figures, record and marketplaces of a box page."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from app.read.pages.box import BoxPageData
from app.schemas import BoxDay, BoxDetail, ChartRecord, MarketplaceDay
from app.web.pages.view_models import BoxMetrics, BoxRecord, MarketplaceRow, PastRank

_SAME_NAMES = [field.name for field in fields(BoxMetrics)]


def box_metrics(data: BoxPageData) -> BoxMetrics:
    """The stored figures of the day, and those of the day it is compared with."""
    return stored_metrics(data.detail.data, **_previous(data))


def stored_metrics(box: BoxDay, **previous: Any) -> BoxMetrics:
    """The stored figures of a box on its day."""
    figures = {name: getattr(box.figures, name) for name in _SAME_NAMES if hasattr(box.figures, name)}
    volumes = ((row.marketplace, row.volume_usd) for row in box.marketplaces)
    return BoxMetrics(
        metric_date=box.metric_date,
        **figures,
        **previous,
        volume_by_marketplace=tuple((name, volume) for name, volume in volumes if volume is not None),
    )


def box_record(data: BoxPageData) -> BoxRecord | None:
    """The chart record as of the day; null while the box has no rank."""
    detail = data.detail.data
    record = detail.record
    if record is None or detail.ranks.current_rank is None:
        return None
    return BoxRecord(
        record.peak_rank,
        record.peak_date,
        record.days_at_number_one,
        record.days_ranked,
        data.ranked_since,
        record.streak,
        tuple(_past_ranks(record, detail.ranks.current_rank)),
    )


def marketplace_rows(detail: BoxDetail) -> tuple[MarketplaceRow, ...]:
    """What each marketplace reported. A missing volume is estimated as the metrics do it.

    Shares are of the dollars of all, null while there are none.
    """
    rows, unified_floor = detail.data.marketplaces, detail.data.figures.floor_price_usd
    volumes = [_volume(row, unified_floor) for row in rows]
    traded = sum(volume for volume in volumes if volume is not None)
    return tuple(
        MarketplaceRow(
            row.marketplace,
            row.floor_price_usd,
            row.active_listings,
            volume,
            volume / traded if traded and volume is not None else None,
            is_estimated=volume is not None and row.volume_usd is None,
        )
        for row, volume in zip(rows, volumes, strict=True)
    )


def _volume(row: MarketplaceDay, unified_floor: float | None) -> float | None:
    if row.volume_usd is not None:
        return row.volume_usd
    floor = row.floor_price_usd if row.floor_price_usd is not None else unified_floor
    return None if row.units_sold is None or floor is None else row.units_sold * floor


def _past_ranks(record: ChartRecord, rank: int) -> Iterator[PastRank]:
    for label, basis, change in (
        ("Rank a week ago", record.rank_basis_7d, record.rank_change_7d),
        ("Rank a month ago", record.rank_basis_30d, record.rank_change_30d),
    ):
        if basis is not None:
            yield PastRank(label, basis, None if change is None else rank + change)


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
