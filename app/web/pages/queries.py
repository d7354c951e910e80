"""What the addresses of pages hold: all state of a page, and nothing that is not state."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from app.domain.boards import resolve_metric
from app.read.board import BEST, LeaderboardRequest
from app.read.pages.board import PLAIN_SPAN_DAYS, BoardPageRequest
from app.read.pages.box import PLAIN_DAYS, BoxPageRequest
from app.read.pages.compare import PLAIN_DAYS as PLAIN_COMPARE_DAYS
from app.read.pages.compare import ComparePageRequest
from app.web.pages.presenters.day_table import SORTS
from app.web.parameters import (
    CursorParameter,
    DateParameter,
    GameParameter,
    LimitParameter,
    MetricParameter,
    OffsetParameter,
    OrderParameter,
    PageQuery,
    SearchParameter,
    WindowParameter,
    number,
    one_of,
    text,
)

RISING, FALLING = "rising", "falling"


class BoardPageQuery(PageQuery):
    """The board page, its watchlist and its files."""

    date: DateParameter = None
    metric: MetricParameter = None
    window: WindowParameter = None
    game: GameParameter = None
    order: OrderParameter = BEST
    q: SearchParameter = None
    limit: LimitParameter = 50
    offset: OffsetParameter = 0
    cursor: CursorParameter = None
    follow: Annotated[str | None, text("follow"), Field(max_length=200)] = None
    only: Annotated[str | None, text("only")] = None
    span: Annotated[int, number("span")] = PLAIN_SPAN_DAYS

    @model_validator(mode="before")
    @classmethod
    def _keep_empty_watchlist(cls, given: Any) -> Any:
        return {**given, "only": ","} if given.get("only") == "" else given

    def to_request(self) -> BoardPageRequest:
        """The request of the page. Raises InvalidValue, UnknownChoice."""
        view = LeaderboardRequest(
            day=self.date,
            game=self.game,
            limit=self.limit,
            offset=self.offset,
            cursor=self.cursor,
            metric=resolve_metric(self.metric, self.window),
            order=self.order,
            query=self.q,
        )
        return BoardPageRequest(view, self.follow, self._only, self.span)

    @property
    def _only(self) -> tuple[str, ...] | None:
        if self.only is None:
            return None
        return tuple(dict.fromkeys(slug for slug in self.only.split(",") if slug))


class BoxPageQuery(PageQuery):
    """The page of a box."""

    date: DateParameter = None
    days: Annotated[int, number("days")] = PLAIN_DAYS
    sort: Annotated[str | None, one_of("sort", SORTS)] = None
    order: Annotated[str, one_of("order", (FALLING, RISING))] = FALLING

    def to_request(self, box: str) -> BoxPageRequest:
        """The request of the page. Raises InvalidValue, UnknownChoice."""
        return BoxPageRequest(box, self.date, self.days, self.sort, self.order == RISING)


class ComparePageQuery(PageQuery):
    """The compare page."""

    boxes: list[Annotated[str, text("boxes"), Field(max_length=200)]] = Field(default_factory=list)
    date: DateParameter = None
    days: Annotated[int, number("days")] = PLAIN_COMPARE_DAYS

    def to_request(self) -> ComparePageRequest:
        """The request of the page; a box named twice counts once. Raises InvalidValue."""
        named = tuple(dict.fromkeys(box for box in self.boxes if box))
        return ComparePageRequest(named, self.date, self.days)
