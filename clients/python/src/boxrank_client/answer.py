"""The headers of an answer, next to its data and meta."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

_STALE = "STALE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the API; two that differ in nothing but their age are equal."""

    age_seconds: int | None = field(default=None, compare=False)
    """Seconds since it was computed, when it arrived; None without an Age header."""
    is_stale: bool = field(default=False, compare=False)
    """Older than its TTL: it is being computed again, or the server's database is unavailable."""


AnswerShape = TypeVar("AnswerShape", bound=Answer)


def aged(answer: AnswerShape, headers: Mapping[str, str]) -> AnswerShape:
    """The same answer as old as the headers of its latest arrival say."""
    age = headers.get("Age", "")
    age_seconds = int(age) if age.isdigit() else None
    return replace(answer, age_seconds=age_seconds, is_stale=headers.get("X-Cache") == _STALE)
