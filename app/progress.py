"""How a long job reports its progress."""

from typing import Protocol


class Progress(Protocol):
    """Called with the step's name, how much of it is done and how much there is."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """No progress is reported."""
