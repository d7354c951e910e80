"""All markets that are worked out by hand, and how their claims are looked up in an answer."""

from collections.abc import Mapping
from typing import Any

from tests.worked.days import DAYS
from tests.worked.market import NO_ROW, Worked
from tests.worked.silences import SILENCES
from tests.worked.supply import SUPPLY
from tests.worked.suspects import SUSPECTS

EVERY = (*SILENCES, *DAYS, *SUPPLY, *SUSPECTS)


def name_of(worked: Worked) -> str:
    return worked.name


def value_at(answer: Any, path: str) -> Any:
    """What stands under a path; the boxes of a list are found by name."""
    for name in path.split("/"):
        if isinstance(answer, list):
            answer = {each["box"]: each for each in answer}
        if name not in answer:
            return NO_ROW
        answer = answer[name]
    return answer


def false_claims(answer: Any, claims: Mapping[str, object]) -> dict[str, tuple[Any, object]]:
    """The claims that do not hold: what was found, and what was claimed."""
    found = {path: value_at(answer, path) for path in claims}
    return {path: (found[path], claimed) for path, claimed in claims.items() if found[path] != claimed}
