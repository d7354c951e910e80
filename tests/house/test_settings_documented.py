"""Every setting is in `.env.example` and in docs/operations.md, with its meaning and its default."""

import json
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from app.config import Settings, read_settings

ROOT = Path(__file__).parents[2]
FIELDS = Settings.model_fields
EXAMPLE = ROOT / ".env.example"
OPERATIONS = ROOT / "docs" / "operations.md"


def variable(name: str) -> str:
    return f"BOXRANK_{name.upper()}"


def written_default(name: str) -> str:
    """A default as it is written in an environment."""
    value = FIELDS[name].get_default(call_default_factory=True)
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def example_lines() -> dict[str, tuple[str, str]]:
    """Variable → (the comment above it, its value)."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return {
        name: (comment.removeprefix("# "), value)
        for comment, line in pairwise(lines)
        if line.startswith("#BOXRANK_")
        for name, _, value in [line.removeprefix("#").partition("=")]
    }


def table_rows() -> Iterator[list[str]]:
    for line in OPERATIONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `BOXRANK_"):
            yield [cell.strip().strip("`") for cell in line.strip("|").split(" | ")]


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_is_in_the_example_with_meaning_and_default(name: str) -> None:
    assert example_lines()[variable(name)] == (FIELDS[name].description, written_default(name))


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_is_in_the_operations_page_with_meaning_and_default(name: str) -> None:
    row = {cells[0]: cells[1:] for cells in table_rows()}[variable(name)]
    assert row == [written_default(name) or "(empty)", FIELDS[name].description]


def test_no_setting_is_described_that_does_not_exist() -> None:
    known = {variable(name) for name in FIELDS}
    assert set(example_lines()) == known
    assert {cells[0] for cells in table_rows()} == known


def test_the_example_with_all_its_lines_switched_on_gives_the_defaults(tmp_path: Path) -> None:
    switched_on = tmp_path / "env"
    switched_on.write_text(EXAMPLE.read_text(encoding="utf-8").replace("#BOXRANK_", "BOXRANK_"))
    assert read_settings(env_file=switched_on) == read_settings(env_file=None)


def test_the_tests_do_not_read_the_settings_of_the_user_who_runs_them() -> None:
    outside = [name for name in os.environ if name.startswith("BOXRANK_")]
    assert [name for name in outside if not name.startswith("BOXRANK_TEST_")] == []
