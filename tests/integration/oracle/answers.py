"""What the application publishes of a market, in the shape of the worked claims."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from app.models import box_metrics_unified, default_boards, reported_days, suspect_values
from app.read.around import AroundRequest, read_around
from app.read.board import LeaderboardRequest, read_board
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.schemas import BoardDay, LeaderboardRow
from tests.factories import ClockedServices
from tests.integration.oracle.comparison import Stored


def answer_of(services: ClockedServices, boards: Sequence[str]) -> Any:
    """Rows, reported days, suspects and the default board as stored, boards as they are read."""
    stored = Stored(services.database)
    rows: dict[str, dict[date, Any]] = {}
    for (box, day), row in stored.rows(box_metrics_unified, "box_id", "metric_date").items():
        rows.setdefault(box, {})[day] = row
    days = stored.rows(reported_days, "game", "metric_date")
    answer = {
        "rows": rows,
        "days": {day: row for (game, day), row in days.items() if game == "*"},
        "suspects": _suspects(stored),
        "boards": {metric: _board(services, metric) for metric in boards},
        "default": _default(services, stored),
    }
    return json.loads(json.dumps(_texts(answer), default=str))


def _suspects(stored: Stored) -> list[dict[str, Any]]:
    keys = ("box_id", "metric_date", "marketplace", "field")
    rows = sorted(stored.rows(suspect_values, *keys).items())
    names = ("box", *keys[1:])
    return [
        {**dict(zip(names, key, strict=True)), "value": row["value"], "reason": row["reason"]}
        for key, row in rows
    ]


def _default(services: ClockedServices, stored: Stored) -> dict[str, Any]:
    [row] = [row for (game,), row in stored.rows(default_boards, "game").items() if game == "*"]
    in_progress = services.read(read_board, LeaderboardRequest()).meta.in_progress
    return {**row, "day": row["metric_date"], "in_progress": in_progress and in_progress.date}


def _board(services: ClockedServices, metric: str) -> dict[date, Any]:
    is_ranked = metric in {key[0] for key in Stored(services.database).board_days()}
    days = services.read(read_days, BoardDaysRequest(metric)).data if is_ranked else []
    return {day.metric_date: _board_day(services, metric, day) for day in days}


def _board_day(services: ClockedServices, metric: str, day: BoardDay) -> dict[str, Any]:
    request = LeaderboardRequest(day.metric_date, limit=100, metric=metric, include_history=True)
    rows = services.read(read_board, request).data
    story = services.read(read_day, DayRequest(metric, None, day.metric_date)).data
    dropped = [
        {"box": each.box.slug, "last_observed_on": each.last_observed_on, "reason": each.reason}
        for each in story.dropped
    ]
    entries = [_entry(services, metric, day.metric_date, row) for row in rows]
    return {**asdict(day), "dropped": dropped, "entries": entries}


def _entry(services: ClockedServices, metric: str, day: date, row: LeaderboardRow) -> dict[str, Any]:
    assert row.record is not None
    standing = services.read(read_around, AroundRequest(metric, day=day, box=row.box.slug)).box
    return {
        **asdict(row.record),
        "box": row.box.slug,
        "value": getattr(row.figures, metric),
        "current_rank": row.current_rank,
        "position": row.position,
        "previous_rank": row.previous_rank,
        "rank_change": row.rank_change,
        "rank_state": row.rank_state,
        "is_carried": row.figures.is_carried,
        "percentile": standing.percentile,
    }


def _texts(value: Any) -> Any:
    """The same with days as texts wherever they are keys."""
    if isinstance(value, dict):
        return {str(key): _texts(each) for key, each in value.items()}
    return [_texts(each) for each in value] if isinstance(value, list) else value
