"""Reads that many requests to one generation share: each runs once, for the first request."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import polars as pl
from sqlalchemy import Connection, Engine, func, select

from app.models import booster_boxes
from app.repositories import versions
from app.repositories.versions import Publication
from app.snapshots import is_snapshot, once

MOST_BYTES = 64 << 20
ITEM_BYTES = 150
PLAIN_BYTES = 4096
"""What a value is taken to weigh beside what its frame holds; and one item of a mapping or a tuple."""

_NEWEST_BOX = select(func.max(booster_boxes.c.id))

Value = TypeVar("Value")


def remembered(connection: Connection, key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` gives, from memory where a reader of the same generation has read it before.

    Never for a writer, nor while nothing is published. Threads share the values: they must not be changed.
    """
    publication = versions.current(connection) if is_snapshot(connection) else None
    if publication is None:
        return read()
    with _lock:
        memory = _memories.setdefault(connection.engine, GenerationMemory())
    return memory.get(publication, key, read)


def of_catalogue(connection: Connection, key: str, read: Callable[[], Value]) -> Value:
    """The same for what the catalogue says: new boxes are seen at once, changes with their publication."""
    newest = once(connection, "newest_box", lambda: connection.scalar(_NEWEST_BOX))
    return remembered(connection, (key, newest), read)


class GenerationMemory:
    """Values of the newest generation, the least wanted forgotten beyond `most_bytes`."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes, self._size_bytes = most_bytes, 0
        self._lock = threading.Lock()
        self._shown: Publication | None = None
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, publication: Publication, key: Hashable, read: Callable[[], Value]) -> Value:
        """What is known of the publication, else what `read` gives; an older one is not remembered."""
        with self._lock:
            self._turn_over(publication)
            if publication == self._shown and key in self._known:
                self._known.move_to_end(key)
                value: Value = self._known[key]
                return value
        value = read()
        with self._lock:
            self._keep(publication, key, value)
        return value

    def _turn_over(self, publication: Publication) -> None:
        if self._shown is None or publication.generation > self._shown.generation:
            self._shown, self._size_bytes = publication, 0
            self._known.clear()

    def _keep(self, publication: Publication, key: Hashable, value: Any) -> None:
        if publication != self._shown or key in self._known:
            return
        self._known[key] = value
        self._size_bytes += _weight(value)
        while self._size_bytes > self._most_bytes:
            self._size_bytes -= _weight(self._known.popitem(last=False)[1])


def _weight(value: Any) -> int:
    if isinstance(value, pl.DataFrame | pl.Series):
        return PLAIN_BYTES + int(value.estimated_size())
    return PLAIN_BYTES + (len(value) * ITEM_BYTES if isinstance(value, Mapping | tuple) else 0)


_lock = threading.Lock()
_memories: WeakKeyDictionary[Engine, GenerationMemory] = WeakKeyDictionary()
