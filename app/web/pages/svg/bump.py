"""The bump chart: ranks over calendar days, 1 at the top, one line a box."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from markupsafe import Markup

from app.web.pages.svg.paths import calendar, joined, share, stretched, stretches, unbroken
from app.web.pages.view_models.charts import BumpChart, BumpLine
from app.words.figures import short_day

_AXIS_STEP_DAYS = 7
_MOST_AXIS_LABELS = 6
_LONGEST_CODE = 7


def bump(chart: BumpChart) -> Markup:
    """Draw the chart. A day without a board breaks every line; a line that leaves below is out of the lanes.

    Boxes that share a rank share the line's end, but their names are in successive lanes.
    """
    days = calendar(chart.first, chart.last)
    return Markup('<svg class="bump" role="group" aria-label="{}, {} to {}">{}{}{}{}</svg>').format(
        chart.title,
        short_day(chart.first),
        short_day(chart.last),
        _gaps(chart, days),
        _lanes(chart.lanes),
        joined(_line(chart, line, days, labels) for line, labels in _in_drawing_order(chart)),
        _axis(chart, len(days) - 1),
    )


def lane(rank: float, lanes: int) -> float:
    """The height of a rank in percent; what is beyond the lanes lies just below the last one."""
    return round(100 * (min(rank, lanes + 0.9) - 0.5) / lanes, 1)


def label_lanes(ranks: Sequence[int]) -> list[int]:
    """Positions of names for ranks in ascending order: each at its rank, or in the next free lane below."""
    lanes: list[int] = []
    for rank in ranks:
        lanes.append(max(rank, lanes[-1] + 1) if lanes else rank)
    return lanes


def rank_path(ranks: Sequence[int | None], lanes: int) -> tuple[str, str]:
    """The unbroken stretches of a line, and the dots of its lone days; ten units a day."""
    line, dots = "", ""
    places = [None if rank is None else (day, rank) for day, rank in enumerate(ranks)]
    for run in unbroken(places):
        start = f"M{10 * run[0][0]} {lane(run[0][1], lanes):g}"
        if len(run) == 1:
            dots += start + "h0" if run[0][1] <= lanes else ""
        else:
            line += start + "".join(_step(*pair, lanes) for pair in pairwise(run))
    return line, dots


def _step(here: tuple[int, int], there: tuple[int, int], lanes: int) -> str:
    (_, rank), (next_day, next_rank) = here, there
    if min(rank, next_rank) > lanes:
        return f"M{10 * next_day} {lane(next_rank, lanes):g}"
    drop = round(lane(next_rank, lanes) - lane(rank, lanes), 1)
    return f"c5 0 5 {drop:g} 10 {drop:g}" if drop else "h10"


def _in_drawing_order(chart: BumpChart) -> list[tuple[BumpLine, tuple[int | None, int | None]]]:
    """Lower ranks first and the followed line last, on top; each with its name's lanes, left and right."""
    starts, ends = _name_lanes(chart, chart.first), _name_lanes(chart, chart.last)
    ranked = sorted(
        chart.lines, key=lambda line: (line.is_followed, -line.ranks.get(chart.last, chart.lanes + 1))
    )
    return [(line, (starts.get(line.url), ends.get(line.url))) for line in ranked]


def _name_lanes(chart: BumpChart, day: date) -> dict[str, int]:
    lines = [
        line
        for line in chart.lines
        if line.ranks.get(day, chart.lanes + 1) <= chart.lanes and day not in chart.gaps
    ]
    lines.sort(key=lambda line: line.ranks[day])
    places = label_lanes([line.ranks[day] for line in lines])
    return {line.url: place for line, place in zip(lines, places, strict=True) if place <= chart.lanes}


def _gaps(chart: BumpChart, days: list[date]) -> Markup:
    gap = Markup('<rect class="gap" x="{}" width="{}" height="100%"/>')
    span = max(1, len(days) - 1)
    return joined(
        gap.format(share(at - 0.5, span), share(length, span)) for at, length in stretches(days, chart.gaps)
    )


