"""The rules agree with a plain-Python oracle on generated markets, to the last stored digit."""

import math

import polars as pl
import pytest
from hypothesis import given

from app.domain.metrics import METRICS_SCHEMA, compute_metrics
from tests.examples import one_in
from tests.oracles.metrics_markets import Market, markets


@given(markets())
def test_every_stored_figure_equals_the_oracle(market: Market) -> None:
    computed = compute_metrics(market.frame, market.rules)

    expected = market.oracle()
    assert computed.select("box_id", "metric_date").rows() == sorted(expected)
    for row in computed.iter_rows(named=True):
        figures, state = expected[row["box_id"], row["metric_date"]]
        assert {name: row[name] for name in figures} == figures
        assert row["ema_state"] == (None if state is None else pytest.approx(float(state), rel=1e-13))


@given(markets())
@one_in(3)
def test_no_figure_is_ever_nan_or_infinite_and_the_schema_is_the_promised_one(market: Market) -> None:
    computed = compute_metrics(market.frame, market.rules)

    assert computed.schema == METRICS_SCHEMA
    floats = computed.select(pl.selectors.float()).to_dict(as_series=False)
    assert all(value is None or math.isfinite(value) for column in floats.values() for value in column)
