"""A simulated market written straight into the tables, large and at once; made for measuring."""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from app.database import Database
from app.domain.days import market_day
from app.domain.errors import InvalidValue
from app.domain.metrics import LOOKBACK_DAYS
from app.domain.rounding import stored
from app.domain.slugs import short_name_for
from app.models import booster_boxes
from app.repositories import boxes, bulk, contents, observations, ranks
from app.simulation.boxes import SimulatedBox, Window, simulated_boxes

SOURCE = "simulated: benchmark"
MISSING_SHARE = 0.015
"""Share of the days of a box that nobody reported, and of the reported ones without a volume."""

NEWCOMERS = 10
"""One box in so many is released while the market runs; the others are there from the first day on."""

_FATE_COLUMNS = ["slug", "path", "first_day", "floor_usd", "units", "listings"]
_CATALOGUE_COLUMNS = ["slug", "name", "code", "set_name", "game", "released", "supply"]


@dataclass(frozen=True)
class MarketSize:
    """How large a market is; the seed decides everything else. Raises InvalidValue."""

    boxes: int
    days: int
    seed: int

    def __post_init__(self) -> None:
        for field in ("boxes", "days"):
            if getattr(self, field) < 1:
                raise InvalidValue(
                    field, f"A market needs at least 1 of {field}, not {getattr(self, field)}."
                )


class BenchmarkMarket:
    """Fills a database for measuring, and makes work for it. Every method is one transaction.

    Each raises ServiceAway when the database cannot be used.
    """

    def __init__(self, database: Database, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self.last_day = market_day(clock(), zone)

    def is_empty(self) -> bool:
        """Whether the database has no box."""
        with self._database.snapshot() as connection:
            return contents.box_count(connection) == 0

    def fill(self, size: MarketSize) -> int:
        """Add boxes and their observations up to today's market day, all stale; gives the observations."""
        window = Window(size.days, self.last_day)
        invented = list(simulated_boxes(size.boxes, window, size.seed))
        with self._database.transaction() as connection:
            bulk.insert_frame(connection, booster_boxes, _catalogue(invented))
            known = boxes.slugs_and_games(connection).select("box_id", "slug")
            rows = _observations(_fates(invented).join(known, on="slug"), window, size.seed)
            observations.write(connection, self._stamped(rows), pl.DataFrame(), pl.DataFrame())
            first = rows.group_by("box_id").agg(from_date=pl.col("metric_date").min())
            observations.mark_stale(connection, first, LOOKBACK_DAYS)
        return rows.height

    def correct_last_day(self) -> int:
        """Raise every volume of the last day by a tenth, as a correction does; gives the rows changed."""
        with self._database.transaction() as connection:
            box_ids = boxes.slugs_and_games(connection)["box_id"].to_list()
            rows = observations.stored_between(connection, box_ids, self.last_day, self.last_day)
            dearer = rows.with_columns(stored(pl.col("volume_usd") * 1.1))
            observations.write(connection, pl.DataFrame(), self._stamped(dearer), pl.DataFrame())
            since = rows.select("box_id", from_date="metric_date").unique()
            observations.mark_stale(connection, since, LOOKBACK_DAYS)
        return rows.height

    def clear_ranks(self, day: date) -> int:
        """Forget the ranks of one day, for ranking it again; gives the rows cleared."""
        with self._database.transaction() as connection:
            rows = ranks.of_days(connection, [day]).select(
                "box_id", "metric_date", *(pl.lit(None, pl.Int64).alias(name) for name in ranks.RANK_COLUMNS)
            )
            ranks.change(connection, rows)
        return rows.height

    def _stamped(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(ingested_at=pl.lit(self._clock()).dt.cast_time_unit("us"))


def _catalogue(invented: list[SimulatedBox]) -> pl.DataFrame:
    rows = pl.DataFrame([{name: asdict(box)[name] for name in _CATALOGUE_COLUMNS} for box in invented])
    short_names = [short_name_for(box.name, box.game, box.code) for box in invented]
    return rows.rename({"released": "release_date", "supply": "estimated_supply"}).with_columns(
        short_name=pl.Series(short_names)
    )


def _fates(invented: list[SimulatedBox]) -> pl.DataFrame:
    return pl.DataFrame([{name: asdict(box)[name] for name in _FATE_COLUMNS} for box in invented])


def _observations(fates: pl.DataFrame, window: Window, seed: int) -> pl.DataFrame:
    days = pl.DataFrame({"offset": range(window.days)}).with_columns(
        metric_date=pl.lit(window.day(0)) + pl.duration(days="offset")
    )
    is_released = (pl.col("offset") >= pl.col("first_day")) | (pl.col("path") % NEWCOMERS != 0)
    rows = fates.join(days, how="cross").filter(is_released & (_chance(seed) >= MISSING_SHARE))
    wave = (2 * math.pi * (pl.col("offset") / 90 + pl.col("path") / 7)).sin()
    rows = rows.with_columns(
        floor_price_usd=stored(pl.col("floor_usd") * (0.2 * wave + 0.03 * _chance(seed + 1)).exp()),
        units_sold=(pl.col("units") * (0.4 * wave + _chance(seed + 2)).exp() + _chance(seed + 3)).floor(),
        active_listings=(pl.col("listings") * (0.88 + 0.24 * _chance(seed + 4))).round().cast(pl.Int64),
    )
    volume = stored(pl.col("units_sold") * pl.col("floor_price_usd") * (1 + 0.06 * _chance(seed + 5)))
    return rows.select(
        "box_id",
        "metric_date",
        "floor_price_usd",
        "active_listings",
        "units_sold",
        marketplace=pl.lit("tcgplayer"),
        units_listed=(_chance(seed + 6) * (2 * pl.col("units_sold") + 1.3)).floor(),
        volume_usd=pl.when(_chance(seed + 7) >= MISSING_SHARE).then(volume),
        source=pl.lit(SOURCE),
    )


def _chance(seed: int) -> pl.Expr:
    """From 0 to 1, the same for twins: boxes that share a path."""
    return (pl.col("path") * 100_003 + pl.col("offset")).hash(seed) / 2.0**64
