"""The derived tables as the oracle has them, under the names of their columns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.domain.boards import BOARD_METRICS, PRIMARY_METRIC
from tests.oracles.boards import BoardDay
from tests.oracles.market import ALL_GAMES
from tests.oracles.published import Published

Key = tuple[Any, ...]
Cells = dict[Key, Mapping[str, Any]]
NOT_FIGURES = {"box_id", "metric_date", "updated_at", "current_rank", "previous_rank", "rank_change"}


def days(published: Published) -> Cells:
    return {
        (game, day): asdict(reported)
        for game in published.games
        for day, reported in published.reported(game).items()
    }


def suspects(published: Published) -> Cells:
    return {key: {"value": each.value, "reason": each.reason} for key, each in published.suspects.items()}


def metrics(published: Published, columns: Collection[str]) -> Cells:
    names = [name for name in columns if name not in NOT_FIGURES]
    return {key: {name: row[name] for name in names} for key, row in published.rows.items()}


def ranks(published: Published) -> Cells:
    found: Cells = {key: dict.fromkeys(_RANKS) for key in published.rows}
    for day, ranked in published.board(PRIMARY_METRIC).items():
        for entry in ranked.entries:
            found[entry.box, day] = {name: getattr(entry, name) for name in _RANKS}
    return found


_RANKS = ("current_rank", "previous_rank", "rank_change")


def ranked_days(published: Published) -> Cells:
    return {
        (day,): {
            "boxes_ranked": ranked.boxes_ranked,
            "boxes_observed": ranked.reported.boxes_observed,
            "is_partial": ranked.reported.is_partial,
            "compared_with": ranked.compared_with,
        }
        for day, ranked in published.board(PRIMARY_METRIC).items()
    }


def board_ranks(published: Published) -> Cells:
    """Ranks over all games, and on the days of its game the rank inside it; 0 without a game."""
    found: dict[Key, dict[str, Any]] = {}
    for metric, game, day, ranked in _boards(published):
        for entry in ranked.entries:
            key = metric, day, entry.box
            if game == ALL_GAMES:
                found[key] = {"rank": entry.current_rank, "position": entry.position}
                if entry.box not in published.market.games:
                    found[key]["game_rank"] = 0
            else:
                found[key]["game_rank"] = entry.current_rank
    return dict(found)


def board_days(published: Published) -> Cells:
    return {
        (metric, game, day): {
            "boxes_ranked": ranked.boxes_ranked,
            "leaders": sorted(entry.box for entry in ranked.entries if entry.current_rank == 1),
        }
        for metric, game, day, ranked in _boards(published)
    }


def default_boards(published: Published) -> Cells:
    found: Cells = {}
    for game in filter(published.has_default, published.games):
        default = published.default(game)
        found[game,] = {
            "metric_date": default.day,
            "metric": default.metric,
            "boxes": default.boxes,
            "boxes_with_it": default.boxes_with_it,
        }
    return found


def _boards(published: Published) -> Iterator[tuple[str, str, date, BoardDay]]:
    for metric in BOARD_METRICS:
        for game in published.games:
            for day, ranked in published.board(metric, game).items():
                yield metric, game, day, ranked
