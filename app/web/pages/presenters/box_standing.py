"""Where a box stands on the board, and why: the move in parts, the ladder beside it, its neighbours."""

from collections.abc import Mapping

from app.domain.distance import Rung as LadderRung
from app.domain.distance import VolumeTargets
from app.domain.explanation import MoveKind
from app.domain.explanation import MovePart as Part
from app.read.pages.box import BoxPageData, BoxPageRequest, BoxStanding
from app.schemas import BoxCard
from app.web.pages.presenters.movement import movement
from app.web.pages.presenters.urls import box_url
from app.web.pages.view_models import Distance, Explanation, MovePart, NeighbourRow, Rung
from app.words.figures import dollars, plural
from app.words.sentences import listed

_LABELS = {
    MoveKind.OVERTAKEN_BY: "Overtaken by {names}",
    MoveKind.ENTERED_ABOVE: "{names} entered above it",
    MoveKind.BROKE_TIE_ABOVE: "{names} pulled ahead out of a tie",
    MoveKind.OVERTOOK: "Overtook {names}",
    MoveKind.EXITED_ABOVE: "{names} left the board above it",
    MoveKind.DREW_LEVEL_WITH: "Drew level with {names}",
    MoveKind.CORRECTION: "Corrected figures of {names}",
}


def explanation(data: BoxPageData) -> Explanation | None:
    """Why the box moved since the previous ranked day; null while it has no rank."""
    if data.standing is None:
        return None
    told = data.standing.move.data
    text = told.text[:1].upper() + told.text[1:].replace(" %", "\N{NO-BREAK SPACE}%")
    return Explanation(f"{text.rstrip('.')}.", tuple(_part(part) for part in told.parts), told.rank_change)


def distance(request: BoxPageRequest, data: BoxPageData) -> Distance | None:
    """The ranks beside the box, and what must trade on the next day to reach or to hold them."""
    if data.standing is None:
        return None
    told, cards = data.standing.distance.data, _cards(data.standing)
    day = "tomorrow" if data.detail.data.metric_date == data.detail.meta.data_as_of else "the next day"
    own = Rung(told.rank, _label(told.box), dollars(told.value), is_here=True)
    rungs = (
        _rung(request, told.better, cards, "ahead", _to_pass(told.targets, day)),
        own,
        _rung(request, told.worse, cards, "behind", _to_hold(told.targets, day)),
    )
    shown = tuple(rung for rung in rungs if rung is not None)
    has_notes = any(rung.note for rung in shown)
    return Distance(shown, "If the boxes beside it keep their average." if has_notes else "")


def neighbours(request: BoxPageRequest, data: BoxPageData) -> tuple[NeighbourRow, ...]:
    """The rows around the box on the board."""
    if data.standing is None:
        return ()
    slug = data.detail.data.box.slug
    return tuple(
        NeighbourRow(
            rank=row.current_rank,
            label=_label(row.box),
            url=box_url(row.box.slug, request.day),
            value=row.figures.unified_volume_7d_ema or 0.0,
            is_tied=row.is_tied,
            movement=movement(row.rank_state, row.rank_change, row.previous_rank),
            is_here=row.box.slug == slug,
        )
        for row in data.standing.around.data
    )


def _part(part: Part) -> MovePart:
    return MovePart(_LABELS[part.kind].format(names=listed([box.name for box in part.boxes])), part.change)


def _cards(standing: BoxStanding) -> dict[str, BoxCard]:
    return {row.box.slug: row.box for row in standing.around.data}


def _label(box: BoxCard) -> str:
    return box.short_name if box.code is None else f"{box.code} {box.short_name}"


def _rung(
    request: BoxPageRequest, rung: LadderRung | None, cards: Mapping[str, BoxCard], side: str, note: str
) -> Rung | None:
    if rung is None:
        return None
    slug = next((slug for slug in rung.slugs if slug in cards), rung.slugs[0])
    label = _label(cards[slug]) if slug in cards else slug
    others = len(rung.slugs) - 1
    tied = f" and {plural(others, 'box', 'boxes')} level with it" if others else ""
    url = box_url(slug, request.day)
    return Rung(rung.rank, f"{label}{tied}", f"{dollars(rung.gap)} {side}", url, note)


def _to_pass(targets: VolumeTargets | None, day: str) -> str:
    if targets is None or targets.to_pass is None:
        return ""
    return f"To pass it, {dollars(targets.to_pass)} must trade here {day}."


def _to_hold(targets: VolumeTargets | None, day: str) -> str:
    if targets is None or targets.to_hold is None:
        return ""
    if targets.to_hold == 0:
        return f"Safe {day} even if nothing sells here."
    return f"To stay level with it, {dollars(targets.to_hold)} must trade here {day}."
