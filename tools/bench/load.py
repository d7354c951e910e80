"""Many kept connections that ask a server at once, again as soon as they are answered, and what came back."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from time import perf_counter, sleep
from typing import cast

from app.domain.errors import ServiceAway
from tools.bench.http import get_request, whole_bytes

_GENERATION = b'"generation":'
_GOOD = (b"200", b"304")
_BUFFER_BYTES = 1 << 17


@dataclass
class Tally:
    """What came back. `refused` are answers other than 200 and 304, `hung_up` connections that ended early.

    `steps_back` counts answers of an older generation than the same connection had seen.
    """

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    hung_up: int = 0
    steps_back: int = 0
    elapsed_seconds: float = 0.0

    @property
    def failed(self) -> int:
        """Everything that no reader should meet."""
        return self.refused + self.hung_up + self.steps_back


@contextmanager
def asking(
    port: int,
    messages: Iterator[bytes],
    connections: int,
    pause_seconds: float = 0.0,
    *,
    reads_generations: bool = False,
) -> Iterator[Tally]:
    """Ask the messages, in turn over all connections, until the block ends; the tally is whole after it.

    Generations are read from plain answers alone, not from compressed ones.
    """
    tally, ends = Tally(), threading.Event()
    kind = _ReadingAsker if reads_generations else _Asker
    askers = [kind(messages, tally, pause_seconds) for _ in range(connections)]
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(_run, port, askers, ends, tally)
        try:
            yield tally
        finally:
            ends.set()
        asked.result()


def requests_per_second(port: int, target: str, connections: int, seconds: float) -> float:
    """What a server answers over some connections. Raises ServiceAway when it refuses or hangs up."""
    with asking(port, repeat(get_request(target)), connections) as tally:
        sleep(seconds)
    if tally.failed:
        raise ServiceAway(f"Under load {tally.failed} of {len(tally.seconds)} answers to {target} failed.")
    return len(tally.seconds) / tally.elapsed_seconds


def _run(port: int, askers: Sequence["_Asker"], ends: threading.Event, tally: Tally) -> None:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_ask(port, askers, ends, tally))


async def _ask(port: int, askers: Sequence["_Asker"], ends: threading.Event, tally: Tally) -> None:
    loop = asyncio.get_running_loop()
    for asker in askers:
        await loop.create_connection(lambda asker=asker: asker, "127.0.0.1", port)  # type: ignore[misc]
    started = perf_counter()
    for asker in askers:
        asker.ask()
    await asyncio.to_thread(ends.wait)
    tally.elapsed_seconds = perf_counter() - started
    for asker in askers:
        asker.hang_up()


class _Asker(asyncio.BufferedProtocol):
    """One connection; what comes is read into one buffer, for copies would take time from the server."""

    def __init__(self, messages: Iterator[bytes], tally: Tally, pause_seconds: float) -> None:
        self._messages, self._tally, self._pause_seconds = messages, tally, pause_seconds
        self._transport: asyncio.WriteTransport | None = None
        self._buffer, self._filled, self._whole_bytes = bytearray(_BUFFER_BYTES), 0, 0
        self._asked_at = 0.0
        self._is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self) -> None:
        assert self._transport is not None
        if self._is_over:
            return
        self._asked_at = perf_counter()
        self._transport.write(next(self._messages))

    def get_buffer(self, sizehint: int) -> memoryview:
        if self._filled == len(self._buffer):
            self._buffer = self._buffer + bytes(self._filled)
        return memoryview(self._buffer)[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        self._whole_bytes = self._whole_bytes or whole_bytes(self._buffer, self._filled)
        if self._is_over or not 0 < self._whole_bytes <= self._filled:
            return
        self._tally.seconds.append(perf_counter() - self._asked_at)
        self._tally.refused += self._buffer[9:12] not in _GOOD
        self._note(self._buffer, self._whole_bytes)
        self._filled = self._whole_bytes = 0
        if self._pause_seconds:
            asyncio.get_running_loop().call_later(self._pause_seconds, self.ask)
        else:
            self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._tally.hung_up += not self._is_over

    def hang_up(self) -> None:
        assert self._transport is not None
        self._is_over = True
        self._transport.close()

    def _note(self, buffer: bytearray, end: int) -> None:
        """Look into a whole answer, which ends at `end`."""


class _ReadingAsker(_Asker):
    _generation = 0

    def _note(self, buffer: bytearray, end: int) -> None:
        place = buffer.rfind(_GENERATION, 0, end)
        if place < 0:
            return
        digits = buffer[place + len(_GENERATION) : place + 24].split(b",", 1)[0].split(b"}", 1)[0]
        self._tally.steps_back += int(digits) < self._generation
        self._generation = max(self._generation, int(digits))
