"""How requests are written in addresses: each parameter's name, meaning and bounds, declared once."""

import datetime
import re
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, cast, get_type_hints

from app.domain.boards import BOARD_METRICS, VOLUME_METRIC_OF_WINDOW, resolve_metric
from app.domain.days import EARLIEST_DAY, LATEST_DAY
from app.domain.errors import InvalidValue, UnknownBox, UnknownChoice

LARGEST_PAGE = 500
LARGEST_OFFSET = 10**9
LONGEST_QUERY = 100
LATEST = "latest"

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d{1,10}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Parameter:
    """A value of a request: its name in an address and its meaning; subclasses read and check it.

    `default` is the value of an address without it, where that is not the default of the request. Where
    `is_checked` is false, the bounds hold for addresses and not for requests made elsewhere.
    """

    name: str
    description: str = ""
    example: Any = None
    default: Any = None
    is_checked: bool = True

    @property
    def parts(self) -> tuple["Parameter", ...]:
        """The parameters of an address that the value is made from."""
        return (self,)

    def find(self, given: Mapping[str, str]) -> Any:
        """The value in an address, MISSING where it is not given. Raises what `read` and `check` raise."""
        if self.name not in given:
            return MISSING
        value = self.read(given[self.name])
        if value is not None:
            self.check(value)
        return value

    def read(self, written: str) -> Any:
        """The value of a text. Raises InvalidValue."""
        raise NotImplementedError

    def check(self, value: Any) -> None:
        """Reject a value that is out of bounds. Raises InvalidValue, UnknownChoice."""

    def schema(self) -> dict[str, Any]:
        """What can be written, as JSON schema."""
        raise NotImplementedError


@dataclass(frozen=True)
class TextParameter(Parameter):
    """Text of `least` to `most` characters without control characters."""

    least: int = 0
    most: int | None = None

    def read(self, written: str) -> Any:
        if has_control_character(written):
            raise InvalidValue(self.name, f"{self.name} holds a control character; leave it out.")
        return written

    def check(self, value: Any) -> None:
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            span = f"at most {self.most}" if not self.least else f"{self.least} to {self.most}"
            raise InvalidValue(self.name, f"{self.name} has {len(value)} characters; give {span} characters.")

    def schema(self) -> dict[str, Any]:
        bounds = {"minLength": self.least or None, "maxLength": self.most}
        return {"type": "string"} | {name: bound for name, bound in bounds.items() if bound is not None}


@dataclass(frozen=True)
class BoxParameter(TextParameter):
    """A slug, or `scheme:value` of an identifier. Control characters are in none: UnknownBox."""

    def read(self, written: str) -> Any:
        if has_control_character(written):
            raise UnknownBox(written)
        return written


@dataclass(frozen=True)
class NumberParameter(Parameter):
    """A whole number from `least` to `most`."""

    least: int | None = None
    most: int | None = None

    def read(self, written: str) -> Any:
        if not _NUMBER.fullmatch(written):
            raise InvalidValue(self.name, f"{self.name} is {written!r}; give a whole number.")
        return int(written)

    def check(self, value: Any) -> None:
        if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            span = f"from {self.least} up" if self.most is None else f"from {self.least} to {self.most}"
            raise InvalidValue(self.name, f"{self.name} is {value}; give a number {span}.")

    def schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.least, "maximum": self.most}
        return {"type": "integer"} | {name: bound for name, bound in bounds.items() if bound is not None}


@dataclass(frozen=True)
class ChoiceParameter(Parameter):
    """One of a closed list."""

    choices: tuple[str, ...] = ()

    def read(self, written: str) -> Any:
        return written

    def check(self, value: Any) -> None:
        if value not in self.choices:
            raise UnknownChoice(self.name, value, self.choices)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)}


@dataclass(frozen=True)
class DayParameter(Parameter):
    """A day as 2026-01-31."""

    def read(self, written: str) -> Any:
        try:
            return _iso_day(written)
        except ValueError as error:
            reason = f"{self.name} is {written!r}; write a day from {EARLIEST_DAY} on as 2026-01-31."
            raise InvalidValue(self.name, reason) from error

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class DayOrLatestParameter(DayParameter):
    """A day as 2026-01-31, or `latest`, which is LATEST_DAY."""

    def read(self, written: str) -> Any:
        return LATEST_DAY if written == LATEST else super().read(written)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [super().schema(), {"type": "string", "enum": [LATEST]}]}


