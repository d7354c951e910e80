"""What the templates consume: frozen, fully typed. Numbers are raw, URLs are ready."""

from app.web.pages.view_models.about import AboutPage, KnownGap, ReportingMarketplace, SettingInUse
from app.web.pages.view_models.board import (
    BoardColumn,
    BoardPage,
    BoardRow,
    ColumnKey,
    MarketLine,
    MoverLists,
    Paging,
)
from app.web.pages.view_models.box import (
    BoxPage,
    DayColumn,
    GapRow,
    GapTable,
    KeyFigure,
    MarketplaceRow,
    PastRank,
    SeriesDay,
)
from app.web.pages.view_models.charts import BumpChart, BumpLine, DayNavigator, Tape, TapeDay
from app.web.pages.view_models.compare import CompareColumn, ComparePage
from app.web.pages.view_models.shell import (
    Choice,
    Freshness,
    Link,
    Menu,
    MessagePage,
    Movement,
    Notice,
    Shell,
    UnusedValue,
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
    "CompareColumn",
    "ComparePage",
    "DayColumn",
    "DayNavigator",
    "Freshness",
    "GapRow",
    "GapTable",
    "KeyFigure",
    "KnownGap",
    "Link",
    "MarketLine",
    "MarketplaceRow",
    "Menu",
    "MessagePage",
    "Movement",
    "MoverLists",
    "Notice",
    "Paging",
    "PastRank",
    "ReportingMarketplace",
    "SeriesDay",
    "SettingInUse",
    "Shell",
    "Tape",
    "TapeDay",
    "UnusedValue",
]
