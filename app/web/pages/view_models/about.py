"""The page about the data."""

from dataclasses import dataclass
from datetime import date

from app.web.pages.view_models.charts import Tape
from app.web.pages.view_models.shell import Shell, UnusedValue


@dataclass(frozen=True, slots=True)
class ReportingMarketplace:
    """A marketplace: what it gives, its newest day, and how many of the boxes it reported that day."""

    name: str
    gives: str
    last_day: date | None = None
    boxes: int | None = None
    of_boxes: int | None = None


@dataclass(frozen=True, slots=True)
class KnownGap:
    """Days without a board, or a partial one, and what is known of the cause."""

    first: date
    last: date
    text: str
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class SettingInUse:
    """A setting that changes numbers: what it is about, its name, and its value in words."""

    label: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Every formula in plain words, and the settings in use; sources, tape and gaps when there are data.

    `good_days` is how long a report is good, `default_board` which board opens, both in words.
    """

    shell: Shell
    good_days: str
    default_board: str
    leaves_out_suspects: bool
    settings: tuple[SettingInUse, ...] = ()
    sources: tuple[ReportingMarketplace, ...] = ()
    freshness_text: str = ""
    tape: Tape | None = None
    gaps: tuple[KnownGap, ...] = ()
    unused: tuple[UnusedValue, ...] = ()
    more_unused: int = 0
