"""Whatever happens to a derived table: doctor names it, and a full refresh restores every digit."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.models import box_metrics_unified, dataset_version
from app.operate.doctor import TableDifference, check_tables
from app.publish.derived import FROM_METRICS, derived_tables
from tests.factories import ClockedServices, day_after, rows_of
from tests.integration.derived.damages import DAMAGES, DAYS, damage, dump, give_market

EVERY_DAMAGE = [(table, kind) for table, kinds in DAMAGES.items() for kind in kinds]
REPAIRED_BY_BACKFILL = {table.name for table in FROM_METRICS}
DAMAGE_OF_DAYS = [(table, kind) for table, kind in EVERY_DAMAGE if table in REPAIRED_BY_BACKFILL]


@pytest.fixture
def market(services: ClockedServices, tmp_path: Path) -> ClockedServices:
    """The market, refreshed."""
    give_market(services, tmp_path)
    services.refresh.run()
    services.clock.step()
    return services


def differing_tables(services: ClockedServices) -> set[str]:
    return {found.table for found in check_tables(services.database, services.rules).differences}


def test_every_derived_table_is_damaged_here(market: ClockedServices) -> None:
    assert list(DAMAGES) == [table.name for table in derived_tables(market.rules)]


def test_sound_tables_have_no_differences_and_a_full_refresh_publishes_nothing(
    market: ClockedServices,
) -> None:
    assert differing_tables(market) == set()
    report = market.refresh.run_full()
    assert (set(report.rows.values()), report.is_new_generation) == ({0}, False)


@pytest.mark.parametrize(("table", "kind"), EVERY_DAMAGE)
def test_a_full_refresh_restores_what_doctor_names(market: ClockedServices, table: str, kind: str) -> None:
    before = dump(market.database)
    damage(market.database, DAMAGES[table][kind])
    damaged = dump(market.database)
    assert table in differing_tables(market)
    assert dump(market.database) == damaged
    report = market.refresh.run_full()
    assert (report.rows[table] > 0, report.is_new_generation) == (True, True)
    after = dump(market.database)
    if "iota" in DAMAGES[table][kind]:
        assert after.pop("board_games").keys() - before.pop("board_games").keys() == {(9,)}
    assert after == before
    assert differing_tables(market) == set()
    assert market.refresh.run_full().is_new_generation is False


@pytest.mark.parametrize(("table", "kind"), DAMAGE_OF_DAYS)
def test_a_backfill_of_all_days_restores_what_is_made_from_the_metrics(
    market: ClockedServices, table: str, kind: str
) -> None:
    before = dump(market.database)
    damage(market.database, DAMAGES[table][kind])
    report = market.backfill.run()
    assert (report.rows[table] > 0, report.errors) == (True, [])
    assert dump(market.database) == before


def test_a_backfill_of_one_day_repairs_that_day_alone(market: ClockedServices) -> None:
    before = dump(market.database)
    for name in ("board_ranks", "board_days", "market_days"):
        damage(market.database, f"DELETE FROM {name} WHERE metric_date IN ('2026-01-05', '2026-01-06')")
    report = market.backfill.run(day_after(4), day_after(4))
    assert report.days == 1
    assert report.generation is not None
    after = dump(market.database)
    for name in ("board_ranks", "board_days", "market_days"):
        lost = before[name].keys() - after[name].keys()
        assert {key[-1] for key in lost} == {day_after(5)}
        assert {key: before[name][key] for key in after[name]} == after[name]


def test_a_refresh_fills_a_table_that_has_no_row(market: ClockedServices) -> None:
    before = dump(market.database)
    for name in ("ranked_days", "board_ranks", "board_days", "market_days", "board_games"):
        damage(market.database, f"DELETE FROM {name}")
    market.refresh.run()
    assert dump(market.database) == before


def test_differences_are_counted_by_day_and_kind(market: ClockedServices) -> None:
    damage(market.database, "DELETE FROM market_days WHERE metric_date = '2026-01-05'")
    damage(market.database, "UPDATE market_days SET prices_up = 99 WHERE metric_date = '2026-01-06'")
    damage(market.database, DAMAGES["market_days"]["surplus"])
    found = check_tables(market.database, market.rules)
    assert found.differences == (
        TableDifference("market_days", day_after(4), missing=3, altered=0, surplus=0),
        TableDifference("market_days", day_after(5), missing=0, altered=3, surplus=0),
        TableDifference("market_days", day_after(59), missing=0, altered=0, surplus=1),
    )


def test_stale_boxes_are_counted_beside_the_differences(services: ClockedServices, tmp_path: Path) -> None:
    give_market(services, tmp_path)
    found = check_tables(services.database, services.rules)
    assert found.stale_boxes == 4
    assert sum(each.missing for each in found.differences if each.table == "reported_days") == DAYS
    assert {each.table for each in found.differences} >= {"board_games", "suspect_values"}


def test_a_repair_is_one_publication_that_says_what_changed(market: ClockedServices) -> None:
    damage(market.database, "DELETE FROM market_days WHERE metric_date >= '2026-01-05'")
    report = market.refresh.run_full()
    newest = rows_of(market.database, dataset_version)[(report.generation,)]
    assert report.rows["market_days"] == 3 * (DAYS - 4)  # all games, and two of them
    assert (newest["rows_changed"], newest["changed_from"]) == (3 * (DAYS - 4), day_after(4))


@pytest.mark.parametrize(("rows_at_once", "days_at_once"), [(1, 1), (20, 5), (10**9, 1000)])
def test_parts_of_any_size_end_in_the_same_rows(
    market: ClockedServices, monkeypatch: pytest.MonkeyPatch, rows_at_once: int, days_at_once: int
) -> None:
    before = dump(market.database)
    monkeypatch.setattr("app.publish.metrics_step.ROWS_AT_ONCE", rows_at_once)
    monkeypatch.setattr("app.publish.day_table.DayTable.days_at_once", days_at_once)
    assert market.refresh.run_full().is_new_generation is False
    for table in reversed(
        [box_metrics_unified.name, "ranked_days", "board_ranks", "board_days", "market_days"]
    ):
        damage(market.database, f"DELETE FROM {table}")
    market.refresh.run_full()
    assert dump(market.database) == before


def test_doctor_reads_a_database_that_refuses_writing(market: ClockedServices) -> None:
    damage(market.database, "DELETE FROM board_days")
    if market.database.is_sqlite:
        with market.database.engine.connect() as connection:
            connection.execute(text("PRAGMA query_only = ON"))
    assert differing_tables(market) == {"board_days", "default_boards"}
