"""`refresh --hold-partial`: days that are not whole yet are left out of a publication, and nothing else."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random

import pytest

from app.models import (
    booster_boxes,
    box_metrics_unified,
    dataset_version,
    held_days,
    metadata,
    reported_days,
    stale_boxes,
    suspect_values,
)
from app.operate.doctor import check_tables
from app.operate.status import database_status
from app.publish.boards_step import BoardDays
from app.publish.derived import derived_tables
from app.repositories.held_days import HeldDay
from tests.factories import (
    ClockedServices,
    DatabaseStore,
    Feed,
    Rows,
    day_after,
    fresh_services,
    observation,
    rows_of,
)

BOXES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
WHOLE_DAYS = 9
PARTIAL = day_after(WHOLE_DAYS)


def day_rows(day: int, boxes: tuple[str, ...] = BOXES) -> list[dict[str, object]]:
    return [
        observation(
            box,
            day_after(day),
            floor_price_usd=90.0 + place + day,
            active_listings=20 + place,
            units_sold=1.0 + (place * day) % 4,
            volume_usd=100.0 * place + 7.5 * day,
        )
        for place, box in enumerate(BOXES)
        if box in boxes
    ]


def give_whole_days(feed: Feed) -> None:
    feed.give([row for day in range(WHOLE_DAYS) for row in day_rows(day)])


@pytest.fixture
def market(services: ClockedServices, feed: Feed) -> ClockedServices:
    """Nine whole days are published, and a tenth with two of six boxes is imported."""
    give_whole_days(feed)
    services.refresh.run()
    feed.give(day_rows(WHOLE_DAYS, ("alpha", "gamma")))
    return services


@pytest.fixture
def twin(store: DatabaseStore) -> Iterator[ClockedServices]:
    """Another empty database."""
    with fresh_services(store) as services:
        yield services


def derived(services: ClockedServices) -> Mapping[str, Rows]:
    """Every row of every derived table, without the moments of writing."""
    names = {table.stored_in for table in derived_tables(services.rules)}
    return {
        name: rows_of(services.database, metadata.tables[name], without=["updated_at"])
        for name in sorted(names)
    }


def differences(services: ClockedServices) -> object:
    return check_tables(services.database, services.rules).differences


def stale_since(services: ClockedServices) -> dict[str, date]:
    slugs = {key: row["slug"] for (key,), row in rows_of(services.database, booster_boxes).items()}
    return {slugs[key]: row["from_date"] for (key,), row in rows_of(services.database, stale_boxes).items()}


def days_in(services: ClockedServices) -> set[date]:
    reported = {day for _, day in rows_of(services.database, reported_days)}
    return reported | {day for _, day in rows_of(services.database, box_metrics_unified)}


def test_a_partial_day_is_held_and_said(market: ClockedServices) -> None:
    generation = market.refresh.run(holds_partial=True).generation
    report = market.refresh.run(holds_partial=True)
    assert report.held == (HeldDay(PARTIAL, 2, 6.0),)
    assert (report.is_new_generation, report.generation) == (False, generation)
    assert PARTIAL not in days_in(market)
    status = database_status(market.database)
    assert (status.held, status.data_as_of) == (report.held, day_after(WHOLE_DAYS - 1))


def test_its_boxes_stay_stale_from_the_held_day(market: ClockedServices) -> None:
    market.refresh.run(holds_partial=True)
    assert stale_since(market) == {"alpha": PARTIAL, "gamma": PARTIAL}


def test_all_other_changes_are_published_as_if_the_day_had_not_come(
    market: ClockedServices, feed: Feed, twin: ClockedServices, tmp_path: Path
) -> None:
    correction = observation("gamma", day_after(5), floor_price_usd=70.0, volume_usd=900.0)
    feed.give([correction])
    assert market.refresh.run(holds_partial=True).is_new_generation
    other = Feed(twin, tmp_path)
    give_whole_days(other)
    other.give([correction])
    twin.refresh.run()
    assert derived(market) == derived(twin)
    assert differences(market) == ()


def test_a_full_refresh_with_the_same_hold_changes_nothing(market: ClockedServices) -> None:
    market.refresh.run(holds_partial=True)
    before = derived(market)
    report = market.refresh.run_full(holds_partial=True)
    assert (report.is_new_generation, report.held) == (False, (HeldDay(PARTIAL, 2, 6.0),))
    assert derived(market) == before
    assert differences(market) == ()


def test_a_day_that_became_whole_is_published(
    market: ClockedServices, feed: Feed, twin: ClockedServices, tmp_path: Path
) -> None:
    market.refresh.run(holds_partial=True)
    feed.give(day_rows(WHOLE_DAYS, ("beta", "delta")))
    assert market.refresh.run(holds_partial=True).held == ()
    other = Feed(twin, tmp_path)
    give_whole_days(other)
    other.give(day_rows(WHOLE_DAYS, ("alpha", "beta", "gamma", "delta")))
    twin.refresh.run()
    assert PARTIAL in days_in(market)
    assert derived(market) == derived(twin)
    assert rows_of(market.database, stale_boxes) == rows_of(market.database, held_days) == {}


def test_a_released_day_is_published_partial_and_is_not_held_again(
    market: ClockedServices, feed: Feed, twin: ClockedServices, tmp_path: Path
) -> None:
    market.refresh.run(holds_partial=True)
    assert market.refresh.run().held == ()
    other = Feed(twin, tmp_path)
    give_whole_days(other)
    other.give(day_rows(WHOLE_DAYS, ("alpha", "gamma")))
    twin.refresh.run()
    assert derived(market) == derived(twin)
    feed.give(day_rows(WHOLE_DAYS, ("beta",))[:1])
    assert market.refresh.run(holds_partial=True).held == ()
    assert rows_of(market.database, reported_days)["*", PARTIAL]["boxes_observed"] == 3


def test_two_days_are_held_and_a_whole_day_after_them_releases_both(
    market: ClockedServices, feed: Feed, twin: ClockedServices, tmp_path: Path
) -> None:
    market.refresh.run(holds_partial=True)
    feed.give(day_rows(WHOLE_DAYS + 1, ("alpha",)))
    held = market.refresh.run(holds_partial=True).held
    assert [(day.metric_date, day.boxes_observed) for day in held] == [(PARTIAL, 2), (day_after(10), 1)]
    assert stale_since(market) == {"alpha": PARTIAL, "gamma": PARTIAL}
    feed.give(day_rows(WHOLE_DAYS + 2))
    assert market.refresh.run(holds_partial=True).held == ()
    other = Feed(twin, tmp_path)
    give_whole_days(other)
    other.give(
        [
            *day_rows(WHOLE_DAYS, ("alpha", "gamma")),
            *day_rows(WHOLE_DAYS + 1, ("alpha",)),
            *day_rows(WHOLE_DAYS + 2),
        ]
    )
    twin.refresh.run()
    assert derived(market) == derived(twin)


def test_a_day_that_is_deleted_is_held_no_more(market: ClockedServices, feed: Feed) -> None:
    market.refresh.run(holds_partial=True)
    before = derived(market)
    feed.give([{"box": box, "date": PARTIAL.isoformat(), "action": "delete"} for box in ("alpha", "gamma")])
    report = market.refresh.run(holds_partial=True)
    assert (report.held, report.is_new_generation) == ((), False)
    assert derived(market) == before
    assert rows_of(market.database, stale_boxes) == {}


def test_a_report_of_a_held_day_confirms_no_suspect_value(services: ClockedServices, feed: Feed) -> None:
    give_whole_days(feed)
    feed.give([observation("alpha", day_after(WHOLE_DAYS - 1), floor_price_usd=900.0)])
    feed.give([observation("alpha", PARTIAL, floor_price_usd=905.0)])
    for holds_partial, found in ((True, [900.0]), (False, [])):
        services.refresh.run(holds_partial=holds_partial)
        suspects = rows_of(services.database, suspect_values)
        assert [row["value"] for (*_, field), row in suspects.items() if field == "floor_price_usd"] == found
        assert differences(services) == ()


def test_whole_days_are_published_with_the_option_as_without(
    services: ClockedServices, feed: Feed, twin: ClockedServices, tmp_path: Path
) -> None:
    give_whole_days(feed)
    assert services.refresh.run(holds_partial=True).held == ()
    give_whole_days(Feed(twin, tmp_path))
    twin.refresh.run()
    assert derived(services) == derived(twin)


@pytest.mark.parametrize("was_held", [False, True])
@pytest.mark.parametrize("holds_partial", [False, True])
def test_a_refresh_that_fails_holds_and_releases_nothing(
    market: ClockedServices, feed: Feed, monkeypatch: pytest.MonkeyPatch, was_held: bool, holds_partial: bool
) -> None:
    if was_held:
        market.refresh.run(holds_partial=True)
    feed.give([observation("beta", day_after(3), floor_price_usd=1.0)])
    tables = (held_days, stale_boxes, box_metrics_unified, reported_days, dataset_version)
    before = [rows_of(market.database, table) for table in tables]
    with monkeypatch.context() as patched:
        patched.setattr(BoardDays, "replace", _fail)
        with pytest.raises(RuntimeError):
            market.refresh.run(holds_partial=holds_partial)
    assert [rows_of(market.database, table) for table in tables] == before
    assert list(before[0]) == ([(PARTIAL,)] if was_held else [])
    report = market.refresh.run(holds_partial=holds_partial)
    assert (report.is_new_generation, len(report.held)) == (True, int(holds_partial))
    assert differences(market) == ()


def _fail(*_: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_imports_and_held_refreshes_ends_as_a_full_refresh(
    services: ClockedServices, feed: Feed, twin: ClockedServices, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    other = Feed(twin, tmp_path)
    for each in (feed, other):
        each.give(day_rows(0))  # the same boxes in the same order
    given: dict[tuple[object, object], dict[str, object]] = {}
    for _ in range(14):
        day = random.choice([random.randrange(1, 16), 15, 14])
        rows = day_rows(day, random.choice([BOXES, BOXES, ("alpha",), ("beta", "zeta")]))
        given |= {(row["box"], row["metric_date"]): row for row in rows}
        feed.give(rows)
        if random.random() < 0.6:
            services.refresh.run(holds_partial=random.random() < 0.8)
            assert differences(services) == ()
    services.refresh.run()
    other.give(list(given.values()))
    twin.refresh.run()
    assert derived(services) == derived(twin)
    assert rows_of(services.database, held_days) == {}
