"""What is declared of a figure: its unit, its words, and where it is shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, ParamSpec, TypeVar, dataclass_transform

P = ParamSpec("P")
T = TypeVar("T")

Form = Literal["dollars", "price", "percent", "decimal", "count"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `form` is how a page writes it, `places` the decimals where it is written in full.

    `sign` is used in column headings, `description` in the documentation of the API.
    """

    name: str
    description: str
    form: Form = "count"
    places: int = 0
    sign: str = ""
    example: float | str | bool | list[str] | None = None


USD = Unit("usd", "US dollars, to the cent", "dollars", 2, "$", 1234.5)
PRICE = Unit("usd", "US dollars, to the cent", "price", 2, "$", 1234.5)
PERCENT = Unit("percent", "Percent, to 0.01", "percent", 1, "%", -3.2)
BOXES = Unit("count", "Boxes, may be a fraction", "decimal", 2, example=4.5)
LISTINGS = Unit("count", "A count", example=51)
DAYS = Unit("days", "Days", places=1, example=12.5)
SCORE = Unit("score", "0 to 100", places=1, example=88.2)
SHARE = Unit("share", "0 to 1", "decimal", 2, example=0.9)
FLAG = Unit("flag", "", example=False)
DAY = Unit("day", "A market day", example="2026-01-31")
MARKETPLACE = Unit("marketplace", "Name of a marketplace", example="tcgplayer")
MARKETPLACES = Unit("marketplaces", "Names of marketplaces, in order of name", example=["ebay", "tcgplayer"])
NAMES = Unit("names", "Names of figures", example=["days_of_supply"])
LIQUIDITY_REASON = Unit("reason", "nothing_listed", example="nothing_listed")
SUPPLY_REASON = Unit(
    "reason",
    "One of short_history, sales_or_listings_unknown, nothing_listed, no_sales, additions_unknown,"
    " not_tightening, too_slow",
    example="too_slow",
)
PRICE_BASIS = Unit("basis", "market_price or floor_price", example="market_price")

_WINDOWS = {1: "24h", 7: "7d", 30: "30d", 90: "90d"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a box on a day.

    `lead` and `text` read as one sentence; `empty_when` says why it can be null, and is empty where it never
    is. `heading` stands over narrow columns. `noun` is what a sentence calls it ("its own volume rose 4 %"),
    `by` follows "by" where the label does not fit. `place` orders the key figures of a box page;
    None: not among them. `is_ascending`: less is better on its board. The last three are the field's own.
    """

    label: str
    heading: str
    unit: Unit
    lead: str
    text: str = ""
    formula: str = ""
    empty_when: str = ""
    period_days: int | None = None
    has_board: bool = False
    is_ascending: bool = False
    noun: str = ""
    by: str = ""
    place: int | None = None
    key: str = ""
    type: type = float
    is_nullable: bool = True

    @property
    def is_number(self) -> bool:
        """A number, and neither a flag, a day, a name nor a reason."""
        return self.type in (int, float)

    @property
    def definition(self) -> str:
        """What it is, as one sentence."""
        return f"{self.lead}{self.text}".removesuffix(".") + "."

    @property
    def ordering(self) -> str:
        """What follows "by" in the name of its board."""
        return self.by or f"{self.label[:1].lower()}{self.label[1:]}"

    @property
    def window(self) -> str | None:
        """The window of its board: 24h, 7d, 30d, or None."""
        return None if self.period_days is None else _WINDOWS[self.period_days]

    @property
    def description(self) -> str:
        """What it is, its unit and why it can be null, for the documentation of the API."""
        null = f" Null: {self.empty_when[:1].lower()}{self.empty_when[1:]}" if self.empty_when else ""
        unit = f" {self.unit.description}." if self.unit.description else ""
        return f"{self.definition}{unit}{null}"


def _declaring(make: Callable[P, Figure]) -> Callable[P, Any]:
    def declare(*arguments: P.args, **more: P.kwargs) -> Any:
        figure = make(*arguments, **more)
        documented = {"description": figure.description, "examples": [figure.unit.example]}
        return field(metadata={"figure": figure, **documented})

    return declare


entry = _declaring(Figure)
"""A field of `Figures`, from the arguments of a Figure; the API's documentation reads its metadata."""


@dataclass_transform(frozen_default=True, field_specifiers=(entry,))
def figure_list(cls: type[T]) -> type[T]:
    """A dataclass that mypy treats as frozen; plain at run time, as there are many rows."""
    return dataclass(cls)
