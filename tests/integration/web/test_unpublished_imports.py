"""What is imported and not yet published changes no answer: every answer is of one generation."""

import re
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.ingest.observations import ImportOptions
from app.simulation.files import write_market
from app.simulation.market import simulate_market
from tests.factories import Feed, SqliteDatabases, clocked_services, deletion, observation
from tests.integration.web.conftest import API, BOARD, LAST_DAY, RESOURCES, web_over

PAGES = (
    *("/", "/?date={before}", "/boxes/{box}", "/boxes/{box}?date={before}"),
    *("/compare?boxes={box}&boxes={other}", "/about"),
)
NEEDED: Mapping[str, str] = {
    f"{API}/ranks": "?boxes={boxes}",
    f"{API}/compare": "?from={before}&to={day}",
    f"{API}/compare/boxes": "?boxes={boxes}",
    f"{API}/search": "?q=box",
}
ADDRESSES = (*PAGES, *(f"{path}{NEEDED.get(path, '')}" for path in RESOURCES))

MOMENT = re.compile(r'"generated_at":"[^"]*"')

application = contextmanager(web_over)


@pytest.fixture(scope="module")
def published_url(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A published simulated market."""
    url = sqlite_databases.create()
    folder = tmp_path_factory.mktemp("published")
    files = write_market(simulate_market(boxes=12, days=40, last_day=LAST_DAY), folder)
    with clocked_services(url) as services:
        services.catalogue.import_file(files.boxes)
        services.importing.import_file(files.observations, ImportOptions())
        services.refresh.run()
    return url


def answers(url: str) -> dict[str, tuple[int, str]]:
    """Status and body of every address, of an application that has cached nothing."""
    with application(url) as web:
        board = web.json(f"{BOARD}?limit=2")
        slugs = [row["box"]["slug"] for row in board["data"]]
        values = {
            "box": slugs[0],
            "other": slugs[1],
            "boxes": ",".join(slugs),
            "day": board["meta"]["date"],
            "before": board["meta"]["previous_ranked_day"],
        }
        found = {address: web.get(address.format(**values)) for address in ADDRESSES}
        return {
            address: (answer.status_code, MOMENT.sub("", answer.text)) for address, answer in found.items()
        }


def give_news(url: str, folder: Path) -> None:
    """Corrections, a deletion, a marketplace, a day and a wrong value; for the box that leads and others."""
    with application(url) as web:
        box, other = (row["box"]["slug"] for row in web.json(f"{BOARD}?limit=2")["data"])
        day = LAST_DAY
        Feed(web.services, folder).give(
            [
                observation(
                    box, day, floor_price_usd=1.23, active_listings=1, units_sold=77, volume_usd=99999.5
                ),
                observation(box, day, "plaza", floor_price_usd=2.5, units_sold=900),
                observation(box, day - timedelta(1), active_listings=400_000),
                deletion(other, day),
                deletion(other, day - timedelta(1), "ebay"),
                observation(other, day + timedelta(1), volume_usd=5.0),
            ]
        )


def test_an_import_changes_no_answer_before_its_refresh(published_url: str, tmp_path: Path) -> None:
    before = answers(published_url)
    assert [address for address, (status, _) in before.items() if status != 200] == []
    give_news(published_url, tmp_path)
    after = answers(published_url)
    assert [address for address in ADDRESSES if after[address] != before[address]] == []
    with application(published_url) as web:
        web.services.refresh.run()
    published = answers(published_url)
    assert published[f"{BOARD}/{{box}}"] != before[f"{BOARD}/{{box}}"]
    assert published["/boxes/{box}"] != before["/boxes/{box}"]
