"""The bump chart of a board: the ranks of the day's first boxes over time."""

from collections.abc import Iterable
from datetime import date

from app.domain.boards import BOARD_METRICS
from app.read.pages.board import BoardPageRequest
from app.read.pages.board_extras import BUMP_LINES, BoardExtras, RankLine, bump_span
from app.schemas import BoardMeta
from app.web.pages.presenters.urls import bump_file_url, follow_url, span_url
from app.web.pages.svg.paths import calendar, stretches
from app.web.pages.view_models import BumpChart, BumpLine, Choice
from app.words.figures import in_words, month, short_day

SPANS = ((14, "2 wk"), (35, "5 wk"), (90, "90 d"))
MOST_GAPS_NAMED = 4
LONGEST_LABEL = 22


def bump_chart(page: BoardPageRequest, meta: BoardMeta, extras: BoardExtras) -> BumpChart | None:
    """The chart of a view; null on the board's first day, and for a watchlist."""
    first, last = bump_span(extras.calendar, page.span_days)
    if not extras.rank_lines or first == last:
        return None
    gaps = _gaps(extras, first, last)
    return BumpChart(
        _title(meta, min(BUMP_LINES, len(extras.rank_lines))),
        first,
        last,
        tuple(_line(page, line) for line in extras.rank_lines),
        gaps,
        BUMP_LINES,
        spans=tuple(Choice(label, span_url(page, days), days == page.span_days) for days, label in SPANS),
        download_url=bump_file_url(page, meta.date),
        note=gap_words(gaps),
    )


def bump_footer(meta: BoardMeta) -> str:
    """The footer of a downloaded chart."""
    game = "all games" if meta.game is None else meta.game
    return f"{BOARD_METRICS[meta.metric].label}, {game}, generation {meta.generation}"


def bump_file_name(meta: BoardMeta) -> str:
    """boxrank-ranks-<metric>-<game>-<day>.svg, plain ASCII."""
    words = "-".join(["boxrank", "ranks", meta.metric, *filter(None, [meta.game]), meta.date.isoformat()])
    return (
        "".join(
            sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in words.lower()
        )
        + ".svg"
    )


def gap_words(gaps: Iterable[date]) -> str:
    """The days as stretches, "23 to 25 Jan, 27 Jan"; nothing where there are too many to name."""
    missing = sorted(gaps)
    if not missing:
        return ""
    days = calendar(missing[0], missing[-1])
    named = [_stretch(days[at], days[at + length - 1]) for at, length in stretches(days, set(missing))]
    return ", ".join(named) if len(named) <= MOST_GAPS_NAMED else ""


def shortened(name: str, length: int) -> str:
    """A name cut after a word, with an ellipsis where something is left out."""
    if len(name) <= length:
        return name
    kept = name[: max(1, length)].rsplit(" ", 1)[0].rstrip(" ,")
    return f"{kept}\u2026"


def _stretch(first: date, last: date) -> str:
    if first == last:
        return short_day(first)
    start = str(first.day) if month(first) == month(last) else short_day(first)
    return f"{start} to {short_day(last)}"


def _title(meta: BoardMeta, lines: int) -> str:
    whose = "" if meta.game is None else f" of {meta.game}"
    return f"Rank history of the first {in_words(lines)}{whose}"


def _line(page: BoardPageRequest, line: RankLine) -> BumpLine:
    box, ranks = line
    return BumpLine(
        code=box.code or box.slug,
        name=box.short_name,
        short_name=shortened(box.short_name, LONGEST_LABEL - len(box.code or box.slug)),
        url=follow_url(page, box.slug),
        ranks=ranks,
        is_followed=box.slug == page.followed,
    )


def _gaps(extras: BoardExtras, first: date, last: date) -> frozenset[date]:
    whole = {day.metric_date for day in extras.calendar.between(first, last) if not day.is_partial}
    return frozenset(calendar(first, last)) - whole
