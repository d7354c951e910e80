"""The database of a demonstration: a simulated market whose rows name their simulation as source."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from app.database import Connection, Database
from app.domain.days import market_day
from app.domain.errors import BoxrankError
from app.domain.observations import SIMULATED_SOURCE, is_simulated
from app.repositories import contents
from app.simulation.files import MarketFiles, write_market
from app.simulation.market import simulate_market

SCHEME = "sim"

Outcome = Literal["created", "reused", "replaced"]
Policy = Literal["match", "keep", "rebuild"]
"""Reuse a database with exactly the requested market, with any simulated one, or never."""


class NotSimulated(BoxrankError):
    """A database has data that were not simulated; a demonstration does not replace them."""


@dataclass(frozen=True)
class DemoMarket:
    """The parameters of a simulated market, except its last day."""

    boxes: int
    days: int
    seed: int

    @property
    def source(self) -> str:
        """The source of every observation; it identifies the market."""
        return f"{SIMULATED_SOURCE}: {self.boxes} boxes, {self.days} days, seed {self.seed}"


class DemoDatabase:
    """Prepares a database for a simulated market."""

    def __init__(self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database, self._zone, self._clock = database, zone, clock

    def prepare(self, market: DemoMarket, policy: Policy) -> Outcome:
        """Migrate the database, and empty it unless it is reused.

        Raises NotSimulated, before any change, when real data would be lost; Unavailable.
        """
        outcome: Outcome = "created"
        if self._database.tables().revision is not None:
            with self._database.reading() as connection:
                outcome = _outcome(connection, market, policy, self._database.url.render_as_string())
        self._database.upgrade()
        if outcome == "replaced":
            with self._database.transaction() as connection:
                contents.clear(connection)
        return outcome

    def write_files(self, market: DemoMarket, folder: Path) -> MarketFiles:
        """Write the market up to today's market day as ordinary import files. Raises InvalidValue."""
        last_day = market_day(self._clock(), self._zone)
        simulated = simulate_market(boxes=market.boxes, days=market.days, seed=market.seed, last_day=last_day)
        labelled = simulated.observations.with_columns(source=pl.lit(market.source))
        return write_market(replace(simulated, observations=labelled), folder)


def _outcome(connection: Connection, market: DemoMarket, policy: Policy, url: str) -> Outcome:
    sources = contents.sources(connection)
    if market.source in sources and policy != "rebuild":
        return "reused"
    if contents.boxes_without_scheme(connection, SCHEME) or not all(map(is_simulated, sources)):
        raise NotSimulated(
            f"{url} has data that were not simulated and is not changed. Choose another with --database."
        )
    if not contents.box_count(connection):
        return "created"
    return "reused" if sources and policy == "keep" else "replaced"
