"""A refresh brings metrics, ranks and publication up to date, and does nothing twice."""

from datetime import date
from itertools import pairwise

import pytest

from app.database import Database
from app.ingest.observations import ImportOptions
from app.models import booster_boxes, box_metrics_unified, dataset_version, ranked_days
from tests.data_locations import recorded_data
from tests.factories import (
    ClockedServices,
    Feed,
    Rows,
    clocked_services,
    day_after,
    deletion,
    observation,
    rows_of,
)

LAST_RECORDED_DAY = date(2026, 2, 3)
"""Its feed lacks the first marketplace: 6 of 18 boxes have a volume."""


def metrics_of(database: Database) -> Rows:
    return rows_of(database, box_metrics_unified)


def ranks_on(services: ClockedServices, day: date) -> dict[str, tuple[object, object, object]]:
    slugs = {key[0]: row["slug"] for key, row in rows_of(services.database, booster_boxes).items()}
    return {
        slugs[key[0]]: (row["current_rank"], row["previous_rank"], row["rank_change"])
        for key, row in metrics_of(services.database).items()
        if key[1] == day
    }


def test_a_day_is_ranked_and_compared_with_the_day_before(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 100, "beta": 50, "gamma": 20})
    feed.give_volumes(day_after(1), {"alpha": 100, "beta": 500, "gamma": 20, "delta": 1})
    report = services.refresh.run()
    assert ranks_on(services, day_after(1)) == {
        "beta": (1, 2, 1),
        "alpha": (2, 1, -1),
        "gamma": (3, 3, 0),
        "delta": (4, None, None),
    }
    assert (report.stale_boxes, report.rows["metrics"], report.rows["ranked_days"]) == (4, 7, 2)


def test_ties_share_a_rank_and_a_box_without_a_value_has_none(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 7, "beta": 7, "gamma": 3, "delta": None, "epsilon": 0})
    services.refresh.run()
    ranks = {box: rank for box, (rank, _, _) in ranks_on(services, day_after(0)).items()}
    assert ranks == {"alpha": 1, "beta": 1, "gamma": 3, "epsilon": 4, "delta": None}


def test_a_value_taken_back_carries_the_figure_of_the_report_before(
    services: ClockedServices, feed: Feed
) -> None:
    for number in range(3):
        feed.give_volumes(day_after(number), {"alpha": 9, "beta": 5})
    services.refresh.run()
    feed.give_volumes(day_after(1), {"alpha": None})
    services.refresh.run()
    assert ranks_on(services, day_after(1)) == {"alpha": (1, 1, 0), "beta": (2, 2, 0)}


def test_a_value_taken_back_clears_the_old_rank_where_no_report_is_good(
    services: ClockedServices, feed: Feed, database_url: str
) -> None:
    with clocked_services(database_url, report_good_days=1) as other:
        for number in range(3):
            feed.give_volumes(day_after(number), {"alpha": 9, "beta": 5})
        other.refresh.run()
        feed.give_volumes(day_after(1), {"alpha": None})
        other.refresh.run()
    assert ranks_on(services, day_after(1)) == {"alpha": (None, None, None), "beta": (1, 2, 1)}
    assert ranks_on(services, day_after(2)) == {"alpha": (1, None, None), "beta": (2, 1, -1)}


def test_a_refresh_with_nothing_stale_changes_and_publishes_nothing(
    services: ClockedServices, feed: Feed
) -> None:
    feed.give_volumes(day_after(0), {"alpha": 9, "beta": 5})
    first = services.refresh.run()
    before = metrics_of(services.database)
    services.clock.step()
    again = services.refresh.run()
    assert metrics_of(services.database) == before
    assert (again.generation, again.is_new_generation) == (first.generation, False)
    assert (again.stale_boxes, set(again.rows.values())) == (0, {0})


def test_a_full_recompute_of_sound_tables_touches_no_row(services: ClockedServices, feed: Feed) -> None:
    for number in (0, 1, 5, 40):
        feed.give_volumes(day_after(number), {"alpha": 9 + number, "beta": 30})
    first = services.refresh.run()
    before = metrics_of(services.database)
    services.clock.step()
    again = services.refresh.run_full()
    assert metrics_of(services.database) == before
    assert (again.generation, again.is_new_generation) == (first.generation, False)


def test_a_refresh_of_an_empty_database_publishes_nothing(services: ClockedServices) -> None:
    report = services.refresh.run()
    assert (report.generation, report.is_new_generation) == (None, False)
    assert rows_of(services.database, dataset_version) == {}


def test_each_publication_is_the_next_generation_and_says_what_it_holds(
    services: ClockedServices, feed: Feed
) -> None:
    feed.give_volumes(day_after(0), {"alpha": 9})
    services.refresh.run()
    feed.give_volumes(day_after(3), {"alpha": 8})
    moment = services.clock.step()
    report = services.refresh.run()
    first, second = rows_of(services.database, dataset_version).values()
    assert second["id"] == report.generation == first["id"] + 1
    assert (second["data_as_of"], second["changed_from"]) == (day_after(3), day_after(3))
    assert second["published_at"] == moment
    assert second["rules_fingerprint"] == services.rules.fingerprint


