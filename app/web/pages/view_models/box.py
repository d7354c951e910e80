"""The box page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.boards import PRIMARY_METRIC
from app.domain.figure import Figure
from app.domain.figures import FIGURES
from app.schemas import ChartRecord, Explanation, LeaderboardRow, MarketplaceDay
from app.web.pages.cells import FigureCell
from app.web.pages.view_models.shell import Choice, Link, Movement, Notice, Shell, UnusedValue

Note = tuple[str, str]
"""A stretch of the second line of a figure with its tone: up, down or none."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure, its value or why there is none, and the notes below it."""

    figure: Figure
    cell: FigureCell
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class PastRank:
    """The rank on an earlier day, for the record; null when it was not ranked."""

    label: str
    day: date
    rank: int | None


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """A day with figures of the box. Days without any are not in the series; nulls were not reported.

    `is_carried`: the box was not reported that day; its figures are those of `observed_on`. `missing` names
    marketplaces that did not report a volume that day as they did before.
    """

    day: date
    rank: int | None = None
    movement: Movement | None = None
    floor_price_usd: float | None = None
    market_price_usd: float | None = None
    daily_volume_usd: float | None = None
    unified_volume_7d_ema: float | None = None
    boxes_sold: float | None = None
    boxes_added: float | None = None
    active_listings_count: int | None = None
    is_partial: bool = False
    is_carried: bool = False
    observed_on: date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapRow:
    """A rung of the distance ladder: a box, how far it is, and what would close the gap, in words."""

    rank: int
    label: str
    value: str
    url: str | None = None
    note: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class GapTable:
    """The box between the one above and the one below, top first; `condition` is what the notes suppose."""

    rungs: tuple[GapRow, ...]
    condition: str = ""


@dataclass(frozen=True, slots=True)
class MarketplaceRow:
    """What one marketplace reported; `share` of the dollars traded that day is 0 to 1."""

    day: MarketplaceDay
    share: float | None = None


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column head of the daily table; `url` sorts by it, `sorted` is the order the table has by it."""

    key: str
    label: str
    url: str
    sorted: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True, slots=True)
class BoxPage:
    """One box on a day; links lead to `asked_day`, null for the latest.

    `series` is the charts' range, oldest day first, from `first_day` to `day`.

    `listed_days` are those of the daily table in its order; `is_by_day` says that this order is that of the
    days, so that missing ones can be shown. `boardless_days` had no report of any box. `unreported` says what
    no marketplace reports of the box; `ranked_by` is the figure of the board it is ranked on; `last_report`
    is the day of its figures, where that is an earlier one.
    """

    shell: Shell
    day: date
    asked_day: date | None
    first_day: date
    slug: str
    code: str
    name: str
    figures: tuple[KeyFigure, ...]
    series: tuple[SeriesDay, ...] = ()
    listed_days: tuple[SeriesDay, ...] = ()
    boardless_days: frozenset[date] = frozenset()
    crumbs: tuple[Link, ...] = ()
    description: str = ""
    rank: int | None = None
    why_unranked: str = ""
    is_tied: bool = False
    movement: Movement | None = None
    compared_with: date | None = None
    record: ChartRecord | None = None
    ranked_since: date | None = None
    past_ranks: tuple[PastRank, ...] = ()
    notices: tuple[Notice, ...] = ()
    unreported: str = ""
    ranked_by: Figure = FIGURES[PRIMARY_METRIC]
    in_progress: Link | None = None
    is_partial: bool = False
    last_report: date | None = None
    ranges: tuple[Choice, ...] = ()
    range_title: str = "Ninety days"
    csv_url: str | None = None
    all_days: Link | None = None
    day_columns: tuple[DayColumn, ...] = ()
    is_by_day: bool = True
    compare_url: str | None = None
    explanation: Explanation | None = None
    distance: GapTable | None = None
    neighbours: Sequence[LeaderboardRow] = ()
    marketplaces: tuple[MarketplaceRow, ...] = ()
    unused: tuple[UnusedValue, ...] = ()
