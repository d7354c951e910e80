"""The databases and the Redis to measure on: those given, else temporary ones for the length of the run."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tools.bench.measure import Findings
from tools.bench.servers import NotInstalled, temporary_postgres, temporary_redis

SQLITE, POSTGRESQL, REDIS = "SQLite", "PostgreSQL", "Redis"


@dataclass(frozen=True)
class Store:
    """A database to measure on, and a spare one for a second market where it is our own.

    `settle` does what its server does by itself some time after a bulk load.
    """

    name: str
    url: str
    spare_url: str | None
    settle: Callable[[], None]


def stores(stack: ExitStack, given_url: str | None, findings: Findings) -> list[Store]:
    """The database given, else a temporary one of each kind; one that cannot be had is noted as skipped."""
    if given_url is not None:
        name = SQLITE if given_url.startswith("sqlite") else POSTGRESQL
        return [Store(name, given_url, None, lambda: None)]
    own = [_sqlite_store(stack)]
    try:
        own.append(_postgres_store(stack))
    except NotInstalled as error:
        findings.skipped[POSTGRESQL] = f"{error}."
    return own


def redis_url(stack: ExitStack, given_url: str | None, findings: Findings) -> str | None:
    """The Redis given, else a temporary one; None, noted as skipped, where there is none to start."""
    if given_url is not None:
        return given_url
    try:
        return stack.enter_context(temporary_redis()).url
    except NotInstalled as error:
        findings.skipped[REDIS] = f"{error}: no tier 2."
        return None


def _sqlite_store(stack: ExitStack) -> Store:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boxrank-bench-")))
    return Store(SQLITE, f"sqlite:///{folder}/market.db", f"sqlite:///{folder}/ranking.db", lambda: None)


def _postgres_store(stack: ExitStack) -> Store:
    server = stack.enter_context(temporary_postgres())
    return Store(
        POSTGRESQL, server.create("market"), server.create("ranking"), lambda: server.settle("market")
    )
