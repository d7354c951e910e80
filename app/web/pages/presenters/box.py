"""The box page from what the services read."""

from datetime import date, timedelta

from app.domain.boards import BOARD_METRICS
from app.read.pages.box import BoxPageData, BoxPageRequest
from app.read.pages.compare import ComparePageRequest
from app.read.series import MOST_DAYS
from app.schemas import BoxDetail
from app.web.pages.key_figures import Sheet, key_figures
from app.web.pages.presenters.box_figures import before_of, marketplace_rows, past_ranks
from app.web.pages.presenters.box_series import reported_figures, series_days
from app.web.pages.presenters.box_standing import distance
from app.web.pages.presenters.day_table import day_columns, listed_days
from app.web.pages.presenters.frame import freshness, shell
from app.web.pages.presenters.movement import movement_of_change
from app.web.pages.presenters.notices import day_notices, in_progress, unreported_of_boxes
from app.web.pages.presenters.suspects import unused_values
from app.web.pages.presenters.urls import (
    board_of_day_url,
    box_page_url,
    box_url,
    compare_url,
    series_file_url,
)
from app.web.pages.svg.paths import calendar
from app.web.pages.view_models import BoxPage, Choice, Link, Movement, Notice, SeriesDay
from app.words.figures import in_words, month_year, plain_day
from app.words.reports import why_empty

RANGES = ((7, "7 d"), (30, "30 d"), (90, "90 d"), (365, "1 y"), (MOST_DAYS, "All"))


def box_view(request: BoxPageRequest, data: BoxPageData, today: date) -> BoxPage:
    """The page of a box; `today` is the market day of the reader."""
    detail, box = data.detail.data, data.detail.data.box
    series = series_days(data.series.data, data.ranks, data.ranked_days)
    first, rank, standing = _first_day(request, data, series), detail.ranks.current_rank, data.standing
    is_partial, reported = data.detail.meta.is_partial, reported_figures(data.series.data)
    standing = None if is_partial else standing
    return BoxPage(
        shell=shell(
            "",
            freshness(data.detail.meta),
            is_simulated=data.is_simulated,
        ),
        day=detail.metric_date,
        asked_day=request.day,
        first_day=first,
        slug=box.slug,
        code=box.code or box.slug,
        name=box.short_name,
        figures=key_figures(Sheet(detail, before_of(data), is_partial=is_partial), reported),
        series=series,
        listed_days=listed_days(request, series),
        boardless_days=_boardless(data, first),
        crumbs=_crumbs(request, data.detail),
        description=_description(data.detail),
        rank=rank,
        why_unranked=why_empty(detail.figures, data.detail.meta.metric) if rank is None else "",
        is_tied=_is_tied(data),
        movement=None if is_partial else box_movement(data.detail),
        compared_with=None if is_partial else _compared_with(data),
        record=None if rank is None or is_partial else detail.record,
        ranked_since=data.ranked_since,
        past_ranks=tuple(past_ranks(detail.record, rank)),
        ranked_by=BOARD_METRICS[data.detail.meta.metric],
        in_progress=in_progress(data.detail.meta, lambda day: box_page_url(request, day=day), today),
        notices=_notices(data.detail, today),
        unreported=unreported_of_boxes([reported]),
        is_partial=is_partial,
        last_report=_last_report(data.detail),
        ranges=_ranges(request),
        range_title=_range_title(request, data, first),
        csv_url=series_file_url(box.slug, first, detail.metric_date),
        all_days=_all_days(request),
        day_columns=day_columns(request, series),
        is_by_day=request.sort is None and not request.is_rising,
        compare_url=compare_url(ComparePageRequest((box.slug,), request.day)),
        explanation=standing.move.data if standing else None,
        distance=distance(request, data) if standing else None,
        neighbours=standing.around.data if standing else (),
        marketplaces=marketplace_rows(data.detail),
        unused=unused_values(data.suspects),
    )


