"""Where a page of a list lies, and the cursors that lead to the pages beside it."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date

from app.domain.errors import ExpiredCursor, InvalidValue
from app.read.parameters import LARGEST_OFFSET
from app.schemas import PageMeta

_LONGEST = 1000


@dataclass(frozen=True)
class BoardView:
    """What a page is cut from: a board, its order, a text searched for, a day and a generation."""

    metric: str
    game: str | None
    order: str
    query: str | None
    day: str
    generation: int


@dataclass(frozen=True)
class BoardCursor:
    """A place in a view: the number of rows before it."""

    view: BoardView
    offset: int

    @property
    def day(self) -> date:
        """The day of the view."""
        return date.fromisoformat(self.view.day)


def page_meta(total: int, limit: int, offset: int) -> PageMeta:
    """The page of `limit` rows after `offset` of them; the offsets beside it are null at the ends."""
    after = offset + limit
    next_offset = after if after < total else None
    previous_offset = max(0, offset - limit) if offset else None
    return PageMeta(total, limit, offset, next_offset, previous_offset, None, None)


def encode_cursor(cursor: BoardCursor) -> str:
    """The cursor as text for an URL."""
    view = cursor.view
    fields = (view.metric, view.game, view.order, view.query, view.day, view.generation, cursor.offset)
    content = json.dumps(fields, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decode_cursor(text: str) -> BoardCursor:
    """The cursor that `encode_cursor` wrote. Raises InvalidValue for any other text."""
    try:
        *view, offset = json.loads(_decoded(text[:_LONGEST]))
        return _checked(BoardCursor(BoardView(*view), offset))
    except (ValueError, TypeError, binascii.Error) as error:
        raise InvalidValue("cursor", "Invalid cursor. Request the first page without one.") from error


def check_generation(cursor: BoardCursor, generation: int) -> None:
    """Reject a cursor of another generation than the one published. Raises ExpiredCursor."""
    if cursor.view.generation != generation:
        raise ExpiredCursor


def check_view(cursor: BoardCursor, view: BoardView) -> None:
    """Reject a cursor of another board, order, search or day than the one asked for. Raises InvalidValue."""
    if cursor.view != view:
        raise InvalidValue(
            "cursor",
            "The cursor belongs to another board, order, search or day. Request the first page without one.",
        )


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _checked(cursor: BoardCursor) -> BoardCursor:
    is_whole = isinstance(cursor.offset, int) and isinstance(cursor.view.generation, int)
    if not is_whole or not 0 <= cursor.offset <= LARGEST_OFFSET:
        raise ValueError(cursor.offset)
    date.fromisoformat(cursor.view.day)
    return cursor
