"""The resources of the API: the request of each, its kind and life in the cache, the read that answers it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import orjson

from app.cache.keys import Argument
from app.database import Connection
from app.domain.boards import PRIMARY_METRIC
from app.read.around import AroundRequest, StandingsRequest, read_around, read_standings
from app.read.board import LeaderboardRequest, read_board
from app.read.box import BoxComparisonRequest, BoxDetailRequest, read_box, read_box_comparison
from app.read.day_comparison import DayComparisonRequest, read_day_comparison
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.read.explanation import DistanceRequest, ExplanationRequest, read_distance, read_explanation
from app.read.lookup import GamesRequest, SearchRequest, read_games, search_boxes
from app.read.movers import MoversRequest, read_movers
from app.read.rank_history import RankHistoryRequest, read_rank_history
from app.read.series import SparklineRequest, TimeSeriesRequest, read_series, read_sparkline
from app.serve.answers import Computed, Reads
from app.serve.warming import WarmTargets
from app.services.cache_service import BOX_DETAIL, JSON, LEADERBOARD, TIME_SERIES

WARM_BOARD_SIZES = (10, 50)
WARM_SERIES_DAYS = (30, 90, 365)


@dataclass(frozen=True)
class Resource:
    """One resource of the API.

    `life` is the one of the three kinds with a TTL setting that it lives as long as; `warm` gives the
    requests worth answering beforehand.
    """

    request_type: type
    kind: str
    life: str
    read: Callable[[Connection, Any], Any]
    warm: Callable[[WarmTargets], Iterable[Any]] = lambda _: ()


def register_resources(reads: Reads, ttl_seconds: Mapping[str, int]) -> None:
    """Register every resource as JSON; `ttl_seconds` is by kind."""
    for each in RESOURCES:
        reads.register(
            each.request_type,
            kind=each.kind,
            ttl_seconds=ttl_seconds[each.kind],
            arguments=arguments_of,
            compute=_json(each.read),
            warm=each.warm,
        )


def lives(ttl_seconds: Mapping[str, int]) -> dict[str, int]:
    """The TTL in seconds of every kind, by those of the three that have a setting."""
    return {resource.kind: ttl_seconds[resource.life] for resource in RESOURCES}


def arguments_of(request: Any) -> dict[str, Argument]:
    """Every field of a request dataclass by name, defaults written out."""
    return {field.name: getattr(request, field.name) for field in fields(request)}


def _json(read: Callable[[Connection, Any], Any]) -> Callable[[Connection, Any], Computed]:
    def compute(connection: Connection, request: Any) -> Computed:
        return Computed(orjson.dumps(read(connection, request)), JSON, is_dated=True)

    return compute


def _boards(targets: WarmTargets) -> Iterable[LeaderboardRequest]:
    for game in (None, *targets.games):
        for limit in WARM_BOARD_SIZES:
            yield LeaderboardRequest(day=targets.day, game=game, limit=limit)
    for metric in targets.metrics:  # each finds the days of its board, which all its other answers need too
        if metric != PRIMARY_METRIC:
            yield LeaderboardRequest(day=targets.day, metric=metric)


def _details(targets: WarmTargets) -> Iterable[BoxDetailRequest]:
    return (BoxDetailRequest(slug, targets.day) for slug in targets.slugs)


def _series(targets: WarmTargets) -> Iterable[TimeSeriesRequest]:
    return (
        TimeSeriesRequest(slug, days=days, end=targets.day)
        for slug in targets.slugs
        for days in WARM_SERIES_DAYS
    )


RESOURCES = (
    Resource(LeaderboardRequest, LEADERBOARD, LEADERBOARD, read_board, _boards),
    Resource(BoxDetailRequest, BOX_DETAIL, BOX_DETAIL, read_box, _details),
    Resource(TimeSeriesRequest, TIME_SERIES, TIME_SERIES, read_series, _series),
    Resource(RankHistoryRequest, "rank-history", TIME_SERIES, read_rank_history),
    Resource(SparklineRequest, "sparkline", TIME_SERIES, read_sparkline),
    Resource(AroundRequest, "around", LEADERBOARD, read_around),
    Resource(StandingsRequest, "ranks", LEADERBOARD, read_standings),
    Resource(ExplanationRequest, "explanation", BOX_DETAIL, read_explanation),
    Resource(DistanceRequest, "distance", BOX_DETAIL, read_distance),
    Resource(BoxComparisonRequest, "box-comparison", BOX_DETAIL, read_box_comparison),
    Resource(MoversRequest, "movers", LEADERBOARD, read_movers),
    Resource(BoardDaysRequest, "days", LEADERBOARD, read_days),
    Resource(DayRequest, "day", LEADERBOARD, read_day),
    Resource(DayComparisonRequest, "day-comparison", LEADERBOARD, read_day_comparison),
    Resource(SearchRequest, "search", LEADERBOARD, search_boxes),
    Resource(GamesRequest, "games", LEADERBOARD, read_games),
)
"""Every resource of the API."""
