"""The sparkline of a board row."""

from collections.abc import Sequence

from markupsafe import Markup

from app.web.pages.svg.paths import Point, polyline
from app.words.figures import amount, missing, plural

_LEAST_SPAN = 0.10
_TOP, _HEIGHT, _STEP = 4, 40, 8


def sparkline(values: Sequence[float | None]) -> Markup:
    """Draw one value a day, oldest first; a null is a gap.

    The scale is the row's own but never spans less than a tenth of the highest value, so noise stays small.
    The grey line is the first known value, the dot the last one.
    """
    if all(value is None for value in values):
        return Markup('<span class="none">{}</span>').format(missing("no floor in this period"))
    points = _points(values)
    known = [point for point in points if point is not None]
    return Markup(
        '<svg class="spark" viewBox="0 0 {width} 48" role="img" aria-label="{words}">'
        '<path d="M0 {first}h{width}"/><path d="{line}"/><path d="M{last.x} {last.y}h0"/></svg>'
    ).format(
        width=_STEP * (len(values) - 1),
        words=_words(values),
        first=known[0].y,
        line=polyline(points),
        last=known[-1],
    )


def _points(values: Sequence[float | None]) -> list[Point | None]:
    known = [value for value in values if value is not None]
    low, high = _scale(min(known), max(known))
    return [
        None
        if value is None
        else Point(
            _STEP * day, round(_TOP + _HEIGHT * ((high - value) / (high - low) if high > low else 0.5))
        )
        for day, value in enumerate(values)
    ]


def _scale(low: float, high: float) -> tuple[float, float]:
    least = _LEAST_SPAN * high
    if high - low >= least:
        return low, high
    middle = (low + high) / 2
    return middle - least / 2, middle + least / 2


def _words(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    gone = len(values) - len(known)
    words = f"{len(values)} days: {amount(known[0])} to {amount(known[-1])} dollars"
    return words + (f", {plural(gone, 'day')} missing" if gone else "")
