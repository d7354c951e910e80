"""Paths and positions that all charts share."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeVar

from markupsafe import Markup

Place = TypeVar("Place")


class Point(NamedTuple):
    """A whole position on the drawing grid."""

    x: int
    y: int


def calendar(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days) for days in range((last - first).days + 1)]


def unbroken(places: Iterable[Place | None]) -> Iterator[list[Place]]:
    """Split a sequence where it is null, into runs."""
    run: list[Place] = []
    for place in places:
        if place is not None:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def stretches(days: Sequence[date], missing: Collection[date]) -> Iterator[tuple[int, int]]:
    """Where days are missing: the place of the first one and how many follow each other."""
    places = [at if day in missing else None for at, day in enumerate(days)]
    return ((run[0], len(run)) for run in unbroken(places))


def polyline(points: Sequence[Point | None]) -> str:
    """Path data in relative whole steps: a null breaks the line, a lone point becomes a dot."""
    parts: list[str] = []
    at = Point(0, 0)
    for run in unbroken(points):
        parts.append(f"m{run[0].x - at.x} {run[0].y - at.y}")
        steps = [f"{there.x - here.x} {there.y - here.y}" for here, there in pairwise(run)]
        parts.append("l" + " ".join(steps) if steps else "h0")
        at = run[-1]
    return "".join(parts).replace(" -", "-").replace("m", "M", 1)


def share(part: float, whole: float) -> str:
    """A position in percent, two decimals, no idle zeros: 33.33%."""
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") + "%"


def stretched(days: int, height: int, content: Markup, extra: str = "") -> Markup:
    """An inner drawing that fills its frame, ten units a day wide; text stays outside of it."""
    frame = Markup(
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" width="100%" height="100%"{}>{}</svg>'
    )
    return frame.format(10 * days, height, Markup(extra), content)


def joined(parts: Iterable[Markup]) -> Markup:
    """Markup, one part after the other."""
    return Markup("").join(parts)
