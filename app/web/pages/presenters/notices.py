"""What a reader must know before the figures: partial days and old data, in words."""

from datetime import date

from app.schemas import BoardMeta
from app.web.pages.format import plain_day, plural
from app.web.pages.view_models import Link, Notice

OLD_AFTER_DAYS = 3


def day_notices(meta: BoardMeta, today: date, latest_url: str) -> tuple[Notice, ...]:
    """The notices of a board day; `today` is the reader's market day, `latest_url` shows the latest day."""
    notices = []
    if meta.is_partial:
        notices.append(_partial(meta, latest_url))
    if meta.date_asked is None and (today - meta.date).days > OLD_AFTER_DAYS:
        notices.append(_old(meta, today))
    return tuple(notices)


def _partial(meta: BoardMeta, latest_url: str) -> Notice:
    boxes = "Only one box was" if meta.boxes_ranked == 1 else f"Only {meta.boxes_ranked} boxes were"
    text = f"{boxes} reported: the feed broke, not the market. Later days are not compared with it."
    return Notice("Partial day", text, Link("Show the latest day", latest_url))


def _old(meta: BoardMeta, today: date) -> Notice:
    age = plural((today - meta.date).days, "day")
    return Notice("Old data", f"The newest figures are of {plain_day(meta.date)}, {age} ago.")
