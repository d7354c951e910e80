"""Ranks recomputed over a range: safe to interrupt, to run again, and honest about days that fail."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text, update

from app.database import Database
from app.domain.errors import InvalidValue
from app.models import box_metrics_unified, dataset_version, ranked_days
from app.publish.day_table import DayTable
from tests.factories import ClockedServices, Feed, Rows, day_after, rows_of

DAYS = 6
RANKS = ("current_rank", "previous_rank", "rank_change")


@pytest.fixture
def market(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Six days of three boxes that change places every day, ranked."""
    feed.give_market(
        {
            day_after(number): {"alpha": 10, "beta": 400 * number % 700, "gamma": 1000 * (number % 2)}
            for number in range(DAYS)
        }
    )
    services.refresh.run()
    services.clock.step()
    return services


@pytest.fixture
def ranked(market: ClockedServices) -> Rows:
    """What the tables hold before their ranks are lost."""
    return ranks_of(market.database)


@pytest.fixture
def unranked(market: ClockedServices, ranked: Rows) -> ClockedServices:
    """The market with all its ranks and ranked days lost."""
    assert ranked
    with market.database.transaction() as connection:
        connection.execute(update(box_metrics_unified).values(dict.fromkeys(RANKS)))
        connection.execute(text("DELETE FROM ranked_days"))
    return market


def ranks_of(database: Database) -> Rows:
    return {
        key: {name: row[name] for name in RANKS}
        for key, row in rows_of(database, box_metrics_unified).items()
    }


def days_with_ranks(database: Database) -> set[date]:
    return {key[1] for key, row in ranks_of(database).items() if row["current_rank"] is not None}


def lock_day(database: Database, day: date) -> None:
    """Make the database refuse every change of a day's rows."""
    statement = (
        f"CREATE TRIGGER locked BEFORE UPDATE ON box_metrics_unified WHEN NEW.metric_date = '{day}' "
        "BEGIN SELECT RAISE(ABORT, 'the day is locked'); END"
        if database.is_sqlite
        else f"ALTER TABLE box_metrics_unified ADD CONSTRAINT locked CHECK (metric_date <> '{day}') NOT VALID"
    )
    with database.transaction() as connection:
        connection.exec_driver_sql(statement)


def unlock_days(database: Database) -> None:
    statement = (
        "DROP TRIGGER locked"
        if database.is_sqlite
        else "ALTER TABLE box_metrics_unified DROP CONSTRAINT locked"
    )
    with database.transaction() as connection:
        connection.exec_driver_sql(statement)


def interrupt_after(batches: int) -> Callable[[str, int, int], None]:
    calls = []

    def interrupt(step: str, done: int, total: int) -> None:
        calls.append((step, done, total))
        if len(calls) == batches:
            raise KeyboardInterrupt

    return interrupt


def test_all_history_is_ranked_as_the_daily_runs_had_it(unranked: ClockedServices, ranked: Rows) -> None:
    report = unranked.backfill.run()
    assert ranks_of(unranked.database) == ranked
    assert (report.days, report.rows["ranks"], report.errors) == (DAYS, 3 * DAYS, [])
    assert len(rows_of(unranked.database, ranked_days)) == DAYS


def test_one_date_ranks_that_day_alone(unranked: ClockedServices, ranked: Rows) -> None:
    report = unranked.backfill.run(day_after(2), day_after(2))
    assert report.days == 1
    assert days_with_ranks(unranked.database) == {day_after(2)}
    current = {key: row["current_rank"] for key, row in ranked.items() if key[1] == day_after(2)}
    found = {key: row["current_rank"] for key, row in ranks_of(unranked.database).items()}
    assert {key: found[key] for key in current} == current


def test_ranges_in_any_order_end_in_the_same_ranks(unranked: ClockedServices, ranked: Rows) -> None:
    unranked.backfill.run(first=day_after(3))
    assert days_with_ranks(unranked.database) == {day_after(number) for number in (3, 4, 5)}
    unranked.backfill.run(last=day_after(2))
    assert ranks_of(unranked.database) == ranked


def test_a_range_the_wrong_way_round_is_refused(market: ClockedServices) -> None:
    with pytest.raises(InvalidValue):
        market.backfill.run(day_after(3), day_after(2))


def test_a_date_on_which_nothing_was_observed_is_told(market: ClockedServices) -> None:
    report = market.backfill.run(day_after(99), day_after(99))
    assert [error.day for error in report.errors] == [day_after(99)]
    assert report.generation is None


