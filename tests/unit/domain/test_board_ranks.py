"""Many boards ranked together are ranked as each alone."""

from datetime import date, timedelta

import polars as pl
import pytest

from app.domain.board_ranks import board_ranks, count_board_days, metrics_at_once
from app.domain.boards import BOARD_METRICS, Board

DAYS, BOXES = 4, 7


def figure(place: int, day: int, box: int) -> float | None:
    number = (place * 5 + day * 3 + box * 4) % 6
    return float(number) if number else None


def values() -> pl.DataFrame:
    rows = [
        {
            "box_id": box,
            "metric_date": date(2026, 1, 1) + timedelta(day),
            "game": ("Chess", "Go", None)[box % 3],
            "slug": BOXES - box,
            **{name: figure(place, day, box) for place, name in enumerate(BOARD_METRICS)},
        }
        for day in range(DAYS)
        for box in range(1, BOXES + 1)
    ]
    return pl.DataFrame(rows).with_columns(pl.col("game").cast(pl.Categorical))


@pytest.mark.parametrize("rows", [0, 1, 9_000, 40_000, 10_000_000])
def test_every_metric_is_ranked_once_and_beside_its_like(rows: int) -> None:
    parts = list(metrics_at_once(rows))

    assert sorted(name for part in parts for name in part) == sorted(BOARD_METRICS)
    assert all(len({Board(name).is_ascending for name in part}) == 1 for part in parts)


def test_metrics_ranked_together_are_ranked_as_each_alone() -> None:
    for metrics in metrics_at_once(DAYS * BOXES):
        together = board_ranks(values(), metrics)
        alone = [board_ranks(values(), [name]).with_columns(pl.col("metric").cast(str)) for name in metrics]

        assert len(metrics) > 1
        assert together.with_columns(pl.col("metric").cast(str)).equals(pl.concat(alone))


def test_without_values_no_board_has_ranks_or_days() -> None:
    ranks = board_ranks(values().clear(), ["momentum_pct"])

    assert ranks.is_empty()
    assert count_board_days(ranks).is_empty()
