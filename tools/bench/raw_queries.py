"""The queries behind a page of the board, by the driver alone: what no service can be faster than."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import date

from app.schemas import BoxCard, Figures

RawBoard = Callable[[date, int], int]
"""Reads a page of a day with as many rows and gives the rows that came."""

_PUBLICATION = (
    "SELECT id, published_at, data_as_of, rules_fingerprint,"
    " (SELECT published_at FROM dataset_version ORDER BY id LIMIT 1)"
    " FROM dataset_version ORDER BY id DESC LIMIT 1"
)
_DAY = (
    "SELECT metric_date, boxes_ranked, is_partial, compared_with"
    " FROM ranked_days WHERE metric_date = ? ORDER BY metric_date DESC LIMIT 1"
)
_RANK_STATE = (
    "CASE WHEN m.rank_change > 0 THEN 'UP' WHEN m.rank_change < 0 THEN 'DOWN'"
    " WHEN m.rank_change = 0 THEN 'SAME'"
    " WHEN EXISTS (SELECT 1 FROM box_metrics_unified e WHERE e.box_id = m.box_id"
    " AND e.metric_date < m.metric_date AND e.current_rank IS NOT NULL) THEN 'RE_ENTRY' ELSE 'NEW' END"
)
_COLUMNS = (
    *("m.current_rank", "m.previous_rank", "m.rank_change", _RANK_STATE),
    *(f"b.{column.name}" for column in fields(BoxCard)),
    *(f"m.{column.name}" for column in fields(Figures)),
)
_PAGE = (
    f"SELECT {', '.join(_COLUMNS)}"
    " FROM box_metrics_unified m JOIN booster_boxes b ON b.id = m.box_id"
    " WHERE m.metric_date = ? AND m.current_rank IS NOT NULL"
    " ORDER BY m.current_rank, m.boxes_sold_30d_avg DESC NULLS LAST, b.slug LIMIT ?"
)


@contextmanager
def raw_board(database_url: str) -> Iterator[RawBoard]:
    """One connection that reads pages of the board, the publication and the day, in one transaction each."""
    open_board = _sqlite_board if database_url.startswith("sqlite") else _postgres_board
    with open_board(database_url) as board:
        yield board


@contextmanager
def _sqlite_board(database_url: str) -> Iterator[RawBoard]:
    path = database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("cache_size=-65536", "mmap_size=1073741824"):
            connection.execute(f"PRAGMA {pragma}").close()

        def board(day: date, limit: int) -> int:
            connection.execute("BEGIN")
            connection.execute(_PUBLICATION).fetchall()
            connection.execute(_DAY, (day.isoformat(),)).fetchall()
            rows = connection.execute(_PAGE, (day.isoformat(), limit)).fetchall()
            connection.execute("ROLLBACK")
            return len(rows)

        yield board


@contextmanager
def _postgres_board(database_url: str) -> Iterator[RawBoard]:
    import psycopg

    bytewise = _PAGE.replace("b.slug LIMIT", 'b.slug COLLATE "C" LIMIT')
    publication, day_query, page = (
        query.replace("?", "%s").encode() for query in (_PUBLICATION, _DAY, bytewise)
    )
    with closing(psycopg.connect(database_url.replace("+psycopg", "", 1))) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True

        def board(day: date, limit: int) -> int:
            connection.execute(publication).fetchall()
            connection.execute(day_query, (day,)).fetchall()
            rows = connection.execute(page, (day, limit)).fetchall()
            connection.rollback()
            return len(rows)

        yield board
