"""One plot: an axis, gaps, bars and lines over calendar days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from app.web.pages.svg.paths import Point, calendar, joined, polyline, share, stretched, stretches
from app.words.figures import short_day

_HEIGHT = 1000
_DATE_LABELS = 7


@dataclass(frozen=True, slots=True)
class Axis:
    """The vertical axis: its ends, ticks and how a tick is written. Inverted, the lowest value is on top."""

    low: float
    high: float
    ticks: tuple[float, ...]
    write: Callable[[float], str]
    is_inverted: bool = False

    def depth(self, value: float) -> float:
        """Where a value lies: 0 at the top edge, 1 at the bottom."""
        part = (value - self.low) / (self.high - self.low)
        return part if self.is_inverted else 1 - part


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plot: its look and its values; a day that is not in it breaks the line."""

    look: str
    values: Mapping[date, float]


@dataclass(frozen=True, slots=True)
class Pane:
    """What a plot shows from `first` to `last`. `ends` are names at the right edge, with their values."""

    name: str
    words: str
    first: date
    last: date
    axis: Axis
    lines: tuple[Line, ...] = ()
    bars: Mapping[date, float] | None = None
    gaps: frozenset[date] = frozenset()
    size: str = "mid"
    is_dated: bool = False
    ends: tuple[tuple[str, float], ...] = ()


def pane(plot: Pane) -> Markup:
    """Draw the plot. Bars start at zero and are cut at the upper edge; text is never stretched."""
    days = calendar(plot.first, plot.last)
    content = _bars(plot) + joined(_line(plot, line, days) for line in plot.lines)
    return Markup('<svg class="pane {}{}" role="img" aria-label="{}" data-pane="{}">{}{}{}{}{}</svg>').format(
        plot.size,
        " dated" if plot.is_dated else "",
        plot.words,
        plot.name,
        _gaps(plot, days),
        _ticks(plot.axis),
        stretched(len(days), _HEIGHT, content, ' overflow="visible"'),
        _ends(plot),
        _dates(plot, days),
    )


def _gaps(plot: Pane, days: list[date]) -> Markup:
    gap = Markup('<rect class="gap" x="{}" width="{}" height="100%"/>')
    count = len(days)
    return joined(
        gap.format(share(at, count), share(length, count)) for at, length in stretches(days, plot.gaps)
    )


def _ticks(axis: Axis) -> Markup:
    tick = Markup(
        '<line class="{look}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        '<text x="0" dx="-8" y="{y}" dy="4" text-anchor="end">{words}</text>'
    )
    return joined(
        tick.format(
            look="zero" if value == 0 else "grid", y=share(axis.depth(value), 1), words=axis.write(value)
        )
        for value in axis.ticks
    )


def _bars(plot: Pane) -> Markup:
    if not plot.bars:
        return Markup("")
    bars = [
        f"M{10 * (day - plot.first).days + 2} {_HEIGHT}v-{height}h6v{height}z"
        for day, value in sorted(plot.bars.items())
        if plot.first <= day <= plot.last and (height := _bar_height(plot.axis, value))
    ]
    return Markup('<path class="bars" d="{}"/>').format("".join(bars))


def _bar_height(axis: Axis, value: float) -> int:
    return round(_HEIGHT * min(1.0, max(0.0, 1 - axis.depth(value))))


def _line(plot: Pane, line: Line, days: list[date]) -> Markup:
    points = [
        Point(10 * at + 5, round(_HEIGHT * plot.axis.depth(line.values[day]))) if day in line.values else None
        for at, day in enumerate(days)
    ]
    return Markup('<path class="{}" d="{}"/>').format(line.look or "plain", polyline(points))


def _ends(plot: Pane) -> Markup:
    end = Markup('<text class="end" x="100%" dx="6" y="{}" dy="4">{}</text>')
    places = spread([plot.axis.depth(value) for _, value in plot.ends])
    return joined(
        end.format(share(place, 1), label) for (label, _), place in zip(plot.ends, places, strict=True)
    )


def spread(depths: list[float], least: float = 0.1) -> list[float]:
    """Move labels apart so that none covers another, keeping their order from top to bottom."""
    placed: dict[int, float] = {}
    lowest = -1.0
    for index in sorted(range(len(depths)), key=lambda at: depths[at]):
        lowest = max(depths[index], lowest + least)
        placed[index] = lowest
    return [placed[index] for index in range(len(depths))]


def _dates(plot: Pane, days: list[date]) -> Markup:
    if not plot.is_dated:
        return Markup("")
    step = max(1, -(-len(days) // _DATE_LABELS))
    label = Markup('<text{} x="{}" y="100%" dy="18" text-anchor="{}">{}</text>')
    last = len(days) - 1
    return joined(
        label.format(
            Markup(' class="axis alt"') if (last - at) // step % 2 else "",
            share(at + 0.5, len(days)),
            "end" if at == last else "middle",
            short_day(plot.first + timedelta(at)),
        )
        for at in range(last, -1, -step)
    )
