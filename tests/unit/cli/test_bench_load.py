"""The load of the benchmark against a server that answers from a list: what is counted, and when."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import repeat
from time import sleep

import pytest

from tests.redis_server import wait_until
from tools.bench.http import Client, get_request
from tools.bench.load import Tally, asking

LONG = b"x" * 300_000
"""Longer than the buffer that a connection begins with."""


def answer(body: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


def of_generation(number: int) -> bytes:
    return answer(LONG + b'{"meta":{"generation":%d}}' % number)


@contextmanager
def serving(answers: Sequence[bytes]) -> Iterator[int]:
    """A port on which one connection is answered in turn, heads torn apart, then hung up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with closing(connection):
                for each in answers:
                    connection.recv(4096)
                    connection.sendall(each[:20])
                    sleep(0.01)
                    connection.sendall(each[20:])

        thread = threading.Thread(target=serve)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join()


def asked(answers: Sequence[bytes], *, reads_generations: bool = True) -> Tally:
    with (
        serving(answers) as port,
        asking(port, repeat(get_request("/")), 1, reads_generations=reads_generations) as tally,
    ):
        wait_until(lambda: tally.hung_up == 1, 10)
    return tally


def test_answers_in_pieces_and_longer_than_the_buffer_are_counted_whole() -> None:
    tally = asked([answer(LONG), answer(b""), answer(LONG)])

    assert (len(tally.seconds), tally.refused, tally.steps_back, tally.hung_up) == (3, 0, 0, 1)


def test_what_is_neither_an_answer_nor_unchanged_counts_as_refused() -> None:
    tally = asked([answer(b"{}"), answer(b"", b"304 Not Modified"), answer(b"", b"503 Service Unavailable")])

    assert (tally.refused, tally.failed) == (1, 2)


@pytest.mark.parametrize(("reads_generations", "steps_back"), [(True, 1), (False, 0)])
def test_a_step_to_an_older_generation_counts_where_generations_are_read(
    reads_generations: bool, steps_back: int
) -> None:
    numbers = (9, 10, 10, 9, 11)

    tally = asked([of_generation(number) for number in numbers], reads_generations=reads_generations)

    assert tally.steps_back == steps_back


def test_one_connection_reads_an_answer_in_pieces() -> None:
    with serving([answer(LONG)]) as port, closing(Client(port)) as client:
        got = client.get("/")

    assert (got.status, got.body_bytes) == (200, len(LONG))