def first_shown(days: int, last: date, series: tuple[SeriesDay, ...]) -> date:
    """The first day of the charts: that many days up to the last, or the first observed one of all."""
    if days == MOST_DAYS:
        return series[0].day if series else last
    return last - timedelta(days - 1)


def _first_day(request: BoxPageRequest, data: BoxPageData, series: tuple[SeriesDay, ...]) -> date:
    """A box younger than the range begins with its first day: before it, nothing is unknown."""
    first = first_shown(request.days, data.detail.data.metric_date, series)
    is_young = data.ranked_since is not None and data.ranked_since > first
    return series[0].day if series and is_young else first


def _range_title(request: BoxPageRequest, data: BoxPageData, first: date) -> str:
    whole = first_shown(request.days, data.detail.data.metric_date, ())
    is_young = request.days != MOST_DAYS and first > whole
    return f"Since its first day, {plain_day(first)}" if is_young else range_title(request.days)


def range_title(days: int) -> str:
    """The heading of a range: Ninety days."""
    named = {MOST_DAYS: "All days", 365: "One year", 90: "Ninety days", 60: "Sixty days", 30: "Thirty days"}
    return named.get(days) or f"{in_words(days).capitalize()} {'day' if days == 1 else 'days'}"


def box_movement(detail: BoxDetail) -> Movement | None:
    """How the rank moved; null while there is none, and on the first ranked day."""
    ranks, record = detail.data.ranks, detail.data.record
    if ranks.current_rank is None or detail.meta.previous_ranked_day is None:
        return None
    if record is not None:
        previous = ranks.previous_rank if ranks.previous_rank is not None else record.last_rank
        return Movement(record.rank_state, ranks.rank_change, previous)
    if ranks.rank_change is None:
        return None
    return movement_of_change(ranks.rank_change, ranks.previous_rank)


def _boardless(data: BoxPageData, first: date) -> frozenset[date]:
    return frozenset(calendar(first, data.detail.data.metric_date)) - data.reported_days


def _crumbs(request: BoxPageRequest, detail: BoxDetail) -> tuple[Link, ...]:
    game = detail.data.box.game
    links = (Link("Board", board_of_day_url(request.day)),)
    return links if game is None else (*links, Link(game, board_of_day_url(request.day, game)))


def _description(detail: BoxDetail) -> str:
    box = detail.data.box
    released = f"released {month_year(box.release_date)}" if box.release_date else None
    supply = detail.data.estimated_supply
    made = f"about {supply:,} boxes made" if supply else None
    return ", ".join(part for part in (box.game, box.set_name, released, made) if part)


def _is_tied(data: BoxPageData) -> bool:
    if data.standing is None:
        return False
    slug = data.detail.data.box.slug
    return any(row.is_tied for row in data.standing.around.data if row.box.slug == slug)


def _compared_with(data: BoxPageData) -> date | None:
    shown = data.detail.data.metric_date
    return next((day.compared_with for day in data.ranked_days if day.metric_date == shown), None)


def _last_report(detail: BoxDetail) -> date | None:
    observed_on = detail.data.figures.observed_on
    return observed_on if observed_on < detail.meta.date else None


def _notices(detail: BoxDetail, today: date) -> tuple[Notice, ...]:
    notices = list(day_notices(detail.meta, today, box_url(detail.data.box.slug)))
    last_report = _last_report(detail)
    if last_report is not None:
        since = plain_day(last_report)
        text = f"No marketplace has reported this box since {since}; its figures are of that day."
        notices.append(Notice("Not reported", text))
    if detail.data.figures.is_provisional:
        text = "The 7-day average is based on fewer than 7 reports and can still change a lot."
        notices.append(Notice("Provisional", text))
    return tuple(notices)


def _ranges(request: BoxPageRequest) -> tuple[Choice, ...]:
    return tuple(
        Choice(label, f"{box_page_url(request, days=days)}#charts", days == request.days)
        for days, label in RANGES
    )


def _all_days(request: BoxPageRequest) -> Link | None:
    if request.days == MOST_DAYS:
        return None
    return Link("All days", f"{box_page_url(request, days=MOST_DAYS)}#days")
