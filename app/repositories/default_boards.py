"""The day and the board that are shown where none is named, as stored."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.models import default_boards
from app.repositories.remembered import remembered

_default = default_boards.c


class DefaultBoard(NamedTuple):
    """The default day and the metric of the default board."""

    metric_date: date
    metric: str


def find(connection: Connection, game: str) -> DefaultBoard | None:
    """The default board of a game, or ALL_GAMES; None where nothing of it is ranked."""

    def read() -> DefaultBoard | None:
        statement = select(_default.metric_date, _default.metric).where(_default.game == game)
        row = connection.execute(statement).one_or_none()
        return None if row is None else DefaultBoard(*row)

    return remembered(connection, ("default", game), read)
