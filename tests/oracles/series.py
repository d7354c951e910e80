"""The series of one box: its used reports per marketplace and field, and the volumes made of them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.oracles.market import PRICES, Observation, OracleSettings
from tests.oracles.rounding import to_millionth

Report = tuple[date, Fraction]
LONGEST_GAP = 30


@dataclass
class Reports:
    """Used reports of one series in order of days."""

    days: list[date] = field(default_factory=list)
    values: list[Fraction] = field(default_factory=list)

    def add(self, day: date, value: Fraction) -> None:
        self.days.append(day)
        self.values.append(value)

    def on(self, day: date) -> Fraction | None:
        newest = self.newest(day)
        return newest[1] if newest and newest[0] == day else None

    def newest(self, day: date) -> Report | None:
        at = bisect_right(self.days, day)
        return (self.days[at - 1], self.values[at - 1]) if at else None

    def live(self, day: date, good_days: int) -> Report | None:
        """The newest report of (day − good_days, day]."""
        return self.newest_within(day - timedelta(days=good_days - 1), day)

    def newest_within(self, first: date, last: date) -> Report | None:
        newest = self.newest(last)
        return newest if newest and newest[0] >= first else None

    def window(self, last: date, length: int) -> list[Report]:
        """The reports of (last − length, last]."""
        low = bisect_right(self.days, last - timedelta(days=length))
        high = bisect_right(self.days, last)
        return list(zip(self.days[low:high], self.values[low:high], strict=True))


@dataclass(frozen=True)
class Average:
    """State of a moving average after one volume."""

    day: date
    state: float
    observations: int


@dataclass
class Sheet:
    """All series of one box at one marketplace."""

    observed: list[date] = field(default_factory=list)
    reports: dict[str, Reports] = field(default_factory=dict)
    estimated: set[date] = field(default_factory=set)
    averages: list[Average] = field(default_factory=list)

    def of(self, name: str) -> Reports:
        return self.reports.setdefault(name, Reports())

    def is_observed(self, day: date, good_days: int) -> bool:
        at = bisect_right(self.observed, day)
        return bool(at) and self.observed[at - 1] > day - timedelta(days=good_days)

    def average(self, day: date) -> Average | None:
        """The state after the newest volume up to a day, however old."""
        at = bisect_right(self.of("volume").days, day)
        return self.averages[at - 1] if at else None

    def going_average(self, day: date) -> Average | None:
        """The state while the next volume can still go on with it."""
        average = self.average(day)
        return average if average and (day - average.day).days <= LONGEST_GAP else None


@dataclass(frozen=True)
class BoxSheets:
    """One box at all its marketplaces, in order of name."""

    settings: OracleSettings
    sheets: dict[str, Sheet]
    observed: Sequence[date]

    def counted(self) -> list[tuple[str, Sheet]]:
        """The marketplaces whose volumes count."""
        return [(name, sheet) for name, sheet in self.sheets.items() if self.settings.weight(name) != 0]

    def live(self, name: str, day: date) -> dict[str, Report]:
        """The newest report of every marketplace live for a field on a day."""
        found = {
            marketplace: sheet.of(name).live(day, self.settings.good_days)
            for marketplace, sheet in self.sheets.items()
        }
        return {marketplace: report for marketplace, report in found.items() if report is not None}

    def price(self, name: str, day: date) -> tuple[str, Report] | None:
        """The newest report of the first live marketplace by authority, else by name."""
        live = self.live(name, day)
        order = [*self.settings.authority, *sorted(live)]
        return next(((each, live[each]) for each in order if each in live), None)


def box_sheets(
    observations: Iterable[Observation], settings: OracleSettings, unused: Iterable[tuple[date, str, str]]
) -> BoxSheets:
    """The series of one box, without the values that are not used (by day, marketplace and field)."""
    known = sorted(observations, key=lambda each: (each.day, each.marketplace))
    sheets: dict[str, Sheet] = {each: Sheet() for each in sorted({each.marketplace for each in known})}
    for each in known:
        sheets[each.marketplace].observed.append(each.day)
        for name, value in each.values.items():
            if (each.day, each.marketplace, name) not in unused:
                sheets[each.marketplace].of(name).add(each.day, value)
    box = BoxSheets(settings, sheets, sorted({each.day for each in known}))
    for sheet in sheets.values():
        _add_volumes(box, sheet)
    return box


def _add_volumes(box: BoxSheets, sheet: Sheet) -> None:
    for day in sheet.observed:
        given = sheet.of("volume_usd").on(day)
        volume = _estimate(box, sheet, day) if given is None else given
        if volume is not None:
            exact = to_millionth(volume)
            sheet.of("volume").add(day, exact)
            sheet.averages.append(_next_average(sheet.averages[-1:], day, float(exact)))
            if given is None and sheet.of("units_sold").on(day):
                sheet.estimated.add(day)


def _estimate(box: BoxSheets, sheet: Sheet, day: date) -> Fraction | None:
    units = sheet.of("units_sold").on(day)
    if not units:
        return units
    own = [sheet.of(name).live(day, box.settings.good_days) for name in PRICES]
    unified = [found[1] if (found := box.price(name, day)) else None for name in PRICES]
    price = next((report[1] for report in (*own, *unified) if report), None)
    return None if price is None else units * price


def _next_average(before: Sequence[Average], day: date, volume: float) -> Average:
    gap = (day - before[0].day).days if before else LONGEST_GAP + 1
    if gap > LONGEST_GAP:
        return Average(day, volume, 1)
    share = 1 - 0.75**gap
    state = share * volume + (1 - share) * before[0].state
    return Average(day, state, before[0].observations + 1)
