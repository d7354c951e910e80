"""The gap of a box to the neighbouring ranks, as a ladder of three."""

from collections.abc import Mapping

from app.domain.boards import BOARD_METRICS
from app.domain.distance import Rung, VolumeTargets
from app.domain.figure import DAYS, PERCENT, SCORE, Unit
from app.read.pages.box import BoxPageData, BoxPageRequest, BoxStanding
from app.schemas import BoxCard
from app.web.pages.presenters.urls import box_url
from app.web.pages.view_models import GapRow, GapTable
from app.words.figures import decimal, dollars, plural, shown


def distance(request: BoxPageRequest, data: BoxPageData) -> GapTable | None:
    """The ranks beside the box, and what must trade on the next day to reach or to hold them."""
    if data.standing is None:
        return None
    own, cards = data.standing.distance.data, _cards(data.standing)
    unit = BOARD_METRICS[data.standing.distance.meta.metric].unit
    day = "tomorrow" if data.detail.data.metric_date == data.detail.meta.data_as_of else "the next day"
    here = GapRow(own.rank, _label(own.box), shown(own.value, unit.form), is_here=True)
    rungs = (
        _rung(request, own.better, cards, (unit, "ahead"), _to_pass(own.targets, day)),
        here,
        _rung(request, own.worse, cards, (unit, "behind"), _to_hold(own.targets, day)),
    )
    ladder = tuple(rung for rung in rungs if rung is not None)
    has_notes = any(rung.note for rung in ladder)
    return GapTable(ladder, "If the neighbouring boxes keep their averages." if has_notes else "")


def _cards(standing: BoxStanding) -> dict[str, BoxCard]:
    return {row.box.slug: row.box for row in standing.around.data}


def _label(box: BoxCard) -> str:
    return box.short_name if box.code is None else f"{box.code} {box.short_name}"


def _rung(
    request: BoxPageRequest,
    rung: Rung | None,
    cards: Mapping[str, BoxCard],
    gap: tuple[Unit, str],
    note: str,
) -> GapRow | None:
    if rung is None:
        return None
    slug = next((slug for slug in rung.slugs if slug in cards), rung.slugs[0])
    label = _label(cards[slug]) if slug in cards else slug
    others = len(rung.slugs) - 1
    tied = f" and {plural(others, 'box', 'boxes')} tied with it" if others else ""
    url, (unit, side) = box_url(slug, request.day), gap
    return GapRow(rung.rank, f"{label}{tied}", f"{_size(rung.gap, unit)} {side}", url, note)


def _size(gap: float, unit: Unit) -> str:
    if unit in (PERCENT, SCORE):
        return f"{decimal(gap, 2)} points"
    return f"{decimal(gap)} days" if unit == DAYS else shown(gap, unit.form)


def _to_pass(targets: VolumeTargets | None, day: str) -> str:
    if targets is None or targets.to_pass is None:
        return ""
    return f"To pass it, {dollars(targets.to_pass)} must trade here {day}."


def _to_hold(targets: VolumeTargets | None, day: str) -> str:
    if targets is None or targets.to_hold is None:
        return ""
    if targets.to_hold == 0:
        return f"Stays ahead {day} even if nothing sells here."
    return f"To stay level with it, {dollars(targets.to_hold)} must trade here {day}."
