"""The parts of a volume: weighted as the sum is, and adding up to it to the cent."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rounding import stored
from app.domain.volume_weights import parts_to_the_cent, weight_rows, weighted_volume

amounts = st.integers(0, 10**13).map(lambda millionths: millionths / 1e6)
weights = st.floats(0.01, 4)


def rounded_sum(parts: list[float]) -> float:
    found: float = pl.select(stored(pl.lit(math.fsum(parts)))).item()
    return found


@pytest.mark.parametrize(
    ("total", "parts", "shown"),
    [
        (1100.0, [100.0, 100.0, 900.0], [100.0, 100.0, 900.0]),
        (1.0, [1 / 3, 1 / 3, 1 / 3], [0.34, 0.33, 0.33]),
        (0.1, [0.012, 0.078, 0.01], [0.01, 0.08, 0.01]),
        (0.0, [0.005], [0.0]),
        (5.0, [None, 5.0], [None, 5.0]),
        (None, [None, None], [None, None]),
        (None, [], []),
    ],
)
def test_parts_are_shown_to_the_cent(
    total: float | None, parts: list[float | None], shown: list[float | None]
) -> None:
    assert parts_to_the_cent(total, parts) == shown


@given(volumes=st.lists(st.tuples(amounts, weights), min_size=1, max_size=6))
def test_parts_add_up_to_the_stored_sum(volumes: list[tuple[float, float]]) -> None:
    parts = [volume * weight for volume, weight in volumes]
    total = rounded_sum(parts)

    shown = parts_to_the_cent(total, parts)

    assert sum(round(100 * part) for part in shown if part is not None) == round(100 * total)
    assert all(
        abs(mine - part) <= 0.01 + part * 1e-12
        for mine, part in zip(shown, parts, strict=True)
        if mine is not None
    )


def test_a_volume_is_weighted_in_whole_millionths_and_weight_0_leaves_it_out() -> None:
    names = ["ebay", "tcgplayer", "cardmarket", "cardmarket"]
    reports = pl.DataFrame({"marketplace": names, "volume": [10_000_001, 2_500_000, 7_000_000, None]})

    found = weighted_volume(reports, {"ebay": 0.5, "cardmarket": 0})

    assert found["volume"].to_list() == [5_000_000, 2_500_000, None, None]


def test_only_weights_other_than_1_are_kept() -> None:
    assert weight_rows({"ebay": 1, "alpha": 0.5, "beta": 0}).rows() == [("alpha", 0.5), ("beta", 0.0)]
