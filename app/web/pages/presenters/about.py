"""The page about the data."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from app.read.overview import TAPE_DAYS, DataOverview
from app.read.ranked_days import RankedDay
from app.web.pages.presenters.frame import shell
from app.web.pages.presenters.urls import ABOUT
from app.web.pages.view_models import AboutPage, Freshness, KnownGap, ReportingMarketplace, Tape, TapeDay
from app.words.figures import clock, count, dated, plain_day, plural
from app.words.sentences import listed

MOST_GAPS = 12


def about_view(price_authority: tuple[str, ...], overview: DataOverview | None = None) -> AboutPage:
    """Every definition, then the data, where there are any.

    `price_authority` names marketplaces in the order their floors count.
    """
    first = price_authority[0] if price_authority else None
    if overview is None or not overview.ranked_days:
        return AboutPage(shell(ABOUT), first)
    gaps = tuple(_gaps(overview.ranked_days))
    return AboutPage(
        shell(ABOUT, _freshness(overview), is_simulated=overview.is_simulated),
        first,
        tuple(_sources(overview)),
        _freshness_text(overview),
        _tape(overview),
        (*gaps[:MOST_GAPS], *_earlier(gaps[MOST_GAPS:])),
    )


def _freshness(overview: DataOverview) -> Freshness:
    publication = overview.publication
    newest = publication.data_as_of or overview.ranked_days[-1].metric_date
    return Freshness(newest, publication.published_at, publication.generation)


def _sources(overview: DataOverview) -> Iterator[ReportingMarketplace]:
    for market in overview.marketplaces:
        gives = listed(market.gives, longest=len(market.gives)) if market.gives else "nothing recently"
        yield ReportingMarketplace(
            market.name, gives.capitalize(), market.last_day, market.boxes, overview.boxes
        )


def _freshness_text(overview: DataOverview) -> str:
    shown, first = _freshness(overview), overview.ranked_days[0].metric_date
    published = f"{dated(shown.published_at.date())} at {clock(shown.published_at)}"
    return (
        f"The newest market day is {plain_day(shown.data_as_of)}, published on {published}."
        f" {plural(len(overview.ranked_days), 'day')} ranked since {plain_day(first)}."
    )


def _tape(overview: DataOverview) -> Tape:
    last = overview.ranked_days[-1].metric_date
    first = max(overview.ranked_days[0].metric_date, last - timedelta(TAPE_DAYS - 1))
    days = tuple(
        TapeDay(day.metric_date, overview.traded_by_day.get(day.metric_date), day.is_partial)
        for day in overview.ranked_days
        if day.metric_date >= first
    )
    return Tape(first, last, days)


def _gaps(ranked_days: tuple[RankedDay, ...]) -> Iterator[KnownGap]:
    newest_first = tuple(reversed(ranked_days))
    for day, before in pairwise((*newest_first, None)):
        if day is None:
            return
        if day.is_partial:
            boxes = plural(day.boxes_ranked, "box", "boxes")
            yield KnownGap(day.metric_date, day.metric_date, f"Only {boxes} reported.", is_partial=True)
        if before is not None and (day.metric_date - before.metric_date).days > 1:
            first, last = before.metric_date + timedelta(1), day.metric_date - timedelta(1)
            yield KnownGap(first, last, f"{_length(first, last)} without a report of any box.")


def _length(first: date, last: date) -> str:
    return plural((last - first).days + 1, "day")


def _earlier(gaps: tuple[KnownGap, ...]) -> Iterator[KnownGap]:
    if gaps:
        yield KnownGap(gaps[-1].first, gaps[0].last, f"{count(len(gaps))} more gaps in this period.")
