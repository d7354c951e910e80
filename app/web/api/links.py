"""Which answer leads to which question: the links of the OpenAPI document."""

from typing import Any

Expressions = dict[str, str]
"""By parameter of the question: where in the answer, or in its own question, the value stands."""

_OF_ROW: Expressions = {"box": "$response.body#/data/0/box/slug"}
_BOARD: Expressions = {"metric": "$response.body#/meta/metric", "game": "$response.body#/meta/game"}
_DAY: Expressions = {"date": "$response.body#/meta/date"}
_DAY_BEFORE: Expressions = {"date": "$response.body#/meta/previous_ranked_day"}
_SPAN: Expressions = {"from": "$response.body#/data/0/metric_date", "to": "$response.body#/meta/date"}
_SAME_DAYS: Expressions = {"from": "$request.query.from", "to": "$request.query.to"}
_WORDS: Expressions = {"q": "$request.query.q"}
_NEXT_ROWS: Expressions = {"offset": "$response.body#/meta/next_offset"}
_NEXT_PAGE: Expressions = {"cursor": "$response.body#/meta/next_cursor", "order": "$request.query.order"}
_TWO_BOXES: Expressions = {"boxes": "{$response.body#/data/0/box/slug},{$response.body#/data/1/box/slug}"}

_FOLLOWS: tuple[tuple[str, str, str, Expressions], ...] = (
    ("getBoard", "box", "getBox", _OF_ROW | _DAY),
    ("getBoard", "series", "getTimeSeries", _OF_ROW),
    ("getBoard", "sparkline", "getSparkline", _OF_ROW),
    ("getBoard", "history", "getRankHistory", _OF_ROW | _BOARD),
    ("getBoard", "neighbours", "getAround", _OF_ROW | _BOARD | _DAY),
    ("getBoard", "reasons", "getExplanation", _OF_ROW | _BOARD | _DAY),
    ("getBoard", "distance", "getDistance", _OF_ROW | _BOARD | _DAY),
    ("getBoard", "standings", "getRanks", _TWO_BOXES | _BOARD | _DAY),
    ("getBoard", "sideBySide", "compareBoxes", _TWO_BOXES),
    ("getBoard", "movers", "getMovers", _BOARD | _DAY),
    ("getBoard", "nextPage", "getBoard", _NEXT_PAGE | _BOARD | _WORDS),
    ("getBoard", "dayBefore", "getBoard", _BOARD | _DAY_BEFORE),
    ("search", "box", "getTimeSeries", {"box": "$response.body#/data/0/slug"}),
    ("search", "nextPage", "search", _NEXT_ROWS | _WORDS),
    ("getGames", "board", "getBoard", {"game": "$response.body#/data/0/game"}),
    ("getDays", "day", "getDay", {"day": "$response.body#/data/0/metric_date"} | _BOARD),
    ("getDays", "comparison", "compareDays", _SPAN | _BOARD),
    ("getDays", "file", "exportRanks", _SPAN | _BOARD),
    ("compareDays", "nextPage", "compareDays", _NEXT_ROWS | _BOARD | _SAME_DAYS),
    ("getMovers", "reasons", "getExplanation", {"box": "$response.body#/data/climbers/0/box/slug"} | _DAY),
    ("getDay", "board", "getBoard", {"date": "$response.body#/data/day/metric_date"} | _BOARD),
)
"""Operation, name of the link, the operation it leads to, and the parameters to ask it with."""


def links_of(operation_id: str) -> dict[str, Any]:
    """The links of an operation's answer, by name."""
    return {
        name: {"operationId": target, "parameters": dict(parameters)}
        for operation, name, target, parameters in _FOLLOWS
        if operation == operation_id
    }
