"""A connection to one server: what all questions share."""

from types import TracebackType
from typing import Any, Self

import httpx

from boxrank_client.asking import Allowance, Asker, Patience


class Connection:
    """Asks one server; close it, or use it as a context manager. One per thread.

    Requests refused with 429 or 503 are asked again after the time that the server names, as often and as
    long as `patience` allows. The last `kept_answers` answers are asked for with their ETags and given again
    when nothing has changed. Every method raises BoxrankError: ProblemError for what the API refuses,
    Unreachable where no answer came.
    """

    def __init__(
        self,
        base_url: str,
        timeout_seconds: float = 10.0,
        *,
        api_key: str | None = None,
        transport: httpx.BaseTransport | None = None,
        patience: Patience | None = None,
        kept_answers: int = 128,
    ) -> None:
        headers = {"User-Agent": "boxrank-client", "Accept": "application/json"}
        self._http = httpx.Client(
            base_url=base_url,
            timeout=timeout_seconds,
            transport=transport,
            headers=headers if api_key is None else {**headers, "X-API-Key": api_key},
        )
        self._asker = Asker(self._http, patience or Patience(), kept_answers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def allowance(self) -> Allowance | None:
        """The last reported number of requests left; None without a rate limit."""
        return self._asker.allowance

    def is_alive(self) -> bool:
        """Whether the server's process runs."""
        return self._asker.document("/health").get("status") == "alive"

    def readiness(self) -> dict[str, Any]:
        """The state of database, migrations and cache, the age of the data, and `ready`."""
        return self._asker.document("/ready")

    def version(self) -> dict[str, Any]:
        """What the server runs."""
        return self._asker.document("/version")
