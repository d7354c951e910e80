"""What a reader must know before the figures, in words: partial days, old data, provisional averages."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from app.domain.boards import PRIMARY_METRIC
from app.domain.figures import FIGURES
from app.read.day_contents import DayContents
from app.schemas import BoardMeta, LeaderboardRow
from app.web.pages.view_models import Link, Notice
from app.words.figures import count, in_words, plain_day, plural, short_day
from app.words.unreported import nobody_reports

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
    few = sum(bool(row.figures.is_provisional) for row in rows)
    if not few:
        return ()
    boxes = f"{in_words(few)} of the {len(rows)} boxes shown" if few < len(rows) else "all boxes shown"
    text = f"The 7-day average of {boxes} is based on fewer than 7 reports and can still change a lot."
    return (Notice("Provisional", text),)


def unreported_words(metric: str, contents: DayContents) -> Iterator[str]:
    """What no marketplace reports of any box, and how many boxes have no volume, or no value of the board."""
    nowhere = nobody_reports(contents.has, "here")
    if nowhere:
        yield nowhere
    for key in dict.fromkeys((metric, PRIMARY_METRIC)):
        lacking = contents.boxes_without(key)
        if lacking and contents.has(key):
            verb = "has" if lacking == 1 else "have"
            boxes = plural(contents.boxes, "box", "boxes")
            yield f"{count(lacking)} of {boxes} {verb} no {FIGURES[key].noun}."


def unreported_of_boxes(reported: Sequence[Collection[str]]) -> str:
    """What no marketplace reports of any of some boxes, by the figures that each has on any of its days."""
    known = frozenset[str]().union(*reported)
    return nobody_reports(known.__contains__, "of this box" if len(reported) == 1 else "of these boxes")


def absent_notices(absent: Sequence[str], day: date) -> tuple[Notice, ...]:
    """Which watched boxes have no rank."""
    if not absent:
        return ()
    return (Notice("Not on the board", f"Not ranked on {plain_day(day)}: {', '.join(absent)}."),)


def in_progress(meta: BoardMeta, url: Callable[[date], str], today: date) -> Link | None:
    """The way to a later day that is not whole, where no day was asked for."""
    later = meta.in_progress
    if later is None:
        return None
    boxes = _boxes(later.boxes_observed, later.boxes_expected)
    is_running = (today - later.date).days <= 1
    words = f"is coming in: {boxes}" if is_running else f"is incomplete: {boxes}"
    return Link(f"{short_day(later.date)} {words}", url(later.date))


def _partial(meta: BoardMeta, latest_url: str) -> Notice:
    boxes = _boxes(meta.boxes_observed, meta.boxes_expected)
    text = f"Only {boxes} reported: an unfinished day or a failed feed, which makes no moves and no records."
    return Notice("Partial day", text, Link("Show the latest whole day", latest_url))


def _boxes(observed: int, expected: float | None) -> str:
    return f"{count(observed)} of {plural(expected or 0, 'box', 'boxes')}"


def _old(meta: BoardMeta, today: date) -> Notice:
    age = plural((today - meta.date).days, "day")
    return Notice("Old data", f"The newest figures are from {plain_day(meta.date)}, {age} ago.")
