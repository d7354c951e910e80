"""A typed client of the Boxrank API."""

from boxrank_client import shapes
from boxrank_client.answer import Answer
from boxrank_client.asking import Allowance, Patience
from boxrank_client.client import Board, BoardOfDay, Boxrank
from boxrank_client.errors import (
    BoxrankError,
    ExpiredCursor,
    InvalidRequest,
    NoRanks,
    NotFound,
    NotRanked,
    ProblemError,
    PublishedTooOften,
    ServerFault,
    TooManyRequests,
    Unavailable,
    UnexpectedAnswer,
    UnknownBox,
    UnknownDay,
    Unreachable,
)

__all__ = [
    "Allowance",
    "Answer",
    "Board",
    "BoardOfDay",
    "Boxrank",
    "BoxrankError",
    "ExpiredCursor",
    "InvalidRequest",
    "NoRanks",
    "NotFound",
    "NotRanked",
    "Patience",
    "ProblemError",
    "PublishedTooOften",
    "ServerFault",
    "TooManyRequests",
    "Unavailable",
    "UnexpectedAnswer",
    "UnknownBox",
    "UnknownDay",
    "Unreachable",
    "shapes",
]
