"""The board page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.figure import Form
from app.domain.sentences import SentencePart
from app.read.market import DayTotals, TradedWindow
from app.read.pages.board_extras import RankMover
from app.schemas import DroppedBox, LeaderboardRow
from app.web.pages.cells import FigureCell
from app.web.pages.view_models.charts import BumpChart, DayNavigator
from app.web.pages.view_models.shell import Choice, Link, Menu, Notice, Shell

ColumnKey = Literal[
    "name", "value", "sum", "market", "floor", "change", "sold", "listed", "liquidity", "days"
]


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column head; `url` sorts by it, `sorted` is the order the table has by it."""

    key: ColumnKey
    label: str
    url: str | None = None
    unit: str = ""
    sorted: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A row of the board as a page shows it, with a cell for each column after the name.

    `magnitude` is the share of the first cell's value of the greatest, 0 to 1. `sparkline` holds one price
    for each of the last 30 calendar days, null where there is none. `global_rank` stands below a rank inside
    one game, `volume_rank`, that of the primary board, below a rank by another metric. `is_still`: of a
    partial day, which shows no movement.
    """

    row: LeaderboardRow
    cells: tuple[FigureCell, ...]
    magnitude: float = 0.0
    global_rank: int | None = None
    volume_rank: int | None = None
    sparkline: tuple[float | None, ...] = ()
    is_still: bool = False

    @property
    def code(self) -> str:
        """What it is called in narrow places."""
        return self.row.box.code or self.row.box.slug


@dataclass(frozen=True, slots=True)
class MoverLists:
    """Climbers and fallers since the previous ranked day."""

    since: date
    climbing: Sequence[RankMover]
    falling: Sequence[RankMover]


@dataclass(frozen=True, slots=True)
class MarketLine:
    """The market of the board's game in one line; prices are compared with those of `prices_since`."""

    traded: Sequence[TradedWindow]
    totals: DayTotals
    prices_since: date


@dataclass(frozen=True, slots=True)
class Paging:
    """The position of the page in the board: rows `first` to `last` of `total`."""

    first: int
    last: int
    total: int
    previous_url: str | None = None
    next_url: str | None = None
    sizes: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A board on a day; links lead to `asked_day`, null for the latest.

    `unreported` says what no marketplace reports, and how many boxes lack the figure of the board;
    `in_progress` leads to a later day that is not whole. `compared_with` is the previous ranked day, null on
    the first. `dropped` left the board since, `dropped_beyond` counts those beyond the ones named.
    `names_departures`: not on a board that carries nothing, where boxes leave for want of a report.
    `clear_url` leads from an empty view (no box matches) back to the whole board;
    `is_list_empty`: a watchlist without a box.
    """

    shell: Shell
    day: date
    asked_day: date | None
    ranked_boxes: int
    compared_with: date | None
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]
    paging: Paging
    navigator: DayNavigator
    board_name: str = "Most traded boxes"
    heading: str = "The board"
    noun: str = "volume"
    spark_heading: str = "Floor, 30 d"
    unreported: str = ""
    in_progress: Link | None = None
    value_kind: Form = "dollars"
    lead: Sequence[SentencePart] = ()
    notices: tuple[Notice, ...] = ()
    movers: MoverLists | None = None
    market: MarketLine | None = None
    windows: tuple[Choice, ...] = ()
    menus: tuple[Menu, ...] = ()
    csv_url: str | None = None
    dropped: Sequence[DroppedBox] = ()
    dropped_beyond: int = 0
    is_partial: bool = False
    names_departures: bool = True
    bump: BumpChart | None = None
    clear_url: str | None = None
    is_list_empty: bool = False
