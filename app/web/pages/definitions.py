"""The figures as the page about the data defines them: figures that share a definition are one term."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from app.domain.figure import Figure


@dataclass(frozen=True, slots=True)
class Term:
    """A definition with the figures that it defines."""

    label: str
    figures: tuple[Figure, ...]


def terms(figures: Iterable[Figure]) -> Iterator[Term]:
    """The numbers among the figures, in their order."""
    numbers = (figure for figure in figures if figure.is_number)
    for _, alike in groupby(numbers, key=lambda figure: figure.definition):
        defined = tuple(alike)
        label = defined[0].label
        yield Term(label if len(defined) == 1 else label.partition(",")[0], defined)
