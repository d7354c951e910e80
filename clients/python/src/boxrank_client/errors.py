"""Errors of calls: no response, a response of another server, or a problem of the API."""

from typing import Final

from boxrank_client.shapes import Problem


class BoxrankError(Exception):
    """Any failure of a call."""


class Unreachable(BoxrankError):
    """No answer came: no connection, or none in time. The cause is the error of httpx."""


class UnexpectedAnswer(BoxrankError):
    """The answer is not one of the API: another program listens there, or a newer API dropped a field."""


class PublishedTooOften(BoxrankError):
    """No list could be read whole: new data were published during every attempt."""


class ProblemError(BoxrankError):
    """The API refused; its `code` is stable, branch on it or on the class."""

    def __init__(self, problem: Problem, retry_after_seconds: float | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.retry_after_seconds = retry_after_seconds

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def code(self) -> str:
        """What went wrong, in one stable word."""
        return self.problem.code

    @property
    def field(self) -> str | None:
        """The parameter that is wrong."""
        return self.problem.field

    @property
    def choices(self) -> tuple[str, ...]:
        """What could have been given; empty where the list is open."""
        return self.problem.choices or ()

    @property
    def hint(self) -> str | None:
        """How to go on."""
        return self.problem.hint

    @property
    def request_id(self) -> str:
        """It is in the server's log."""
        return self.problem.request_id


class NotFound(ProblemError):
    """404."""


class UnknownBox(NotFound):
    """No box has this slug or identifier."""


class UnknownDay(NotFound):
    """The board has no ranks on this day."""


class NotRanked(NotFound):
    """The box has no rank on this day."""


class NoRanks(NotFound):
    """The board has no ranks on any day."""


class InvalidRequest(ProblemError):
    """A parameter or a value that cannot be used."""


class ExpiredCursor(InvalidRequest):
    """The data were published again since the page of this cursor was read: start again without it."""


class TooManyRequests(ProblemError):
    """The allowance is used up, and waiting for the next one takes too long."""


class Unavailable(ProblemError):
    """Nothing is published, or the server cannot answer now."""


class ServerFault(ProblemError):
    """A fault of the server, logged there under `request_id`."""


_BY_CODE: Final[dict[str, type[ProblemError]]] = {
    "unknown_box": UnknownBox,
    "unknown_day": UnknownDay,
    "not_ranked": NotRanked,
    "no_ranks": NoRanks,
    "expired_cursor": ExpiredCursor,
}
_BY_STATUS: Final[dict[int, type[ProblemError]]] = {
    404: NotFound,
    429: TooManyRequests,
    500: ServerFault,
    503: Unavailable,
}


def error_of(problem: Problem, retry_after_seconds: float | None) -> ProblemError:
    """The error of the class that its code, else its status, asks for."""
    kind = _BY_CODE.get(problem.code) or _BY_STATUS.get(problem.status, InvalidRequest)
    return kind(problem, retry_after_seconds)
