"""Which board opens where nobody names one."""

from datetime import date

import polars as pl

from app.domain.default_boards import default_boards

DAY = date(2026, 3, 1)


def _ranked(**counts: int) -> pl.DataFrame:
    rows = [("*", DAY, metric, count) for metric, count in counts.items()]
    return pl.DataFrame(rows, ["game", "metric_date", "metric", "boxes_ranked"], orient="row")


def _decided(default_metric: str, boxes: int, **counts: int) -> list[tuple[object, ...]]:
    of_game = pl.DataFrame({"game": ["*"], "boxes": [boxes]})
    return default_boards(_ranked(**counts), of_game, default_metric).rows()


def test_the_first_metric_that_half_of_the_boxes_have() -> None:
    found = _decided("auto", 6, unified_volume_7d_ema=2, floor_price_usd=6, market_price_usd=3)
    assert found == [("*", DAY, "market_price_usd", 6, 3)]


def test_the_first_that_ranks_any_box_where_none_has_half() -> None:
    found = _decided("auto", 9, floor_price_usd=4, unified_volume_7d_ema=1)
    assert found == [("*", DAY, "unified_volume_7d_ema", 9, 1)]


def test_a_configured_metric_serves_where_it_ranks_any_box() -> None:
    found = _decided("listed_value_usd", 6, unified_volume_7d_ema=6, listed_value_usd=1)
    assert found == [("*", DAY, "listed_value_usd", 6, 1)]


def test_a_configured_metric_that_ranks_nobody_leaves_it_to_the_list() -> None:
    found = _decided("listed_value_usd", 6, floor_price_usd=6)
    assert found == [("*", DAY, "floor_price_usd", 6, 6)]


def test_where_half_of_the_boxes_have_none_of_the_usual_metrics_any_board_serves() -> None:
    found = _decided("auto", 9, unified_volume_7d_ema=1, active_listings_count=9, boxes_sold_30d_avg=9)
    assert found == [("*", DAY, "active_listings_count", 9, 9)]