def test_sound_ranks_are_left_untouched_and_nothing_is_published(market: ClockedServices) -> None:
    before = rows_of(market.database, box_metrics_unified)
    report = market.backfill.run()
    assert (report.days, report.rows_changed, report.generation) == (DAYS, 0, None)
    assert rows_of(market.database, box_metrics_unified) == before
    assert len(rows_of(market.database, dataset_version)) == 1


def test_a_backfill_is_published_once(unranked: ClockedServices) -> None:
    report = unranked.backfill.run()
    versions = rows_of(unranked.database, dataset_version)
    assert len(versions) == 2
    newest = versions[(report.generation,)]
    assert (newest["rows_changed"], newest["changed_from"]) == (4 * DAYS, day_after(0))
    assert newest["rules_fingerprint"] == unranked.rules.fingerprint


def test_a_dry_run_counts_and_stores_nothing(unranked: ClockedServices) -> None:
    before = rows_of(unranked.database, box_metrics_unified)
    report = unranked.backfill.dry_run()
    assert (report.days, report.rows_changed, report.generation) == (DAYS, 4 * DAYS, None)
    assert rows_of(unranked.database, box_metrics_unified) == before
    assert rows_of(unranked.database, ranked_days) == {}
    assert len(rows_of(unranked.database, dataset_version)) == 1


def test_an_interruption_leaves_all_as_before_and_the_next_run_ends_the_work(
    unranked: ClockedServices, ranked: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DayTable, "days_at_once", 2)
    before = rows_of(unranked.database, box_metrics_unified)
    with pytest.raises(KeyboardInterrupt):
        unranked.backfill.run(progress=interrupt_after(2))
    assert rows_of(unranked.database, box_metrics_unified) == before
    assert rows_of(unranked.database, ranked_days) == {}
    assert unranked.backfill.run().errors == []
    assert ranks_of(unranked.database) == ranked


def test_progress_goes_up_to_the_number_of_days(
    unranked: ClockedServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DayTable, "days_at_once", 4)
    seen: list[tuple[str, int, int]] = []
    unranked.backfill.run(progress=lambda *step: seen.append(step))
    assert [step for step in seen if step[0] == "ranks"] == [("ranks", 4, DAYS), ("ranks", DAYS, DAYS)]


def test_a_day_the_database_refuses_is_told_and_costs_only_itself(
    unranked: ClockedServices, ranked: Rows
) -> None:
    lock_day(unranked.database, day_after(2))
    report = unranked.backfill.run()
    assert [error.day for error in report.errors] == [day_after(2)]
    assert "locked" in report.errors[0].reason
    assert (report.rows["ranks"], report.rows["ranked_days"]) == (3 * (DAYS - 1), DAYS - 1)
    others = {day_after(number) for number in range(DAYS)} - {day_after(2)}
    assert days_with_ranks(unranked.database) == others
    current = {key: row["current_rank"] for key, row in ranked.items() if key[1] in others}
    stored = {key: row["current_rank"] for key, row in ranks_of(unranked.database).items() if key in current}
    assert stored == current


def test_nobody_is_compared_with_the_ranks_a_refused_day_never_got(unranked: ClockedServices) -> None:
    lock_day(unranked.database, day_after(2))
    unranked.backfill.run()
    days = {key[0]: row for key, row in rows_of(unranked.database, ranked_days).items()}
    assert day_after(2) not in days
    assert days[day_after(3)]["compared_with"] == day_after(1)
    ranks = ranks_of(unranked.database)
    for box in (1, 2, 3):
        previous = ranks[(box, day_after(3))]["previous_rank"]
        assert previous == ranks[(box, day_after(1))]["current_rank"]


def test_a_refused_day_is_mended_by_the_next_run(unranked: ClockedServices, ranked: Rows) -> None:
    lock_day(unranked.database, day_after(2))
    unranked.backfill.run()
    unlock_days(unranked.database)
    assert unranked.backfill.run().errors == []
    assert ranks_of(unranked.database) == ranked


def test_a_day_with_a_broken_value_is_told_and_left_out(unranked: ClockedServices) -> None:
    broken = box_metrics_unified.c
    with unranked.database.transaction() as connection:
        connection.execute(
            update(box_metrics_unified)
            .where(broken.box_id == 1, broken.metric_date == day_after(4))
            .values(unified_volume_7d_ema=-1.0)
        )
    report = unranked.backfill.run()
    assert [error.day for error in report.errors] == [day_after(4)]
    assert report.days == DAYS - 1
    assert day_after(4) not in days_with_ranks(unranked.database)
    days = {key[0]: row for key, row in rows_of(unranked.database, ranked_days).items()}
    assert days[day_after(5)]["compared_with"] == day_after(3)