def _lanes(lanes: int) -> Markup:
    rule = Markup('<line class="lane" x1="0" x2="100%" y1="{0}%" y2="{0}%"/>')
    return joined(rule.format(f"{lane(rank, lanes):g}") for rank in range(1, lanes + 1))


def _line(
    chart: BumpChart, line: BumpLine, days: list[date], labels: tuple[int | None, int | None]
) -> Markup:
    ranks = [None if day in chart.gaps else line.ranks.get(day) for day in days]
    path, dots = rank_path(ranks, chart.lanes)
    last = line.ranks.get(chart.last)
    span = max(1, len(days) - 1)
    return Markup('<a class="{}" href="{}" aria-label="{}">{}{}{}{}</a>').format(
        _line_class(line, last),
        line.url,
        f"Follow {line.code} {line.name}" + (f", number {last}" if last else ""),
        stretched(span, 100, _strokes(path, line.is_followed), ' class="clip"'),
        _lone(dots, span),
        _start_label(line, ranks[0], labels[0], chart.lanes),
        _end_label(line, last, labels[1], chart.lanes),
    )


def _line_class(line: BumpLine, rank: int | None) -> str:
    lead = " first" if rank == 1 else " lead3" if rank is not None and rank <= 3 else ""
    return "ln" + (" followed" if line.is_followed else "") + lead


def _strokes(path: str, is_followed: bool) -> Markup:
    case = Markup('<path class="case" d="{}"/>').format(path) if is_followed else Markup("")
    return case + Markup('<path class="st-line" d="{}"/>').format(path)


def _lone(dots: str, span: int) -> Markup:
    # outside of the clip: a dot on the first or the last day would lose its half
    if not dots:
        return Markup("")
    return stretched(
        span, 100, Markup('<path class="st-line lone" d="{}"/>').format(dots), ' overflow="visible"'
    )


def _start_label(line: BumpLine, rank: int | None, place: int | None, lanes: int) -> Markup:
    if rank is None or place is None:
        return Markup("")
    code = Markup('<tspan class="code">{}</tspan>').format(
        line.code if len(line.code) <= _LONGEST_CODE else ""
    )
    return Markup(
        '<text class="from" x="0" dx="-12" y="{}%" dy="5" text-anchor="end">{}'
        '<tspan class="rank" dx="8">{}</tspan></text>'
    ).format(f"{lane(place, lanes):g}", code, rank)


def _end_label(line: BumpLine, rank: int | None, place: int | None, lanes: int) -> Markup:
    if rank is None or place is None:
        return Markup("")
    y = f"{lane(place, lanes):g}"
    tag = Markup(
        '<svg x="100%" y="{}%" overflow="visible">'
        '<rect class="tag" x="7" y="-11" width="20" height="22" rx="2"/></svg>'
    )
    return (tag.format(y) if line.is_followed else Markup("")) + Markup(
        '<text x="100%" dx="17" y="{y}%" dy="5">'
        '<tspan class="rank tagged" text-anchor="middle">{rank}</tspan></text>'
        '<text x="100%" dx="36" y="{y}%" dy="5"><tspan class="code">{code}</tspan>'
        '<tspan class="name" dx="6">{name}</tspan></text>'
    ).format(y=y, rank=rank, code=line.code, name=line.short_name)


def _axis(chart: BumpChart, span: int) -> Markup:
    if span == 0:
        return Markup("")
    step = _AXIS_STEP_DAYS * max(1, -(-span // (_AXIS_STEP_DAYS * _MOST_AXIS_LABELS)))
    label = Markup('<text class="axis{}" x="{}" y="100%" dy="20" text-anchor="{}">{}</text>')
    return joined(
        label.format(
            " alt" if (span - at) // step % 2 else "",
            share(at, span),
            "end" if at == span else "middle",
            short_day(chart.first + timedelta(at)),
        )
        for at in range(span, -1, -step)
    )
