"""What the rows of one day hold: how many boxes there are, and how many have each figure of a board."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from app.models import board_days, board_games, box_metrics_unified

_day, _metrics, _game = board_days.c, box_metrics_unified.c, board_games.c


def boxes_on(connection: Connection, game: str | None, day: date) -> int:
    """How many boxes have a row on a day, observed or carried, over all games (None) or inside one."""
    statement = select(func.count()).select_from(box_metrics_unified).where(_metrics.metric_date == day)
    if game is not None:
        members = select(_game.box_id).where(_game.game == game)
        statement = statement.where(_metrics.box_id.in_(members))
    return connection.scalar(statement) or 0


def boxes_by_metric(connection: Connection, game: str, day: date) -> Mapping[str, int]:
    """How many boxes have a value of each board's metric on a day; `game` is '*' for all games."""
    is_day = (_day.game == game, _day.metric_date == day)
    rows = connection.execute(select(_day.metric, _day.boxes_ranked).where(*is_day))
    return {row.metric: row.boxes_ranked for row in rows}
