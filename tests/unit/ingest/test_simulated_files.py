"""The simulated market takes the way of every other file."""

from datetime import date

import polars as pl
import pytest

from app.domain.observations import VALUE_FIELDS
from app.ingest.files.catalogue_reader import read_catalogue
from app.ingest.files.observation_reader import read_observations
from app.simulation.files import MarketFiles, write_market
from app.simulation.market import SimulatedMarket, simulate_market

LAST_DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def market() -> SimulatedMarket:
    """A small market with every kind of box."""
    return simulate_market(boxes=30, days=60, last_day=LAST_DAY)


@pytest.fixture(scope="module")
def files(market: SimulatedMarket, tmp_path_factory: pytest.TempPathFactory) -> MarketFiles:
    """The market on disk, in a folder that did not exist."""
    return write_market(market, tmp_path_factory.mktemp("market") / "new" / "folder")


def test_every_observation_is_read_back_as_it_was_simulated(
    market: SimulatedMarket, files: MarketFiles
) -> None:
    parsed = read_observations(files.observations, today=LAST_DAY)
    fields = ("box_reference", "metric_date", "marketplace", *VALUE_FIELDS, "source")
    read_back = [tuple(getattr(row, field) for field in fields) for row in parsed.rows]
    assert (parsed.rejections, parsed.ignored_columns, parsed.duplicates) == ([], (), 0)
    assert read_back == market.observations.rows()
    assert {row.source for row in parsed.rows} == {"simulated"}


def test_every_box_is_read_back_under_its_own_slug(market: SimulatedMarket, files: MarketFiles) -> None:
    parsed = read_catalogue(files.boxes)
    assert (parsed.rejections, parsed.ignored_columns) == ([], ())
    assert [row.slug for row in parsed.rows] == market.catalogue["slug"].to_list()
    assert all(row.identifiers == (("sim", f"sim-{row.line - 1:05d}"),) for row in parsed.rows)


def test_writing_again_replaces_the_files(market: SimulatedMarket, files: MarketFiles) -> None:
    write_market(market, files.boxes.parent)
    assert pl.read_csv(files.observations).height == market.observations.height
