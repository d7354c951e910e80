"""What the data hold as a whole: marketplaces, ranked days, dollars by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.database import Connection
from app.domain.board_ranks import ALL_GAMES
from app.read.context import published
from app.repositories import AnyRow, contents, market_days, marketplaces, reported_days, suspect_lists
from app.repositories.versions import Publication
from app.schemas import SuspectValue

LOOK_BACK_DAYS = 30
TAPE_DAYS = 90
MOST_SUSPECTS = 20
FIGURES = ("floors", "market prices", "listings", "sales", "volumes")


@dataclass(frozen=True, slots=True)
class MarketplaceReports:
    """A marketplace that reported in the last 30 days: its newest day, boxes that day, figures it gives."""

    name: str
    last_day: date
    boxes: int
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedDay:
    """A day on which boxes were observed; `boxes_expected` is the usual number, null on the first."""

    metric_date: date
    boxes_observed: int
    boxes_expected: float | None
    is_partial: bool


@dataclass(frozen=True, slots=True)
class DataOverview:
    """The data of one publication; `traded_by_day` covers the last 90 days, `suspects` are the newest."""

    publication: Publication
    boxes: int
    marketplaces: tuple[MarketplaceReports, ...]
    reported_days: tuple[ReportedDay, ...]
    traded_by_day: Mapping[date, float]
    is_simulated: bool
    suspects: tuple[SuspectValue, ...]
    suspect_count: int


def read_overview(connection: Connection) -> DataOverview:
    """The overview of the current publication. Raises NothingPublished."""
    publication = published(connection)
    days = _reported_days(connection)
    last = days[-1].metric_date if days else publication.published_at.date()
    first = last - timedelta(TAPE_DAYS - 1)
    reports = marketplaces.reports_since(connection, last - timedelta(LOOK_BACK_DAYS - 1))
    return DataOverview(
        publication,
        contents.box_count(connection),
        tuple(_marketplaces(reports)),
        days,
        market_days.traded_by_day(connection, ALL_GAMES, first, last),
        publication.is_simulated,
        tuple(SuspectValue(*row) for row in suspect_lists.newest(connection, None, MOST_SUSPECTS)),
        suspect_lists.count(connection),
    )


def _reported_days(connection: Connection) -> tuple[ReportedDay, ...]:
    stored = reported_days.stored(connection, ALL_GAMES).drop("game")
    return tuple(ReportedDay(*row) for row in stored.iter_rows())


def _marketplaces(reports: Iterable[AnyRow]) -> list[MarketplaceReports]:
    newest: dict[str, tuple[date, int]] = {}
    given: dict[str, set[str]] = {}
    for name, day, boxes, *figures in reports:
        newest[name] = (day, boxes)
        given.setdefault(name, set()).update(
            figure for figure, count in zip(FIGURES, figures, strict=True) if count
        )
    return [
        MarketplaceReports(name, *newest[name], tuple(each for each in FIGURES if each in given[name]))
        for name in newest
    ]
