"""The board page."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.figure import Form
from app.web.pages.view_models.charts import BumpChart, DayNavigator
from app.web.pages.view_models.shell import Choice, Link, Menu, Movement, Notice, Shell, TextPart

ColumnKey = Literal["name", "value", "floor", "change", "sold", "listed", "liquidity", "days"]


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
    """A box on the board. Null figures were not reported; they are never zero.

    `value` is the metric the `value` column shows; `magnitude` its share of the greatest, 0 to 1.
    `floor_change_pct` is over the window the column names. `sparkline` holds one floor for each of the last
    30 calendar days, null where there is none. `global_rank` stands below a rank inside one game,
    `volume_rank`, that of the primary board, below a rank by another metric.
    """

    slug: str
    code: str
    name: str
    url: str
    rank: int | None
    value: float | None
    magnitude: float = 0.0
    is_tied: bool = False
    movement: Movement | None = None
    global_rank: int | None = None
    volume_rank: int | None = None
    game: str = ""
    released: date | None = None
    is_provisional: bool = False
    floor_price_usd: float | None = None
    floor_change_pct: float | None = None
    boxes_sold_a_day: float | None = None
    active_listings_count: int | None = None
    liquidity_score: float | None = None
    expected_days_to_sell: float | None = None
    sparkline: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class MoverRow:
    """A box that moved. `places` is positive for a climb."""

    code: str
    name: str
    url: str
    rank: int
    previous_rank: int
    places: int


@dataclass(frozen=True, slots=True)
class Movers:
    """Climbers and fallers since the previous ranked day."""

    since: date
    climbing: tuple[MoverRow, ...]
    falling: tuple[MoverRow, ...]


@dataclass(frozen=True, slots=True)
class TradedTotal:
    """Dollars traded over a window, against the window before; `covered_days` when some are missing."""

    label: str
    volume_usd: float | None
    change_pct: float | None = None
    covered_days: int | None = None
    window_days: int | None = None


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many floors rose, fell, stood still, or cannot be compared."""

    up: int
    down: int
    flat: int
    unknown: int
    since: date | None


@dataclass(frozen=True, slots=True)
class MarketLine:
    """The market in one line, over all games; `is_wider` than the board shown, if that is of one."""

    traded: tuple[TradedTotal, ...]
    breadth: Breadth | None = None
    boxes_sold: float | None = None
    boxes_listed: int | None = None
    is_wider: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the page stands in the board: rows `first` to `last` of `total`."""

    first: int
    last: int
    total: int
    previous_url: str | None = None
    next_url: str | None = None
    sizes: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A board on a day.

    `compared_with` is the previous ranked day, null on the first. `dropped` left the board since,
    `dropped_beyond` counts those beyond the ones named.
    `clear_url` leads from an empty view (no box matches) back to the whole board;
    `is_list_empty`: a watchlist without a box.
    """

    shell: Shell
    day: date
    ranked_boxes: int
    compared_with: date | None
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]
    paging: Paging
    navigator: DayNavigator
    board_name: str = "Most traded boxes"
    value_kind: Form = "dollars"
    lead: tuple[TextPart, ...] = ()
    notices: tuple[Notice, ...] = ()
    movers: Movers | None = None
    market: MarketLine | None = None
    windows: tuple[Choice, ...] = ()
    menus: tuple[Menu, ...] = ()
    csv_url: str | None = None
    dropped: tuple[Link, ...] = ()
    dropped_beyond: int = 0
    is_partial: bool = False
    bump: BumpChart | None = None
    clear_url: str | None = None
    is_list_empty: bool = False
