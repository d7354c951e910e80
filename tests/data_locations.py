"""Where the recorded data and worked cases lie that some tests read; they are no part of the repository."""

import os
from pathlib import Path

import pytest

_SHARED = Path(__file__).parents[2] / "shared"


def recorded_data(name: str) -> Path:
    """Folder of one recorded data set; the test is skipped where it is absent."""
    return _folder("BOXRANK_TEST_DATA", _SHARED / "data", name)


def worked_vectors() -> Path:
    """Folder of worked markets, one folder each; the test is skipped where it is absent."""
    return _folder("BOXRANK_TEST_CASES", _SHARED / "cases", "vectors")


def _folder(variable: str, default: Path, name: str) -> Path:
    folder = Path(os.environ.get(variable, default)) / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not here; set {variable} to the folder that holds it")
    return folder
