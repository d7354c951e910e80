"""Floors of the database: the same rows read and written by the bare driver."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from time import perf_counter
from typing import Any

TABLE, COPY = "box_metrics_unified", "bench_copy"

_PUBLICATION = "SELECT * FROM dataset_version ORDER BY id DESC LIMIT 1"
_DAY = "SELECT * FROM ranked_days WHERE metric_date = ?"
_PAGE = (
    "SELECT b.*, m.*, CASE WHEN m.rank_change > 0 THEN 'UP' WHEN m.rank_change < 0 THEN 'DOWN'"
    " WHEN m.rank_change = 0 THEN 'SAME' WHEN EXISTS (SELECT 1 FROM box_metrics_unified e"
    " WHERE e.box_id = m.box_id AND e.metric_date < m.metric_date AND e.current_rank IS NOT NULL)"
    " THEN 'RE_ENTRY' ELSE 'NEW' END"
    " FROM box_metrics_unified m JOIN booster_boxes b ON b.id = m.box_id"
    " WHERE m.metric_date = ? AND m.current_rank IS NOT NULL"
    " ORDER BY m.current_rank, m.boxes_sold_30d_avg DESC NULLS LAST, b.slug LIMIT ?"
)


@contextmanager
def raw_board(database_url: str) -> Iterator[Callable[[str, int], int]]:
    """Reads the publication, the day and a page of the primary board; returns the number of rows."""
    is_sqlite = database_url.startswith("sqlite")
    queries = [_PUBLICATION, _DAY, _PAGE if is_sqlite else _PAGE.replace("b.slug", 'b.slug COLLATE "C"')]
    publication, day_query, page = queries if is_sqlite else [query.replace("?", "%s") for query in queries]
    with closing(_connection(database_url)) as connection:

        def read(day: str, limit: int) -> int:
            connection.execute("BEGIN")
            connection.execute(publication).fetchall()
            connection.execute(day_query, (day,)).fetchall()
            rows = connection.execute(page, (day, limit)).fetchall()
            connection.execute("ROLLBACK")
            return len(rows)

        yield read


def bare_copy_seconds(database_url: str) -> float:
    """Seconds to write all metric rows into an empty table with the same keys, and commit.

    COPY on PostgreSQL, `executemany` on SQLite. The table is dropped afterwards.
    """
    copy = _sqlite_copy if database_url.startswith("sqlite") else _postgres_copy
    with closing(_connection(database_url)) as connection:
        return copy(connection)


def server_version(database_url: str) -> str:
    """The version that the server reports."""
    query = "SELECT sqlite_version()" if database_url.startswith("sqlite") else "SHOW server_version"
    with closing(_connection(database_url)) as connection:
        return str(connection.execute(query).fetchone()[0])


def settle(database_url: str) -> None:
    """Update the statistics, as PostgreSQL's autovacuum does within a minute of a bulk load."""
    with closing(_connection(database_url)) as connection:
        connection.execute("ANALYZE" if database_url.startswith("sqlite") else "VACUUM (ANALYZE)")


def _sqlite_copy(connection: Any) -> float:
    (table,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone()
    indexes = connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL", (TABLE,)
    ).fetchall()
    rows = connection.execute(f"SELECT * FROM {TABLE}").fetchall()
    connection.execute(table.replace(TABLE, COPY, 1))
    for (index,) in indexes:
        connection.execute(re.sub(r"INDEX (\S+) ON \S+", rf"INDEX {COPY}_\1 ON {COPY}", index))
    places = ", ".join("?" * len(rows[0]))
    started = perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO {COPY} VALUES ({places})", rows)
    connection.execute("COMMIT")
    seconds = perf_counter() - started
    connection.execute(f"DROP TABLE {COPY}")
    return seconds


def _postgres_copy(connection: Any) -> float:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {TABLE} TO STDOUT") as out:
            blocks = [bytes(block) for block in out]
        cursor.execute(f"CREATE TABLE {COPY} (LIKE {TABLE} INCLUDING ALL)")
        started = perf_counter()
        with cursor.copy(f"COPY {COPY} FROM STDIN") as into:
            for block in blocks:
                into.write(block)
        seconds = perf_counter() - started
        cursor.execute(f"DROP TABLE {COPY}")
    return seconds


def _connection(database_url: str) -> Any:
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in ("cache_size=-65536", "mmap_size=1073741824", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}").close()
        return connection
    import psycopg

    return psycopg.connect(database_url.replace("+psycopg", "", 1), autocommit=True)
