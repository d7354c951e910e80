"""What each marketplace has reported lately."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection, func, select

from app.models import booster_boxes, daily_observations
from app.repositories import AnyRow

MOST_LOOKED_UP = 20

_said, _box = daily_observations.c, booster_boxes.c


def known_of(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of the names that observations are stored under."""
    if len(names) > MOST_LOOKED_UP:
        return stored_names(connection) & set(names)
    one = select(_said.marketplace).limit(1)
    return {name for name in names if connection.scalar(one.where(_said.marketplace == name)) is not None}


def stored_names(connection: Connection) -> set[str]:
    """All names that observations are stored under; reads the whole table."""
    return set(connection.scalars(select(_said.marketplace).distinct()))


def reports_since(connection: Connection, first: date) -> Sequence[AnyRow]:
    """By marketplace and day from `first` on: boxes reported; of them with floor, listings, sales, volume.

    Boxes are gone through one by one: their days are found by key, where a scan would read all history.
    """
    figures = (_said.floor_price_usd, _said.active_listings, _said.units_sold, _said.volume_usd)
    statement = (
        select(_said.marketplace, _said.metric_date, func.count(), *(func.count(each) for each in figures))
        .select_from(booster_boxes.join(daily_observations, _box.id == _said.box_id))
        .where(_said.metric_date >= first)
        .group_by(_said.marketplace, _said.metric_date)
        .order_by(_said.marketplace, _said.metric_date)
    )
    return connection.execute(statement).all()
