"""A metric that becomes a board has its whole history after a full refresh."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from app.domain import board_ranks as ranking
from app.domain import boards
from app.domain.figure import Figure
from app.domain.figures import FIGURES
from app.repositories import board_writing
from tests.factories import ClockedServices, DatabaseStore, day_after, fresh_services
from tests.integration.derived.damages import DAYS, days_of, dump, give_market

ADDED = "boxes_sold"


def declare(monkeypatch: pytest.MonkeyPatch, metrics: Mapping[str, Figure]) -> None:
    for module in (boards, ranking, board_writing):
        monkeypatch.setattr(module, "BOARD_METRICS", MappingProxyType(metrics))


def test_a_board_added_today_is_ranked_on_every_day_after_a_full_refresh(
    services: ClockedServices, store: DatabaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_market(services, tmp_path)
    services.refresh.run()
    declare(monkeypatch, {**boards.BOARD_METRICS, ADDED: FIGURES[ADDED]})
    report = services.refresh.run_full()
    assert (report.rows["metrics"], report.rows["board_ranks"]) == (0, DAYS)
    found = dump(services.database)
    of_added = {key: row for key, row in found["board_ranks"].items() if key[0] == ADDED}
    assert days_of(of_added) == {day_after(number) for number in range(DAYS)}
    with fresh_services(store) as built_today:
        give_market(built_today, tmp_path)
        built_today.refresh.run()
        assert dump(built_today.database) == found


def test_a_board_that_is_no_longer_declared_leaves_no_rows(
    services: ClockedServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as extended:
        declare(extended, {**boards.BOARD_METRICS, ADDED: FIGURES[ADDED]})
        give_market(services, tmp_path)
        services.refresh.run()
    services.refresh.run_full()
    found = dump(services.database)
    assert ADDED not in {key[0] for name in ("board_ranks", "board_days") for key in found[name]}
