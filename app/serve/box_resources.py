"""The resources about boards, boxes and where they stand."""

from collections.abc import Iterable

from app.read.around import AroundRequest, StandingsRequest, read_around, read_standings
from app.read.board import LeaderboardRequest, read_board
from app.read.box import BoxDetailRequest, read_box
from app.read.explanation import DistanceRequest, ExplanationRequest, read_distance, read_explanation
from app.read.marketplaces import MarketplacesRequest, read_marketplaces
from app.read.rank_history import RankHistoryRequest, read_rank_history
from app.read.series import SparklineRequest, TimeSeriesRequest, read_series, read_sparkline
from app.schemas import (
    Around,
    BoxDetail,
    BoxDistance,
    ExplainedMove,
    Leaderboard,
    MarketplaceHistory,
    RankHistory,
    Sparkline,
    Standings,
    TimeSeries,
)
from app.serve.link_values import BOARD, DATE, DAY_BEFORE, NEXT_PAGE, OF_ROW, TWO_BOXES, WORDS
from app.serve.resource import Resource, ResourceLink
from app.serve.warming import WarmTargets
from app.services.cache_service import BOX_DETAIL, LEADERBOARD, TIME_SERIES

WARM_BOARD_SIZES = (10, 50)
WARM_SERIES_DAYS = (30, 90, 365)


def _boards(targets: WarmTargets) -> Iterable[LeaderboardRequest]:
    for game in (None, *targets.games):
        for limit in WARM_BOARD_SIZES:
            yield LeaderboardRequest(day=targets.day, game=game, limit=limit)
    for metric in targets.metrics:  # each finds the days of its board, which all its other answers need too
        yield LeaderboardRequest(day=targets.day, metric=metric)


def _details(targets: WarmTargets) -> Iterable[BoxDetailRequest]:
    return (BoxDetailRequest(slug, targets.day) for slug in targets.slugs)


def _series(targets: WarmTargets) -> Iterable[TimeSeriesRequest]:
    return (
        TimeSeriesRequest(slug, days=days, end=targets.day)
        for slug in targets.slugs
        for days in WARM_SERIES_DAYS
    )


BOX_RESOURCES = (
    Resource(
        name="getBoard",
        path="/booster-boxes",
        tag="Booster boxes",
        summary="The board of a day",
        description=(
            "Boxes in order with ranks, movement and figures; the latest whole day unless `date` is given."
        ),
        request_type=LeaderboardRequest,
        read=read_board,
        schema=Leaderboard,
        kind=LEADERBOARD,
        ttl_kind=LEADERBOARD,
        links={
            "box": ResourceLink("getBox", OF_ROW | DATE),
            "series": ResourceLink("getTimeSeries", OF_ROW),
            "marketplaces": ResourceLink("getMarketplaces", OF_ROW),
            "sparkline": ResourceLink("getSparkline", OF_ROW),
            "history": ResourceLink("getRankHistory", OF_ROW | BOARD),
            "neighbours": ResourceLink("getAround", OF_ROW | BOARD | DATE),
            "reasons": ResourceLink("getExplanation", OF_ROW | BOARD | DATE),
            "distance": ResourceLink("getDistance", OF_ROW | BOARD | DATE),
            "standings": ResourceLink("getRanks", TWO_BOXES | BOARD | DATE),
            "sideBySide": ResourceLink("compareBoxes", TWO_BOXES),
            "movers": ResourceLink("getMovers", BOARD | DATE),
            "nextPage": ResourceLink("getBoard", NEXT_PAGE | BOARD | WORDS),
            "dayBefore": ResourceLink("getBoard", BOARD | DAY_BEFORE),
        },
        warm=_boards,
    ),
    Resource(
        name="getBox",
        path="/booster-boxes/{box}",
        tag="Booster boxes",
        summary="A box on a day",
        description=(
            "Who it is, where it stands, its figures, its chart record, and what each marketplace has."
        ),
        request_type=BoxDetailRequest,
        read=read_box,
        schema=BoxDetail,
        kind=BOX_DETAIL,
        ttl_kind=BOX_DETAIL,
        is_list=False,
        warm=_details,
    ),
    Resource(
        name="getTimeSeries",
        path="/booster-boxes/{box}/time-series",
        tag="Booster boxes",
        summary="The history of a box",
        description=(
            "Figures and ranks, one row per day with figures, oldest first; `is_carried` marks those of an "
            "earlier report. Days without any report still good are left out."
        ),
        request_type=TimeSeriesRequest,
        read=read_series,
        schema=TimeSeries,
        kind=TIME_SERIES,
        ttl_kind=TIME_SERIES,
        warm=_series,
    ),
    Resource(
        name="getSparkline",
        path="/booster-boxes/{box}/sparkline",
        tag="Booster boxes",
        summary="A line of the last days of a box",
        description=(
            "One metric, one point per calendar day, oldest first; a day without figures is null, a gap."
        ),
        request_type=SparklineRequest,
        read=read_sparkline,
        schema=Sparkline,
        kind="sparkline",
        ttl_kind=TIME_SERIES,
    ),
    Resource(
        name="getMarketplaces",
        path="/booster-boxes/{box}/marketplaces",
        tag="Booster boxes",
        summary="The marketplaces of a box over time",
        description=(
            "What each marketplace has on each day; volumes, estimated ones included, add up to that day's"
            " `daily_volume_usd`."
        ),
        request_type=MarketplacesRequest,
        read=read_marketplaces,
        schema=MarketplaceHistory,
        kind="marketplaces",
        ttl_kind=TIME_SERIES,
    ),
    Resource(
        name="getRankHistory",
        path="/booster-boxes/{box}/rank-history",
        tag="Booster boxes",
        summary="The ranks of a box over time",
        description=(
            "Its ranked days on a board, oldest first, each with the chart record as it stood on that day."
        ),
        request_type=RankHistoryRequest,
        read=read_rank_history,
        schema=RankHistory,
        kind="rank-history",
        ttl_kind=TIME_SERIES,
    ),
    Resource(
        name="getAround",
        path="/booster-boxes/{box}/around",
        tag="Standings",
        summary="The boxes around a box",
        description=(
            "Rows of the board above and below a box; `meta.box` is its own standing, with its percentile."
        ),
        request_type=AroundRequest,
        read=read_around,
        schema=Around,
        kind="around",
        ttl_kind=LEADERBOARD,
    ),
    Resource(
        name="getExplanation",
        path="/booster-boxes/{box}/explanation",
        tag="Standings",
        summary="Why a box moved",
        description="What its change of rank consists of, in words and in parts that add up to it exactly.",
        request_type=ExplanationRequest,
        read=read_explanation,
        schema=ExplainedMove,
        kind="explanation",
        ttl_kind=BOX_DETAIL,
        is_list=False,
    ),
    Resource(
        name="getDistance",
        path="/booster-boxes/{box}/distance",
        tag="Standings",
        summary="The distance to the next ranks",
        description=(
            "The gaps to the ranks above and below, and the dollars that must trade to close or keep them."
        ),
        request_type=DistanceRequest,
        read=read_distance,
        schema=BoxDistance,
        kind="distance",
        ttl_kind=BOX_DETAIL,
        is_list=False,
    ),
    Resource(
        name="getRanks",
        path="/ranks",
        tag="Standings",
        summary="The ranks of many boxes",
        description=(
            "In the order of `boxes`, each once; `meta.missing` lists those that are unknown or not ranked."
        ),
        request_type=StandingsRequest,
        read=read_standings,
        schema=Standings,
        kind="ranks",
        ttl_kind=LEADERBOARD,
    ),
)
