"""The market of the day in one line."""

from datetime import date, timedelta

from app.domain.traded_windows import TradedWindow
from app.services.board_extras import BoardExtras
from app.web.pages.view_models import Breadth, MarketLine, TradedTotal

_LABELS = {1: "Traded, 24 h", 7: "Traded, 7 days", 30: "Traded, 30 days"}


def market_line(day: date, extras: BoardExtras) -> MarketLine:
    """Dollars of three windows, breadth of the floors, boxes sold and listed, over all boxes."""
    totals = extras.totals
    breadth = Breadth(
        totals.floors_up,
        totals.floors_down,
        totals.floors_flat,
        totals.floors_unknown,
        day - timedelta(1),
    )
    traded = tuple(_traded(window) for window in extras.traded)
    return MarketLine(traded, breadth, totals.boxes_sold, totals.boxes_listed)


def _traded(window: TradedWindow) -> TradedTotal:
    is_whole = window.covered_days == window.days
    return TradedTotal(
        _LABELS[window.days],
        window.volume_usd,
        window.change_pct,
        None if is_whole else window.covered_days,
        window.days,
    )
