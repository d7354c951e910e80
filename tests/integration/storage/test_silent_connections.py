"""A PostgreSQL connection that becomes silent is given up, and the process answers again on new ones."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app.database import Database, DatabaseLimits, savepoint
from app.domain.errors import Unavailable
from app.repositories import versions
from app.serve.generation_watch import GenerationWatch
from tests.factories import ClockedServices, clocked_services
from tests.postgres_server import PostgresDatabases
from tests.redis_server import wait_until

POOL = 2
LIMITS = DatabaseLimits(pool_size=POOL, connect_seconds=1, statement_seconds=1, keepalive_seconds=4)


class Proxy:
    """Forwards loopback connections to a server; those that are silenced stay open and carry nothing."""

    def __init__(self, socket_path: str) -> None:
        self._target = socket_path
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._silenced = threading.Event()
        self._sockets: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def silence(self) -> None:
        """Nothing more comes through the connections that are open now; new ones work."""
        silenced, self._silenced = self._silenced, threading.Event()
        silenced.set()

    def close(self) -> None:
        self._listener.close()
        for opened in self._sockets:
            opened.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                self._sockets += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(
                        target=_forward, args=(source, sink, self._silenced), daemon=True
                    ).start()


def _forward(source: socket.socket, sink: socket.socket, silenced: threading.Event) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            if not silenced.is_set():
                sink.sendall(data)
        if not silenced.is_set():
            sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    url = postgres_databases.create()
    yield url
    postgres_databases.remove(url)


@pytest.fixture
def direct(postgres_url: str) -> Iterator[ClockedServices]:
    with clocked_services(postgres_url) as services:
        yield services


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    proxy = Proxy(f"{make_url(postgres_url).query['host']}/.s.PGSQL.5432")
    yield proxy
    proxy.close()


@pytest.fixture
def database(postgres_url: str, proxy: Proxy) -> Iterator[Database]:
    url = make_url(postgres_url).set(host="127.0.0.1", port=proxy.port, query={})
    database = Database(url.render_as_string(hide_password=False), LIMITS)
    yield database
    database.close()


def ask(database: Database) -> int | None:
    with database.snapshot() as connection:
        return connection.scalar(text("SELECT 1"))


@contextmanager
def all_checked_out(database: Database) -> Iterator[list]:
    with ExitStack() as stack:
        yield [stack.enter_context(database.snapshot()) for _ in range(POOL)]


def test_the_server_of_the_tests_is_the_one_that_the_documentation_names(direct: ClockedServices) -> None:
    with direct.database.snapshot() as connection:
        version = connection.scalar(text("SHOW server_version"))
    assert version.startswith("18.")


def test_a_full_pool_of_silent_connections_is_replaced(database: Database, proxy: Proxy) -> None:
    def ask_in_silence(connection) -> None:
        with pytest.raises(Exception, match="no answer within 2 s"):
            connection.scalar(text("SELECT 1"))

    with all_checked_out(database) as connections:
        proxy.silence()
        with ThreadPoolExecutor() as threads:
            list(threads.map(ask_in_silence, connections))
    assert ask(database) == 1


def test_idle_connections_that_became_silent_are_replaced_at_the_next_question(
    database: Database, proxy: Proxy
) -> None:
    with all_checked_out(database):
        pass
    proxy.silence()
    assert [ask(database) for _ in range(POOL + 1)] == [1] * (POOL + 1)


def test_the_watch_finds_a_publication_behind_a_connection_that_became_silent(
    database: Database, direct: ClockedServices, proxy: Proxy
) -> None:
    def publish() -> int:
        with direct.database.transaction() as connection:
            return versions.publish(
                connection, moment=direct.clock(), changed_from=None, rows_changed=0, rules_fingerprint=""
            ).generation

    watch = GenerationWatch(database)
    first = publish()
    watch.start(lambda publication: None)
    try:
        wait_until(lambda: watch.shown and watch.shown.generation == first)
        proxy.silence()
        second = publish()
        wait_until(lambda: watch.shown and watch.shown.generation == second, 30)
        assert watch.shown is not None
    finally:
        watch.stop()


def test_a_statement_of_a_reader_that_takes_too_long_is_cancelled(database: Database) -> None:
    with pytest.raises(Unavailable, match="statement timeout"), database.snapshot() as connection:
        connection.execute(text("SELECT pg_sleep(60)"))
    assert ask(database) == 1


def test_a_statement_of_a_writer_takes_as_long_as_it_needs(database: Database) -> None:
    with database.transaction() as connection:
        assert connection.scalar(text("SELECT count(*) FROM (SELECT pg_sleep(1.3)) AS slept")) == 1


def test_a_connection_that_ends_inside_a_savepoint_is_an_outage(
    direct: ClockedServices, database: Database
) -> None:
    def lose_connection() -> None:
        with direct.database.transaction() as connection, savepoint(connection):
            process = connection.scalar(text("SELECT pg_backend_pid()"))
            with database.snapshot() as other:
                other.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
            connection.execute(text("SELECT 1"))

    with pytest.raises(Unavailable, match="terminating connection"):
        lose_connection()
    assert ask(direct.database) == 1


def test_a_server_that_accepts_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        database = Database(f"postgresql://nobody@127.0.0.1:{listener.getsockname()[1]}/nothing", LIMITS)
        with pytest.raises(Unavailable, match="cannot be used"):
            ask(database)
        database.close()


def test_the_settings_bound_the_connections_of_a_server(postgres_url: str) -> None:
    settings = {
        "database_statement_timeout_seconds": 7,
        "database_idle_transaction_seconds": 8,
        "database_connect_timeout_seconds": 9,
        "database_keepalive_seconds": 12,
    }
    with clocked_services(postgres_url, **settings) as services, services.database.snapshot() as connection:
        names = ("statement_timeout", "idle_in_transaction_session_timeout")
        assert [connection.scalar(text(f"SHOW {name}")) for name in names] == ["7s", "8s"]
        options = connection.connection.driver_connection.info.get_parameters()
    names = ("connect_timeout", "tcp_user_timeout", "keepalives_idle")
    assert [options[name] for name in names] == ["9", "12000", "3"]
