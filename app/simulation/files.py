"""The simulated market as ordinary files, imported like any real one."""

from pathlib import Path
from typing import NamedTuple

from app.simulation.market import SimulatedMarket


class MarketFiles(NamedTuple):
    """Where a market was written: the catalogue and the observations, both CSV."""

    boxes: Path
    observations: Path


def write_market(market: SimulatedMarket, folder: Path) -> MarketFiles:
    """Write `boxes.csv` and `observations.csv` into a folder, created if missing; files are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    files = MarketFiles(folder / "boxes.csv", folder / "observations.csv")
    market.catalogue.write_csv(files.boxes)
    market.observations.write_csv(files.observations)
    return files
