"""The board page from what the services read."""

from datetime import date, timedelta

from app.domain.boards import BOARD_METRICS, VOLUME_METRIC_OF_WINDOW
from app.domain.comparable import SETTLED_DAILY
from app.domain.figures import FIGURES
from app.read.pages.board import BoardPageData, BoardPageRequest
from app.read.pages.board_extras import BoardExtras
from app.schemas import BoardMeta, PageMeta
from app.web.pages.presenters.board_bump import bump_chart
from app.web.pages.presenters.board_days import day_navigator
from app.web.pages.presenters.board_rows import board_columns, board_rows, table_figures
from app.web.pages.presenters.frame import freshness, shell
from app.web.pages.presenters.notices import (
    absent_notices,
    day_notices,
    in_progress,
    provisional_notices,
    unreported_words,
)
from app.web.pages.presenters.urls import HOME, board_file_url, board_url, metric_url
from app.web.pages.view_models import (
    BoardPage,
    Choice,
    MarketLine,
    Menu,
    MoverLists,
    Notice,
    Paging,
)

PAGE_SIZES = (25, 50, 100)
MOST_DROPPED = 12


def board_view(page: BoardPageRequest, data: BoardPageData, today: date) -> BoardPage:
    """The page of a request; `today` is the reader's market day."""
    meta, extras = data.board.meta, data.extras
    figures = table_figures(meta, extras.contents)
    gone_boxes = data.story.dropped if data.story else []
    return BoardPage(
        shell=shell(HOME, freshness(meta), page, is_simulated=extras.is_simulated),
        day=meta.date,
        asked_day=page.view.day,
        ranked_boxes=meta.boxes_ranked,
        compared_with=meta.previous_ranked_day,
        columns=board_columns(page, meta, figures, _linked_metrics(meta, extras)),
        rows=board_rows(data.board.data, meta, figures, extras.prices, extras.greatest_value),
        paging=_paging(page, data.board.meta, len(data.board.data)),
        navigator=day_navigator(page, extras),
        board_name=_board_name(meta),
        heading=_heading(meta),
        noun=BOARD_METRICS[meta.metric].noun,
        spark_heading=f"{FIGURES[extras.price_figure].heading.capitalize()}, 30 d",
        unreported=" ".join(unreported_words(meta.metric, extras.contents)),
        in_progress=in_progress(meta, lambda day: board_url(page, day=day), today),
        value_kind=BOARD_METRICS[figures.value].unit.form,
        lead=data.story.sentence.parts if data.story else (),
        notices=_notices(page, data, today),
        movers=_movers(meta, extras) if data.story else None,
        market=_market(meta, extras) if data.story else None,
        windows=_windows(page, meta, extras),
        menus=(_metric_menu(page, meta, extras), _game_menu(page, meta, extras)),
        csv_url=None if page.only == () else board_file_url(page, meta.date),
        dropped=gone_boxes[:MOST_DROPPED],
        dropped_beyond=max(0, len(gone_boxes) - MOST_DROPPED),
        is_partial=meta.is_partial,
        names_departures=meta.metric not in SETTLED_DAILY,
        bump=bump_chart(page, meta, extras),
        is_list_empty=page.only == (),
        clear_url=board_url(page, query=None, game=None, only=None),
    )


def _board_name(meta: BoardMeta) -> str:
    metric = BOARD_METRICS[meta.metric]
    is_volume = metric.key in VOLUME_METRIC_OF_WINDOW.values()
    name = "Most traded boxes" if is_volume else f"Boxes by {metric.ordering}"
    return name if meta.game is None else f"{name} of {meta.game}"


def _heading(meta: BoardMeta) -> str:
    whose = "" if meta.game is None else f" of {meta.game}"
    return f"The board{whose} by {BOARD_METRICS[meta.metric].ordering}"


def _notices(page: BoardPageRequest, data: BoardPageData, today: date) -> tuple[Notice, ...]:
    meta = data.board.meta
    return (
        *day_notices(meta, today, board_url(page, day=None)),
        *absent_notices(data.absent, meta.date),
        *provisional_notices(data.board.data),
    )


def _movers(meta: BoardMeta, extras: BoardExtras) -> MoverLists | None:
    if meta.previous_ranked_day is None or meta.is_partial:
        return None
    return MoverLists(meta.previous_ranked_day, extras.climbing, extras.falling)


def _market(meta: BoardMeta, extras: BoardExtras) -> MarketLine:
    return MarketLine(extras.market.traded, extras.market.totals, meta.date - timedelta(1))


def _windows(page: BoardPageRequest, meta: BoardMeta, extras: BoardExtras) -> tuple[Choice, ...]:
    return tuple(
        Choice(window, metric_url(page, meta, metric), metric == meta.metric)
        for window, metric in VOLUME_METRIC_OF_WINDOW.items()
        if metric in _linked_metrics(meta, extras)
    )


def _metric_menu(page: BoardPageRequest, meta: BoardMeta, extras: BoardExtras) -> Menu:
    choices = tuple(
        Choice(metric.label, metric_url(page, meta, metric.key), metric.key == meta.metric)
        for metric in BOARD_METRICS.values()
        if metric.key in _linked_metrics(meta, extras)
    )
    return Menu("Ranked by", BOARD_METRICS[meta.metric].label, choices)


def _linked_metrics(meta: BoardMeta, extras: BoardExtras) -> frozenset[str]:
    return frozenset(metric for metric in BOARD_METRICS if extras.contents.has(metric)) | {meta.metric}


def _game_menu(page: BoardPageRequest, meta: BoardMeta, extras: BoardExtras) -> Menu:
    every = Choice("All games", board_url(page, game=None), meta.game is None)
    choices = tuple(
        Choice(name, board_url(page, game=name), name == meta.game)
        for name in extras.games
        if name == meta.game or (meta.metric, name) in extras.linked_boards
    )
    return Menu("Game", meta.game or every.label, (every, *choices))


def _paging(page: BoardPageRequest, lies: PageMeta, rows: int) -> Paging:
    return Paging(
        first=lies.offset + 1 if rows else 0,
        last=lies.offset + rows,
        total=lies.total,
        previous_url=_page_url(page, lies.previous_offset, lies.previous_cursor),
        next_url=_page_url(page, lies.next_offset, lies.next_cursor),
        sizes=_sizes(page) if page.only is None else (),
    )


def _sizes(page: BoardPageRequest) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(size), board_url(page, limit=size), size == page.view.limit) for size in PAGE_SIZES
    )


def _page_url(page: BoardPageRequest, offset: int | None, cursor: str | None) -> str | None:
    return None if offset is None else board_url(page, cursor=cursor if offset else None)
