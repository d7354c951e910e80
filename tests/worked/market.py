"""Small markets whose figures are worked out by hand: what is given, and what must come out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracles.market import Observation, OracleSettings, observation

NO_ROW = "(no such row)"
TCG, CARDMARKET = "tcgplayer", "cardmarket"
_BEFORE = date(2026, 2, 9)


def on(number: int) -> str:
    """The day of that number, as text; day 1 is 10 February 2026."""
    return str(_day(number))


def _day(number: int) -> date:
    return _BEFORE + timedelta(days=number)


def daily(box: str, days: Iterable[int], marketplace: str = TCG, **values: float | None) -> list[Observation]:
    """The same report on each of some days."""
    return [observation(box, _day(number), marketplace, **values) for number in days]


@dataclass(frozen=True)
class Worked:
    """Observations, and what must come out of them, by path; a number in a path is a day's number."""

    name: str
    rows: Sequence[Observation]
    claims: Mapping[str, object]
    boards: Sequence[str] = ("unified_volume_7d_ema",)
    settings: OracleSettings = field(default_factory=OracleSettings)
    is_complete: bool = False

    def claimed(self) -> dict[str, object]:
        """The claims by path, with days in full."""
        return {"/".join(map(_segment, path.split("/"))): value for path, value in self.claims.items()}


def _segment(name: str) -> str:
    return on(int(name)) if name.isdigit() else name


def under(prefix: str, **claims: object) -> dict[str, object]:
    """Claims on one row or entry."""
    return {f"{prefix}/{name}": value for name, value in claims.items()}


def place(day: int, box: str, board: str = "unified_volume_7d_ema", **claims: object) -> dict[str, object]:
    """Claims on the entry of a box on a day of a board."""
    return under(f"boards/{board}/{day}/entries/{box}", **claims)


def row(day: int, box: str, **claims: object) -> dict[str, object]:
    """Claims on the figures of a box on a day."""
    return under(f"rows/{box}/{day}", **claims)
