"""Where a page of a list lies, and the pages beside it."""

from app.schemas import PageMeta


def page_meta(total: int, limit: int, offset: int) -> PageMeta:
    """The page of `limit` rows after `offset` of them; the offsets beside it are null at the ends."""
    after = offset + limit
    next_offset = after if after < total else None
    previous_offset = max(0, offset - limit) if offset else None
    return PageMeta(total, limit, offset, next_offset, previous_offset, None, None)
