"""A filled database of any earlier revision, upgraded and refreshed in full, equals a clean build."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.publish.daily_refresh import DailyRefresh, RefreshReport
from tests.factories import ClockedServices
from tests.integration.derived.damages import dump, give_market

FIRST_WITH_METRICS = 2


def earlier_revisions() -> list[str]:
    scripts = ScriptDirectory("migrations").walk_revisions()
    found = sorted(script.revision for script in scripts)
    return [revision for revision in found[:-1] if int(revision) >= FIRST_WITH_METRICS]


@pytest.mark.parametrize("refresh", [DailyRefresh.run, DailyRefresh.run_full])
@pytest.mark.parametrize("revision", earlier_revisions())
def test_a_refresh_after_an_upgrade_equals_a_clean_build(
    services: ClockedServices,
    tmp_path: Path,
    revision: str,
    refresh: Callable[[DailyRefresh], RefreshReport],
) -> None:
    give_market(services, tmp_path)
    services.refresh.run()
    built = dump(services.database)
    services.database.downgrade(revision)
    services.database.upgrade()
    refresh(services.refresh)
    assert dump(services.database) == built
