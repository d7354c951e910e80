"""However the observations came in, the tables end as a full recompute and the plain rules have them."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from app.models import box_metrics_unified, daily_observations, ranked_days
from tests.examples import one_in
from tests.factories import (
    ClockedServices,
    DatabaseStore,
    Feed,
    Rows,
    SqliteDatabases,
    fresh_services,
    rows_of,
)
from tests.integration.random_histories import (
    BOXES,
    Figures,
    Key,
    Step,
    file_rows,
    histories,
    oracle_days,
    what_stays,
)
from tests.oracles.metrics_oracle import OracleBox
from tests.oracles.ranking_oracle import days_of_counts, ranks_of_market, record
from tests.postgres_server import PostgresDatabases

RANK_VALUE = "unified_volume_7d_ema"
RANKS = ("current_rank", "previous_rank", "rank_change")
Tables = tuple[Rows, Rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


def open_feed(services: ClockedServices, folder: Path) -> Feed:
    """A feed into a house whose boxes have their keys already: keys then tell nothing of the history."""
    catalogue = folder / "boxes.csv"
    catalogue.write_text("slug,name\n" + "".join(f"{box},{box}\n" for box in BOXES))
    services.catalogue.import_file(catalogue)
    return Feed(services, folder)


def tables_after(services: ClockedServices) -> Tables:
    metrics = rows_of(services.database, box_metrics_unified, without=["updated_at"])
    return metrics, rows_of(services.database, ranked_days)


def tables_of_history(store: DatabaseStore, folder: Path, history: Sequence[Step]) -> Tables:
    with fresh_services(store) as services:
        feed = open_feed(services, folder)
        for step in history:
            feed.give(file_rows(step.edits))
            if step.is_refreshed:
                services.refresh.run()
        services.refresh.run()
        return tables_after(services)


def tables_of_full_run(store: DatabaseStore, folder: Path, final: Mapping[Key, Figures]) -> Tables:
    with fresh_services(store) as services:
        feed = open_feed(services, folder)
        if final:
            feed.give(file_rows(final))
        assert len(rows_of(services.database, daily_observations)) == len(final)
        services.refresh.run_full()
        return tables_after(services)


def assert_follows_the_rules(tables: Tables, final: Mapping[Key, Figures]) -> None:
    metrics, days = tables
    expected, states = expected_metrics(final)
    assert metrics.keys() == expected.keys()
    for key, row in metrics.items():
        assert {name: row[name] for name in expected[key]} == expected[key]
        assert is_close(row["ema_state"], states[key])
    assert_ranks_follow_the_rules(metrics, days)


def is_close(found: float | None, exact: float | None) -> bool:
    if found is None or exact is None:
        return found is exact
    return math.isclose(found, exact, rel_tol=1e-9, abs_tol=1e-9)


def expected_metrics(
    final: Mapping[Key, Figures],
) -> tuple[dict[tuple[object, ...], Mapping[str, object]], dict[tuple[object, ...], float | None]]:
    rows: dict[tuple[object, ...], Mapping[str, object]] = {}
    states: dict[tuple[object, ...], float | None] = {}
    for box_id, name in enumerate(BOXES, start=1):
        box = OracleBox(("tcgplayer",), {})
        for day, observations in oracle_days(final, name).items():
            box.take(day, observations)
            rows[box_id, day] = box.row(day)
            states[box_id, day] = None if box.average.state is None else float(box.average.state)
    return rows, states


def assert_ranks_follow_the_rules(metrics: Rows, days: Rows) -> None:
    values: dict[date, dict[int, float | None]] = {}
    for (box_id, day), row in metrics.items():
        values.setdefault(day, {})[box_id] = row[RANK_VALUE]
    ranks = ranks_of_market(values)
    expected_days = days_of_counts({day: len(boxes) for day, boxes in ranks.items()})
    assert {
        key[0]: (row["boxes_ranked"], row["is_partial"], row["compared_with"]) for key, row in days.items()
    } == {
        day: (facts.boxes_ranked, facts.is_partial, facts.compared_with)
        for day, facts in expected_days.items()
    }
    for (box_id, day), row in metrics.items():
        expected: tuple[int | None, ...] = (None, None, None)
        if box_id in ranks.get(day, {}):
            facts = record(ranks, box_id, day)
            expected = (ranks[day][box_id], facts.previous_rank, facts.rank_change)
        assert tuple(row[name] for name in RANKS) == expected


@one_in(4)
@given(history=histories)
def test_any_history_ends_as_a_full_recompute_and_as_the_rules_say(
    sqlite_databases: SqliteDatabases, folder: Path, history: list[Step]
) -> None:
    final = what_stays(history)
    incremental = tables_of_history(sqlite_databases, folder, history)
    assert incremental == tables_of_full_run(sqlite_databases, folder, final)
    assert_follows_the_rules(incremental, final)


@one_in(15)
@given(history=histories)
def test_any_history_ends_in_the_same_tables_on_postgres(
    sqlite_databases: SqliteDatabases,
    postgres_databases: PostgresDatabases,
    folder: Path,
    history: list[Step],
) -> None:
    incremental = tables_of_history(postgres_databases, folder, history)
    assert incremental == tables_of_full_run(sqlite_databases, folder, what_stays(history))
