"""Dollars by day are remembered for one generation and never longer."""

import pytest

from app.repositories import board_page
from app.services.traded_days import TradedDays
from tests.factories import Feed, day_after
from tests.integration.web.conftest import Web


def test_only_days_not_asked_for_before_are_read(
    own_web: Web, own_feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(4):
        own_feed.give_volumes(day_after(day), {"a": 10.0 + day, "b": None})
    own_web.services.refresh.run()
    traded, asked = TradedDays(), []
    read = board_page.traded_by_day
    monkeypatch.setattr(board_page, "traded_by_day", lambda *span: asked.append(span[1:]) or read(*span))

    with own_web.services.database.snapshot() as connection:
        traded.between(connection, 1, day_after(0), day_after(2))
        found = traded.between(connection, 1, day_after(1), day_after(3))

    assert found == {day_after(1): 11.0, day_after(2): 12.0, day_after(3): 13.0}
    assert asked == [(day_after(0), day_after(2)), (day_after(3), day_after(3))]


def test_a_correction_is_seen_with_its_generation(own_web: Web, own_feed: Feed) -> None:
    traded = TradedDays()
    for generation, volume in ((1, 10.0), (2, 12.0)):
        own_feed.give_volumes(day_after(0), {"a": volume})
        own_web.services.refresh.run()
        with own_web.services.database.snapshot() as connection:
            found = traded.between(connection, generation, day_after(0), day_after(0))
        assert found == {day_after(0): volume}
