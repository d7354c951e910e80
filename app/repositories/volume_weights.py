"""The weights of marketplaces in sums of volumes, as published."""

from collections.abc import Mapping

import polars as pl
from sqlalchemy import Connection, select

from app.domain.changes import RowChanges
from app.models import volume_weights
from app.repositories import bulk
from app.repositories.frames import read_frame
from app.repositories.remembered import remembered

VOLUME_WEIGHT_SCHEMA = pl.Schema({"marketplace": pl.String(), "weight": pl.Float64()})


def stored(connection: Connection) -> pl.DataFrame:
    """The weights in VOLUME_WEIGHT_SCHEMA; a marketplace without a row counts 1."""
    table = volume_weights.c
    return read_frame(connection, select(table.marketplace, table.weight), VOLUME_WEIGHT_SCHEMA)


def by_marketplace(connection: Connection) -> Mapping[str, float]:
    """The weights by name; a marketplace that is not among them counts 1."""
    return remembered(connection, "volume_weights", lambda: dict(stored(connection).iter_rows()))


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the weights that changed."""
    bulk.replace_rows(connection, volume_weights, changes)
