"""The oracle agrees with every worked market, digit by digit, where those are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.data_locations import worked_vectors
from tests.oracles.published import Published
from tests.oracles.vectors import as_json, vector_market
from tests.worked.every import false_claims
from tests.worked.market import NO_ROW

SHORTER_NAMES = {"listings_unknown": "sales_or_listings_unknown"}


def test_the_oracle_agrees_with_every_figure_of_every_vector() -> None:
    wrong = {folder.name: list(differences(found(folder), expected(folder))) for folder in vectors()}

    assert {name: first[:5] for name, first in wrong.items() if first} == {}
    assert sum(count(expected(folder)) for folder in vectors()) > 40_000


def test_the_oracle_agrees_with_every_claim_worked_out_by_hand() -> None:
    wrong = {folder.name: false_claims(found(folder), claims_of(folder)) for folder in vectors()}

    assert {name: claims for name, claims in wrong.items() if claims} == {}


def vectors() -> list[Path]:
    return sorted(each for each in worked_vectors().iterdir() if each.is_dir())


def found(folder: Path) -> Any:
    boards = json.loads((folder / "settings.json").read_text())["boards"]
    return as_json(Published(vector_market(folder)), boards)


def expected(folder: Path) -> Any:
    return renamed(json.loads((folder / "expected.json").read_text()))


def claims_of(folder: Path) -> dict[str, object]:
    claims = json.loads((folder / "claims.json").read_text())
    return {each["path"]: renamed(each["value"]) for each in claims}


def renamed(value: Any) -> Any:
    """The vectors with the names that the rules have for the same reasons."""
    if isinstance(value, dict):
        return {name: renamed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [renamed(each) for each in value]
    return SHORTER_NAMES.get(value, value) if isinstance(value, str) else value


def differences(found: Any, wanted: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in sorted(found.keys() | wanted.keys()):
            yield from differences(found.get(name, NO_ROW), wanted.get(name, NO_ROW), f"{path}/{name}")
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for at, (each, other) in enumerate(zip(found, wanted, strict=True)):
            yield from differences(each, other, f"{path}/{at}")
    elif found != wanted:
        yield path, found, wanted


def count(value: Any) -> int:
    if isinstance(value, (dict, list)):
        return sum(map(count, value.values() if isinstance(value, dict) else value))
    return 1
