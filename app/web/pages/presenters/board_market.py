"""The market of the day in one line."""

from datetime import timedelta

from app.domain.traded_windows import TradedWindow
from app.read.pages.board_extras import BoardExtras
from app.schemas import BoardMeta
from app.web.pages.view_models import Breadth, MarketLine, TradedTotal

_LABELS = {1: "Traded, 24 h", 7: "Traded, 7 days", 30: "Traded, 30 days"}


def market_line(meta: BoardMeta, extras: BoardExtras) -> MarketLine:
    """Dollars of three windows, breadth of the floors, boxes sold and listed, over all boxes."""
    totals = extras.totals
    breadth = Breadth(
        totals.floors_up,
        totals.floors_down,
        totals.floors_flat,
        totals.floors_unknown,
        meta.date - timedelta(1),
    )
    traded = tuple(_traded(window) for window in extras.traded)
    sold, listed = totals.boxes_sold, totals.boxes_listed
    return MarketLine(traded, breadth, sold, listed, is_wider=meta.game is not None)


def _traded(window: TradedWindow) -> TradedTotal:
    is_whole = window.covered_days == window.days
    return TradedTotal(
        _LABELS[window.days],
        window.volume_usd,
        window.change_pct,
        None if is_whole else window.covered_days,
        window.days,
    )
