"""A market of the oracle, imported and published by the application."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import select

from app.models import booster_boxes
from app.repositories import suspect_decisions
from app.repositories.observations import mark_stale
from app.repositories.suspect_decisions import ObservedField
from tests.factories import ClockedServices, DatabaseStore, Feed, fresh_services, observation
from tests.oracles.market import Decision, Observation, OracleMarket, OracleSettings
from tests.oracles.random_markets import BOXES, GAMES


def settings_of(settings: OracleSettings) -> dict[str, Any]:
    """The settings of the application that mean the same."""
    return {
        "price_authority": settings.authority,
        "volume_weights": {name: float(weight) for name, weight in settings.weights.items()},
        "report_good_days": settings.good_days,
        "suspects": "on" if settings.sorts_out_suspects else "off",
        "default_metric": settings.default_metric,
    }


def file_row(each: Observation) -> dict[str, object]:
    """An observation as a row of a file that gives every field."""
    values = {name: float(value) for name, value in each.values.items()}
    if "active_listings" in values:
        values["active_listings"] = round(values["active_listings"])
    return observation(each.box, each.day, each.marketplace, **values)


def register(services: ClockedServices, folder: Path) -> None:
    """Give every box its key and its game, so that keys do not depend on the order of imports."""
    lines = [f"{box},Box {box},{GAMES.get(box, '')}\n" for box in BOXES]
    catalogue = folder / "boxes.csv"
    catalogue.write_text("slug,name,game_type\n" + "".join(lines))
    services.catalogue.import_file(catalogue)


def decide(services: ClockedServices, decisions: Iterable[Decision]) -> None:
    """Enter decisions about suspect values."""
    with services.database.transaction() as connection:
        keys = {row.slug: row.id for row in connection.execute(select(booster_boxes))}
        for each in decisions:
            named = ObservedField(keys[each.box], each.day, each.marketplace, each.field)
            decision = "accept" if each.is_accepted else "reject"
            suspect_decisions.decide(connection, named, float(each.value), decision, services.clock.now)
            stale = pl.DataFrame({"box_id": [named.box_id], "from_date": [each.day]})
            mark_stale(connection, stale)


@contextmanager
def published_services(store: DatabaseStore, folder: Path, market: OracleMarket) -> Iterator[ClockedServices]:
    """Services over a fresh database that holds the market, refreshed once."""
    with fresh_services(store, **settings_of(market.settings)) as services:
        register(services, folder)
        if market.observations:
            Feed(services, folder).give([file_row(each) for each in market.observations])
        decide(services, market.decisions)
        services.refresh.run()
        yield services
