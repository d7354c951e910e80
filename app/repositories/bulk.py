"""Frames into the database: insert, update some columns, delete by key; each a named branch per database."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table

from app.domain.changes import RowChanges

_COPY_BLOCK = 1 << 20


def insert_frame(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    """Insert `rows`; their columns are columns of `table`."""
    if rows.is_empty():
        return
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in rows.columns)
        _many(connection, f"INSERT INTO {table.name} ({_names(rows.columns)}) VALUES ({marks})", rows)
    else:
        _copy(connection, table.name, rows)


def update_frame(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    """Set the columns of `rows` that are not its primary key, on the rows that have the keys."""
    keys = [column.name for column in table.primary_key]
    values = [name for name in rows.columns if name not in keys]
    if rows.is_empty():
        return
    if connection.dialect.name == "sqlite":
        settings = ", ".join(f"{name} = ?" for name in values)
        _many(
            connection,
            f"UPDATE {table.name} SET {settings} WHERE {_equal(keys)}",
            rows.select(*values, *keys),
        )
    else:
        settings = ", ".join(f"{name} = incoming.{name}" for name in values)
        _through_incoming(connection, table, rows, f"UPDATE {table.name} SET {settings} FROM incoming")


def delete_keys(connection: Connection, table: Table, keys: pl.DataFrame) -> None:
    """Delete the rows with the primary keys in `keys`."""
    names = [column.name for column in table.primary_key]
    if keys.is_empty():
        return
    if connection.dialect.name == "sqlite":
        _many(connection, f"DELETE FROM {table.name} WHERE {_equal(names)}", keys.select(names))
    else:
        _through_incoming(connection, table, keys.select(names), f"DELETE FROM {table.name} USING incoming")


def replace_rows(connection: Connection, table: Table, changes: RowChanges) -> None:
    """Insert, update and delete what changed of a table whose every column the changes have."""
    delete_keys(connection, table, changes.gone)
    update_frame(connection, table, changes.changed)
    insert_frame(connection, table, changes.new)


def _through_incoming(connection: Connection, table: Table, rows: pl.DataFrame, statement: str) -> None:
    keys = [column.name for column in table.primary_key]
    run = connection.exec_driver_sql
    run(f"CREATE TEMP TABLE incoming AS SELECT {_names(rows.columns)} FROM {table.name} WITH NO DATA")
    _copy(connection, "incoming", rows)
    run("ANALYZE incoming")
    run(f"{statement} WHERE " + " AND ".join(f"{table.name}.{key} = incoming.{key}" for key in keys))
    run("DROP TABLE incoming")


def _many(connection: Connection, statement: str, rows: pl.DataFrame) -> None:
    driver: Any = connection.connection.driver_connection
    driver.executemany(statement, rows.with_columns(_text_moments(rows)).iter_rows())


def _copy(connection: Connection, table: str, rows: pl.DataFrame) -> None:
    content = rows.write_csv(include_header=False, datetime_format="%Y-%m-%d %H:%M:%S%.6f+00").encode()
    driver: Any = connection.connection.driver_connection
    query = f"COPY {table} ({_names(rows.columns)}) FROM STDIN (FORMAT csv)"
    with driver.cursor() as cursor, cursor.copy(query) as stream:
        for start in range(0, len(content), _COPY_BLOCK):
            stream.write(content[start : start + _COPY_BLOCK])


def _text_moments(rows: pl.DataFrame) -> list[pl.Expr]:
    days = [pl.col(name).dt.to_string("%Y-%m-%d") for name, kind in rows.schema.items() if kind == pl.Date]
    moments = [name for name, kind in rows.schema.items() if kind == pl.Datetime]
    return days + [pl.col(name).dt.to_string("%Y-%m-%d %H:%M:%S%.6f") for name in moments]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(columns)


def _equal(columns: Sequence[str]) -> str:
    return " AND ".join(f"{name} = ?" for name in columns)
