"""The JSON answers of the API: which service makes each, under which key and for how long."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, Protocol

import orjson

from app.cache.keys import Argument
from app.services.box_detail_service import BoxDetailRequest, BoxDetailService
from app.services.cache_service import BOX_DETAIL, JSON, LEADERBOARD, TIME_SERIES
from app.services.cache_warmer import WarmTargets
from app.services.leaderboard_service import LeaderboardRequest, LeaderboardService
from app.services.reads import Computed, Reads
from app.services.time_series_service import TimeSeriesRequest, TimeSeriesService

WARM_BOARD_SIZES = (10, 50)
WARM_SERIES_DAYS = (30, 90, 365)


class _OfOneGeneration(Protocol):
    @property
    def generation(self) -> int: ...


class _Answer(Protocol):
    @property
    def meta(self) -> _OfOneGeneration: ...


def register_json_answers(
    reads: Reads,
    ttl_seconds: Mapping[str, int],
    leaderboard: LeaderboardService,
    box_detail: BoxDetailService,
    time_series: TimeSeriesService,
) -> None:
    """Teach `reads` the leaderboard, the box detail and the time series; `ttl_seconds` is by kind."""
    for request_type, kind, answer, warm in (
        (LeaderboardRequest, LEADERBOARD, leaderboard.leaderboard, _boards),
        (BoxDetailRequest, BOX_DETAIL, box_detail.detail, _details),
        (TimeSeriesRequest, TIME_SERIES, time_series.series, _series),
    ):
        reads.register(
            request_type,
            kind=kind,
            ttl_seconds=ttl_seconds[kind],
            arguments=arguments_of,
            compute=_json(answer),
            warm=warm,
        )


def arguments_of(request: Any) -> dict[str, Argument]:
    """Every field of a request dataclass by name, defaults written out."""
    return {field.name: getattr(request, field.name) for field in fields(request)}


def _json(answer: Callable[[Any], _Answer]) -> Callable[[Any], Computed]:
    def compute(request: Any) -> Computed:
        value = answer(request)
        return Computed(orjson.dumps(value), JSON, value.meta.generation)

    return compute


def _boards(targets: WarmTargets) -> Iterable[LeaderboardRequest]:
    for game in (None, *targets.games):
        for limit in WARM_BOARD_SIZES:
            yield LeaderboardRequest(day=targets.day, game=game, limit=limit)


def _details(targets: WarmTargets) -> Iterable[BoxDetailRequest]:
    return (BoxDetailRequest(slug, targets.day) for slug in targets.slugs)


def _series(targets: WarmTargets) -> Iterable[TimeSeriesRequest]:
    return (
        TimeSeriesRequest(slug, days=days, end=targets.day)
        for slug in targets.slugs
        for days in WARM_SERIES_DAYS
    )
