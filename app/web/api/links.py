"""Which answer leads to which question: the links of the OpenAPI document."""

from typing import Any

_FIRST_SLUG = "$response.body#/data/0/box/slug"
_FOLLOWS: tuple[tuple[str, str, str, str], ...] = (
    ("getBoard", "box", "getBox", _FIRST_SLUG),
    ("getBoard", "box", "getTimeSeries", _FIRST_SLUG),
    ("getBoard", "box", "getSparkline", _FIRST_SLUG),
    ("getBoard", "box", "getRankHistory", _FIRST_SLUG),
    ("getBoard", "box", "getAround", _FIRST_SLUG),
    ("getBoard", "box", "getExplanation", _FIRST_SLUG),
    ("getBoard", "box", "getDistance", _FIRST_SLUG),
    ("getBoard", "boxes", "getRanks", _FIRST_SLUG),
    ("getBoard", "cursor", "getBoard", "$response.body#/page/next_cursor"),
    ("getBoard", "date", "getBoard", "$response.body#/meta/previous_ranked_day"),
    ("search", "box", "getBox", "$response.body#/data/0/slug"),
    ("getGames", "game", "getBoard", "$response.body#/data/0/game"),
    ("getDays", "day", "getDay", "$response.body#/data/0/metric_date"),
    ("getMovers", "box", "getExplanation", "$response.body#/data/climbers/0/box/slug"),
)
"""Operation, parameter of the operation it leads to, that operation, and where the value stands."""


def links_of(operation_id: str) -> dict[str, Any]:
    """The links of an operation's answer, by name."""
    return {
        f"{target}By{parameter.capitalize()}": {"operationId": target, "parameters": {parameter: value}}
        for operation, parameter, target, value in _FOLLOWS
        if operation == operation_id
    }
