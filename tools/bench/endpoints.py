"""Every resource of the API, and the pages: many different addresses of each."""

import json
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote

from app.domain.boards import BOARD_METRICS

API = "/api/v1"
BOXES = f"{API}/booster-boxes"
_MANY, _FEW = 100, 4


@dataclass(frozen=True)
class Endpoint:
    """A resource and different addresses of it."""

    name: str
    targets: Sequence[str]


@dataclass(frozen=True)
class _Market:
    days: Sequence[str]
    slugs: Sequence[str]
    boards: Sequence[str]

    def day(self, number: int) -> str:
        return self.days[number % len(self.days)]

    def slug(self, number: int) -> str:
        return self.slugs[number % len(self.slugs)]

    def board(self, number: int) -> str:
        return self.boards[number % len(self.boards)]

    def several(self, number: int, most: int, separator: str = ",") -> str:
        return separator.join(self.slug(number + place) for place in range(min(most, len(self.slugs))))


_ADDRESSES: dict[str, Callable[[_Market, int], str]] = {
    "board": lambda m, n: f"{BOXES}?date={m.day(n)}",
    "board-500": lambda m, n: f"{BOXES}?date={m.day(n)}&limit=500",
    "board-any": lambda m, n: f"{BOXES}?{m.board(n)}&limit={10 + n}",
    "board-search": lambda m, n: f"{BOXES}?date={m.day(n)}&q={m.slug(n)[:2]}",
    "board-csv": lambda m, n: f"{BOXES}?date={m.day(n)}&format=csv",
    "box": lambda m, n: f"{BOXES}/{m.slug(n)}",
    "time-series": lambda m, n: f"{BOXES}/{m.slug(n)}/time-series?days=365",
    "sparkline": lambda m, n: f"{BOXES}/{m.slug(n)}/sparkline?days=365",
    "rank-history": lambda m, n: f"{BOXES}/{m.slug(n)}/rank-history",
    "around": lambda m, n: f"{BOXES}/{m.slug(n)}/around",
    "explanation": lambda m, n: f"{BOXES}/{m.slug(n)}/explanation",
    "distance": lambda m, n: f"{BOXES}/{m.slug(n)}/distance",
    "ranks": lambda m, n: f"{API}/ranks?date={m.day(n)}&boxes={m.several(n, _MANY)}",
    "movers": lambda m, n: f"{API}/movers?date={m.day(n)}",
    "movers-floor": lambda m, n: f"{API}/movers?date={m.day(n)}&by=floor&period=30d",
    "days": lambda m, n: f"{API}/days?{m.board(n)}",
    "day": lambda m, n: f"{API}/days/{m.day(n)}",
    "compare": lambda m, n: f"{API}/compare?from={m.day(n + 1)}&to={m.day(n)}",
    "compare-boxes": lambda m, n: f"{API}/compare/boxes?boxes={m.several(n, _FEW)}",
    "search": lambda m, n: f"{API}/search?q={m.slug(n)[:3]}&limit={1 + n}",
    "games": lambda _, n: f"{API}/games",
    "page-board": lambda m, n: f"/?date={m.day(n)}",
    "page-box": lambda m, n: f"/boxes/{m.slug(n)}",
    "page-compare": lambda m, n: f"/compare?boxes={m.several(n, _FEW, '&boxes=')}",
}


def read_endpoints(port: int, repeats: int) -> Iterator[Endpoint]:
    """All resources, up to `repeats` addresses each, over the latest days and the first boxes."""
    days = [row["metric_date"] for row in _data(port, f"{API}/days")][::-1][:repeats]
    slugs = [quote(row["box"]["slug"]) for row in _data(port, f"{BOXES}?limit={min(repeats, 500)}")]
    games = [f"&game={quote(row['game'])}" for row in _data(port, f"{API}/games")]
    boards = [f"metric={metric}{game}" for game, metric in product(["", *games], BOARD_METRICS)]
    market = _Market(days, slugs, [board for board in boards if _has_days(port, board)])
    for name, address in _ADDRESSES.items():
        yield Endpoint(name, list(dict.fromkeys(address(market, number) for number in range(repeats))))


def _has_days(port: int, board: str) -> bool:
    try:
        return bool(_data(port, f"{API}/days?{board}"))
    except urllib.error.HTTPError:  # a short market has no change over 30 days yet
        return False


def _data(port: int, target: str) -> list[Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{target}") as response:
        found: list[Any] = json.load(response)["data"]
    return found
