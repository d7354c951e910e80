"""Which marketplaces there are, and what each has reported lately."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, case, func, select

from app.models import booster_boxes, daily_observations, marketplace_days
from app.repositories import AnyRow

MOST_LOOKED_UP = 20

_observed, _day, _box = daily_observations.c, marketplace_days.c, booster_boxes.c
_OF_BOX = (
    select(marketplace_days)
    .where(_day.box_id == bindparam("box"), _day.metric_date.between(bindparam("first"), bindparam("last")))
    .order_by(_day.metric_date)
)


def known_of(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of the names that observations are stored under."""
    if len(names) > MOST_LOOKED_UP:
        return stored_names(connection) & set(names)
    one = select(_observed.marketplace).limit(1)
    return {name for name in names if connection.scalar(one.where(_observed.marketplace == name)) is not None}


def stored_names(connection: Connection) -> set[str]:
    """All names that observations are stored under; reads the whole table."""
    return set(connection.scalars(select(_observed.marketplace).distinct()))


def of_box(connection: Connection, box_id: int, first: date, last: date) -> Sequence[AnyRow]:
    """Every column of the marketplaces of a box from `first` to `last`, oldest first."""
    return connection.execute(_OF_BOX, {"box": box_id, "first": first, "last": last}).all()


def reports_since(connection: Connection, first: date) -> Sequence[AnyRow]:
    """By marketplace and day from `first` on: boxes reported that day, and how many of them with each figure.

    The figures: floor, market price, listings, sales, volume that is not estimated. As published; boxes are
    gone through one by one, so that their days are found by key, where a scan would read all history.
    """
    given = case((_day.volume_is_estimated.is_not(True), _day.volume_usd))
    reported_on = (_day.floor_on, _day.market_price_on, _day.listings_on)
    of_day = [case((each == _day.metric_date, 1)) for each in reported_on]
    statement = (
        select(
            _day.marketplace,
            _day.metric_date,
            func.count(),
            *(func.count(each) for each in (*of_day, _day.units_sold, given)),
        )
        .select_from(booster_boxes.join(marketplace_days, _box.id == _day.box_id))
        .where(_day.metric_date >= first, _day.observed_on == _day.metric_date)
        .group_by(_day.marketplace, _day.metric_date)
        .order_by(_day.marketplace, _day.metric_date)
    )
    return connection.execute(statement).all()
