"""What a reader must know before the figures, in words: partial days, old data, provisional averages."""

from collections.abc import Sequence
from datetime import date

from app.schemas import BoardMeta, LeaderboardRow
from app.web.pages.view_models import Link, Notice
from app.words.figures import in_words, plain_day, plural

OLD_AFTER_DAYS = 3


def day_notices(meta: BoardMeta, today: date, latest_url: str) -> tuple[Notice, ...]:
    """The notices of a board day; `today` is the reader's market day, `latest_url` shows the latest day."""
    notices = []
    if meta.is_partial:
        notices.append(_partial(meta, latest_url))
    if meta.date_asked is None and (today - meta.date).days > OLD_AFTER_DAYS:
        notices.append(_old(meta, today))
    return tuple(notices)


def provisional_notices(rows: Sequence[LeaderboardRow]) -> tuple[Notice, ...]:
    """How many of the rows are based on too few observations."""
    count = sum(bool(row.figures.is_provisional) for row in rows)
    if not count:
        return ()
    boxes = f"{in_words(count)} of the {len(rows)} boxes shown" if count < len(rows) else "all boxes shown"
    text = f"The 7-day average of {boxes} is based on fewer than 7 observations and can still change a lot."
    return (Notice("Provisional", text),)


def absent_notices(absent: Sequence[str], day: date) -> tuple[Notice, ...]:
    """Which watched boxes have no rank."""
    if not absent:
        return ()
    return (Notice("Not on the board", f"Not ranked on {plain_day(day)}: {', '.join(absent)}."),)


def _partial(meta: BoardMeta, latest_url: str) -> Notice:
    boxes = "Only one box was" if meta.boxes_ranked == 1 else f"Only {meta.boxes_ranked} boxes were"
    text = f"{boxes} reported, probably because a feed failed. Later days are not compared with this one."
    is_latest = meta.date == meta.data_as_of
    return Notice("Partial day", text, None if is_latest else Link("Show the latest day", latest_url))


def _old(meta: BoardMeta, today: date) -> Notice:
    age = plural((today - meta.date).days, "day")
    return Notice("Old data", f"The newest figures are from {plain_day(meta.date)}, {age} ago.")
