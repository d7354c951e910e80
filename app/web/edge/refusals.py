"""Requests that are refused for what they are, whatever they ask: errors of HTTP with a sentence each."""

from starlette.exceptions import HTTPException

RETRY_AFTER_SECONDS = 5


class Refusal(HTTPException):
    """An HTTP error whose `detail` is meant for the reader."""


class TooManyRequests(Refusal):
    """The client has used its allowance up."""

    def __init__(self, retry_after_seconds: int) -> None:
        detail = f"You have asked too often. Ask again in {retry_after_seconds} seconds."
        super().__init__(429, detail, {"Retry-After": str(retry_after_seconds)})


class AddressTooLong(Refusal):
    """The path or the query is longer than is read here."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(414, f"The path and the query may have {most_bytes:,} bytes each.")


class BodyTooLarge(Refusal):
    """The body is larger than is read here."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(413, f"The body of a request may have {most_bytes:,} bytes.")


class RequestTooSlow(Refusal):
    """No answer was ready in time."""

    def __init__(self, seconds: float) -> None:
        detail = f"No answer was ready within {seconds:g} seconds."
        super().__init__(503, detail, {"Retry-After": str(RETRY_AFTER_SECONDS)})
