"""The name of one request in answers and logs: the client's own where it is usable, else a new one."""

import re
from collections.abc import Iterable
from itertools import count
from secrets import token_hex

_USABLE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class RequestIds:
    """Names that are unique among processes: a random part per process and a number."""

    def __init__(self) -> None:
        self._process, self._numbers = token_hex(6), count(1)

    def of(self, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """The X-Request-ID of raw headers, if it is short and plain."""
        for name, value in headers:
            if name == b"x-request-id":
                return value if _USABLE.fullmatch(value) else self._next()
        return self._next()

    def _next(self) -> bytes:
        return f"{self._process}-{next(self._numbers)}".encode()
