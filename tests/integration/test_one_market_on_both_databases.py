"""SQLite and PostgreSQL hold the same tables after the same files: to the last digit."""

from datetime import date
from pathlib import Path

from app.ingest.observations import ImportOptions
from app.models import booster_boxes, box_identifiers, box_metrics_unified, daily_observations, ranked_days
from app.simulation.files import MarketFiles, write_market
from app.simulation.market import simulate_market
from tests.factories import DatabaseStore, Rows, SqliteDatabases, fresh_services, rows_of
from tests.postgres_server import PostgresDatabases

TABLES = (booster_boxes, box_identifiers, daily_observations, box_metrics_unified, ranked_days)
LAST_DAY = date(2026, 5, 31)


def tables_after(store: DatabaseStore, files: MarketFiles) -> dict[str, Rows]:
    with fresh_services(store) as services:
        services.catalogue.import_file(files.boxes)
        services.importing.import_file(files.observations, ImportOptions())
        services.refresh.run()
        return {table.name: rows_of(services.database, table) for table in TABLES}


def test_one_market_gives_the_same_tables_on_both_databases(
    sqlite_databases: SqliteDatabases, postgres_databases: PostgresDatabases, tmp_path: Path
) -> None:
    files = write_market(simulate_market(boxes=12, days=90, last_day=LAST_DAY), tmp_path)
    on_sqlite, on_postgres = (tables_after(store, files) for store in (sqlite_databases, postgres_databases))
    assert len(on_sqlite["box_metrics_unified"]) > 500
    for name, rows in on_sqlite.items():
        assert rows == on_postgres[name], name
