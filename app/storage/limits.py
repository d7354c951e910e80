"""How long a database may take over what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DatabaseLimits:
    """Seconds after which a wait is given up, and connections per process; all but the last are PostgreSQL's.

    `connect_seconds` bounds connecting, `keepalive_seconds` the silence of a network, `statement_seconds`
    each statement of a reader, `idle_transaction_seconds` the pause of a transaction (both 0: no bound).
    `writer_wait_seconds` bounds how long a writer waits for another (0: it does not wait).
    """

    pool_size: int = 10
    connect_seconds: int = 5
    keepalive_seconds: int = 15
    statement_seconds: int = 20
    idle_transaction_seconds: int = 600
    writer_wait_seconds: float = 600.0

    @property
    def answer_seconds(self) -> float | None:
        """How long the process waits for the answer to a reader's statement, None without a bound.

        The server cancels the statement first, unless the network has swallowed either message.
        """
        return self.statement_seconds + self.connect_seconds if self.statement_seconds else None
