"""Query parameters of the API: which there are, and the request of a service they make."""

from typing import Annotated

from pydantic import Field

from app.domain.boards import resolve_metric
from app.services.box_detail_service import BoxDetailRequest
from app.services.leaderboard_service import BEST, LeaderboardRequest
from app.services.time_series_service import MOST_DAYS, SERIES_COLUMNS, TimeSeriesRequest
from app.web.parameters import (
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

FORMATS = ("json", "csv")

FormatParameter = Annotated[
    str,
    one_of("format", FORMATS),
    Field(description="JSON, or the rows as a CSV file", json_schema_extra={"enum": list(FORMATS)}),
]


class BoardQuery(StrictQuery):
    """A page of a board."""

    date: DateParameter = None
    metric: MetricParameter = None
    window: WindowParameter = None
    game: GameParameter = None
    order: OrderParameter = BEST
    q: SearchParameter = None
    limit: LimitParameter = 50
    offset: OffsetParameter = 0
    cursor: Annotated[
        str | None, text("cursor"), Field(description="In place of `offset`: `next_cursor` of a page")
    ] = None
    format: FormatParameter = "json"

    def to_request(self) -> LeaderboardRequest:
        """The request of the leaderboard service. Raises InvalidValue, UnknownChoice."""
        return LeaderboardRequest(
            day=self.date,
            game=self.game,
            limit=self.limit,
            offset=self.offset,
            metric=resolve_metric(self.metric, self.window),
            order=self.order,
            cursor=self.cursor,
            query=self.q,
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
        Field(
            description=f"Names divided by commas; left out: all. Choices: {', '.join(SERIES_COLUMNS)}",
            examples=["floor_price_usd,current_rank"],
        ),
    ] = None
    start: Annotated[Day | None, day("start"), Field(description="First day")] = None
    end: Annotated[Day | None, day("end"), Field(description="Last day; left out: the newest")] = None
    days: Annotated[
        int | None,
        number("days"),
        Field(
            description="Days up to the last one, in place of `start`; default 90",
            json_schema_extra={"minimum": 1, "maximum": MOST_DAYS},
        ),
    ] = None
    format: FormatParameter = "json"

    def to_request(self, box: str) -> TimeSeriesRequest:
        """The request of the series service. Raises UnknownChoice, InvalidValue."""
        names = () if self.metrics is None else tuple(dict.fromkeys(self.metrics.split(",")))
        return TimeSeriesRequest(box, names, self.days, self.start, self.end)
