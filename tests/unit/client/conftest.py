"""Clients of made-up servers."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from boxrank_client import Boxrank, Patience

from tests.unit.client.made_up_server import Opened, Server


@pytest.fixture
def naps() -> list[float]:
    """Seconds that the client would have slept."""
    return []


@pytest.fixture
def opened(naps: list[float]) -> Iterator[Opened]:
    """Clients of made-up servers, closed in the end."""
    clients: list[Boxrank] = []

    def open_client(server: Server, retries: int = 2, **options: Any) -> Boxrank:
        patience = Patience(retries=retries, sleep=naps.append)
        transport = httpx.MockTransport(server)
        clients.append(Boxrank("http://boxrank.test", transport=transport, patience=patience, **options))
        return clients[-1]

    yield open_client
    for client in clients:
        client.close()
