"""The oracle comes to the figures that were worked out by hand."""

import pytest

from tests.oracles.market import OracleMarket
from tests.oracles.published import Published
from tests.oracles.vectors import as_json, completed
from tests.worked.every import EVERY, false_claims, name_of
from tests.worked.market import Worked


@pytest.mark.parametrize("worked", EVERY, ids=name_of)
def test_the_oracle_comes_to_the_figures_worked_out_by_hand(worked: Worked) -> None:
    rows = completed(worked.rows) if worked.is_complete else worked.rows
    answer = as_json(Published(OracleMarket(rows, worked.settings)), worked.boards)

    assert false_claims(answer, worked.claimed()) == {}
