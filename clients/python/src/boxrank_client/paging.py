"""Whole lists from pages, all of one generation."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from boxrank_client.errors import ExpiredCursor, PublishedTooOften

_ATTEMPTS = 5


class _Page(Protocol):
    @property
    def meta(self) -> Any: ...


PageOf = TypeVar("PageOf", bound=_Page)
Place = TypeVar("Place")


def whole_list(
    page_at: Callable[[Place | None], PageOf], next_place: Callable[[PageOf], Place | None]
) -> list[PageOf]:
    """All pages of a list, the first being that at None.

    When the data are published again meanwhile, the pages read so far are dropped and the list is read from
    its beginning: no row comes twice and none is missing. Raises PublishedTooOften after five attempts.
    """
    for _ in range(_ATTEMPTS):
        pages = _pages(page_at, next_place)
        if pages is not None:
            return pages
    raise PublishedTooOften(f"The data were published again during each of {_ATTEMPTS} attempts.")


def _pages(
    page_at: Callable[[Place | None], PageOf], next_place: Callable[[PageOf], Place | None]
) -> list[PageOf] | None:
    pages = [page_at(None)]
    while (place := next_place(pages[-1])) is not None:
        try:
            page = page_at(place)
        except ExpiredCursor:
            return None
        if page.meta.generation != pages[0].meta.generation:
            return None
        pages.append(page)
    return pages
