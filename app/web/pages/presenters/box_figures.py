"""Record, comparison and marketplaces of a box page."""

from collections.abc import Iterator

from app.read.pages.box import BoxPageData
from app.schemas import BoxDetail, ChartRecord
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
    """What each marketplace has. Shares are of the dollars of all, null while there are none."""
    traded = detail.data.figures.daily_volume_usd
    return tuple(
        MarketplaceRow(row, row.volume_usd / traded if traded and row.volume_usd is not None else None)
        for row in detail.data.marketplaces
    )
