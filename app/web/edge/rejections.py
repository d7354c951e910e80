"""Requests that are rejected for what they are: HTTP errors whose sentence is for the client."""

from starlette.exceptions import HTTPException

RETRY_AFTER_SECONDS = 5
BUSY_SECONDS = 30


class RejectedRequest(HTTPException):
    """An HTTP error whose `detail` is meant for the reader."""


class InvalidHost(RejectedRequest):
    """No Host header, or two of them (RFC 9112, 3.2)."""

    def __init__(self) -> None:
        super().__init__(400, "Send exactly one Host header.")


class TooManyRequests(RejectedRequest):
    """The client is over its rate limit."""

    def __init__(self, retry_after_seconds: int) -> None:
        detail = f"Too many requests. Try again in {retry_after_seconds} seconds."
        super().__init__(429, detail, {"Retry-After": str(retry_after_seconds)})


class AddressTooLong(RejectedRequest):
    """The path or the query is too long."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(414, f"The path and the query may have {most_bytes:,} bytes each.")


class BodyTooLarge(RejectedRequest):
    """The body is too large."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(413, f"The body of a request may have {most_bytes:,} bytes.")


class TooManyDownloads(RejectedRequest):
    """As many exports are open as this process takes."""

    def __init__(self) -> None:
        detail = "Too many exports are open. Try again when one has ended."
        super().__init__(503, detail, {"Retry-After": str(BUSY_SECONDS)})


class RequestTooSlow(RejectedRequest):
    """No answer was ready in time."""

    def __init__(self, seconds: float) -> None:
        detail = f"No answer was ready within {seconds:g} seconds."
        super().__init__(503, detail, {"Retry-After": str(RETRY_AFTER_SECONDS)})
