"""Totals of the market, over all games and in each: traded, sold, listed, net supply, prices up and down."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from tests.oracles.market import ALL_GAMES, Figure
from tests.oracles.published import Published
from tests.oracles.reported import ReportedDay
from tests.oracles.rounding import cents, millionths
from tests.oracles.series import Reports, Sheet
from tests.oracles.unified import Row

WINDOWS = (1, 7, 30)
Series = Sequence[tuple[Fraction, Reports]]


def totals_of(published: Published) -> dict[tuple[str, date], Row]:
    """The totals of every day on which a game has rows."""
    return {
        (game, day): _totals(published, game, day, list(rows.values()))
        for game in published.games
        for day in published.reported(ALL_GAMES)
        if (rows := published.day(day, game))
    }


def _totals(published: Published, game: str, day: date, rows: Sequence[Row]) -> Row:
    sheets = list(_sheets(published, game))
    series = [(weight, sheet.of("volume")) for weight, sheet in sheets if weight]
    totals: Row = {
        "boxes_sold": millionths(_sum([_exact(row["boxes_sold"]) for row in rows])),
        "boxes_listed": _sum([row["active_listings_count"] for row in rows]),
        "net_supply_7d": millionths(_sum([each for _, sheet in sheets for each in _supply(sheet, day)])),
        **_breadth(rows),
    }
    reported = published.reported(game)
    for days in WINDOWS:
        name = "volume_usd" if days == 1 else f"volume_{days}d_usd"
        traded = _traded(series, day, days)
        totals[name] = cents(None if traded is None else float(traded))
        change = _change(series, reported, day, days)
        totals[f"volume_{days}d_change_pct"] = None if isinstance(change, str) else cents(change)
        totals[f"volume_{days}d_reason"] = change if isinstance(change, str) else None
    return totals


def _sheets(published: Published, game: str) -> Iterator[tuple[Fraction, Sheet]]:
    for box, own in published.boxes.items():
        if game in (ALL_GAMES, published.market.games.get(box)):
            yield from ((own.settings.weight(name), sheet) for name, sheet in own.sheets.items())


def _exact(figure: float | None) -> Figure:
    return None if figure is None else Fraction(str(figure))


def _sum(figures: Sequence[Figure]) -> Figure:
    known = [each for each in figures if each is not None]
    return sum(known[1:], known[0]) if known else None


def _supply(sheet: Sheet, day: date) -> Iterator[Fraction]:
    for on, added in sheet.of("units_listed").window(day, 7):
        sold = sheet.of("units_sold").on(on)
        if sold is not None:
            yield added - sold


def _breadth(rows: Sequence[Row]) -> Row:
    changes = [
        row[f"{'floor' if row['market_price_usd'] is None else 'market'}_price_1d_change_pct"] for row in rows
    ]
    known = [each for each in changes if each is not None]
    return {
        "prices_up": sum(each > 0 for each in known),
        "prices_down": sum(each < 0 for each in known),
        "prices_flat": sum(each == 0 for each in known),
        "prices_unknown": len(changes) - len(known),
    }


def _traded(series: Series, day: date, days: int) -> Figure:
    return _sum([weight * volume for weight, reports in series for _, volume in reports.window(day, days)])


def _change(series: Series, reported: dict[date, ReportedDay], day: date, days: int) -> Fraction | str:
    earlier = day - timedelta(days=days)
    if _traded(series, day, days) is None:
        return "no_volume"
    for last, reason in ((day, "few_whole_days"), (earlier, "few_whole_days_before")):
        if 2 * sum(_is_whole(reported, last - timedelta(days=back)) for back in range(days)) < days:
            return reason
    pairs = [
        (weight * now, weight * before)
        for weight, reports in series
        if (now := _mean(reports, reported, day, days)) is not None
        and (before := _mean(reports, reported, earlier, days)) is not None
    ]
    basis = sum((before for _, before in pairs), Fraction(0))
    if basis == 0:
        return "nothing_traded_before" if pairs else "no_common_volume"
    return 100 * (sum((now for now, _ in pairs), Fraction(0)) / basis - 1)


def _mean(reports: Reports, reported: dict[date, ReportedDay], last: date, days: int) -> Figure:
    found = [volume for on, volume in reports.window(last, days) if _is_whole(reported, on)]
    return sum(found, Fraction(0)) / len(found) if found else None


def _is_whole(reported: dict[date, ReportedDay], day: date) -> bool:
    return day in reported and not reported[day].is_partial
