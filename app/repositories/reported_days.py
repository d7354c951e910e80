"""Days on which boxes were observed, as stored, and as the observations have them."""

from datetime import date

import polars as pl
from sqlalchemy import Connection, func, or_, select

from app.domain.board_ranks import ALL_GAMES
from app.domain.changes import RowChanges
from app.models import board_games, daily_observations, reported_days
from app.repositories import bulk
from app.repositories.frames import read_frame
from app.repositories.observations import FIGURES

REPORTED_DAY_SCHEMA = pl.Schema(
    {
        "game": pl.String(),
        "metric_date": pl.Date(),
        "boxes_observed": pl.Int64(),
        "boxes_expected": pl.Float64(),
        "is_partial": pl.Boolean(),
    }
)
_COUNTED = ("game", "metric_date", "boxes_observed")
COUNT_SCHEMA = pl.Schema({name: REPORTED_DAY_SCHEMA[name] for name in _COUNTED})
_observed, _game, _day = daily_observations.c, board_games.c, reported_days.c


def stored(connection: Connection, game: str | None = None) -> pl.DataFrame:
    """The stored days in REPORTED_DAY_SCHEMA, oldest first; of one game where named (or ALL_GAMES)."""
    statement = select(*(_day[name] for name in REPORTED_DAY_SCHEMA)).order_by(_day.game, _day.metric_date)
    if game is not None:
        statement = statement.where(_day.game == game)
    return read_frame(connection, statement, REPORTED_DAY_SCHEMA)


def whole_days(connection: Connection, game: str, first: date, last: date) -> frozenset[date]:
    """The reported days of a game (or ALL_GAMES) in a span that are not partial."""
    is_wanted = (_day.game == game) & _day.metric_date.between(first, last) & ~_day.is_partial
    return frozenset(connection.scalars(select(_day.metric_date).where(is_wanted)))


def counts(connection: Connection, first: date) -> pl.DataFrame:
    """COUNT_SCHEMA of the days from `first` on, from the observations: over all games and in each."""
    is_present = or_(*(_observed[name].is_not(None) for name in FIGURES))
    boxes = func.count(_observed.box_id.distinct())
    statement = (
        select(_game.game, _observed.metric_date, boxes)
        .join_from(daily_observations, board_games, _observed.box_id == _game.box_id, isouter=True)
        .where(is_present, _observed.metric_date >= first)
        .group_by(_game.game, _observed.metric_date)
    )
    by_game = read_frame(connection, statement, COUNT_SCHEMA)
    market = by_game.group_by("metric_date").agg(pl.col("boxes_observed").sum())
    everywhere = market.select(pl.lit(ALL_GAMES).alias("game"), "metric_date", "boxes_observed")
    return pl.concat([everywhere, by_game.drop_nulls("game")])


def replace(connection: Connection, changes: RowChanges) -> None:
    """Write the days that changed."""
    bulk.replace_rows(connection, reported_days, changes)
