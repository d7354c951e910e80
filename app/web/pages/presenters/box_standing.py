"""Where a box stands on the board, and why: the move in parts, the ladder beside it, its neighbours."""

from collections.abc import Mapping

from app.domain.distance import Rung as LadderRung
from app.domain.distance import VolumeTargets
from app.domain.explanation import MovePart as Part
from app.read.pages.box import BoxPageData, BoxPageRequest, BoxStanding
from app.schemas import BoxCard
from app.web.pages.presenters.movement import movement
from app.web.pages.presenters.urls import box_url
from app.web.pages.view_models import Distance, Explanation, MovePart, NeighbourRow, Rung
from app.words.explanation_words import part_in_words
from app.words.figures import dollars, plural


def explanation(data: BoxPageData) -> Explanation | None:
    """Why the box moved since the previous ranked day; null while it has no rank."""
    if data.standing is None:
        return None
    move = data.standing.move.data
    text = move.text[:1].upper() + move.text[1:].replace(" %", "\N{NO-BREAK SPACE}%")
    return Explanation(f"{text.rstrip('.')}.", tuple(_part(part) for part in move.parts), move.rank_change)


def distance(request: BoxPageRequest, data: BoxPageData) -> Distance | None:
    """The ranks beside the box, and what must trade on the next day to reach or to hold them."""
    if data.standing is None:
        return None
    own, cards = data.standing.distance.data, _cards(data.standing)
    day = "tomorrow" if data.detail.data.metric_date == data.detail.meta.data_as_of else "the next day"
    here = Rung(own.rank, _label(own.box), dollars(own.value), is_here=True)
    rungs = (
        _rung(request, own.better, cards, "ahead", _to_pass(own.targets, day)),
        here,
        _rung(request, own.worse, cards, "behind", _to_hold(own.targets, day)),
    )
    shown = tuple(rung for rung in rungs if rung is not None)
    has_notes = any(rung.note for rung in shown)
    return Distance(shown, "If the neighbouring boxes keep their averages." if has_notes else "")


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
    words = part_in_words(part)
    return MovePart(f"{words[:1].upper()}{words[1:]}", part.change)


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
    tied = f" and {plural(others, 'box', 'boxes')} tied with it" if others else ""
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
        return f"Stays ahead {day} even if nothing sells here."
    return f"To stay level with it, {dollars(targets.to_hold)} must trade here {day}."
