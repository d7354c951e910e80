"""How single query parameters are read: one rule each, refusals that say how to mend it."""

import datetime
import re
from collections import Counter
from typing import Annotated, Any, ClassVar

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.domain.boards import BOARD_METRICS, VOLUME_METRIC_OF_WINDOW
from app.domain.errors import InvalidValue, UnknownChoice
from app.read.board import LARGEST_PAGE, LONGEST_QUERY, ORDERS

Day = datetime.date
EARLIEST_DAY = datetime.date(1900, 1, 1)

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,9}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def day(field: str) -> BeforeValidator:
    """A day as 2026-01-31. Raises InvalidValue."""
    return BeforeValidator(lambda value: read_day(field, str(value)))


def read_day(field: str, written: str) -> Day:
    """The day in a text such as 2026-01-31. Raises InvalidValue that names the field."""
    try:
        return _read_day(written)
    except ValueError as error:
        raise InvalidValue(
            field, f"{field} is {written!r}; write a day from {EARLIEST_DAY} on as 2026-01-31."
        ) from error


def number(field: str, most: int = 10**9) -> BeforeValidator:
    """A whole number of at most nine digits, and no greater than `most`. Raises InvalidValue."""

    def read(value: Any) -> Any:
        if not _NUMBER.fullmatch(str(value)):
            raise InvalidValue(field, f"{field} is {value!r}; give a whole number.")
        if int(value) > most:
            raise InvalidValue(field, f"{field} is {value}; give a number from 1 to {most}.")
        return int(value)

    return BeforeValidator(read)


def text(field: str) -> BeforeValidator:
    """Text without control characters. Raises InvalidValue."""

    def read(value: Any) -> Any:
        if _CONTROL.search(str(value)):
            raise InvalidValue(field, f"{field} holds a control character; leave it out.")
        return value

    return BeforeValidator(read)


def one_of(field: str, choices: tuple[str, ...]) -> BeforeValidator:
    """One of a closed list. Raises UnknownChoice."""

    def read(value: Any) -> Any:
        if value not in choices:
            raise UnknownChoice(field, str(value), choices)
        return value

    return BeforeValidator(read)


METRICS, WINDOWS = tuple(BOARD_METRICS), tuple(VOLUME_METRIC_OF_WINDOW)

DateParameter = Annotated[
    Day | None, day("date"), Field(description="A ranked day; left out: the latest", examples=["2026-01-31"])
]
GameParameter = Annotated[
    str | None, text("game"), Field(description="The board inside one game, by its name")
]
MetricParameter = Annotated[
    str | None,
    one_of("metric", METRICS),
    Field(
        description="What the board ranks by; left out: the 7-day average of volume",
        json_schema_extra={"enum": [*METRICS, None]},
    ),
]
WindowParameter = Annotated[
    str | None,
    one_of("window", WINDOWS),
    Field(
        description="In place of `metric`: the board of volume over 24h, 7d or 30d",
        json_schema_extra={"enum": [*WINDOWS, None]},
    ),
]
OrderParameter = Annotated[
    str,
    one_of("order", ORDERS),
    Field(
        description="Best rank first, or last; ranks stay the same",
        json_schema_extra={"enum": list(ORDERS)},
    ),
]
SearchParameter = Annotated[
    str | None,
    text("q"),
    Field(
        description="Only boxes whose slug, name, code or set holds every word",
        json_schema_extra={"maxLength": LONGEST_QUERY},
    ),
]
LimitParameter = Annotated[
    int,
    number("limit", LARGEST_PAGE),
    Field(description="Rows on the page", json_schema_extra={"minimum": 1, "maximum": LARGEST_PAGE}),
]
OffsetParameter = Annotated[
    int, number("offset"), Field(description="Rows before the page", json_schema_extra={"minimum": 0})
]
CursorParameter = Annotated[
    str | None, text("cursor"), Field(description="In place of `offset`: `next_cursor` of a page")
]


async def refuse_repeated(http: Request) -> None:
    """A parameter that is given twice means nobody knows what. Raises InvalidValue."""
    names = [name for name, _ in http.query_params.multi_items()]
    if len(set(names)) < len(names):
        name, times = Counter(names).most_common(1)[0]
        raise InvalidValue(name, f"{name} is given {times} times; give it once.")


class StrictQuery(BaseModel):
    """Parameters of a resource of the API; any other is refused. Raises UnknownChoice, InvalidValue."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, given: Any) -> Any:
        known = tuple(field.alias or name for name, field in cls.model_fields.items())
        for name in given:
            if name not in known:
                raise UnknownChoice("parameter", name, known)
        return given


class PageQuery(BaseModel):
    """Parameters of a page for people: empty fields of a form and unknown names are passed over."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _pass_over_empty(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""}


def _read_day(written: str) -> Day:
    read = datetime.date.fromisoformat(written) if _ISO_DAY.fullmatch(written) else None
    if read is None or read < EARLIEST_DAY:
        raise ValueError(written)
    return read
