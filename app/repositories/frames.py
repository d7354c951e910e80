"""Frames out of the database: one SELECT, read without a Python object per cell where the driver allows."""

from io import BytesIO
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select
from sqlalchemy.dialects import postgresql, sqlite

_SQLITE_DIALECT = sqlite.dialect()
_POSTGRES_DIALECT = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


def read_frame(connection: Connection, statement: Select[Any], schema: pl.Schema) -> pl.DataFrame:
    """The rows of `statement` as a frame with exactly the columns and types of `schema`, in its order."""
    if connection.dialect.name == "sqlite":
        return _read_sqlite(connection, statement, schema)
    return _read_postgres(connection, statement, schema)


def _read_sqlite(connection: Connection, statement: Select[Any], schema: pl.Schema) -> pl.DataFrame:
    cursor = _driver(connection).execute(_literal(statement, _SQLITE_DIALECT))
    raw = pl.Schema({name: _sqlite_type(kind) for name, kind in schema.items()})
    frame = pl.DataFrame(cursor.fetchall(), schema=raw, orient="row")
    return frame.with_columns(_to_declared(name, kind) for name, kind in schema.items())


def _read_postgres(connection: Connection, statement: Select[Any], schema: pl.Schema) -> pl.DataFrame:
    content = BytesIO()
    query = f"COPY ({_literal(statement, _POSTGRES_DIALECT)}) TO STDOUT (FORMAT csv)"
    with _driver(connection).cursor() as cursor, cursor.copy(query.encode()) as stream:
        for block in stream:
            content.write(block)
    if not content.tell():
        return schema.to_frame()
    raw = {name: pl.String() if kind == pl.Boolean else kind for name, kind in schema.items()}
    frame = pl.read_csv(content.getvalue(), has_header=False, new_columns=list(raw), schema_overrides=raw)
    booleans = [name for name, kind in schema.items() if kind == pl.Boolean]
    return frame.with_columns(pl.col(name) == "t" for name in booleans)


def _literal(statement: Select[Any], dialect: Any) -> str:
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace("%%", "%")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _sqlite_type(kind: pl.DataType) -> pl.DataType:
    if kind in (pl.Date, pl.Datetime):
        return pl.String()
    return pl.Int64() if kind == pl.Boolean else kind


def _to_declared(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    if kind == pl.Datetime:
        return column.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", time_zone="UTC")
    return column.cast(kind)
