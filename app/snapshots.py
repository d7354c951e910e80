"""What a reading snapshot has been asked already: it shows one state of the data, so it is asked once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection

SNAPSHOT = "boxrank_snapshot"
"""The execution option that `Database.snapshot` gives its connections: answers by key."""

Value = TypeVar("Value")


def is_snapshot(connection: Connection) -> bool:
    """Whether the connection only reads, one state throughout. A writer sees its own uncommitted changes."""
    return SNAPSHOT in connection.get_execution_options()


def once(connection: Connection, key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` gives, read once in a snapshot and every time by a writer."""
    known: dict[Hashable, Any] | None = connection.get_execution_options().get(SNAPSHOT)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    value: Value = known[key]
    return value
