"""The boxes of the simulated market: what each is called, when it trades, and how much."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.domain.slugs import box_slug
from app.simulation.names import GAMES, set_name

IN_WINDOW_SHARE = 1 / 6
"""Share of each game's sets that are released while the simulation runs."""


@dataclass(frozen=True, slots=True)
class SimulatedBox:
    """One invented box and how it trades.

    Days are counted from the first simulated day: it is observed from `first_day` to `last_day`, both
    included, except in `absent`. `path` seeds its market: boxes with one path trade alike, until
    `parts_from`, where the later one's sales are scaled. `units` is the usual number of boxes sold a day.
    """

    path: int
    slug: str
    name: str
    set_name: str
    code: str
    game: str
    released: date
    first_day: int
    last_day: int
    absent: range
    parts_from: int
    floor_usd: float
    units: float
    listings: float
    supply: int
    trades_fractions: bool
    sells_on_ebay: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The simulated days: how many, and the last of them."""

    days: int
    last_day: date

    def day(self, offset: int) -> date:
        """The calendar day at an offset; negative offsets lie before the window."""
        return self.last_day - timedelta(days=self.days - 1 - offset)


def simulated_boxes(count: int, window: Window, seed: int) -> Iterator[SimulatedBox]:
    """The boxes of a market. Some vanish and return, leave for good, never sell, or trade as exact twins."""
    invented: list[SimulatedBox] = []
    for index in range(count):
        if index % 20 == 9:
            invented.append(_twin(invented[index - 3], index, window))
        else:
            invented.append(_invented_box(index, count, window, Random(f"{seed}:box:{index}")))
        yield invented[index]


def _invented_box(index: int, count: int, window: Window, rng: Random) -> SimulatedBox:
    game, number = GAMES[index % len(GAMES)], index // len(GAMES) + 1
    code, title = f"{game.prefix}-{number:02d}", set_name(game, number)
    name = f"{game.name} {code} {title} Booster Box"
    first_offset = _release_offset(number, -(-count // len(GAMES)), window, rng)
    is_discontinued = index % 25 == 13 and first_offset < 0
    floor = min(max(rng.lognormvariate(math.log(230), 0.8), 110.0), 2600.0)
    units = _usual_units(index, floor, rng)
    return SimulatedBox(
        path=index,
        slug=box_slug(code, name),
        name=name,
        set_name=title,
        code=code,
        game=game.name,
        released=window.day(first_offset),
        first_day=max(first_offset, 0),
        last_day=int(window.days * rng.uniform(0.6, 0.85)) if is_discontinued else window.days - 1,
        absent=_absence(window, rng) if index % 10 == 4 else range(0),
        parts_from=window.days,
        floor_usd=floor,
        units=units,
        listings=max(units, 0.5) * rng.uniform(12, 45),
        supply=int(rng.lognormvariate(5.5, 0.6)) * 100,
        trades_fractions=index % 11 == 5,
        sells_on_ebay=index % 10 < 7,
    )


def _twin(source: SimulatedBox, index: int, window: Window) -> SimulatedBox:
    code = f"{source.code}-2ND"
    return replace(
        source,
        slug=box_slug(code, source.name),
        name=f"{source.name} (Second Print)",
        code=code,
        listings=source.listings * 1.4,
        parts_from=window.days if index % 40 == 9 else int(window.days * 0.7),
    )


def _release_offset(number: int, sets: int, window: Window, rng: Random) -> int:
    newest = max(1, round(sets * IN_WINDOW_SHARE))
    place = number - (sets - newest)
    if place > 0:
        return int((window.days - 1) * (0.1 + 0.88 * place / newest)) - rng.randint(0, 3)
    return -30 - 60 * (sets - newest - number) % 1800 - rng.randint(0, 20)


def _usual_units(index: int, floor_usd: float, rng: Random) -> float:
    if index % 30 in {11, 12}:
        return 0.0
    units = rng.lognormvariate(1.5, 0.7) * math.sqrt(200 / floor_usd)
    return units * 0.3 if index % 20 == 6 else units


def _absence(window: Window, rng: Random) -> range:
    start = int(window.days * rng.uniform(0.2, 0.75))
    return range(start, start + rng.randint(14, 45))
