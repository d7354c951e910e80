"""The sentence that opens a day: new number one or widest climb, who gave way, the widest other move."""

import polars as pl

from app.domain.boards import SUM_METRICS
from app.domain.errors import UnknownDay
from app.domain.sentences import DaySentence
from app.words.clauses import Clause, joined, names_of, sentences, text
from app.words.figures import plural
from app.words.number_one import Headline, StoryOfDay, new_number_one, staying
from app.words.sentences import number_word, ordinal_word


def day_sentence(story: StoryOfDay) -> DaySentence:
    """The sentence of a day by rule.

    Moves are those of boxes that are comparable with the day before, and of climbs and falls among these. On
    a tie for the widest move a climb comes before a fall, then the better rank, then the slug. A partial day
    and a board of sums name no moves. Raises UnknownDay for a day without ranks.
    """
    ranked_day = story.days.filter(pl.col("metric_date") == story.day)
    if ranked_day.is_empty():
        raise UnknownDay(story.day)
    if ranked_day["is_partial"].item():
        return sentences((text(_partial_day(story)),))
    if story.rows.is_empty():
        return sentences((text("No box is ranked"),))
    if story.metric in SUM_METRICS:
        return sentences((text(f"{plural(story.rows.height, 'box is', 'boxes are')} ranked"),))
    if ranked_day["compared_with"].item() is None:
        tops = story.rows.filter(pl.col("current_rank") == 1)
        return sentences((text("The board opens with "), *names_of(tops), text(" at number one")))
    headline = new_number_one(story) or _climb(story) or staying(story)
    other = _widest_move(story.moved.filter(~pl.col("slug").is_in(sorted(headline.slugs))))
    return sentences(headline.clause, joined(headline.predecessor, other))


def _partial_day(story: StoryOfDay) -> str:
    if story.boxes_expected is None:
        return f"Incomplete: {plural(story.boxes_observed, 'box is', 'boxes are')} reported"
    return f"Incomplete: {story.boxes_observed} of {story.boxes_expected:g} boxes are reported"


def _climb(story: StoryOfDay) -> Headline | None:
    climbs = story.moved.filter(pl.col("rank_change") > 0)
    if climbs.is_empty():
        return None
    box = _widest(climbs)
    rank = int(box["current_rank"].item())
    held = story.before.filter(pl.col("current_rank") == rank)
    displaced = _widest(story.moved.join(held, on="slug", how="semi").filter(pl.col("rank_change") < 0))
    clause = (*_move(box), text(f" to {ordinal_word(rank)}"))
    predecessor: Clause = ()
    if not displaced.is_empty():
        fall = f" falls to {ordinal_word(displaced['current_rank'].item())} from there"
        predecessor = (*names_of(displaced), text(fall))
    return Headline(clause, predecessor, frozenset(box["slug"]) | frozenset(displaced["slug"]))


def _widest_move(moved: pl.DataFrame) -> Clause:
    return () if moved.is_empty() else _move(_widest(moved))


def _widest(moved: pl.DataFrame) -> pl.DataFrame:
    width = pl.col("move")
    widest = moved.filter(width.abs() == width.abs().max())  # few: sorting all by slug takes far longer
    return widest.sort(-width, "current_rank", "slug").head(1)


def _move(box: pl.DataFrame) -> Clause:
    change = int(box["rank_change"].item())
    verb = "climbs" if change > 0 else "falls"
    return (*names_of(box), text(f" {verb} {number_word(abs(change))}"))
