"""The tape of the day navigator: one bar a day, its height the dollars traded, or the boxes reported."""

from datetime import date

from markupsafe import Markup

from app.web.pages.svg.paths import calendar, joined, share, stretched, stretches
from app.web.pages.view_models.charts import Tape, TapeDay
from app.words.figures import month, short_day

_LEAST_BAR, _FULL_BAR = 6, 100
_LABEL_DISTANCE_DAYS = 8


def tape(strip: Tape) -> Markup:
    """Draw the tape; bars are clipped at the second highest day, so that one does not flatten the rest.

    Days without a board are hatched, partial ones hollow, the day shown is gold.
    """
    days = calendar(strip.first, strip.last)
    return Markup(
        '<svg class="tape" role="img" aria-label="One bar a day, {} to {}: its height is {}"'
        ' data-first="{}" data-days="{}">{}<line x1="0" x2="100%" y1="100%" y2="100%"/>{}{}</svg>'
    ).format(
        short_day(strip.first),
        short_day(strip.last),
        strip.measure,
        strip.first,
        day_marks(strip),
        _gaps(strip, days),
        stretched(len(days), 100, _bars(strip)),
        _labels(strip, days),
    )


def day_marks(strip: Tape) -> str:
    """One sign a calendar day, for scripts: 1 ranked, p partial, 0 no board."""
    marks = {entry.day: "p" if entry.is_partial else "1" for entry in strip.days}
    return "".join(marks.get(day, "0") for day in calendar(strip.first, strip.last))


def _gaps(strip: Tape, days: list[date]) -> Markup:
    missing = set(days) - {entry.day for entry in strip.days}
    gap = Markup('<rect class="gap" fill="url(#hatch)" x="{}" width="{}" height="100%"/>')
    count = len(days)
    return joined(
        gap.format(share(at, count), share(length, count)) for at, length in stretches(days, missing)
    )


def _bars(strip: Tape) -> Markup:
    scale = _scale(strip.days)
    paths = {"": "", "partial": "", "today": ""}
    for entry in strip.days:
        kind = "today" if entry.day == strip.shown else "partial" if entry.is_partial else ""
        paths[kind] += _bar(10 * (entry.day - strip.first).days + 1, entry.height, scale)
    plain = Markup('<path d="{}"/>').format(paths.pop(""))
    marked = Markup('<path class="{}" d="{}"/>')
    return plain + joined(marked.format(kind, path) for kind, path in paths.items() if path)


def _bar(x: int, height: float | None, scale: float) -> str:
    drawn = round(min(_FULL_BAR, max(_LEAST_BAR, _FULL_BAR * (height or 0.0) / scale)))
    return f"M{x} {_FULL_BAR}v-{drawn}h8v{drawn}z"


def _scale(days: tuple[TapeDay, ...]) -> float:
    heights = sorted((entry.height for entry in days if entry.height), reverse=True)
    return heights[min(1, len(heights) - 1)] if heights else 1.0


def _labels(strip: Tape, days: list[date]) -> Markup:
    label = Markup('<text x="{}" y="100%" dy="14">{}</text>')
    months = [
        label.format(share(at, len(days)), month(day))
        for at, day in enumerate(days)
        if day.day == 1 and at + 3 < len(days) and _is_clear_of(strip.shown, day)
    ]
    return joined(months) + _shown_label(strip, len(days))


def _is_clear_of(shown: date | None, day: date) -> bool:
    return shown is None or abs((shown - day).days) > _LABEL_DISTANCE_DAYS


def _shown_label(strip: Tape, count: int) -> Markup:
    if strip.shown is None or not strip.first <= strip.shown <= strip.last:
        return Markup("")
    at = (strip.shown - strip.first).days
    near_start, near_end = at < count / 20, at > count * 0.95
    x = "0" if near_start else "100%" if near_end else share(at + 0.5, count)
    anchor = "start" if near_start else "end" if near_end else "middle"
    return Markup('<text class="now" x="{}" y="100%" dy="14" text-anchor="{}">{}</text>').format(
        x, anchor, short_day(strip.shown)
    )
