"""The JSON answers of the API: which service makes each, under which key and for how long."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Protocol

import orjson

from app.cache.keys import Argument
from app.domain.boards import PRIMARY_METRIC
from app.read.around import AroundRequest, AroundService, StandingsRequest
from app.read.board import LeaderboardRequest
from app.read.box import BoxDetailRequest, BoxDetailService
from app.read.box_comparison import BoxComparisonRequest, BoxComparisonService
from app.read.day_comparison import DayComparisonRequest, DayComparisonService
from app.read.days import BoardDaysRequest, BoardDaysService, DayRequest
from app.read.explanation import DistanceRequest, ExplanationRequest, ExplanationService
from app.read.lookup import GamesRequest, LookupService, SearchRequest
from app.read.movers import MoversRequest, MoversService
from app.read.rank_history import BoardHistoryService, RankHistoryRequest
from app.read.series import TimeSeriesRequest, TimeSeriesService
from app.read.sparkline import SparklineRequest, SparklineService
from app.serve.answers import Computed, Reads
from app.serve.warming import WarmTargets
from app.services.cache_service import BOX_DETAIL, JSON, LEADERBOARD, TIME_SERIES
from app.services.leaderboard_service import LeaderboardService

WARM_BOARD_SIZES = (10, 50)
WARM_SERIES_DAYS = (30, 90, 365)

LIFE_OF_KIND: Mapping[str, str] = MappingProxyType(
    {
        LEADERBOARD: LEADERBOARD,
        BOX_DETAIL: BOX_DETAIL,
        TIME_SERIES: TIME_SERIES,
        "rank-history": TIME_SERIES,
        "sparkline": TIME_SERIES,
        "around": LEADERBOARD,
        "ranks": LEADERBOARD,
        "explanation": BOX_DETAIL,
        "distance": BOX_DETAIL,
        "box-comparison": BOX_DETAIL,
        "movers": LEADERBOARD,
        "days": LEADERBOARD,
        "day": LEADERBOARD,
        "day-comparison": LEADERBOARD,
        "search": LEADERBOARD,
        "games": LEADERBOARD,
    }
)
"""Every kind of answer, and which of the three that have a setting of their own it lives as long as."""


class _OfOneGeneration(Protocol):
    @property
    def generation(self) -> int: ...


class Answer(Protocol):
    """What every service answers: something that says which generation it was read from."""

    @property
    def meta(self) -> _OfOneGeneration: ...


class ReadServices(Protocol):
    """The services that answer readers."""

    @property
    def leaderboard(self) -> LeaderboardService: ...
    @property
    def box_detail(self) -> BoxDetailService: ...
    @property
    def time_series(self) -> TimeSeriesService: ...
    @property
    def rank_history(self) -> BoardHistoryService: ...
    @property
    def sparkline(self) -> SparklineService: ...
    @property
    def around(self) -> AroundService: ...
    @property
    def explanation(self) -> ExplanationService: ...
    @property
    def box_comparison(self) -> BoxComparisonService: ...
    @property
    def movers(self) -> MoversService: ...
    @property
    def board_days(self) -> BoardDaysService: ...
    @property
    def day_comparison(self) -> DayComparisonService: ...
    @property
    def lookup(self) -> LookupService: ...


@dataclass(frozen=True)
class JsonAnswer:
    """How one type of request is answered: its kind, the service, and what is worth asking beforehand."""

    request_type: type
    kind: str
    answer: Callable[[Any], Answer]
    warm: Callable[[WarmTargets], Iterable[Any]] = lambda _: ()


def register_json_answers(reads: Reads, services: ReadServices, ttl_seconds: Mapping[str, int]) -> None:
    """Teach `reads` every answer of the API; `ttl_seconds` is by kind."""
    for each in json_answers(services):
        reads.register(
            each.request_type,
            kind=each.kind,
            ttl_seconds=ttl_seconds[each.kind],
            arguments=arguments_of,
            compute=_json(each.answer),
            warm=each.warm,
        )


def json_answers(services: ReadServices) -> tuple[JsonAnswer, ...]:
    """Every answer of the API."""
    return (
        JsonAnswer(LeaderboardRequest, LEADERBOARD, services.leaderboard.leaderboard, _boards),
        JsonAnswer(BoxDetailRequest, BOX_DETAIL, services.box_detail.detail, _details),
        JsonAnswer(TimeSeriesRequest, TIME_SERIES, services.time_series.series, _series),
        JsonAnswer(RankHistoryRequest, "rank-history", services.rank_history.history),
        JsonAnswer(SparklineRequest, "sparkline", services.sparkline.sparkline),
        JsonAnswer(AroundRequest, "around", services.around.around),
        JsonAnswer(StandingsRequest, "ranks", services.around.standings),
        JsonAnswer(ExplanationRequest, "explanation", services.explanation.explain),
        JsonAnswer(DistanceRequest, "distance", services.explanation.distance),
        JsonAnswer(BoxComparisonRequest, "box-comparison", services.box_comparison.compare),
        JsonAnswer(MoversRequest, "movers", services.movers.movers),
        JsonAnswer(BoardDaysRequest, "days", services.board_days.days),
        JsonAnswer(DayRequest, "day", services.board_days.day),
        JsonAnswer(DayComparisonRequest, "day-comparison", services.day_comparison.compare),
        JsonAnswer(SearchRequest, "search", services.lookup.search),
        JsonAnswer(GamesRequest, "games", services.lookup.games),
    )


def lives(ttl_seconds: Mapping[str, int]) -> dict[str, int]:
    """The TTL in seconds of every kind, by those of the three that have a setting."""
    return {kind: ttl_seconds[like] for kind, like in LIFE_OF_KIND.items()}


def arguments_of(request: Any) -> dict[str, Argument]:
    """Every field of a request dataclass by name, defaults written out."""
    return {field.name: getattr(request, field.name) for field in fields(request)}


def _json(answer: Callable[[Any], Answer]) -> Callable[[Any], Computed]:
    def compute(request: Any) -> Computed:
        value = answer(request)
        return Computed(orjson.dumps(value), JSON, value.meta.generation, is_dated=True)

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
