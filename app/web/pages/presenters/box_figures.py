"""Record, comparison and marketplaces of a box page."""

from collections.abc import Iterator

from app.read.pages.box import BoxPageData
from app.schemas import BoxDetail, ChartRecord, MarketplaceDay
from app.web.pages.key_figures import Before
from app.web.pages.view_models import MarketplaceRow, PastRank


def before_of(data: BoxPageData) -> Before | None:
    """The figures of the day it is compared with; null where the series does not hold it.

    Averages over other marketplaces are not compared.
    """
    shown = data.detail.data.metric_date
    compared = next((day.compared_with for day in data.ranked_days if day.metric_date == shown), None)
    row = next((row for row in data.series.data if row["metric_date"] == compared), None)
    if row is None or compared is None:
        return None
    is_same_sum = row["volume_marketplaces"] == data.detail.data.figures.volume_marketplaces
    volume = row["unified_volume_7d_ema"] if is_same_sum else None
    return Before(compared, volume, row["active_listings_count"])  # type: ignore[arg-type]


def past_ranks(record: ChartRecord | None, rank: int | None) -> Iterator[PastRank]:
    """The ranks a week and a month ago, for a box that has one."""
    if record is None or rank is None:
        return
    for label, basis, change in (
        ("Rank a week ago", record.rank_basis_7d, record.rank_change_7d),
        ("Rank a month ago", record.rank_basis_30d, record.rank_change_30d),
    ):
        if basis is not None:
            yield PastRank(label, basis, None if change is None else rank + change)


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
            floor_price_usd=row.floor_price_usd,
            active_listings=row.active_listings,
            volume_usd=volume,
            share=volume / traded if traded and volume is not None else None,
            is_estimated=volume is not None and row.volume_usd is None,
        )
        for row, volume in zip(rows, volumes, strict=True)
    )


def _volume(row: MarketplaceDay, unified_floor: float | None) -> float | None:
    if row.volume_usd is not None:
        return row.volume_usd
    floor = row.floor_price_usd if row.floor_price_usd is not None else unified_floor
    return None if row.units_sold is None or floor is None else row.units_sold * floor
