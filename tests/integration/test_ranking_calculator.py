"""The ranks of one date: calculated, compared, stored and looked up."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from app.database import Database
from app.domain.errors import UnknownBox
from app.models import box_metrics_unified, dataset_version, ranked_days
from app.services.ranking_calculator import RankingCalculator
from tests.factories import ClockedServices, Feed, Rows, clocked_services, day_after, rows_of

RANKS = ("current_rank", "previous_rank", "rank_change")


@pytest.fixture
def services(database_url: str) -> Iterator[ClockedServices]:
    """Services by whose rules a report is good for its day alone, so that a missing value is no rank."""
    with clocked_services(database_url, report_good_days=1) as services:
        yield services


@pytest.fixture
def ranking(services: ClockedServices, feed: Feed) -> RankingCalculator:
    """Three days of four boxes, refreshed; `delta` has no volume on the second day."""
    feed.give_market(
        {
            day_after(0): {"alpha": 40, "beta": 30, "gamma": 20, "delta": 10},
            day_after(1): {"alpha": 40, "beta": 30, "gamma": 60, "delta": None},
            day_after(4): {"alpha": 40, "beta": 30, "gamma": 30, "delta": 10},
        }
    )
    services.refresh.run()
    return services.ranking


def set_columns(database: Database, box_id: int, days: int, **values: float | None) -> None:
    table = box_metrics_unified
    with database.transaction() as connection:
        connection.execute(
            update(table)
            .where(table.c.box_id == box_id, table.c.metric_date == day_after(days))
            .values(**values)
        )


def stored_ranks(database: Database) -> Rows:
    return {
        key: {name: row[name] for name in RANKS}
        for key, row in rows_of(database, box_metrics_unified).items()
    }


def test_the_highest_average_has_rank_one(ranking: RankingCalculator) -> None:
    assert ranking.calculate_ranks_for_date(day_after(0)) == {"alpha": 1, "beta": 2, "gamma": 3, "delta": 4}


def test_a_box_without_a_value_has_no_rank(ranking: RankingCalculator) -> None:
    assert ranking.calculate_ranks_for_date(day_after(1)) == {"alpha": 1, "beta": 2, "gamma": 2}
    assert ranking.get_rank_for_box("delta", day_after(1)) is None


def test_a_box_whose_report_is_still_good_has_a_rank(ranking: RankingCalculator, database_url: str) -> None:
    with clocked_services(database_url) as week:
        week.refresh.run()
        assert week.ranking.calculate_ranks_for_date(day_after(1))["delta"] == 4
        assert week.ranking.calculate_rank_changes(day_after(4))["delta"] == 0


def test_ties_share_a_rank_and_leave_a_gap(ranking: RankingCalculator, database: Database) -> None:
    set_columns(database, 2, 0, unified_volume_7d_ema=40.0)
    assert ranking.calculate_ranks_for_date(day_after(0)) == {"alpha": 1, "beta": 1, "gamma": 3, "delta": 4}


def test_a_day_without_observations_has_no_ranks(ranking: RankingCalculator) -> None:
    assert ranking.calculate_ranks_for_date(day_after(2)) == {}
    assert ranking.calculate_rank_changes(day_after(2)) == {}
    assert ranking.update_ranks_for_date(day_after(2)) == 0
    assert ranking.get_rank_for_box("alpha", day_after(2)) is None


def test_climbing_is_positive_and_a_box_absent_before_has_no_change(ranking: RankingCalculator) -> None:
    assert ranking.calculate_rank_changes(day_after(1)) == {"alpha": 0, "beta": 0, "gamma": 1}
    changes = ranking.calculate_rank_changes(day_after(4))
    assert (changes["alpha"], changes["delta"]) == (0, None)


def test_the_first_day_has_no_changes(ranking: RankingCalculator) -> None:
    assert set(ranking.calculate_rank_changes(day_after(0)).values()) == {None}


def test_calculating_stores_nothing(ranking: RankingCalculator, database: Database) -> None:
    set_columns(database, 4, 1, unified_volume_7d_ema=99.0)
    before = rows_of(database, box_metrics_unified)
    assert ranking.calculate_ranks_for_date(day_after(1))["delta"] == 1
    assert ranking.calculate_rank_changes(day_after(1)) == {"delta": 3, "alpha": -1, "beta": -1, "gamma": 0}
    assert rows_of(database, box_metrics_unified) == before


def test_an_update_stores_the_day_and_the_previous_ranks_of_the_next(
    ranking: RankingCalculator, database: Database
) -> None:
    set_columns(database, 4, 0, unified_volume_7d_ema=99.0)
    assert ranking.update_ranks_for_date(day_after(0)) == 7
    ranks = stored_ranks(database)
    assert ranks[(4, day_after(0))] == dict(zip(RANKS, (1, None, None), strict=True))
    assert ranks[(1, day_after(1))] == dict(zip(RANKS, (1, 2, 1), strict=True))
    assert ranks[(3, day_after(1))] == dict(zip(RANKS, (2, 4, 2), strict=True))


def test_an_update_of_sound_ranks_touches_and_publishes_nothing(
    ranking: RankingCalculator, services: ClockedServices
) -> None:
    before = rows_of(services.database, box_metrics_unified)
    services.clock.step()
    assert ranking.update_ranks_for_date(day_after(1)) == 0
    assert rows_of(services.database, box_metrics_unified) == before
    assert len(rows_of(services.database, dataset_version)) == 1


def test_an_update_is_published(ranking: RankingCalculator, services: ClockedServices) -> None:
    set_columns(services.database, 4, 4, unified_volume_7d_ema=99.0)
    services.clock.step()
    rows = ranking.update_ranks_for_date(day_after(4))
    newest = max(rows_of(services.database, dataset_version).values(), key=lambda row: row["id"])
    assert (rows, newest["changed_from"]) == (4, day_after(4))
    assert newest["rows_changed"] > rows  # the board's page and its days changed with the ranks
    assert newest["rules_fingerprint"] == services.rules.fingerprint


def test_a_value_that_is_gone_clears_the_old_rank(ranking: RankingCalculator, database: Database) -> None:
    set_columns(database, 1, 1, unified_volume_7d_ema=None)
    ranking.update_ranks_for_date(day_after(1))
    ranks = stored_ranks(database)
    assert ranks[(1, day_after(1))] == dict.fromkeys(RANKS)
    assert ranks[(1, day_after(4))] == dict(zip(RANKS, (1, None, None), strict=True))


def test_a_day_whose_last_value_is_gone_is_no_ranked_day(
    ranking: RankingCalculator, database: Database
) -> None:
    for box_id in (1, 2, 3):
        set_columns(database, box_id, 1, unified_volume_7d_ema=None)
    ranking.update_ranks_for_date(day_after(1))
    days = rows_of(database, ranked_days)
    assert {key[0]: row["compared_with"] for key, row in days.items()} == {
        day_after(0): None,
        day_after(4): day_after(0),
    }
    assert ranking.calculate_rank_changes(day_after(4))["delta"] == 0


def test_a_box_is_looked_up_by_slug_and_an_unknown_one_is_refused(ranking: RankingCalculator) -> None:
    assert ranking.get_rank_for_box("gamma", day_after(0)) == 3
    with pytest.raises(UnknownBox):
        ranking.get_rank_for_box("omega", day_after(0))
