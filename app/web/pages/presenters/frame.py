"""The frame of every page: navigation, search, freshness."""

from datetime import date

from app.read.pages.board import BoardPageRequest
from app.schemas import BoardMeta
from app.web.pages.presenters.urls import ABOUT, COMPARE, HOME, WATCHLIST, board_fields
from app.web.pages.view_models import Choice, Freshness, Link, Shell

_FOOTER = (Link("About the data", ABOUT), Link("API", "/docs"), Link("Health", "/ready"))


def shell(
    current: str,
    freshness: Freshness | None = None,
    page: BoardPageRequest | None = None,
    *,
    is_simulated: bool = False,
) -> Shell:
    """The frame around the page at `current`; a board's view is kept when the reader searches."""
    is_watchlist = page is not None and page.only is not None
    return Shell(
        home_url=HOME,
        search_url=HOME,
        navigation=(
            Choice("Board", HOME, current == HOME and not is_watchlist),
            Choice("Compare", COMPARE, current == COMPARE),
            Choice("About the data", ABOUT, current == ABOUT),
        ),
        footer_links=_FOOTER,
        search_text=(page.view.query or "") if page else "",
        search_fields=board_fields(page, without="q") if page else (),
        watchlist_url=WATCHLIST,
        is_watchlist=is_watchlist,
        freshness=freshness,
        is_simulated=is_simulated,
    )


def freshness(meta: BoardMeta) -> Freshness:
    """The publication an answer was made from."""
    data_as_of: date = meta.data_as_of or meta.date
    return Freshness(data_as_of, meta.published_at, meta.generation)
