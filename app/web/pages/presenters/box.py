"""The box page from what the services read."""

from datetime import date, timedelta

from app.domain.simulated_market import is_simulated
from app.schemas import BoxDetail
from app.services.box_page_service import BoxPageData, BoxPageRequest
from app.services.leaderboard_service import LeaderboardRequest
from app.services.time_series_service import MOST_DAYS
from app.web.pages.format import in_words, month_year, plain_day
from app.web.pages.key_figures import key_figures
from app.web.pages.presenters.box_figures import box_metrics, box_record, marketplace_rows
from app.web.pages.presenters.box_series import series_days
from app.web.pages.presenters.frame import freshness, shell
from app.web.pages.presenters.movement import movement, state_of_change
from app.web.pages.presenters.notices import day_notices
from app.web.pages.presenters.urls import HOME, board_url, box_url, series_file_url
from app.web.pages.svg.paths import calendar
from app.web.pages.view_models import BoxPage, Choice, Link, Movement, Notice, SeriesDay

RANGES = ((7, "7 d"), (30, "30 d"), (90, "90 d"), (365, "1 y"), (MOST_DAYS, "All"))
LISTED_DAYS = 30


def box_view(request: BoxPageRequest, data: BoxPageData, today: date) -> BoxPage:
    """The page of a box; `today` is the market day of the reader."""
    detail, box = data.detail.data, data.detail.data.box
    series = series_days(data)
    first = _first_day(request, data, series)
    return BoxPage(
        shell=shell(
            "",
            freshness(data.detail.meta),
            is_simulated=any(is_simulated(row.source) for row in detail.marketplaces),
        ),
        day=detail.metric_date,
        first_day=first,
        slug=box.slug,
        code=box.code or box.slug,
        name=box.short_name,
        figures=key_figures(box_metrics(data)),
        series=series,
        listed_days=tuple(reversed(series))[:LISTED_DAYS],
        boardless_days=_boardless(data, first),
        crumbs=_crumbs(request, data.detail),
        description=_description(data.detail),
        rank=detail.ranks.current_rank,
        movement=_movement(data.detail),
        compared_with=_compared_with(data),
        record=box_record(data.detail),
        notices=_notices(data.detail, today),
        ranges=_ranges(request, box.slug),
        range_title=_range_title(request),
        csv_url=series_file_url(box.slug, first, detail.metric_date),
        marketplaces=marketplace_rows(data.detail),
    )


def _first_day(request: BoxPageRequest, data: BoxPageData, series: tuple[SeriesDay, ...]) -> date:
    last = data.detail.data.metric_date
    if request.days == MOST_DAYS:
        return series[0].day if series else last
    return last - timedelta(request.days - 1)


def _boardless(data: BoxPageData, first: date) -> frozenset[date]:
    ranked = {day.metric_date for day in data.ranked_days}
    return frozenset(calendar(first, data.detail.data.metric_date)) - ranked


def _crumbs(request: BoxPageRequest, detail: BoxDetail) -> tuple[Link, ...]:
    board = LeaderboardRequest(day=request.day)
    game = detail.data.box.game
    links = (Link("Board", board_url(board) if request.day else HOME),)
    return links if game is None else (*links, Link(game, board_url(board, game=game)))


def _description(detail: BoxDetail) -> str:
    box = detail.data.box
    released = f"released {month_year(box.release_date)}" if box.release_date else None
    supply = detail.data.estimated_supply
    made = f"about {supply:,} boxes made" if supply else None
    return ", ".join(part for part in (box.game, box.set_name, released, made) if part)


def _movement(detail: BoxDetail) -> Movement | None:
    ranks, record = detail.data.ranks, detail.data.record
    if ranks.current_rank is None:
        return None
    if record is not None:
        previous = ranks.previous_rank if ranks.previous_rank is not None else record.last_rank
        return movement(record.rank_state, ranks.rank_change, previous)
    if ranks.rank_change is None:
        return None
    return movement(state_of_change(ranks.rank_change), ranks.rank_change, ranks.previous_rank)


def _compared_with(data: BoxPageData) -> date | None:
    shown = data.detail.data.metric_date
    return next((day.compared_with for day in data.ranked_days if day.metric_date == shown), None)


def _notices(detail: BoxDetail, today: date) -> tuple[Notice, ...]:
    shown, day = detail.data.metric_date, detail.meta.date
    notices = day_notices(detail.meta, today, box_url(detail.data.box.slug))
    if shown == day:
        return notices
    text = f"No marketplace reported this box on {plain_day(day)}; the figures are of {plain_day(shown)}."
    return (*notices, Notice("Not on the board", text))


def _ranges(request: BoxPageRequest, slug: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(label, box_url(slug, request.day, None if days == 90 else days), days == request.days)
        for days, label in RANGES
    )


def _range_title(request: BoxPageRequest) -> str:
    if request.days == MOST_DAYS:
        return "Every day"
    words = {90: "Ninety", 30: "Thirty", 365: "365"}.get(request.days) or in_words(request.days).capitalize()
    return f"{words} days"
