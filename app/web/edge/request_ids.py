"""The name of one request in answers and logs: the client's own where it is usable, else a new one."""

import re
from itertools import count
from secrets import token_hex

_USABLE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class RequestIds:
    """Names that are unique among processes: a random part per process and a number."""

    def __init__(self) -> None:
        self._process, self._numbers = token_hex(6).encode(), count(1)

    def name(self, given: bytes | None) -> bytes:
        """The client's own name for a request if it is short and plain, else a new one."""
        if given is not None and _USABLE.fullmatch(given):
            return given
        return b"%b-%d" % (self._process, next(self._numbers))
