"""The resources about days, comparisons and the catalogue, and the export."""

from app.read.box import BoxComparisonRequest, read_box_comparison
from app.read.day_comparison import DayComparisonRequest, read_day_comparison
from app.read.days import BoardDaysRequest, DayRequest, read_day, read_days
from app.read.export import EXPORT_COLUMNS, RankExportRequest
from app.read.lookup import GamesRequest, SearchRequest, read_games, search_boxes
from app.read.movers import MoversRequest, read_movers
from app.read.suspects import SuspectsRequest, read_suspects
from app.schemas import (
    BoardDays,
    BoxComparison,
    DayComparison,
    DayReport,
    FoundBoxes,
    Games,
    Movers,
    SuspectsOfMarket,
)
from app.serve.link_values import BOARD, DATE, NEXT_ROWS, SAME_DAYS, SPAN, WORDS
from app.serve.resource import ApiOperation, Resource, ResourceLink
from app.services.cache_service import BOX_DETAIL, LEADERBOARD

DAY_RESOURCES = (
    Resource(
        name="getMovers",
        path="/movers",
        tag="Days",
        summary="Climbers and fallers of a day",
        description=(
            "By rank, floor or market price, the widest move first; only boxes that sold 3 or more in the"
            " last 7 days, or, where no sales are reported, whose price had 3 different values in 30 days."
        ),
        request_type=MoversRequest,
        read=read_movers,
        schema=Movers,
        kind="movers",
        ttl_kind=LEADERBOARD,
        links={
            "reasons": ResourceLink(
                "getExplanation", {"box": "$response.body#/data/climbers/0/box/slug"} | DATE
            )
        },
    ),
    Resource(
        name="getDays",
        path="/days",
        tag="Days",
        summary="The ranked days of a board",
        description=(
            "Oldest first, each with its partial flag, the day it is compared with, and those beside it."
        ),
        request_type=BoardDaysRequest,
        read=read_days,
        schema=BoardDays,
        kind="days",
        ttl_kind=LEADERBOARD,
        links={
            "day": ResourceLink("getDay", {"day": "$response.body#/data/0/metric_date"} | BOARD),
            "comparison": ResourceLink("compareDays", SPAN | BOARD),
            "file": ResourceLink("exportRanks", SPAN | BOARD),
        },
    ),
    Resource(
        name="getDay",
        path="/days/{day}",
        tag="Days",
        summary="One ranked day of a board",
        description="Its place among the days, the sentence that opens it, and the boxes it dropped.",
        request_type=DayRequest,
        read=read_day,
        schema=DayReport,
        kind="day",
        ttl_kind=LEADERBOARD,
        is_list=False,
        links={"board": ResourceLink("getBoard", {"date": "$response.body#/data/day/metric_date"} | BOARD)},
    ),
    Resource(
        name="compareDays",
        path="/compare",
        tag="Days",
        summary="Two days side by side",
        description="Who entered, left, climbed, fell or stayed; `meta.counts` counts them all.",
        request_type=DayComparisonRequest,
        read=read_day_comparison,
        schema=DayComparison,
        kind="day-comparison",
        ttl_kind=LEADERBOARD,
        links={"nextPage": ResourceLink("compareDays", NEXT_ROWS | BOARD | SAME_DAYS)},
    ),
    Resource(
        name="compareBoxes",
        path="/compare/boxes",
        tag="Days",
        summary="Boxes side by side",
        description="Two to four boxes on one day, in the order of `boxes`.",
        request_type=BoxComparisonRequest,
        read=read_box_comparison,
        schema=BoxComparison,
        kind="box-comparison",
        ttl_kind=BOX_DETAIL,
    ),
    Resource(
        name="search",
        path="/search",
        tag="Catalogue",
        summary="Boxes found by words",
        description="Boxes of the catalogue that hold every word, whatever its case, the closest first.",
        request_type=SearchRequest,
        read=search_boxes,
        schema=FoundBoxes,
        kind="search",
        ttl_kind=LEADERBOARD,
        links={
            "box": ResourceLink("getTimeSeries", {"box": "$response.body#/data/0/slug"}),
            "nextPage": ResourceLink("search", NEXT_ROWS | WORDS),
        },
    ),
    Resource(
        name="getGames",
        path="/games",
        tag="Catalogue",
        summary="The games",
        description="By name, with the number of their boxes; `game` takes these names, whatever their case.",
        request_type=GamesRequest,
        read=read_games,
        schema=Games,
        kind="games",
        ttl_kind=LEADERBOARD,
        links={"board": ResourceLink("getBoard", {"game": "$response.body#/data/0/game"})},
    ),
    Resource(
        name="getSuspects",
        path="/suspects",
        tag="Days",
        summary="Values that are not used",
        description=(
            "Reported values that look wrong or were rejected, newest first, each with its reason; "
            "figures are made without them."
        ),
        request_type=SuspectsRequest,
        read=read_suspects,
        schema=SuspectsOfMarket,
        kind="suspects",
        ttl_kind=LEADERBOARD,
        links={
            "box": ResourceLink("getTimeSeries", {"box": "$response.body#/data/0/slug"}),
            "nextPage": ResourceLink("getSuspects", NEXT_ROWS),
        },
    ),
)

RANK_EXPORT = ApiOperation(
    name="exportRanks",
    path="/export/ranks",
    tag="Exports",
    summary="All ranks of a board as a file",
    description=(
        "One row per box and ranked day, by day in display order, peaks and streaks as of each day. "
        f"Columns: {', '.join(EXPORT_COLUMNS)}. Never cached."
    ),
    request_type=RankExportRequest,
)
"""The one file that is made for each request."""
