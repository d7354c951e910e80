"""The one shape of all errors of the API: problem details of RFC 9457."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

PROBLEM_JSON = "application/problem+json"

_DESCRIPTIONS = {
    404: "No such box, or the board has no ranks on that day",
    405: "The method is not offered",
    422: "An unknown parameter, or a value that cannot be used; `choices` lists what can",
    429: "Too many requests; ask again after `Retry-After` seconds",
    500: "A fault of the house, logged under the request id",
    503: "Nothing is published yet, or the database is away or slow; ask again after `Retry-After` seconds",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong. `code` is stable: clients may branch on it, and on nothing else."""

    type: Annotated[str, Field(description="Where the code is explained", examples=["/docs#unknown_choice"])]
    title: str
    status: int
    detail: Annotated[str, Field(description="One sentence for the reader")]
    code: Annotated[str, Field(examples=["unknown_choice"])]
    instance: Annotated[str, Field(description="The path asked for")]
    field: Annotated[str | None, Field(description="The parameter that is wrong", examples=["game"])]
    choices: Annotated[list[str] | None, Field(description="What could have been given")]
    hint: Annotated[str, Field(description="What to do about it")]
    request_id: str


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route, for its OpenAPI description."""
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": {PROBLEM_JSON: shape}}
        for status in statuses
    }
