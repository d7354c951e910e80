"""Suspect values are what the rule makes of all observations, in whatever order these came in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidValue
from app.domain.suspects import CHECKED_FIELDS, SUSPECTS_SCHEMA, suspect_values
from app.ingest.suspects import NamedValue
from app.models import box_metrics_unified, daily_observations
from app.models import suspect_values as suspect_table
from app.operate.doctor import check_tables
from app.repositories import suspects
from app.repositories.suspects import ReportsSince
from tests.examples import one_in
from tests.factories import (
    ClockedServices,
    DatabaseStore,
    Feed,
    SqliteDatabases,
    clocked_services,
    day_after,
    deletion,
    fresh_services,
    observation,
    rows_of,
)
from tests.postgres_server import PostgresDatabases

BOX = "alpha"
USUAL = [80.0, 82, 81, 80, 84]
Key = tuple[str, date, str]
Figures = Mapping[str, float | int | None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("suspects")


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> DatabaseStore:
    found: DatabaseStore = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.fixture
def feed(store: DatabaseStore, folder: Path) -> Iterator[Feed]:
    with fresh_services(store) as services:
        yield Feed(services, folder)


def floors(values: Sequence[float | None], first: int = 0) -> list[dict[str, object]]:
    return [
        observation(BOX, day_after(first + place), floor_price_usd=value)
        for place, value in enumerate(values)
        if value is not None
    ]


def suspect_days(services: ClockedServices) -> list[int]:
    return sorted((key[1] - day_after(0)).days for key in rows_of(services.database, suspect_table))


def floors_shown(services: ClockedServices) -> dict[int, float | None]:
    rows = rows_of(services.database, box_metrics_unified)
    return {(key[1] - day_after(0)).days: row["floor_price_usd"] for key, row in rows.items()}


def test_a_suspect_value_is_not_used_until_the_next_report_confirms_it(feed: Feed) -> None:
    services = feed.services
    feed.give(floors([*USUAL, 900]))
    services.refresh.run()
    assert suspect_days(services) == [5]
    assert floors_shown(services)[5] != 900

    feed.give(floors([905], first=6))
    services.refresh.run()
    assert suspect_days(services) == []
    assert floors_shown(services)[5] == 900


def test_a_correction_of_the_next_report_makes_a_value_suspect_again(feed: Feed) -> None:
    feed.give(floors([*USUAL, 900, 905]))
    feed.services.refresh.run()
    feed.give(floors([83], first=6))
    feed.services.refresh.run()
    assert suspect_days(feed.services) == [5]


def test_a_report_confirms_one_of_long_ago(feed: Feed) -> None:
    feed.give([*floors([*USUAL, 900]), observation("beta", day_after(130), floor_price_usd=1)])
    feed.services.refresh.run()
    feed.give(floors([905], first=131))
    feed.services.refresh.run()
    assert suspect_days(feed.services) == []


def test_the_end_of_a_confirmation_reaches_a_report_of_long_ago(feed: Feed) -> None:
    feed.give([*floors([*USUAL, 900]), *floors([905], first=131)])
    feed.services.refresh.run()
    feed.give([deletion(BOX, day_after(131))])
    feed.services.refresh.run()
    assert suspect_days(feed.services) == [5]


def test_without_suspects_every_value_is_used(store: DatabaseStore, folder: Path) -> None:
    url = store.create()
    with clocked_services(url) as services:
        Feed(services, folder).give(floors([*USUAL, 900, 83]))
        services.refresh.run()
        services.suspects.reject(NamedValue(BOX, day_after(6), "tcgplayer", "floor_price_usd"))
        services.refresh.run()
        assert suspect_days(services) == [5, 6]
        assert floors_shown(services)[6] == USUAL[-1]
    with clocked_services(url, suspects="off") as services:
        assert services.refresh.run().looked_at == "changed rules"
        assert suspect_days(services) == []
        assert floors_shown(services)[5] == 900
        assert floors_shown(services)[6] == 83
        assert services.suspects.listed(with_decided=True) == []
    store.remove(url)


def test_a_refresh_reads_the_reports_that_a_change_reaches(feed: Feed) -> None:
    feed.give(floors([80.0] * 140))
    feed.services.refresh.run()
    feed.give(floors([81], first=140))
    with feed.services.database.snapshot() as connection:
        (part,) = suspects.reports_after_changes(connection)
        reports, _ = suspects.inputs(connection, part)
    assert part.first == day_after(140)
    assert reports["metric_date"].min() == day_after(80)


_DAYS = (*range(9), 40, 41, 42, 70, 71, 72, 101, 102, 103, 149)
_EBAY_DAYS = (*range(9), 149)
_KEYS = [
    *((box, day_after(day), "tcgplayer") for box in ("alpha", "beta") for day in _DAYS),
    *(("alpha", day_after(day), "ebay") for day in _EBAY_DAYS),
]
_LEVEL: Figures = {"floor_price_usd": 10, "active_listings": 3, "units_sold": 1, "volume_usd": 10}
_FIGURES = st.fixed_dictionaries(
    {
        "floor_price_usd": st.sampled_from([None, 0.0, 11.0, 90.0, 100.0]),
        "active_listings": st.sampled_from([None, 4, 40, 41]),
        "units_sold": st.sampled_from([None, 0.0, 2.0, 25.0, 26.0]),
        "volume_usd": st.sampled_from([None, 0.0, 12.0, 110.0, 200.0]),
    }
)
_EDITS = st.dictionaries(
    st.sampled_from(_KEYS), st.one_of(*[_FIGURES] * 3, st.just(_LEVEL), st.none()), min_size=1, max_size=8
)
_DECISIONS = st.lists(st.tuples(st.integers(0, 999), st.sampled_from(["accept", "reject"])), max_size=4)


@dataclass(frozen=True)
class Step:
    """One file, decisions about values by their place among all of them, and whether a refresh follows."""

    edits: Mapping[Key, Figures | None]
    decisions: Sequence[tuple[int, str]]
    is_refreshed: bool


_STEPS = st.lists(st.builds(Step, _EDITS, _DECISIONS, st.booleans()), min_size=1, max_size=4)


def give(feed: Feed, step: Step) -> None:
    rows = [
        deletion(*key) if figures is None else observation(*key, **figures)
        for key, figures in step.edits.items()
    ]
    feed.give(rows)
    for place, decision in step.decisions:
        decide(feed.services, place, decision)
    if step.is_refreshed:
        feed.services.refresh.run()


def decide(services: ClockedServices, place: int, decision: str) -> None:
    values = [
        NamedValue(BOX if key[0] == 1 else "beta", key[1], key[2], field)
        for key, row in rows_of(services.database, daily_observations).items()
        for field in CHECKED_FIELDS
        if row[field] is not None
    ]
    with suppress(InvalidValue):  # decided so before
        getattr(services.suspects, decision)(values[place % len(values)])


def check_history(store: DatabaseStore, folder: Path, steps: Sequence[Step]) -> None:
    with fresh_services(store) as services:
        feed = Feed(services, folder)
        feed.give([observation(*key, **_LEVEL) for key in _KEYS])
        for step in steps:
            give(feed, step)
        services.refresh.run()
        assert stored_suspects(services).equals(all_suspects(services))
        assert check_tables(services.database, services.rules).differences == ()


def stored_suspects(services: ClockedServices) -> pl.DataFrame:
    rows = rows_of(services.database, suspect_table).values()
    return pl.DataFrame(list(rows), SUSPECTS_SCHEMA).sort("box_id", "metric_date", "marketplace", "field")


def all_suspects(services: ClockedServices) -> pl.DataFrame:
    with services.database.snapshot() as connection:
        reports, decided = suspects.inputs(connection, ReportsSince((1, 2), date.min))
    return suspect_values(reports, decided)


@one_in(4)
@given(_STEPS)
def test_any_order_of_imports_ends_in_the_same_rows_on_sqlite(
    sqlite_databases: SqliteDatabases, folder: Path, steps: Sequence[Step]
) -> None:
    check_history(sqlite_databases, folder, steps)


@one_in(8)
@given(_STEPS)
def test_any_order_of_imports_ends_in_the_same_rows_on_postgres(
    postgres_databases: PostgresDatabases, folder: Path, steps: Sequence[Step]
) -> None:
    check_history(postgres_databases, folder, steps)
