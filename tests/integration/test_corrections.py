"""A correction of an old day recomputes what depends on it, and touches nothing else."""

from datetime import datetime

import pytest

from app.ingest.observations import ImportOptions
from app.models import box_metrics_unified, ranked_days
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from tests.factories import (
    ClockedServices,
    DatabaseStore,
    Feed,
    Rows,
    clocked_services,
    day_after,
    deletion,
    fresh_services,
    observation,
    rows_of,
)

DAYS = 10


@pytest.fixture
def market(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Ten days of four boxes far apart: alpha above beta above gamma above delta."""
    volumes = {"alpha": 4000.0, "beta": 300.0, "gamma": 200.0, "delta": 1.0}
    feed.give(
        [
            observation(box, day_after(number), volume_usd=volume)
            for number in range(DAYS)
            for box, volume in volumes.items()
        ]
    )
    services.refresh.run()
    return services


def metrics_of(services: ClockedServices) -> Rows:
    return rows_of(services.database, box_metrics_unified)


def content(rows: Rows) -> Rows:
    return {key: {**row, "updated_at": None} for key, row in rows.items()}


def touched_at(rows: Rows, moment: datetime) -> set[tuple[int, int]]:
    return {
        (key[0], (key[1] - day_after(0)).days) for key, row in rows.items() if row["updated_at"] == moment
    }


def correct(services: ClockedServices, feed: Feed, *rows: dict[str, object]) -> set[tuple[int, int]]:
    """Import a correction and refresh; gives box and day number of the rows touched."""
    moment = services.clock.step()
    feed.give(rows)
    services.refresh.run()
    return touched_at(metrics_of(services), moment)


def assert_equals_full_recompute(services: ClockedServices) -> None:
    before = metrics_of(services)
    days = rows_of(services.database, ranked_days)
    services.clock.step()
    report = services.refresh.run_full()
    assert (set(report.rows.values()), report.is_new_generation) == ({0}, False)
    assert metrics_of(services) == before
    assert rows_of(services.database, ranked_days) == days


ALPHA, BETA, GAMMA, DELTA = 1, 2, 3, 4


def test_a_correction_that_moves_no_rank_touches_its_box_from_that_day_on(
    market: ClockedServices, feed: Feed
) -> None:
    touched = correct(market, feed, observation("alpha", day_after(3), volume_usd=5000.0))
    assert touched == {(ALPHA, day) for day in range(3, DAYS)}
    assert_equals_full_recompute(market)


def test_a_correction_that_swaps_two_boxes_touches_both_and_the_day_after(
    market: ClockedServices, feed: Feed
) -> None:
    # Gamma's average is 375, 331 and 298 from day 6 on: above beta's 300 on two days.
    touched = correct(market, feed, observation("gamma", day_after(6), volume_usd=900.0))
    gamma = {(GAMMA, day) for day in range(6, DAYS)}
    beta = {(BETA, 6), (BETA, 7), (BETA, 8)}
    ranks = {key[1]: row["current_rank"] for key, row in metrics_of(market).items() if key[0] == GAMMA}
    ahead = [number for number in range(DAYS) if ranks[day_after(number)] == 2]
    assert ahead == [6, 7]
    assert touched == gamma | beta
    assert_equals_full_recompute(market)


def test_a_correction_of_a_figure_outside_the_volume_touches_its_window_only(
    market: ClockedServices, feed: Feed
) -> None:
    touched = correct(market, feed, observation("beta", day_after(4), volume_usd=300.0, active_listings=7))
    assert touched == {(BETA, day) for day in range(4, DAYS)}  # the count is good for 7 days
    assert_equals_full_recompute(market)


def test_a_correction_to_the_same_values_touches_nothing(market: ClockedServices, feed: Feed) -> None:
    assert correct(market, feed, observation("beta", day_after(4), volume_usd=300.0)) == set()


def test_a_correction_taken_back_leaves_the_tables_as_they_were(market: ClockedServices, feed: Feed) -> None:
    before = content(metrics_of(market))
    correct(market, feed, observation("gamma", day_after(6), volume_usd=900.0))
    assert content(metrics_of(market)) != before
    correct(market, feed, observation("gamma", day_after(6), volume_usd=200.0))
    assert content(metrics_of(market)) == before


def test_a_deleted_day_is_carried_from_the_report_before(market: ClockedServices, feed: Feed) -> None:
    touched = correct(market, feed, deletion("delta", day_after(5)))
    rows = metrics_of(market)
    day, after = rows[(DELTA, day_after(5))], rows[(DELTA, day_after(6))]
    assert (day["observed_on"], day["is_carried"], day["daily_volume_usd"]) == (day_after(4), True, None)
    assert (after["current_rank"], after["previous_rank"], after["rank_change"]) == (4, 4, 0)
    assert touched == {(DELTA, day) for day in range(5, DAYS)}
    assert_equals_full_recompute(market)


def test_a_deleted_day_is_gone_where_a_report_is_good_for_its_day_alone(
    market: ClockedServices, feed: Feed, database_url: str
) -> None:
    with clocked_services(database_url, report_good_days=1) as other:
        other.refresh.run()
        touched = correct(other, feed, deletion("delta", day_after(5)))
        rows = metrics_of(other)
        assert (DELTA, day_after(5)) not in rows
        after = rows[(DELTA, day_after(6))]
        assert (after["current_rank"], after["previous_rank"], after["rank_change"]) == (4, None, None)
        assert touched == {(DELTA, day) for day in range(6, DAYS)}
        assert_equals_full_recompute(other)


def test_an_inserted_day_becomes_the_day_compared_with(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 9, "beta": 5})
    feed.give_volumes(day_after(4), {"alpha": 9, "beta": 5})
    services.refresh.run()
    touched = correct(
        services,
        feed,
        observation("alpha", day_after(2), volume_usd=1.0),
        observation("beta", day_after(2), volume_usd=8.0),
    )
    assert touched == {(box, day) for box in (ALPHA, BETA) for day in (2, 4)}
    assert metrics_of(services)[(ALPHA, day_after(4))]["previous_rank"] == 2
    assert_equals_full_recompute(services)


def test_a_day_that_turns_partial_is_skipped_by_the_days_after_it(
    market: ClockedServices, feed: Feed
) -> None:
    correct(market, feed, *(deletion(box, day_after(5)) for box in ("alpha", "beta", "gamma")))
    day = rows_of(market.database, ranked_days)[(day_after(6),)]
    assert day["compared_with"] == day_after(4)
    assert metrics_of(market)[(ALPHA, day_after(6))]["previous_rank"] == 1
    assert_equals_full_recompute(market)


def test_in_a_whole_market_the_rows_touched_are_the_rows_that_differ(
    store: DatabaseStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    simulated = simulate_market(boxes=12, days=70, seed=3, last_day=day_after(100))
    with fresh_services(store, suspects="off") as services:
        files = write_market(simulated, tmp_path_factory.mktemp("market"))
        services.importing.import_file(files.observations, ImportOptions(creates_boxes=True))
        services.refresh.run()
        before = metrics_of(services)
        box = simulated.catalogue["slug"][0]
        feed = Feed(services, files.observations.parent)
        moment = services.clock.step()
        feed.give([observation(box, day_after(50), volume_usd=250_000.0, floor_price_usd=80.0)])
        services.refresh.run()
        after = metrics_of(services)
        differing = {key for key, row in content(after).items() if content(before).get(key) != row}
        assert {key for key, row in after.items() if row["updated_at"] == moment} == differing
        assert min(key[1] for key in differing) == day_after(50)
        assert len({key[0] for key in differing}) > 1
        assert_equals_full_recompute(services)
