"""The sentence that opens a day: new number one or widest climb, who gave way, the widest other move."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from app.domain.errors import UnknownDay
from app.domain.sentences import DaySentence, SentencePart
from app.words.sentences import number_word, ordinal_word

_Clause = tuple[SentencePart, ...]


@dataclass(frozen=True)
class _Subject:
    clause: _Clause
    predecessor: _Clause
    slugs: frozenset[str]


def day_sentence(
    rows: pl.DataFrame, before: pl.DataFrame, number_ones: pl.DataFrame, days: pl.DataFrame, day: date
) -> DaySentence:
    """The sentence of `day` by rule.

    `rows` has slug, name, current_rank, rank_change of the day's ranked boxes, and rank_state, which is read
    of those at number one: NEW, or any other; `before` has slug, name, current_rank of the day it is compared
    with (no rows on the first day); `number_ones` has slug and metric_date of every row with rank 1 before
    the day; `days` is the board's `ranked_days`. On a tie for the widest move a climb comes before a fall,
    then the better rank, then the slug. A partial day names no moves. A box without a name is called by its
    slug. Raises UnknownDay for a day without ranks.
    """
    ranked_day = days.filter(pl.col("metric_date") == day)
    if ranked_day.is_empty():
        raise UnknownDay(day)
    if ranked_day["is_partial"].item():
        return DaySentence((SentencePart(_partial_day(rows.height)),))
    tops = _boxes(rows.filter(pl.col("current_rank") == 1))
    if ranked_day["compared_with"].item() is None:
        return _sentence(
            [(SentencePart("The board opens with "), *_names(tops), SentencePart(" at number one"))]
        )
    if rows.is_empty():
        return DaySentence((SentencePart("No box is ranked."),))
    subject = _subject(rows, before, number_ones, days.filter(pl.col("metric_date") < day))
    other = _widest_move(rows.filter(~pl.col("slug").is_in(sorted(subject.slugs))))
    return _sentence([subject.clause, _joined(subject.predecessor, other)])


def _partial_day(boxes_ranked: int) -> str:
    boxes = "box is" if boxes_ranked == 1 else "boxes are"
    return f"Only {number_word(boxes_ranked)} {boxes} ranked: a partial day."


def _subject(
    rows: pl.DataFrame, before: pl.DataFrame, number_ones: pl.DataFrame, days_before: pl.DataFrame
) -> _Subject:
    tops = rows.filter(pl.col("current_rank") == 1)
    led = before.filter(pl.col("current_rank") == 1)
    if not tops.join(led, on="slug", how="anti").is_empty():
        return _new_number_one(tops, rows, led, number_ones, days_before)
    climbs = rows.filter(pl.col("rank_change") > 0)
    if not climbs.is_empty():
        return _climb(_widest(climbs), rows, before)
    return _Subject(_staying(tops), (), frozenset(tops["slug"]))


def _staying(tops: pl.DataFrame) -> _Clause:
    if tops.is_empty():
        return ()
    verb = "stays" if tops.height == 1 else "stay"
    return (*_names(_boxes(tops)), SentencePart(f" {verb} at number one"))


def _new_number_one(
    tops: pl.DataFrame,
    rows: pl.DataFrame,
    led: pl.DataFrame,
    number_ones: pl.DataFrame,
    days_before: pl.DataFrame,
) -> _Subject:
    names = _names(_boxes(tops))
    displaced = led.join(tops, on="slug", how="anti").sort("slug").head(1)
    predecessor: _Clause = ()
    if not displaced.is_empty():
        reign = _reign(displaced["slug"].item(), number_ones, days_before)
        predecessor = _gives_way(displaced, rows, f" after {number_word(reign)} {_days(reign)} at number one")
    named = frozenset(tops["slug"]) | frozenset(displaced["slug"])
    return _Subject((*names, SentencePart(_arrival(tops, number_ones))), predecessor, named)


def _arrival(tops: pl.DataFrame, number_ones: pl.DataFrame) -> str:
    if tops.height > 1:
        return " share number one"
    if not number_ones.join(tops, on="slug", how="semi").is_empty():
        return " is back at number one"
    if tops["rank_state"].item() == "NEW":
        return " enters at number one"
    return " is number one for the first time"


def _reign(slug: str, number_ones: pl.DataFrame, days_before: pl.DataFrame) -> int:
    led = number_ones.filter(pl.col("slug") == slug)
    whole = days_before.filter(~pl.col("is_partial")).sort("metric_date", descending=True)
    is_first = whole["metric_date"].is_in(led["metric_date"].implode())
    return int(is_first.cast(pl.Int64).cum_prod().sum())


def _climb(box: pl.DataFrame, rows: pl.DataFrame, before: pl.DataFrame) -> _Subject:
    rank = int(box["current_rank"].item())
    held = rows.join(before.filter(pl.col("current_rank") == rank), on="slug", how="semi")
    displaced = _widest(held.filter(pl.col("rank_change") < 0))
    clause = (*_move(box), SentencePart(f" to {ordinal_word(rank)}"))
    predecessor = () if displaced.is_empty() else _gives_way(displaced, rows, " from there")
    return _Subject(clause, predecessor, frozenset(box["slug"]) | frozenset(displaced["slug"]))


def _gives_way(displaced: pl.DataFrame, rows: pl.DataFrame, ending: str) -> _Clause:
    now = rows.join(displaced, on="slug", how="semi")
    place = "leaves the board" if now.is_empty() else f"falls to {ordinal_word(now['current_rank'].item())}"
    return (*_names(_boxes(displaced)), SentencePart(f" {place}{ending}"))


def _widest_move(rows: pl.DataFrame) -> _Clause:
    moved = rows.filter(pl.col("rank_change") != 0)
    return () if moved.is_empty() else _move(_widest(moved))


def _widest(moved: pl.DataFrame) -> pl.DataFrame:
    width = pl.col("rank_change")
    widest = moved.filter(width.abs() == width.abs().max())  # few: sorting all by slug takes far longer
    return widest.sort(-width, "current_rank", "slug").head(1)


def _move(box: pl.DataFrame) -> _Clause:
    change = int(box["rank_change"].item())
    verb = "climbs" if change > 0 else "falls"
    return (*_names(_boxes(box)), SentencePart(f" {verb} {number_word(abs(change))}"))


def _boxes(rows: pl.DataFrame) -> list[SentencePart]:
    named = rows.sort("current_rank", "slug").select("name", "slug")
    return [SentencePart((name or "").strip() or slug, slug) for name, slug in named.iter_rows()]


def _names(boxes: list[SentencePart]) -> _Clause:
    parts: list[SentencePart] = []
    for index, box in enumerate(boxes):
        if index:
            parts.append(SentencePart(" and " if index == len(boxes) - 1 else ", "))
        parts.append(box)
    return tuple(parts)


def _joined(first: _Clause, second: _Clause) -> _Clause:
    return (*first, SentencePart(", and "), *second) if first and second else (*first, *second)


def _sentence(clauses: list[_Clause]) -> DaySentence:
    parts: list[SentencePart] = []
    for clause in filter(None, clauses):
        parts += [SentencePart(" ")] if parts else []
        parts += [*clause, SentencePart(".")]
    return DaySentence(tuple(parts))


def _days(count: int) -> str:
    return "day" if count == 1 else "days"
