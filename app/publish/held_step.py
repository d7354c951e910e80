"""Days that are not whole yet are held: left out of a publication as if they were not reported."""

from datetime import date

import polars as pl

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.domain.reported_days import reported_days, unfinished_days
from app.repositories import held_days, observations
from app.repositories import reported_days as stored_days


def hold_unfinished_days(connection: Connection) -> None:
    """Hold the partial days after the last whole one that are not published; release all others."""
    published = stored_days.stored(connection, ALL_GAMES)
    first = date.min if published.is_empty() else observations.first_stale_day(connection)
    if first is None:  # boxes of a held day are stale: there is none
        return
    before = published.filter(pl.col("metric_date") < first)
    counts = stored_days.counts(connection, first).filter(pl.col("game") == ALL_GAMES)
    market = reported_days(pl.concat([before.select(counts.columns), counts]))
    held_days.store(connection, unfinished_days(market, published["metric_date"]))


def mark_held_boxes(connection: Connection) -> None:
    """Mark the boxes observed on held days as stale from there on, so that a later refresh takes them."""
    observations.mark_stale(connection, held_days.observed_boxes(connection))
