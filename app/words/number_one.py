"""The first clause of a day's sentence: who is number one, and what became of the number one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from app.domain.comparable import SETTLED_DAILY, Difference, MarketplaceChange
from app.words.clauses import Clause, names_of, text
from app.words.sentences import day_in_words, ordinal_word

_NAMED = ["slug", "name", "current_rank"]


@dataclass(frozen=True)
class StoryOfDay:
    """What the sentence of a day of a board is made of.

    `rows` has slug, name, current_rank, rank_change, move (see `market_moves`; null where the box is not
    comparable) of the day's ranked boxes, and rank_state, which is read of those at number one; `before` has
    slug, name, current_rank of the day it is compared with (no rows on the first day); `number_ones` has slug
    and metric_date of every row with rank 1 before the day; `days` is the board's `ranked_days`. By slug, of
    boxes at number one on either day: `marketplaces` that joined or fell silent, and, of those without a row
    on the day, the last report (`unreported`). `boxes_expected` is null on the first reported days.
    """

    metric: str
    day: date
    days: pl.DataFrame
    rows: pl.DataFrame
    before: pl.DataFrame
    number_ones: pl.DataFrame
    marketplaces: Mapping[str, Sequence[MarketplaceChange]] = field(default_factory=dict)
    unreported: Mapping[str, date] = field(default_factory=dict)
    boxes_observed: int = 0
    boxes_expected: float | None = None

    @cached_property
    def moved(self) -> pl.DataFrame:
        """The rows that moved by the market alone, and show it."""
        return self.rows.filter(pl.col("move").sign() == pl.col("rank_change").sign(), pl.col("move") != 0)

    @cached_property
    def whole_days_before(self) -> list[date]:
        """The days before that are not partial, newest first."""
        whole = self.days.filter(~pl.col("is_partial"), pl.col("metric_date") < self.day)
        return whole["metric_date"].sort(descending=True).to_list()


@dataclass(frozen=True)
class Headline:
    """The first clause, the one about who gave way, and the boxes named in both."""

    clause: Clause
    predecessor: Clause
    slugs: frozenset[str]


def new_number_one(story: StoryOfDay) -> Headline | None:
    """The headline of a day on which a box is number one that was not; None on any other.

    What rests on reports that came or failed to come says so, or claims no more than the rank.
    """
    tops = story.rows.filter(pl.col("current_rank") == 1)
    led = story.before.filter(pl.col("current_rank") == 1)
    new, displaced = tops.join(led, on="slug", how="anti"), led.join(tops, on="slug", how="anti")
    if new.is_empty():
        return None
    first = displaced.sort("slug").head(1)
    slugs = frozenset(tops["slug"]) | frozenset(first["slug"])
    because = _because(story, new, displaced)
    if because is not None:
        return Headline((*names_of(tops), text(_is_at_the_top(tops)), *because), (), slugs)
    return Headline((*names_of(tops), text(_arrival(story, tops, new))), _gives_way(story, first), slugs)


def staying(story: StoryOfDay) -> Headline:
    """The headline of a day without news: who stays at number one."""
    tops = story.rows.filter(pl.col("current_rank") == 1)
    if tops.is_empty():
        return Headline((), (), frozenset())
    verb = "stays" if tops.height == 1 else "stay"
    return Headline((*names_of(tops), text(f" {verb} at number one")), (), frozenset(tops["slug"]))


def _because(story: StoryOfDay, new: pl.DataFrame, displaced: pl.DataFrame) -> Clause | None:
    """None: the market decided. Empty: the change cannot be compared, and nothing is said of it."""
    ranked = set(story.rows["slug"])
    gone = displaced.filter(~pl.col("slug").is_in(sorted(ranked)))
    entered = new.filter(~pl.col("slug").is_in(story.before["slug"].implode()))
    if story.metric in SETTLED_DAILY and not (gone.is_empty() and entered.is_empty()):
        return ()
    if not gone.is_empty():
        return _of_departure(story, gone.sort("slug").head(1))
    concerned = pl.concat([new.select(_NAMED), displaced.select(_NAMED)])
    for slug in concerned["slug"]:
        if changes := story.marketplaces.get(slug):
            return _of_marketplace(concerned.filter(pl.col("slug") == slug), changes[0])
    present = story.rows.filter(pl.col("slug").is_in(concerned["slug"].implode()))
    compared = present.filter(~pl.col("slug").is_in(entered["slug"].implode()))
    return () if compared["move"].has_nulls() else None


def _of_departure(story: StoryOfDay, gone: pl.DataFrame) -> Clause:
    last = story.unreported.get(gone["slug"].item())
    since = None if last is None else day_in_words(last, story.day)
    end = " left the board" if since is None else f" has not been reported since {since}"
    return (text(": "), *names_of(gone), text(f"{_reign(story, gone)}{end}"))


def _of_marketplace(box: pl.DataFrame, change: MarketplaceChange) -> Clause:
    day = day_in_words(change.last_report, change.last_report)
    if change.kind == Difference.SILENT:
        return (text(f": {change.marketplace} not reported for "), *names_of(box), text(f" since {day}"))
    return (text(f": {change.marketplace} joined for "), *names_of(box), text(f" on {day}"))


def _is_at_the_top(tops: pl.DataFrame) -> str:
    return " is number one" if tops.height == 1 else " share number one"


def _arrival(story: StoryOfDay, tops: pl.DataFrame, new: pl.DataFrame) -> str:
    if tops.height > 1:
        return " share number one"
    state = tops["rank_state"].item()
    if state == "NEW":
        return " enters at number one"
    if state == "RE_ENTRY":
        return " returns to the board at number one"
    led = story.number_ones.join(new, on="slug", how="semi")
    if led["metric_date"].is_in(story.whole_days_before).any():
        return " is back at number one"
    return " is number one for the first time"


def _gives_way(story: StoryOfDay, displaced: pl.DataFrame) -> Clause:
    if displaced.is_empty():
        return ()
    rank = story.rows.join(displaced, on="slug", how="semi")["current_rank"].item()
    return (*names_of(displaced), text(f"{_reign(story, displaced)} falls to {ordinal_word(rank)}"))


def _reign(story: StoryOfDay, box: pl.DataFrame) -> str:
    """Since when a box was number one up to the whole day before."""
    led = set(story.number_ones.filter(pl.col("slug") == box["slug"].item())["metric_date"])
    since = None
    for day in story.whole_days_before:
        if day not in led:
            break
        since = day
    return "" if since is None else f", number one since {day_in_words(since, story.day)},"
