"""Answers requested often, ready to be sent: bounded, of one generation, gone with their TTL."""

from collections.abc import Callable
from dataclasses import dataclass

from app.cache.lru import SegmentedLru
from app.web.edge.representations import RawHeaders, Representation

Target = tuple[bytes, bytes, bool, tuple[str, ...]]
"""Raw path, raw query string, whether the client takes gzip, and the formats it prefers to JSON."""

MAX_TARGET_BYTES = 1024


@dataclass(frozen=True, slots=True)
class HotAnswer:
    """One representation of a cached answer under its address. Moments are seconds since the epoch."""

    route: str
    generation: int
    created_at: float
    expires_at: float
    representation: Representation
    security: RawHeaders

    @property
    def size_bytes(self) -> int:
        """Bytes of its body."""
        return self.representation.size_bytes


class HotAnswers:
    """A bounded map from address to answer for the event loop's thread alone; a new generation empties it."""

    def __init__(
        self, shown_generation: Callable[[], int], max_answers: int = 2048, max_bytes: int = 32 << 20
    ) -> None:
        self._shown_generation, self._generation = shown_generation, 0
        self._answers = SegmentedLru[Target, HotAnswer](max_answers, max_bytes)

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def size_bytes(self) -> int:
        """Bytes of the bodies held."""
        return self._answers.size_bytes

    def find(self, target: Target, now: float) -> HotAnswer | None:
        """The answer of the shown generation, its TTL not over."""
        self._turn_over()
        answer = self._answers.get(target)
        if answer is None or answer.expires_at > now:
            return answer
        self._answers.remove(target)
        return None

    def admit(self, target: Target, answer: HotAnswer) -> None:
        """Hold an answer of the shown generation; others, and overlong addresses, are left out."""
        self._turn_over()
        if len(target[0]) + len(target[1]) <= MAX_TARGET_BYTES and answer.generation == self._generation:
            self._answers.put(target, answer)

    def _turn_over(self) -> None:
        generation = self._shown_generation()
        if generation != self._generation:
            self._generation = generation
            self._answers.clear()
