"""What figures are made from: observations, without the values that are not used."""

from collections.abc import Sequence

import polars as pl
from sqlalchemy import ColumnElement, Connection, FromClause, or_, select

from app.domain.suspects import used_values
from app.models import daily_observations, suspect_values
from app.repositories.frames import read_frame
from app.repositories.held_days import is_not_held
from app.repositories.observations import FIGURES, KEYS, OBSERVATION_SCHEMA

PRICES = ("floor_price_usd", "market_price_usd")
PRICE_SCHEMA = pl.Schema({name: OBSERVATION_SCHEMA[name] for name in (*KEYS, *PRICES)})
_UNUSED_SCHEMA = pl.Schema({**{name: OBSERVATION_SCHEMA[name] for name in KEYS}, "field": pl.String()})
_observed = daily_observations.c


def of_spans(connection: Connection, spans: FromClause) -> pl.DataFrame:
    """The observations of the boxes since each one's `window_start`; a value that is not used is null.

    A row is an observation while one of its values is stored, used or not, and its day is not held.
    """
    rows = _since(connection, spans, spans.c.window_start, OBSERVATION_SCHEMA, FIGURES)
    return used_values(rows, _unused(connection, spans, spans.c.window_start))


def prices_of_spans(connection: Connection, spans: FromClause) -> pl.DataFrame:
    """The used prices of the boxes since each one's `prices_start`, in PRICE_SCHEMA."""
    rows = _since(connection, spans, spans.c.prices_start, PRICE_SCHEMA, PRICES)
    return used_values(rows, _unused(connection, spans, spans.c.prices_start))


def _since(
    connection: Connection,
    spans: FromClause,
    start: ColumnElement[object],
    schema: pl.Schema,
    figures: Sequence[str],
) -> pl.DataFrame:
    statement = (
        select(*(_observed[name] for name in schema))
        .join_from(spans, daily_observations, spans.c.box_id == _observed.box_id)
        .where(_observed.metric_date >= start, or_(*(_observed[name].is_not(None) for name in figures)))
        .where(is_not_held(_observed.metric_date))
    )
    return read_frame(connection, statement, schema)


def _unused(connection: Connection, spans: FromClause, start: ColumnElement[object]) -> pl.DataFrame:
    unused = suspect_values.c
    statement = (
        select(*(unused[name] for name in _UNUSED_SCHEMA))
        .join_from(spans, suspect_values, spans.c.box_id == unused.box_id)
        .where(unused.metric_date >= start)
    )
    return read_frame(connection, statement, _UNUSED_SCHEMA)
