"""The publication and the ranked day that a reader's question is about."""

from dataclasses import dataclass
from datetime import date, datetime

from app.database import Connection
from app.domain.boards import PRIMARY_METRIC
from app.domain.errors import NothingPublished, UnknownDay
from app.repositories import leaderboard, versions
from app.repositories.versions import Publication
from app.schemas import BoardMeta


@dataclass(frozen=True)
class RankedDay:
    """A ranked day of the primary board."""

    metric_date: date
    boxes_ranked: int
    is_partial: bool
    compared_with: date | None


def published(connection: Connection) -> Publication:
    """The current publication. Raises NothingPublished."""
    publication = versions.current(connection)
    if publication is None:
        raise NothingPublished
    return publication


def ranked_day(connection: Connection, day: date | None) -> RankedDay:
    """The ranked day asked for, or the latest. Raises UnknownDay, NothingPublished."""
    row = leaderboard.ranked_day(connection, day)
    if row is None and day is not None:
        raise UnknownDay(day)
    if row is None:
        raise NothingPublished
    return RankedDay(*row)


def board_meta(publication: Publication, day: RankedDay, asked: date | None, game: str | None) -> BoardMeta:
    """What an answer says about its board, day and freshness."""
    published_at: datetime = publication.published_at
    return BoardMeta(
        PRIMARY_METRIC,
        game,
        asked,
        day.metric_date,
        day.compared_with,
        day.is_partial,
        publication.generation,
        published_at,
        publication.data_as_of,
    )