def test_changed_weights_recompute_everything(
    services: ClockedServices, feed: Feed, database_url: str
) -> None:
    for number in range(3):
        feed.give_volumes(day_after(number), {"alpha": 100, "beta": 90})
        feed.give([observation("beta", day_after(number), "ebay", volume_usd=20.0)])
    first = services.refresh.run()
    assert ranks_on(services, day_after(2))["beta"] == (1, 1, 0)
    with clocked_services(database_url, volume_weights={"ebay": 0.25}) as other:
        report = other.refresh.run()
        assert (report.generation, report.is_new_generation) == ((first.generation or 0) + 1, True)
        assert report.rows["metrics"] == 3
        assert ranks_on(other, day_after(2))["beta"] == (2, 2, 0)
        assert other.refresh.run().is_new_generation is False


def test_rules_that_change_no_row_are_published_all_the_same(
    services: ClockedServices, feed: Feed, database_url: str
) -> None:
    feed.give_volumes(day_after(0), {"alpha": 100})
    first = services.refresh.run()
    with clocked_services(database_url, volume_weights={"ebay": 0.25}) as other:
        assert other.refresh.run().generation == (first.generation or 0) + 1
        assert other.refresh.run().is_new_generation is False


def test_a_day_without_ranks_any_more_is_forgotten(services: ClockedServices, feed: Feed) -> None:
    for number in range(3):
        feed.give_volumes(day_after(number), {"alpha": 9 + number})
    services.refresh.run()
    feed.give([deletion("alpha", day_after(1))])
    services.refresh.run()
    compared = {key[0]: row["compared_with"] for key, row in rows_of(services.database, ranked_days).items()}
    assert compared == {day_after(0): None, day_after(2): day_after(0)}
    assert ranks_on(services, day_after(2)) == {"alpha": (1, 1, 0)}


def test_a_partial_day_is_ranked_and_nobody_compares_with_it(services: ClockedServices, feed: Feed) -> None:
    whole = {"alpha": 9.0, "beta": 8.0, "gamma": 7.0}
    feed.give_volumes(day_after(0), whole)
    feed.give_volumes(day_after(1), {"gamma": 99})
    feed.give_volumes(day_after(2), whole)
    services.refresh.run()
    days = {key[0]: row for key, row in rows_of(services.database, ranked_days).items()}
    assert [days[day_after(number)]["is_partial"] for number in range(3)] == [False, True, False]
    assert days[day_after(2)]["compared_with"] == day_after(0)
    assert ranks_on(services, day_after(1)) == {
        "alpha": (2, 1, -1),
        "beta": (3, 2, -1),
        "gamma": (1, 3, 2),
    }
    assert ranks_on(services, day_after(2))["gamma"] == (1, 3, 2)


@pytest.fixture
def one_piece(services: ClockedServices) -> ClockedServices:
    """The recorded One Piece market, imported with its boxes created on the way, and refreshed."""
    file = recorded_data("one-piece-boxes") / "daily.csv"
    report = services.importing.import_file(file, ImportOptions(creates_boxes=True))
    assert (report.new, report.changed, report.same, report.rejected) == (533, 0, 0, 0)
    assert report.boxes_created == 18
    services.refresh.run()
    return services


def test_the_recorded_market_again_is_all_the_same(one_piece: ClockedServices) -> None:
    file = recorded_data("one-piece-boxes") / "daily.csv"
    report = one_piece.importing.import_file(file, ImportOptions(creates_boxes=True))
    assert (report.new, report.changed, report.same, report.rejected) == (0, 0, 533, 0)
    assert report.boxes_created == 0
    assert one_piece.refresh.run().is_new_generation is False


def test_the_recorded_broken_day_is_ranked_marked_and_skipped(one_piece: ClockedServices) -> None:
    days = {key[0]: row for key, row in rows_of(one_piece.database, ranked_days).items()}
    broken = days[date(2026, 1, 23)]
    assert (broken["boxes_ranked"], broken["boxes_observed"], broken["is_partial"]) == (18, 1, True)
    assert days[date(2026, 1, 26)]["compared_with"] == date(2026, 1, 22)
    assert {day for day, row in days.items() if row["is_partial"]} == {date(2026, 1, 23), LAST_RECORDED_DAY}
    before, after = ranks_on(one_piece, date(2026, 1, 22)), ranks_on(one_piece, date(2026, 1, 26))
    assert {box: previous for box, (_, previous, _) in after.items()} == {
        box: before[box][0] if rank else None for box, (rank, _, _) in after.items()
    }


def test_every_recorded_day_is_compared_with_the_whole_day_before(one_piece: ClockedServices) -> None:
    days = [row for _, row in sorted(rows_of(one_piece.database, ranked_days).items())]
    whole = [row for row in days if not row["is_partial"]]
    assert len(days) == 34
    assert all(later["compared_with"] == earlier["metric_date"] for earlier, later in pairwise(whole))


def test_a_catalogue_first_gives_the_recorded_boxes_their_names(services: ClockedServices) -> None:
    folder = recorded_data("one-piece-boxes")
    assert services.catalogue.import_file(folder / "boxes.csv").new == 18
    report = services.importing.import_file(folder / "daily.csv", ImportOptions())
    assert (report.new, report.boxes_created) == (533, 0)
    services.refresh.run()
    day = date(2026, 1, 22)
    ranking = services.ranking
    assert {ranking.get_rank_for_box(name, day) for name in ("op-02", "tcgplayer:455866")} == {
        ranks_on(services, day)["op-02"][0]
    }
