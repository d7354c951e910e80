"""A map bounded by entries and bytes in which values used once never evict values used again."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

PROVEN_SHARE = 0.8
LARGEST_SHARE = 0.25


class Sized(Protocol):
    """A value with its size in bytes."""

    @property
    def size_bytes(self) -> int: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class SegmentedLru(Generic[K, V]):
    """Evicts the least recently used, first among values that were looked up at most once.

    Not thread-safe. A value larger than a quarter of `max_bytes` is not kept.
    """

    def __init__(self, max_entries: int, max_bytes: int) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._new = _Segment[K, V]()
        self._proven = _Segment[K, V]()

    def __len__(self) -> int:
        return len(self._new) + len(self._proven)

    @property
    def size_bytes(self) -> int:
        """Bytes of all values."""
        return self._new.size_bytes + self._proven.size_bytes

    def get(self, key: K) -> V | None:
        """The value; counts as a use."""
        value = self._proven.get(key)
        if value is not None:
            self._proven.move_to_end(key)
            return value
        value = self._new.take(key)
        if value is not None:
            self._proven.add(key, value)
            self._demote()
        return value

    def put(self, key: K, value: V) -> bool:
        """Store a value, replacing an older one; False when it is too large."""
        segment = self._proven if key in self._proven else self._new
        self.remove(key)
        if value.size_bytes > self._max_bytes * LARGEST_SHARE:
            return False
        segment.add(key, value)
        self._demote()
        self._evict()
        return key in segment

    def remove(self, key: K) -> bool:
        """Remove a value; whether there was one."""
        return (self._new.take(key) or self._proven.take(key)) is not None

    def clear(self) -> None:
        """Remove everything."""
        self._new, self._proven = _Segment[K, V](), _Segment[K, V]()

    def _demote(self) -> None:
        while (
            len(self._proven) > self._max_entries * PROVEN_SHARE
            or self._proven.size_bytes > self._max_bytes * PROVEN_SHARE
        ):
            self._new.add(*self._proven.take_oldest())

    def _evict(self) -> None:
        while len(self) > self._max_entries or self.size_bytes > self._max_bytes:
            (self._new or self._proven).take_oldest()


class _Segment(OrderedDict[K, V]):
    size_bytes = 0

    def add(self, key: K, value: V) -> None:
        self[key] = value
        self.size_bytes += value.size_bytes

    def take(self, key: K) -> V | None:
        value = self.pop(key, None)
        self.size_bytes -= value.size_bytes if value is not None else 0
        return value

    def take_oldest(self) -> tuple[K, V]:
        key, value = self.popitem(last=False)
        self.size_bytes -= value.size_bytes
        return key, value
