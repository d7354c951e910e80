"""The marketplaces of a box: what each has on a day, and what it adds to the volume of that day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from app.database import Connection
from app.domain.errors import InvalidValue
from app.domain.volume_weights import parts_to_the_cent
from app.read.context import last_day, published
from app.read.parameters import BOX, END, NumberParameter, check_fields
from app.read.series import MOST_DAYS
from app.repositories import AnyRow, box_days, boxes, marketplaces, volume_weights
from app.schemas import MarketplaceDay, MarketplaceHistory, MarketplaceHistoryMeta, MarketplaceOnDay

PLAIN_DAYS = 90
_SUMS = ("daily_volume_usd", "missing_marketplaces")


@dataclass(frozen=True)
class MarketplacesRequest:
    """A box by slug or `scheme:value`, and `days` up to `end` (None: the newest). Raises InvalidValue."""

    box: Annotated[str, BOX]
    days: Annotated[
        int, NumberParameter("days", "Days up to the last one; default 90", least=1, most=MOST_DAYS)
    ] = PLAIN_DAYS
    end: Annotated[date | None, END] = None

    def __post_init__(self) -> None:
        check_fields(self)
        if self.end is not None and self.end.toordinal() < self.days:
            raise InvalidValue("end", f"{self.days} days before {self.end} there is no calendar.")


def read_marketplaces(connection: Connection, request: MarketplacesRequest) -> MarketplaceHistory:
    """One row per day and marketplace, oldest first. Raises UnknownBox, NothingPublished."""
    publication = published(connection)
    box_id = boxes.find_id(connection, request.box)
    last = last_day(publication, request.end)
    first = last - timedelta(request.days - 1)
    by_day = marketplaces_between(connection, box_id, first, last)
    return MarketplaceHistory(
        [
            MarketplaceOnDay(**vars(each), metric_date=day)
            for day, of_day in sorted(by_day.items())
            for each in of_day
        ],
        MarketplaceHistoryMeta(
            boxes.get(connection, box_id).slug,
            first,
            last,
            publication.generation,
            publication.published_at,
            publication.data_as_of,
        ),
    )


def marketplaces_between(
    connection: Connection, box_id: int, first: date, last: date
) -> Mapping[date, list[MarketplaceDay]]:
    """The marketplaces of a box by day, in order of name; their volumes add up to that of the day."""
    weights = volume_weights.by_marketplace(connection)
    sums = {row[0]: row for row in box_days.series(connection, box_id, first, last, _SUMS)}
    rows: defaultdict[date, list[AnyRow]] = defaultdict(list)
    for row in marketplaces.of_box(connection, box_id, first, last):
        rows[row.metric_date].append(row)
    return {
        day: _marketplaces(of_day, weights, total, missing or ())
        for day, of_day in rows.items()
        if day in sums
        for _, total, missing in [sums[day]]
    }


def _marketplaces(
    rows: Sequence[AnyRow], weights: Mapping[str, float], total: float | None, missing: Sequence[str]
) -> list[MarketplaceDay]:
    rows = sorted(rows, key=lambda row: row.marketplace)  # by code point, whatever the database sorts by
    parts = parts_to_the_cent(total, [_weighted(row, weights) for row in rows])
    return [
        MarketplaceDay(
            marketplace=row.marketplace,
            observed_on=row.observed_on,
            floor_price_usd=row.floor_price_usd,
            floor_on=row.floor_on,
            market_price_usd=row.market_price_usd,
            market_price_on=row.market_price_on,
            active_listings=row.active_listings,
            listings_on=row.listings_on,
            units_sold=row.units_sold,
            units_listed=row.units_listed,
            volume_usd=part,
            volume_is_estimated=None if part is None else row.volume_is_estimated,
            volume_weight=weights.get(row.marketplace, 1.0),
            is_missing=row.marketplace in missing,
        )
        for row, part in zip(rows, parts, strict=True)
    ]


def _weighted(row: AnyRow, weights: Mapping[str, float]) -> float | None:
    weight = weights.get(row.marketplace, 1.0)
    volume: float | None = row.volume_usd
    return volume * weight if volume is not None and weight else None
