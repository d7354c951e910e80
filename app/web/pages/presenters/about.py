"""The page about the data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from app.domain.boards import BOARD_METRICS, DEFAULT_METRICS
from app.domain.metric_rules import AUTOMATIC, MetricRules
from app.read.overview import TAPE_DAYS, DataOverview, ReportedDay
from app.web.pages.presenters.board_days import tape
from app.web.pages.presenters.frame import shell
from app.web.pages.presenters.suspects import unused_values
from app.web.pages.presenters.urls import ABOUT
from app.web.pages.view_models import (
    AboutPage,
    Freshness,
    KnownGap,
    ReportingMarketplace,
    SettingInUse,
    Tape,
)
from app.words.figures import clock, count, dated, plain_day, plural
from app.words.sentences import listed

MOST_GAPS = 12


def about_view(rules: MetricRules, overview: DataOverview | None = None) -> AboutPage:
    """Every definition and the rules in use, then the data, where there are any."""
    page = AboutPage(
        shell(ABOUT),
        plural(rules.report_good_days, "day"),
        _default_board(rules),
        rules.leaves_out_suspects,
        tuple(_settings(rules)),
    )
    if overview is None or not overview.reported_days:
        return page
    gaps = tuple(_gaps(overview.reported_days))
    return replace(
        page,
        shell=shell(ABOUT, _freshness(overview), is_simulated=overview.is_simulated),
        sources=tuple(_sources(overview)),
        freshness_text=_freshness_text(overview),
        tape=_tape(overview),
        gaps=(*gaps[:MOST_GAPS], *_earlier(gaps[MOST_GAPS:])),
        unused=unused_values(overview.suspects),
        more_unused=overview.suspect_count - len(overview.suspects),
    )


def _default_board(rules: MetricRules) -> str:
    if rules.default_metric != AUTOMATIC:
        return f"by {BOARD_METRICS[rules.default_metric].ordering}"
    names = listed([f"by {BOARD_METRICS[metric].ordering}" for metric in DEFAULT_METRICS], MOST_GAPS, "or")
    return f"{names}, the first that at least half of the boxes have"


def _settings(rules: MetricRules) -> Iterator[SettingInUse]:
    first = ", then ".join(rules.price_authority)
    weights = [f"{name} × {weight:g}" for name, weight in sorted(rules.volume_weights.items())]
    yield SettingInUse("Prices from", "BOXRANK_PRICE_AUTHORITY", f"{first}, then others by name")
    yield SettingInUse(
        "Volumes count",
        "BOXRANK_VOLUME_WEIGHTS",
        ", ".join([*weights, "others × 1"]) if weights else "all alike",
    )
    good_days = plural(rules.report_good_days, "day")
    yield SettingInUse("A report is good for", "BOXRANK_REPORT_GOOD_DAYS", good_days)
    suspects = "left out" if rules.leaves_out_suspects else "used"
    yield SettingInUse("Values that look wrong", "BOXRANK_SUSPECTS", suspects)
    is_chosen = rules.default_metric == AUTOMATIC
    board = "the first that has data" if is_chosen else _default_board(rules)
    yield SettingInUse("The board that opens", "BOXRANK_DEFAULT_METRIC", board)


def _freshness(overview: DataOverview) -> Freshness:
    publication = overview.publication
    newest = publication.data_as_of or overview.reported_days[-1].metric_date
    return Freshness(newest, publication.published_at, publication.generation)


def _sources(overview: DataOverview) -> Iterator[ReportingMarketplace]:
    for market in overview.marketplaces:
        gives = listed(market.gives, longest=len(market.gives)) if market.gives else "nothing recently"
        yield ReportingMarketplace(
            market.name, gives.capitalize(), market.last_day, market.boxes, overview.boxes
        )


def _freshness_text(overview: DataOverview) -> str:
    shown, first = _freshness(overview), overview.reported_days[0].metric_date
    published = f"{dated(shown.published_at.date())} at {clock(shown.published_at)}"
    return (
        f"The newest market day is {plain_day(shown.data_as_of)}, published on {published}."
        f" {plural(len(overview.reported_days), 'day')} reported since {plain_day(first)}."
    )


def _tape(overview: DataOverview) -> Tape:
    last = overview.reported_days[-1].metric_date
    first = max(overview.reported_days[0].metric_date, last - timedelta(TAPE_DAYS - 1))
    days = [day for day in overview.reported_days if day.metric_date >= first]
    return tape(Tape(first, last, ()), days, overview.traded_by_day)


def _gaps(reported_days: tuple[ReportedDay, ...]) -> Iterator[KnownGap]:
    newest_first = tuple(reversed(reported_days))
    for day, before in pairwise((*newest_first, None)):
        if day is None:
            return
        if day.is_partial:
            yield KnownGap(day.metric_date, day.metric_date, f"{_boxes(day)} reported.", is_partial=True)
        if before is not None and (day.metric_date - before.metric_date).days > 1:
            first, last = before.metric_date + timedelta(1), day.metric_date - timedelta(1)
            yield KnownGap(first, last, f"{_length(first, last)} without a report of any box.")


def _boxes(day: ReportedDay) -> str:
    return f"{count(day.boxes_observed)} of {plural(day.boxes_expected or 0, 'box', 'boxes')}"


def _length(first: date, last: date) -> str:
    return plural((last - first).days + 1, "day")


def _earlier(gaps: tuple[KnownGap, ...]) -> Iterator[KnownGap]:
    if gaps:
        yield KnownGap(gaps[-1].first, gaps[0].last, f"{count(len(gaps))} more gaps in this period.")
