"""Query parameters of whole days and of look-ups, and the request of a service they make."""

from typing import Annotated

from pydantic import Field

from app.domain.boards import resolve_metric
from app.domain.day_comparison import OUTCOMES
from app.read.board import LARGEST_PAGE, LONGEST_QUERY
from app.read.box import FEWEST_BOXES, MOST_BOXES, BoxComparisonRequest
from app.read.day_comparison import DayComparisonRequest
from app.read.days import BoardDaysRequest, DayRequest
from app.read.export import FORMATS, RankExportRequest
from app.read.lookup import GamesRequest, SearchRequest
from app.read.movers import MEASURES, MOST_MOVERS, PERIODS, RANK, MoversRequest
from app.web.api.parameters import BoardViewQuery, FormatParameter, names_in
from app.web.parameters import (
    DateParameter,
    Day,
    GameParameter,
    LimitParameter,
    MetricParameter,
    OffsetParameter,
    StrictQuery,
    WindowParameter,
    day,
    number,
    one_of,
    text,
)


class MoversQuery(BoardViewQuery):
    """What moved on a day."""

    by: Annotated[
        str,
        one_of("by", MEASURES),
        Field(
            description="What moved: the rank on the board, or the floor",
            json_schema_extra={"enum": list(MEASURES)},
        ),
    ] = RANK
    period: Annotated[
        str | None,
        one_of("period", PERIODS),
        Field(
            description="With `by=floor`: over which days the floor changed; left out: 1d",
            json_schema_extra={"enum": [*PERIODS, None]},
        ),
    ] = None
    limit: Annotated[
        int,
        number("limit"),
        Field(description="Boxes each way", json_schema_extra={"minimum": 1, "maximum": MOST_MOVERS}),
    ] = 10
    format: FormatParameter = None

    def to_request(self) -> MoversRequest:
        """The request of the service. Raises InvalidValue."""
        return MoversRequest(**self.board_day, by=self.by, period=self.period, limit=self.limit)


class BoardOfDaysQuery(StrictQuery):
    """A board, over all of its days."""

    metric: MetricParameter = None
    window: WindowParameter = None
    game: GameParameter = None


class DaysQuery(BoardOfDaysQuery):
    """The ranked days of a board."""

    format: FormatParameter = None

    def to_request(self) -> BoardDaysRequest:
        """The request of the service. Raises InvalidValue."""
        return BoardDaysRequest(resolve_metric(self.metric, self.window), self.game)


class DayQuery(BoardOfDaysQuery):
    """One day of a board."""

    def to_request(self, asked: Day | None) -> DayRequest:
        """The request of the service; None means the latest day. Raises InvalidValue."""
        return DayRequest(resolve_metric(self.metric, self.window), self.game, asked)


class DayComparisonQuery(BoardOfDaysQuery):
    """Two days of a board."""

    before: Annotated[
        Day, day("from"), Field(alias="from", description="The first day", examples=["2026-01-24"])
    ]
    after: Annotated[Day, day("to"), Field(alias="to", description="The second day", examples=["2026-01-31"])]
    outcome: Annotated[
        str | None,
        one_of("outcome", OUTCOMES),
        Field(description="Only the boxes that met this", json_schema_extra={"enum": [*OUTCOMES, None]}),
    ] = None
    limit: LimitParameter = 50
    offset: OffsetParameter = 0
    format: FormatParameter = None

    def to_request(self) -> DayComparisonRequest:
        """The request of the service. Raises InvalidValue."""
        metric = resolve_metric(self.metric, self.window)
        return DayComparisonRequest(
            self.before, self.after, metric, self.game, self.outcome, self.limit, self.offset
        )


class BoxComparisonQuery(StrictQuery):
    """A few boxes on one day."""

    boxes: Annotated[
        str,
        text("boxes"),
        Field(
            description=f"{FEWEST_BOXES} to {MOST_BOXES} slugs or scheme:value, divided by commas",
            examples=["op-05,op-09"],
        ),
    ]
    date: DateParameter = None
    format: FormatParameter = None

    def to_request(self) -> BoxComparisonRequest:
        """The request of the service. Raises InvalidValue."""
        return BoxComparisonRequest(names_in(self.boxes), self.date)


class SearchQuery(StrictQuery):
    """Words to find boxes by."""

    q: Annotated[
        str,
        text("q"),
        Field(
            description="Every word must be in the slug, name, code or set of a box",
            examples=["awakening"],
            json_schema_extra={"minLength": 1, "maxLength": LONGEST_QUERY},
        ),
    ]
    game: GameParameter = None
    limit: Annotated[
        int,
        number("limit"),
        Field(description="Boxes on the page", json_schema_extra={"minimum": 1, "maximum": LARGEST_PAGE}),
    ] = 20
    offset: OffsetParameter = 0
    format: FormatParameter = None

    def to_request(self) -> SearchRequest:
        """The request of the service. Raises InvalidValue."""
        return SearchRequest(self.q, self.game, self.limit, self.offset)


class GamesQuery(StrictQuery):
    """All games."""

    format: FormatParameter = None

    def to_request(self) -> GamesRequest:
        """The request of the service."""
        return GamesRequest()


class ExportQuery(BoardOfDaysQuery):
    """All ranks of a board over a span of days, as one file."""

    first: Annotated[
        Day | None,
        day("from"),
        Field(alias="from", description="First day; left out: the oldest", examples=["2026-01-01"]),
    ] = None
    last: Annotated[
        Day | None,
        day("to"),
        Field(alias="to", description="Last day; left out: the newest", examples=["2026-01-31"]),
    ] = None
    format: Annotated[
        str,
        one_of("format", FORMATS),
        Field(description="What kind of file", json_schema_extra={"enum": list(FORMATS)}),
    ] = FORMATS[0]

    def to_request(self) -> RankExportRequest:
        """The request of the export. Raises InvalidValue."""
        return RankExportRequest(resolve_metric(self.metric, self.window), self.game, self.first, self.last)
