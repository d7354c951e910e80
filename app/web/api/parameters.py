"""Query parameters: which there are, what they mean, and the request of a service they make. Strict: what is
unknown is refused with the list of choices.
"""

import datetime
import re
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.domain.errors import InvalidValue, UnknownChoice
from app.services.box_detail_service import BoxDetailRequest
from app.services.leaderboard_service import LARGEST_PAGE, LeaderboardRequest
from app.services.time_series_service import MOST_DAYS, SERIES_COLUMNS, TimeSeriesRequest

Day = datetime.date
FORMATS = ("json", "csv")
EARLIEST_DAY = datetime.date(1900, 1, 1)

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,9}")


def _day(field: str) -> BeforeValidator:
    def read(value: Any) -> Any:
        try:
            return _read_day(str(value))
        except ValueError as error:
            raise InvalidValue(
                field, f"{field} is {value!r}; write a day from {EARLIEST_DAY} on as 2026-01-31."
            ) from error

    return BeforeValidator(read)


def _read_day(text: str) -> Day:
    day = datetime.date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    if day is None or day < EARLIEST_DAY:
        raise ValueError(text)
    return day


def _number(field: str) -> BeforeValidator:
    def read(value: Any) -> Any:
        if isinstance(value, int):
            return value
        if not isinstance(value, str) or not _NUMBER.fullmatch(value):
            raise InvalidValue(field, f"{field} is {value!r}; give a whole number.")
        return int(value)

    return BeforeValidator(read)


def _one_of(field: str, choices: tuple[str, ...]) -> BeforeValidator:
    def read(value: Any) -> Any:
        if value not in choices:
            raise UnknownChoice(field, str(value), choices)
        return value

    return BeforeValidator(read)


class StrictQuery(BaseModel):
    """Parameters of one resource; any other is refused. Raises UnknownChoice, InvalidValue."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, given: Any) -> Any:
        for name in given:
            if name not in cls.model_fields:
                raise UnknownChoice("parameter", name, tuple(cls.model_fields))
        return given


class BoardQuery(StrictQuery):
    """A page of the board."""

    date: Annotated[
        Day | None,
        _day("date"),
        Field(description="A ranked day; left out: the latest", examples=["2026-01-31"]),
    ] = None
    game: Annotated[
        str | None, Field(description="Only boxes of this game, their ranks those of the whole board")
    ] = None
    limit: Annotated[
        int,
        _number("limit"),
        Field(description="Rows on the page", json_schema_extra={"minimum": 1, "maximum": LARGEST_PAGE}),
    ] = 50
    offset: Annotated[
        int, _number("offset"), Field(description="Rows before the page", json_schema_extra={"minimum": 0})
    ] = 0
    format: Annotated[
        str,
        _one_of("format", FORMATS),
        Field(description="JSON, or the rows as a CSV file", json_schema_extra={"enum": list(FORMATS)}),
    ] = "json"

    def to_request(self) -> LeaderboardRequest:
        """The request of the leaderboard service. Raises InvalidValue."""
        return LeaderboardRequest(self.date, self.game, self.limit, self.offset)


class BoxQuery(StrictQuery):
    """A box on a day."""

    date: Annotated[
        Day | None,
        _day("date"),
        Field(description="A ranked day; left out: the latest", examples=["2026-01-31"]),
    ] = None

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
    start: Annotated[Day | None, _day("start"), Field(description="First day")] = None
    end: Annotated[Day | None, _day("end"), Field(description="Last day; left out: the newest")] = None
    days: Annotated[
        int | None,
        _number("days"),
        Field(
            description="Days up to the last one, in place of `start`; default 90",
            json_schema_extra={"minimum": 1, "maximum": MOST_DAYS},
        ),
    ] = None

    def to_request(self, box: str) -> TimeSeriesRequest:
        """The request of the series service. Raises UnknownChoice, InvalidValue."""
        names = () if self.metrics is None else tuple(dict.fromkeys(self.metrics.split(",")))
        return TimeSeriesRequest(box, names, self.days, self.start, self.end)