@dataclass(frozen=True)
class BoxesParameter(TextParameter):
    """`least` to `most` boxes divided by commas, each counted once."""

    def read(self, written: str) -> Any:
        names = (name.strip() for name in super().read(written).split(","))
        return tuple(dict.fromkeys(name for name in names if name))

    def check(self, value: Any) -> None:
        if len(value) < self.least or (self.most is not None and len(value) > self.most):
            span = f"from {self.least} to {self.most}"
            raise InvalidValue(self.name, f"{len(value)} boxes are named; name {span}.")

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}, "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True)
class ChoicesParameter(ChoiceParameter):
    """Some of a closed list, divided by commas; a message calls one of them `item`."""

    item: str = ""

    def read(self, written: str) -> Any:
        return tuple(dict.fromkeys(written.split(",")))

    def check(self, value: Any) -> None:
        for name in value:
            if name not in self.choices:
                raise UnknownChoice(self.item, name, self.choices)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema()}


@dataclass(frozen=True)
class BoardMetricParameter(ChoiceParameter):
    """The metric of a board, or in its place the window of a board of volume."""

    @property
    def parts(self) -> tuple[Parameter, ...]:
        return (ChoiceParameter(self.name, self.description, choices=self.choices), WINDOW)

    def find(self, given: Mapping[str, str]) -> Any:
        metric, window = given.get(self.name), given.get(WINDOW.name)
        return MISSING if metric is None and window is None else resolve_metric(metric, window)


@dataclass(frozen=True)
class RequestField:
    """A field of a request that an address can give; `default` is MISSING where it must be given."""

    name: str
    parameter: Parameter
    default: Any


METRICS = tuple(BOARD_METRICS)
WINDOW = ChoiceParameter(
    "window",
    "In place of `metric`: the board of volume over 24h, 7d or 30d",
    choices=tuple(VOLUME_METRIC_OF_WINDOW),
)
BOARD_METRIC = BoardMetricParameter(
    "metric",
    "What the board ranks by; left out: the default board, which `meta.metric` names",
    choices=METRICS,
)
GAME = TextParameter("game", "The board inside one game, by its name")
DAY = DayOrLatestParameter(
    "date",
    "A ranked day; left out: the latest that is not partial; `latest`: the newest, partial or not",
    "2026-01-31",
)
START = DayParameter("start", "First day", "2026-01-01")
END = DayOrLatestParameter("end", "Last day; left out, or `latest`: the newest", "2026-01-31")
LIMIT = NumberParameter("limit", "Rows on the page", least=1, most=LARGEST_PAGE)
OFFSET = NumberParameter("offset", "Rows before the page", least=0, most=LARGEST_OFFSET)
BOX = BoxParameter("box", "A slug, or scheme:value of an identifier", "op-05", most=200)


@cache
def request_fields(request_type: type) -> tuple[RequestField, ...]:
    """The fields of a request dataclass whose types carry a Parameter, in order."""
    hints = get_type_hints(request_type, include_extras=True)
    found = []
    for field in fields(request_type):
        for parameter in getattr(hints[field.name], "__metadata__", ()):
            if isinstance(parameter, Parameter):
                default = field.default if parameter.default is None else parameter.default
                found.append(RequestField(field.name, parameter, default))
    return tuple(found)


def check_fields(request: Any) -> None:
    """Reject a request with a field out of bounds. Raises InvalidValue, UnknownChoice."""
    for field in request_fields(cast(Hashable, type(request))):
        value = getattr(request, field.name)
        if value is not None and field.parameter.is_checked:
            field.parameter.check(value)


def read_fields(request_type: type, given: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a request in the parameters of an address. Raises InvalidValue, UnknownChoice."""
    found = {}
    for field in request_fields(request_type):
        value = field.parameter.find(given)
        if value is MISSING:
            value = field.default
        if value is MISSING:
            raise InvalidValue(field.parameter.name, f"{field.parameter.name} is missing; give it.")
        found[field.name] = value
    return found


def written_day(day: datetime.date) -> str:
    """How an address names a day of a request."""
    return LATEST if day == LATEST_DAY else day.isoformat()


def has_control_character(text: str) -> bool:
    """Whether a text holds a control character: in no name, and not storable on every database."""
    return _CONTROL.search(text) is not None


def _iso_day(written: str) -> datetime.date:
    day = datetime.date.fromisoformat(written) if _ISO_DAY.fullmatch(written) else None
    if day is None or day < EARLIEST_DAY:
        raise ValueError(written)
    return day
