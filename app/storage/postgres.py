"""The engine of PostgreSQL: no wait for a server that has become silent is without an end."""

import os
import socket
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from app.storage.limits import DatabaseLimits

POOL_TIMEOUT_SECONDS = 5
_KEEPALIVE_PROBES = 3
_LONGEST_NAME = 63


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not answer within `answer_seconds` (None: no bound).

    TCP notices a dead peer, but not a proxy that accepts bytes and forwards nothing.
    """

    answer_seconds: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for one answer. Raises OperationalError, with the connection closed, when none comes."""
        if timeout is not None or self.answer_seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.answer_seconds)
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.answer_seconds:g} s") from error


def server_engine(url: URL, limits: DatabaseLimits) -> Engine:
    """An engine whose connections are given up by the limits; the options of the URL win over them."""
    engine = create_engine(
        url,
        pool_size=limits.pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=POOL_TIMEOUT_SECONDS,
    )

    def connect(
        _dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]
    ) -> BoundedConnection:
        connection = BoundedConnection.connect(*arguments, **(_options(limits) | options))
        connection.answer_seconds = limits.connect_seconds
        return connection

    def bound_session(connection: BoundedConnection, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(
            f"SET statement_timeout = '{limits.statement_seconds}s';"
            f"SET idle_in_transaction_session_timeout = '{limits.idle_transaction_seconds}s'".encode()
        )
        connection.autocommit = False

    def expect_quick_answers(connection: BoundedConnection | None, _record: Any) -> None:
        if connection is not None:  # the next is a ping
            connection.answer_seconds = limits.connect_seconds

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", bound_session)
    event.listen(engine, "checkin", expect_quick_answers)
    return engine


def allow_seconds(connection: Connection, seconds: float | None) -> None:
    """Until it returns to the pool, each answer on the connection may take this long."""
    driver: Any = connection.connection.driver_connection
    driver.answer_seconds = seconds


def _options(limits: DatabaseLimits) -> dict[str, Any]:
    pause = max(1, limits.keepalive_seconds // (_KEEPALIVE_PROBES + 1))
    return {
        "application_name": f"boxrank, pid {os.getpid()} on {socket.gethostname()}"[:_LONGEST_NAME],
        "connect_timeout": limits.connect_seconds,
        "keepalives_idle": pause,
        "keepalives_interval": pause,
        "keepalives_count": _KEEPALIVE_PROBES,
        "tcp_user_timeout": limits.keepalive_seconds * 1000,
    }
