"""Files written for one test and read at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.observations import ParsedObservations
from app.ingest.files.observation_reader import read_observations

TODAY = date(2026, 2, 3)

ReadText = Callable[..., ParsedObservations]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Reads a text as a file of observations on 2026-02-03."""

    def read(text: str, name: str = "day.csv") -> ParsedObservations:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return read_observations(path, today=TODAY)

    return read
