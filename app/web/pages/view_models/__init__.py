"""What the templates consume: frozen, fully typed. Numbers are raw, URLs are ready."""

from app.web.pages.view_models.about import AboutPage, KnownGap, Source
from app.web.pages.view_models.board import (
    BoardColumn,
    BoardPage,
    BoardRow,
    ColumnKey,
    MarketLine,
    Movers,
    Paging,
)
from app.web.pages.view_models.box import (
    BoxPage,
    DayColumn,
    Distance,
    KeyFigure,
    MarketplaceRow,
    PastRank,
    Rung,
    SeriesDay,
)
from app.web.pages.view_models.charts import BumpChart, BumpLine, DayNavigator, Tape, TapeDay
from app.web.pages.view_models.compare import ComparedBox, ComparePage
from app.web.pages.view_models.shell import (
    Choice,
    Freshness,
    Link,
    Menu,
    MessagePage,
    Movement,
    Notice,
    Shell,
)

__all__ = [
    "AboutPage",
    "BoardColumn",
    "BoardPage",
    "BoardRow",
    "BoxPage",
    "BumpChart",
    "BumpLine",
    "Choice",
    "ColumnKey",
    "ComparePage",
    "ComparedBox",
    "DayColumn",
    "DayNavigator",
    "Distance",
    "Freshness",
    "KeyFigure",
    "KnownGap",
    "Link",
    "MarketLine",
    "MarketplaceRow",
    "Menu",
    "MessagePage",
    "Movement",
    "Movers",
    "Notice",
    "Paging",
    "PastRank",
    "Rung",
    "SeriesDay",
    "Shell",
    "Source",
    "Tape",
    "TapeDay",
]
