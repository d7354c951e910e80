"""The compare page from what the services read."""

from collections.abc import Iterator
from datetime import date

from app.read.pages.compare import (
    MOST_COMPARED,
    BoxOverTime,
    ComparePageData,
    ComparePageRequest,
)
from app.read.series import MOST_DAYS
from app.schemas import BoxDetail
from app.web.pages.compare_sentence import compare_sentence
from app.web.pages.presenters.box import box_movement, first_shown, range_title
from app.web.pages.presenters.box_series import reported_figures, series_days
from app.web.pages.presenters.frame import freshness, shell
from app.web.pages.presenters.notices import day_notices, in_progress, unreported_of_boxes
from app.web.pages.presenters.urls import COMPARE, compare_fields, compare_url
from app.web.pages.svg.paths import calendar
from app.web.pages.view_models import Choice, CompareColumn, ComparePage, Link, Notice
from app.words.figures import plain_day

RANGES = ((30, "30 d"), (60, "60 d"), (365, "1 y"), (MOST_DAYS, "All"))


def compare_view(request: ComparePageRequest, data: ComparePageData, today: date) -> ComparePage:
    """The page of some boxes; `today` is the market day of the reader."""
    boxes = tuple(_compared(request, data, each) for each in data.boxes)
    known = [box.series[0].day for box in boxes if box.series]
    first = max(first_shown(request.days, data.meta.date, ()), min(known, default=data.meta.date))
    return ComparePage(
        shell=shell(COMPARE, freshness(data.meta), is_simulated=data.is_simulated),
        day=data.meta.date,
        asked_day=request.day,
        first_day=first,
        boxes=boxes,
        form_url=COMPARE,
        chosen=tuple(each.day.box.slug for each in data.boxes),
        form_fields=compare_fields(request),
        additions=tuple(_additions(data)),
        suggestions=tuple(_suggestions(request, data)),
        compared_with=None if data.meta.is_partial else data.meta.previous_ranked_day,
        lead=compare_sentence(boxes),
        notices=(*day_notices(data.meta, today, compare_url(request, day=None)), *_absences(data)),
        ranges=tuple(
            Choice(label, f"{compare_url(request, days=days)}#charts", days == request.days)
            for days, label in RANGES
        ),
        range_title=range_title(request.days),
        boardless_days=frozenset(calendar(first, data.meta.date)) - data.reported_days,
        unreported=unreported_of_boxes([reported_figures(each.series) for each in data.boxes]),
        is_partial=data.meta.is_partial,
        in_progress=in_progress(data.meta, lambda day: compare_url(request, day=day), today),
    )


def _compared(request: ComparePageRequest, data: ComparePageData, box: BoxOverTime) -> CompareColumn:
    others = tuple(each.day.box.slug for each in data.boxes if each is not box)
    return CompareColumn(
        box.day,
        compare_url(request, boxes=others),
        data.meta.date,
        series_days(box.series, box.ranks, data.ranked_days),
        None if data.meta.is_partial else box_movement(BoxDetail(box.day, data.meta)),
    )


def _additions(data: ComparePageData) -> Iterator[tuple[str, str]]:
    chosen = {each.day.box.slug for each in data.boxes}
    for choice in data.choices:
        if choice.slug not in chosen:
            yield choice.slug, f"{choice.rank}. {choice.code or choice.slug} {choice.short_name}"


def _suggestions(request: ComparePageRequest, data: ComparePageData) -> Iterator[Link]:
    if len(data.boxes) == 1:
        chosen = data.boxes[0].day.box.slug
        for choice in _beside(data, chosen):
            pair = compare_url(request, boxes=(chosen, choice))
            yield Link(f"With {_named(data, choice)}", pair)
    elif not data.boxes:
        for count, words in ((2, "two"), (MOST_COMPARED, "four")):
            if len(data.choices) >= count:
                slugs = tuple(choice.slug for choice in data.choices[:count])
                yield Link(f"The first {words}", compare_url(request, boxes=slugs))


def _beside(data: ComparePageData, slug: str) -> list[str]:
    slugs = [choice.slug for choice in data.choices]
    if slug not in slugs:
        return slugs[:2]
    at = slugs.index(slug)
    return [slugs[each] for each in (at - 1, at + 1) if 0 <= each < len(slugs)]


def _named(data: ComparePageData, slug: str) -> str:
    return next(f"{each.code or each.slug} {each.short_name}" for each in data.choices if each.slug == slug)


def _absences(data: ComparePageData) -> Iterator[Notice]:
    for box in data.boxes:
        observed_on = box.day.figures.observed_on
        if observed_on < data.meta.date:
            name = box.day.box.code or box.day.box.short_name
            since = f"{name} has not been reported since {plain_day(observed_on)}"
            yield Notice("Older figures", f"{since}; its figures are of that day.")
