"""Where the recorded market data lies that some tests read; it is no part of the repository."""

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).parents[2] / "shared" / "data"


def recorded_data(name: str) -> Path:
    """Folder of one recorded data set; the test is skipped where it is absent."""
    folder = Path(os.environ.get("BOXRANK_TEST_DATA", _DEFAULT)) / name
    if not folder.is_dir():
        pytest.skip(
            f"the recorded data {name} is not here; set BOXRANK_TEST_DATA to the folder that holds it"
        )
    return folder
