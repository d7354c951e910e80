"""Answers asked for all the time, ready to be sent: bounded, of one generation, gone with their TTL."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from app.cache.store import Source
from app.web.edge.representations import RawHeaders, Representation, freshness_headers, length_header

Target = tuple[bytes, bytes, bool, tuple[str, ...]]
"""Raw path, raw query string, whether the client takes gzip, and the formats it prefers to JSON."""

MAX_TARGET_BYTES = 1024

_Ready = tuple[int, RawHeaders, bytes]  # at which age in seconds, headers, body


@dataclass(slots=True, eq=False)
class HotAnswer:
    """One representation of a cached answer under its address. Moments are seconds since the epoch.

    Headers, for the whole answer and for a 304, are those before and those after the ones that tell its age.
    The answer is made ready once a second, when its age changes; the body only where it is asked for.
    """

    route: str
    generation: int
    created_at: float
    expires_at: float
    representation: Representation
    headers: tuple[RawHeaders, RawHeaders]
    headers_unchanged: tuple[RawHeaders, RawHeaders]
    _whole: _Ready = (-1, (), b"")
    _unchanged: _Ready = (-1, (), b"")

    def at(self, now: float, *, is_unchanged: bool) -> tuple[RawHeaders, bytes]:
        """All headers but those of the single request, and the body: the whole answer, or a 304."""
        age_seconds = max(0, int(now - self.created_at))
        ready = self._unchanged if is_unchanged else self._whole
        if ready[0] != age_seconds:
            freshness = freshness_headers(Source.MEMORY, age_seconds)
            if is_unchanged:
                before, after = self.headers_unchanged
                ready = self._unchanged = age_seconds, (*before, *freshness, *after), b""
            else:
                before, after = self.headers
                body = self.representation.body(Source.MEMORY, age_seconds)
                headers = (*before, length_header(body), *freshness, *after)
                ready = self._whole = age_seconds, headers, body
        return ready[1], ready[2]

    @property
    def size_bytes(self) -> int:
        """What its bytes take, made ready to be sent."""
        content = self.representation.entry.content
        return len(content.head) if self.representation.is_compressed else content.head_bytes


@dataclass(frozen=True)
class HotBounds:
    """Most answers and bytes held; newcomers share a quarter of both until they are asked for again."""

    answers: int = 2048
    size_bytes: int = 32 << 20


class HotAnswers:
    """A map from address to answer for the event loop's thread alone.

    An address asked for again is proven and can only be pushed out by others that are: random addresses push
    out each other. A new generation empties the map.
    """

    def __init__(self, shown_generation: Callable[[], int], bounds: HotBounds | None = None) -> None:
        bounds = bounds or HotBounds()
        self._shown_generation, self._generation = shown_generation, 0
        self._new = _Segment(bounds.answers // 4, bounds.size_bytes // 4)
        self._proven = _Segment(bounds.answers - bounds.answers // 4, bounds.size_bytes * 3 // 4)

    def __len__(self) -> int:
        return len(self._new) + len(self._proven)

    @property
    def size_bytes(self) -> int:
        """Bytes of the bodies held."""
        return self._new.size_bytes + self._proven.size_bytes

    def find(self, target: Target, now: float) -> HotAnswer | None:
        """The answer of the shown generation, its TTL not over."""
        self._turn_over()
        answer = self._proven.get(target)
        if answer is None:
            answer = self._new.take(target)
            if answer is None:
                return None
            self._proven.add(target, answer)
        if answer.expires_at > now:
            return answer
        self._proven.take(target)
        return None

    def admit(self, target: Target, answer: HotAnswer) -> None:
        """Hold an answer of the shown generation; others, and overlong addresses, are left out."""
        self._turn_over()
        is_short = len(target[0]) + len(target[1]) <= MAX_TARGET_BYTES
        if is_short and answer.generation == self._generation and target not in self._proven:
            self._new.take(target)
            self._new.add(target, answer)

    def _turn_over(self) -> None:
        generation = self._shown_generation()
        if generation != self._generation:
            self._generation = generation
            self._new.empty()
            self._proven.empty()


class _Segment(OrderedDict[Target, HotAnswer]):
    def __init__(self, max_answers: int, max_bytes: int) -> None:
        super().__init__()
        self._max_answers, self._max_bytes = max_answers, max_bytes
        self.size_bytes = 0

    def add(self, target: Target, answer: HotAnswer) -> None:
        if answer.size_bytes > self._max_bytes:
            return
        self[target] = answer
        self.size_bytes += answer.size_bytes
        while len(self) > self._max_answers or self.size_bytes > self._max_bytes:
            self.size_bytes -= self.popitem(last=False)[1].size_bytes

    def take(self, target: Target) -> HotAnswer | None:
        answer = self.pop(target, None)
        self.size_bytes -= 0 if answer is None else answer.size_bytes
        return answer

    def empty(self) -> None:
        self.clear()
        self.size_bytes = 0
