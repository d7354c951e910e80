"""What one marketplace reported about one box on one market day, and what was rejected of it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

DEFAULT_MARKETPLACE = "tcgplayer"

SIMULATED_SOURCE = "simulated"
"""How the source of every observation of the simulated market begins."""

WHOLE_ROW = "(row)"
"""Column of a rejection that concerns the row as such and no single cell of it."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One reason why a row is not stored.

    `line` is the file's line on which the row begins, `column` the file's own column name in lower case
    or `WHOLE_ROW`, `value` the cell as it stood there.
    """

    line: int
    column: str
    value: str
    reason: str


class ObservationKey(NamedTuple):
    """Natural key of an observation, with the box as the file addresses it."""

    box_reference: str
    metric_date: date
    marketplace: str


class ObservationValues(NamedTuple):
    """The figures of one day; None means unknown, never zero."""

    floor_price_usd: float | None = None
    market_price_usd: float | None = None
    active_listings: int | None = None
    units_sold: float | None = None
    units_listed: float | None = None
    volume_usd: float | None = None


VALUE_FIELDS = ObservationValues._fields
NO_VALUES = ObservationValues()
ALL_FIELDS = frozenset((*VALUE_FIELDS, "source"))
"""What an import can set beside the key of an observation."""


class ObservationContent(NamedTuple):
    """Everything that an import stores beside the key: two rows of one key agree when these are equal."""

    values: ObservationValues
    source: str | None
    is_delete: bool
    given_fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class BoxHints:
    """What a row of observations has about its box, for boxes that are still to be created."""

    name: str | None = None
    set_name: str | None = None
    game: str | None = None
    code: str | None = None


NO_HINTS = BoxHints()


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One validated row of a file.

    Dollars are floats, `active_listings` a whole number; None means unknown, never zero. `given_fields` are
    the fields that the file has a column for: a None in one of them sets the stored value to null, a field
    without a column keeps what is stored. With `is_delete` the stored row of the key is to be removed and all
    values are None. `reference_column` is the column that `box_reference` came from.
    """

    line: int
    box_reference: str
    metric_date: date
    marketplace: str = DEFAULT_MARKETPLACE
    floor_price_usd: float | None = None
    market_price_usd: float | None = None
    active_listings: int | None = None
    units_sold: float | None = None
    units_listed: float | None = None
    volume_usd: float | None = None
    source: str | None = None
    is_delete: bool = False
    reference_column: str = "box"
    hints: BoxHints = NO_HINTS
    given_fields: frozenset[str] = ALL_FIELDS

    @property
    def key(self) -> ObservationKey:
        return ObservationKey(self.box_reference, self.metric_date, self.marketplace)

    @property
    def values(self) -> ObservationValues:
        return ObservationValues(*(getattr(self, name) for name in VALUE_FIELDS))

    @property
    def content(self) -> ObservationContent:
        return ObservationContent(self.values, self.source, self.is_delete, self.given_fields)

    @property
    def is_empty(self) -> bool:
        """Whether the row has no figure, as feeds write products without a price. A source alone is none."""
        return not self.is_delete and self.values == NO_VALUES


@dataclass(frozen=True, slots=True)
class ParsedObservations:
    """A file of observations, read and checked as far as that is possible without a database.

    `duplicates` counts rows that repeat an earlier one word for word; they are not in `rows`.
    `ignored_columns` are the file's columns that mean nothing here. `unlisted_rows` are refused beyond those
    that have `rejections`.
    """

    rows: list[ObservationRow]
    rejections: list[Rejection]
    duplicates: int = 0
    ignored_columns: tuple[str, ...] = ()
    unlisted_rows: int = 0

    @property
    def rejected_rows(self) -> int:
        """Number of rows refused; one row may have several rejections."""
        return len({rejection.line for rejection in self.rejections}) + self.unlisted_rows


def is_simulated(source: str | None) -> bool:
    """Whether observations name a simulation as their source; what follows the word tells which one."""
    return source is not None and source.startswith(SIMULATED_SOURCE)
