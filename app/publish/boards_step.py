"""Keeps the ranks of every board, and the totals of the market, in step with the metrics being written."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from app.database import Connection
from app.domain.board_ranks import board_days, board_ranks, metrics_at_once
from app.domain.changes import RowChanges, compare_rows
from app.domain.market_days import market_days
from app.repositories import board_writing, ranks
from app.repositories import market_days as stored_market
from app.repositories.board_vectors import pack_days
from app.repositories.board_writing import BOARD_DAY_SCHEMA, VALUE_SCHEMA, PackedRow

BATCH_DAYS = 90

_KEYS = ["box_id", "metric_date"]
_DAY_KEYS = ["metric", "game", "metric_date"]


def update(connection: Connection, changes: RowChanges) -> int:
    """Rank every board and add up the market anew on each day with a metric row in `changes`.

    To be called before these are stored.

    All days are ranked anew when the catalogue has moved a box to another game, or nothing was ranked yet.
    What comes out the same is not written. Returns the number of rows written or removed.
    """
    catalogue = board_writing.catalogue(connection)
    ranked_in = catalogue.select("box_id", pl.col("game").cast(pl.Categorical), slug="slug_order")
    days = _days_to_rank(connection, changes, catalogue)
    written = 0
    for first in range(0, len(days), BATCH_DAYS):
        batch = days[first : first + BATCH_DAYS]
        values = _values(connection, changes, batch).join(ranked_in, on="box_id", maintain_order="left")
        written += _replace(connection, batch, values) + _replace_market(connection, batch, values)
    return written


def _days_to_rank(connection: Connection, changes: RowChanges, catalogue: pl.DataFrame) -> list[date]:
    known = board_writing.ranked_games(connection)
    games = catalogue.select("box_id", "game")
    differing = compare_rows(games, known, ["box_id"])
    if differing.count:
        board_writing.replace_games(connection, games)
    days = changes.keys["metric_date"]
    if known.is_empty() or not differing.changed.is_empty():
        observed = pl.Series("metric_date", ranks.observed_days(connection), dtype=pl.Date)
        days = pl.concat([days, observed])
    return days.unique().sort().to_list()


def _values(connection: Connection, changes: RowChanges, days: Sequence[date]) -> pl.DataFrame:
    stored = board_writing.values_of_days(connection, days)
    kept = stored.join(changes.keys.select(_KEYS), on=_KEYS, how="anti")
    arriving = pl.concat([changes.new, changes.changed]).filter(pl.col("metric_date").is_in(days))
    values = pl.concat([kept, arriving.select(_as_value(name) for name in VALUE_SCHEMA)])
    return values.sort("metric_date", "box_id")


def _as_value(name: str) -> pl.Expr:
    return pl.col(name).cast(VALUE_SCHEMA[name])


def _replace(connection: Connection, days: Sequence[date], values: pl.DataFrame) -> int:
    wanted_rows: set[PackedRow] = set()
    wanted_days = [BOARD_DAY_SCHEMA.to_frame()]
    for metrics in metrics_at_once(values.height):
        ranked = board_ranks(values, metrics)
        wanted_rows.update(_packed(ranked))
        wanted_days.append(_days_of(ranked))
    stored_rows = board_writing.packed_rows(connection, days)
    gone, new = stored_rows - wanted_rows, wanted_rows - stored_rows
    board_writing.replace_packed_rows(connection, gone, new)
    return len(gone | new) + _replace_days(connection, days, pl.concat(wanted_days))


def _packed(ranked: pl.DataFrame) -> Iterator[PackedRow]:
    ranks = {"rank": pl.col("current_rank"), "game_rank": pl.col("game_rank").fill_null(0)}
    rows = ranked.select("metric", "metric_date", "box_id", "position", **ranks)
    return pack_days(rows).iter_rows()


def _days_of(ranked: pl.DataFrame) -> pl.DataFrame:
    leaders = pl.col("leaders").cast(pl.List(pl.String)).list.join(",")
    texts = pl.col("metric", "game").cast(pl.String)
    return board_days(ranked).with_columns(leaders, texts).select(BOARD_DAY_SCHEMA.names())


def _replace_days(connection: Connection, days: Sequence[date], wanted: pl.DataFrame) -> int:
    differing = compare_rows(wanted, board_writing.board_days_on(connection, days), _DAY_KEYS)
    gone = pl.concat([differing.gone, differing.changed.select(_DAY_KEYS)])
    board_writing.replace_board_days(connection, gone, pl.concat([differing.new, differing.changed]))
    return differing.count


def _replace_market(connection: Connection, days: Sequence[date], values: pl.DataFrame) -> int:
    wanted, stored = market_days(values), stored_market.on(connection, days)
    differing = compare_rows(wanted, stored, ["metric_date"])
    stored_market.replace(connection, differing)
    return differing.count
