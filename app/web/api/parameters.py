"""Query parameters of boards and boxes: which there are, and the request of a service they make."""

from typing import Annotated, Any

from pydantic import Field

from app.domain.boards import resolve_metric
from app.read.around import MOST_BOXES, MOST_NEIGHBOURS, AroundRequest, StandingsRequest
from app.read.board import BEST, LeaderboardRequest
from app.read.box import BoxDetailRequest
from app.read.explanation import DistanceRequest, ExplanationRequest
from app.read.rank_history import RankHistoryRequest
from app.read.series import FLOOR, MOST_DAYS, SERIES_COLUMNS, SparklineRequest, TimeSeriesRequest
from app.read.series import MOST_DAYS as MOST_SPARKLINE_DAYS
from app.web.edge.http_cache import CSV, JSON_LINES
from app.web.parameters import (
    METRICS,
    CursorParameter,
    DateParameter,
    Day,
    GameParameter,
    LimitParameter,
    MetricParameter,
    OffsetParameter,
    OrderParameter,
    SearchParameter,
    StrictQuery,
    WindowParameter,
    day,
    number,
    one_of,
    text,
)

JSON = "json"
FORMATS = (JSON, CSV, JSON_LINES)

FormatParameter = Annotated[
    str | None,
    one_of("format", FORMATS),
    Field(
        description="JSON, or the rows as a file; left out: what `Accept` prefers, else JSON",
        json_schema_extra={"enum": [*FORMATS, None]},
    ),
]
StartParameter = Annotated[Day | None, day("start"), Field(description="First day", examples=["2026-01-01"])]
EndParameter = Annotated[
    Day | None, day("end"), Field(description="Last day; left out: the newest", examples=["2026-01-31"])
]


def names_in(written: str) -> tuple[str, ...]:
    """The names between the commas, each once, in the order given."""
    return tuple(dict.fromkeys(name.strip() for name in written.split(",") if name.strip()))


class BoardViewQuery(StrictQuery):
    """A day of a board."""

    date: DateParameter = None
    metric: MetricParameter = None
    window: WindowParameter = None
    game: GameParameter = None

    @property
    def board_day(self) -> dict[str, Any]:
        """The fields of a request about it. Raises InvalidValue where metric and window disagree."""
        return {"metric": resolve_metric(self.metric, self.window), "game": self.game, "day": self.date}


class BoardQuery(BoardViewQuery):
    """A page of a board."""

    order: OrderParameter = BEST
    q: SearchParameter = None
    limit: LimitParameter = 50
    offset: OffsetParameter = 0
    cursor: CursorParameter = None
    format: FormatParameter = None

    def to_request(self) -> LeaderboardRequest:
        """The request of the leaderboard service. Raises InvalidValue, UnknownChoice."""
        return LeaderboardRequest(
            **self.board_day,
            order=self.order,
            query=self.q,
            limit=self.limit,
            offset=self.offset,
            cursor=self.cursor,
        )


class BoxQuery(StrictQuery):
    """A box on a day."""

    date: DateParameter = None

    def to_request(self, box: str) -> BoxDetailRequest:
        """The request of the detail service."""
        return BoxDetailRequest(box, self.date)


class SeriesQuery(StrictQuery):
    """A span of a box's history: `start` to `end`, or the last `days` up to `end`."""

    metrics: Annotated[
        str | None,
        text("metrics"),
        Field(
            description=f"Names divided by commas; left out: all. Choices: {', '.join(SERIES_COLUMNS)}",
            examples=["floor_price_usd,current_rank"],
        ),
    ] = None
    start: StartParameter = None
    end: EndParameter = None
    days: Annotated[
        int | None,
        number("days"),
        Field(
            description="Days up to the last one, in place of `start`; default 90",
            json_schema_extra={"minimum": 1, "maximum": MOST_DAYS},
        ),
    ] = None
    format: FormatParameter = None

    def to_request(self, box: str) -> TimeSeriesRequest:
        """The request of the series service. Raises UnknownChoice, InvalidValue."""
        names = () if self.metrics is None else tuple(dict.fromkeys(self.metrics.split(",")))
        return TimeSeriesRequest(box, names, self.days, self.start, self.end)


class SparklineQuery(StrictQuery):
    """One metric of a box over the last days."""

    metric: Annotated[
        str,
        one_of("metric", METRICS),
        Field(description="Which metric", json_schema_extra={"enum": list(METRICS)}),
    ] = FLOOR
    days: Annotated[
        int,
        number("days"),
        Field(
            description="Calendar days up to `end`",
            json_schema_extra={"minimum": 1, "maximum": MOST_SPARKLINE_DAYS},
        ),
    ] = 30
    end: EndParameter = None
    format: FormatParameter = None

    def to_request(self, box: str) -> SparklineRequest:
        """The request of the sparkline service. Raises InvalidValue."""
        return SparklineRequest(box, self.metric, self.days, self.end)


class RankHistoryQuery(StrictQuery):
    """The ranks of a box on a board, from `start` to `end`."""

    metric: MetricParameter = None
    window: WindowParameter = None
    game: GameParameter = None
    start: StartParameter = None
    end: EndParameter = None
    format: FormatParameter = None

    def to_request(self, box: str) -> RankHistoryRequest:
        """The request of the history service. Raises InvalidValue."""
        metric = resolve_metric(self.metric, self.window)
        return RankHistoryRequest(box, metric, self.game, self.start, self.end)


class AroundQuery(BoardViewQuery):
    """The rows around a box."""

    count: Annotated[
        int,
        number("count"),
        Field(
            description="Rows above and below; at an end of the board the window shifts and keeps its size",
            json_schema_extra={"minimum": 0, "maximum": MOST_NEIGHBOURS},
        ),
    ] = 5
    format: FormatParameter = None

    def to_request(self, box: str) -> AroundRequest:
        """The request of the service. Raises InvalidValue."""
        return AroundRequest(**self.board_day, box=box, count=self.count)


class ExplanationQuery(BoardViewQuery):
    """Why a box moved."""

    def to_request(self, box: str) -> ExplanationRequest:
        """The request of the service. Raises InvalidValue."""
        return ExplanationRequest(**self.board_day, box=box)


class DistanceQuery(BoardViewQuery):
    """How far a box is from the ranks beside it."""

    def to_request(self, box: str) -> DistanceRequest:
        """The request of the service. Raises InvalidValue."""
        return DistanceRequest(**self.board_day, box=box)


class RanksQuery(BoardViewQuery):
    """Where many boxes stand."""

    boxes: Annotated[
        str,
        text("boxes"),
        Field(
            description=f"Slugs or scheme:value divided by commas, at most {MOST_BOXES}",
            examples=["op-05,op-09"],
        ),
    ]
    format: FormatParameter = None

    def to_request(self) -> StandingsRequest:
        """The request of the service. Raises InvalidValue."""
        return StandingsRequest(**self.board_day, boxes=names_in(self.boxes))
