"""Random markets: marketplaces that fall silent for days or weeks, leaps, settings and decisions."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from tests.oracles.market import (
    PRICES,
    SALES,
    Decision,
    Observation,
    OracleMarket,
    OracleSettings,
    observation,
)

FIRST_DAY = date(2025, 11, 3)
BOXES = ("maple", "oak-2", "oak", "oak1", "pine")
GAMES = {"maple": "Chess", "oak-2": "Chess", "oak": "Go", "pine": "Go"}
MARKETPLACES = ("cardmarket", "ebay", "tcgplayer", "yahoo")
_GAPS = {
    "daily": (1, 1, 1, 1, 1, 1, 2),
    "patchy": (1, 1, 2, 3, 5, 6, 7, 8),
    "weekly": (6, 7, 7, 7, 8),
    "rare": (1, 4, 13, 28, 29, 30, 31, 32, 40),
}
_LEVELS = (0.35, 7.0, 99.99, 480.0, 21_000.0, 610_000.0)
_LARGEST_PRICE = 999_999.0
_DRIFT = (1, 1, 1, 1.01, 0.97, 1.2, 0.8)
_LEAPS = (0, 0.1, 0.2, 4, 5, 12, 100)
_UNITS = (0, 0, 1, 1, 2, 0.43, 3.5)


def settings() -> st.SearchStrategy[OracleSettings]:
    weights = [{}, {"ebay": Fraction(1, 2)}, {"cardmarket": Fraction(11, 10), "ebay": Fraction(0)}]
    return st.builds(
        OracleSettings,
        good_days=st.sampled_from([7, 7, 1, 2, 10, 30]),
        authority=st.sampled_from([("tcgplayer",), ("ebay", "tcgplayer"), ("unheard-of",)]),
        weights=st.sampled_from(weights),
        sorts_out_suspects=st.sampled_from([True, True, False]),
        default_metric=st.sampled_from(["auto", "auto", "volume_30d_usd", "active_listings_count"]),
    )


@st.composite
def markets(draw: st.DrawFn, boxes: int = 4, days: int = 75) -> OracleMarket:
    """Small markets; the numbers in them come from one seed."""
    dice = Random(draw(st.integers(0, 10**6)))
    shops = draw(st.integers(1, len(MARKETPLACES)))
    observations = random_observations(dice, draw(st.integers(1, boxes)), shops, draw(st.integers(1, days)))
    decided = draw(st.integers(0, 3))
    return OracleMarket(observations, draw(settings()), random_decisions(dice, observations, decided), GAMES)


def random_observations(dice: Random, boxes: int, marketplaces: int, days: int) -> list[Observation]:
    """At least one observation, of each box at some of the marketplaces."""
    found = [
        each
        for box in BOXES[:boxes]
        for marketplace in dice.sample(MARKETPLACES, marketplaces)
        for each in _series(dice, box, marketplace, days)
    ]
    return found or [observation(BOXES[0], FIRST_DAY, MARKETPLACES[0], floor_price_usd=1)]


def random_decisions(dice: Random, observations: Sequence[Observation], count: int) -> list[Decision]:
    """Decisions on some values, and one on a value that was never reported."""
    decided = {}
    for each in dice.choices(observations, k=count):
        name = dice.choice(list(each.values))
        value = each.values[name] + (1 if dice.random() < 0.1 else 0)
        key = each.box, each.day, each.marketplace, name, value
        decided[key] = Decision(*key, is_accepted=dice.random() < 0.5)
    return list(decided.values())


def _series(dice: Random, box: str, marketplace: str, days: int) -> Iterator[Observation]:
    gaps = _GAPS[dice.choice(["daily", "daily", "daily", "patchy", "weekly", "rare"])]
    given = [name for name in (*PRICES, "active_listings", *SALES) if dice.random() < 0.75]
    levels = {"price": dice.choice(_LEVELS), "listings": dice.choice([0, 4, 60])}
    day = dice.choice([0, 0, 3])
    while day < days:
        values = {name: value for name, value in _values(dice, levels).items() if name in given}
        if any(value is not None for value in values.values()):
            yield observation(box, FIRST_DAY + timedelta(days=day), marketplace, **values)
        day += dice.choice(gaps)


def _values(dice: Random, levels: dict[str, float]) -> dict[str, Decimal | int | None]:
    if dice.random() < 0.02:
        levels["price"] *= dice.choice([0.2, 5])
    price = levels["price"] * dice.choice(_DRIFT)
    sold = dice.choice(_UNITS)
    values = {
        "market_price_usd": min(_leaping(dice, price), _LARGEST_PRICE),
        "floor_price_usd": min(_leaping(dice, price * 0.9), _LARGEST_PRICE),
        "units_sold": _leaping(dice, sold),
        "units_listed": _leaping(dice, dice.choice(_UNITS)),
        "volume_usd": _leaping(dice, dice.choice([sold * price, sold * price, 50 * price, 0])),
    }
    listings = _leaping(dice, levels["listings"] + dice.choice([0, 0, 1, 2]))
    exact = {name: _decimal(dice, value) for name, value in values.items()}
    return exact | {"active_listings": None if dice.random() < 0.1 else round(listings)}


def _leaping(dice: Random, value: float) -> float:
    return value * dice.choice(_LEAPS) if dice.random() < 0.03 else value


def _decimal(dice: Random, value: float) -> Decimal | None:
    return None if dice.random() < 0.15 else Decimal(f"{value:.2f}")
