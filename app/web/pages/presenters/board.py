"""The board page from what the services read."""

from datetime import date

from app.domain.boards import BOARD_METRICS, VOLUME_METRIC_OF_WINDOW
from app.domain.day_sentence import DaySentence
from app.schemas import BoardMeta, PageMeta
from app.services.board_page_service import BoardExtras, BoardPageData, Mover
from app.services.leaderboard_service import LeaderboardRequest
from app.web.pages.presenters.board_days import bump_chart, day_navigator
from app.web.pages.presenters.board_market import market_line
from app.web.pages.presenters.board_rows import board_columns, board_rows, value_kind, value_metric
from app.web.pages.presenters.frame import freshness, shell
from app.web.pages.presenters.notices import day_notices
from app.web.pages.presenters.urls import HOME, board_file_url, board_url, box_url
from app.web.pages.view_models import (
    BoardPage,
    Choice,
    Link,
    Menu,
    MoverRow,
    Movers,
    Paging,
    TextPart,
)

PAGE_SIZES = (25, 50, 100)


def board_view(
    view: LeaderboardRequest, data: BoardPageData, today: date, followed: str | None = None
) -> BoardPage:
    """The page of a view; `today` is the reader's market day, `followed` the slug of the line in front."""
    meta, extras = data.board.meta, data.extras
    return BoardPage(
        shell=shell(HOME, freshness(meta), view, is_simulated=extras.is_simulated),
        day=meta.date,
        ranked_boxes=meta.boxes_ranked,
        compared_with=meta.previous_ranked_day,
        columns=board_columns(view),
        rows=board_rows(view, data.board.data, extras.floors, extras.totals.greatest_value),
        paging=_paging(view, data.board.page, len(data.board.data)),
        navigator=day_navigator(view, extras),
        board_name=_board_name(meta),
        value_kind=value_kind(value_metric(view)),
        lead=_lead(view, extras.sentence),
        notices=day_notices(meta, today, board_url(view, day=None)),
        movers=_movers(view, meta, extras),
        market=market_line(meta.date, extras),
        windows=_windows(view),
        menus=(_metric_menu(view), _game_menu(view, meta.game, extras.games)),
        csv_url=board_file_url(view, meta.date),
        dropped=tuple(
            Link(box.code or box.short_name, box_url(box.slug, view.day)) for box in extras.dropped
        ),
        bump=bump_chart(view, extras, followed),
        clear_url=board_url(view, query=None, game=None),
    )


def _board_name(meta: BoardMeta) -> str:
    metric = BOARD_METRICS[meta.metric]
    name = (
        "Most traded boxes" if metric.name in VOLUME_METRIC_OF_WINDOW.values() else f"Boxes by {metric.label}"
    )
    return name if meta.game is None else f"{name} of {meta.game}"


def _lead(view: LeaderboardRequest, sentence: DaySentence | None) -> tuple[TextPart, ...]:
    if sentence is None:
        return ()
    return tuple(TextPart(part.text, part.slug and box_url(part.slug, view.day)) for part in sentence.parts)


def _movers(view: LeaderboardRequest, meta: BoardMeta, extras: BoardExtras) -> Movers | None:
    if meta.previous_ranked_day is None or meta.is_partial or not extras.rank_lines:
        return None
    return Movers(
        meta.previous_ranked_day,
        tuple(_mover(view, mover) for mover in extras.climbing),
        tuple(_mover(view, mover) for mover in extras.falling),
    )


def _mover(view: LeaderboardRequest, mover: Mover) -> MoverRow:
    return MoverRow(
        mover.box.code or mover.box.slug,
        mover.box.short_name,
        box_url(mover.box.slug, view.day),
        mover.current_rank,
        mover.previous_rank,
        mover.rank_change,
    )


def _windows(view: LeaderboardRequest) -> tuple[Choice, ...]:
    return tuple(
        Choice(window, board_url(view, metric=metric), metric == view.metric)
        for window, metric in VOLUME_METRIC_OF_WINDOW.items()
    )


def _metric_menu(view: LeaderboardRequest) -> Menu:
    choices = tuple(
        Choice(metric.label, board_url(view, metric=metric.name), metric.name == view.metric)
        for metric in BOARD_METRICS.values()
    )
    return Menu("Ranked by", BOARD_METRICS[view.metric].label, choices)


def _game_menu(view: LeaderboardRequest, game: str | None, games: tuple[str, ...]) -> Menu:
    every = Choice("All games", board_url(view, game=None), game is None)
    choices = tuple(Choice(name, board_url(view, game=name), name == game) for name in games)
    return Menu("Game", game or every.label, (every, *choices))


def _paging(view: LeaderboardRequest, page: PageMeta, rows: int) -> Paging:
    return Paging(
        first=page.offset + 1 if rows else 0,
        last=page.offset + rows,
        total=page.total,
        previous_url=_page_url(view, page.previous_offset),
        next_url=_page_url(view, page.next_offset),
        sizes=tuple(
            Choice(str(size), board_url(view, limit=size), size == view.limit) for size in PAGE_SIZES
        ),
    )


def _page_url(view: LeaderboardRequest, offset: int | None) -> str | None:
    return None if offset is None else board_url(view, offset=offset)
