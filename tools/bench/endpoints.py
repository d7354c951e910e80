"""Every read of the API, and the pages: addresses of many different questions each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TypeVar
from urllib.parse import quote

from app.bootstrap import Services
from app.domain.boards import BOARD_METRICS
from app.domain.errors import UnknownDay
from app.read.days import BoardDaysRequest
from app.read.lookup import GamesRequest
from tools.bench.scenarios import BOXES, ranked_days, ranked_slugs

_API = "/api/v1"
_MANY, _FEW = 100, 4

T = TypeVar("T")


@dataclass(frozen=True)
class Endpoint:
    """A resource and addresses of it, no two alike."""

    name: str
    targets: Sequence[str]


@dataclass(frozen=True)
class _Board:
    view: str
    days: Sequence[date]

    def on_day(self, turn: int) -> str:
        return f"{self.view}&date={_turned(self.days, turn)}"


@dataclass(frozen=True)
class _Market:
    days: Sequence[date]
    slugs: Sequence[str]
    boards: Sequence[_Board]
    game_boards: Sequence[_Board]

    def day(self, turn: int) -> date:
        return _turned(self.days, turn)

    def slug(self, turn: int) -> str:
        return quote(_turned(self.slugs, turn))

    def board(self, turn: int) -> str:
        return _turned(self.boards, turn).on_day(turn)

    def game_board(self, turn: int) -> str:
        return _turned(self.game_boards, turn).on_day(turn)

    def box(self, turn: int) -> str:
        return f"{BOXES}/{self.slug(turn)}"

    def several(self, turn: int, most: int, between: str = ",") -> str:
        count = min(most, len(self.slugs))
        return between.join(self.slug(turn + place) for place in range(count))


Address = Callable[[_Market, int], str]

_ADDRESSES: dict[str, Address] = {
    "board": lambda m, n: f"{BOXES}?{m.board(n)}",
    "board-500": lambda m, n: f"{BOXES}?date={m.day(n)}&limit=500",
    "board-game": lambda m, n: f"{BOXES}?{m.game_board(n)}",
    "board-search": lambda m, n: f"{BOXES}?date={m.day(n)}&q={m.slug(n)[:2]}",
    "board-csv": lambda m, n: f"{BOXES}?date={m.day(n)}&format=csv",
    "box": lambda m, n: m.box(n),
    "time-series": lambda m, n: f"{m.box(n)}/time-series?days=365",
    "sparkline": lambda m, n: f"{m.box(n)}/sparkline?days=365",
    "rank-history": lambda m, n: f"{m.box(n)}/rank-history",
    "around": lambda m, n: f"{m.box(n)}/around",
    "explanation": lambda m, n: f"{m.box(n)}/explanation",
    "distance": lambda m, n: f"{m.box(n)}/distance",
    "ranks": lambda m, n: f"{_API}/ranks?date={m.day(n)}&boxes={m.several(n, _MANY)}",
    "movers": lambda m, n: f"{_API}/movers?date={m.day(n)}",
    "movers-floor": lambda m, n: f"{_API}/movers?date={m.day(n)}&by=floor&period=30d",
    "days": lambda m, n: f"{_API}/days?{_turned(m.game_boards, n).view}",
    "day": lambda m, n: f"{_API}/days/{m.day(n)}",
    "compare": lambda m, n: f"{_API}/compare?from={m.day(n + 1)}&to={m.day(n)}",
    "compare-boxes": lambda m, n: f"{_API}/compare/boxes?boxes={m.several(n, _FEW)}",
    "search": lambda m, n: f"{_API}/search?q={m.slug(n)[:3]}&offset={n}",
    "games": lambda m, n: f"{_API}/games",
    "page-board": lambda m, n: f"/?date={m.day(n)}",
    "page-box": lambda m, n: f"/boxes/{m.slug(n)}",
    "page-compare": lambda m, n: f"/compare?boxes={m.several(n, _FEW, '&boxes=')}",
}


def read_endpoints(services: Services, repeats: int) -> Iterator[Endpoint]:
    """All resources, up to `repeats` addresses each, over the latest days and the first boxes."""
    games = [game.game for game in services.lookup.games(GamesRequest()).data]
    market = _Market(
        ranked_days(services, repeats),
        ranked_slugs(services, repeats),
        list(_boards(services, [None])),
        list(_boards(services, games)),
    )
    for name, address in _ADDRESSES.items():
        yield Endpoint(name, list(dict.fromkeys(address(market, turn) for turn in range(repeats))))


def _boards(services: Services, games: Sequence[str | None]) -> Iterator[_Board]:
    for game, metric in product(games, BOARD_METRICS):
        try:
            found = services.board_days.days(BoardDaysRequest(metric, game)).data
        except UnknownDay:  # a young market has no change over 30 days yet
            continue
        view = f"metric={metric}" if game is None else f"metric={metric}&game={quote(game)}"
        yield _Board(view, [day.metric_date for day in reversed(found)])


def _turned(choices: Sequence[T], turn: int) -> T:
    return choices[turn % len(choices)]
