"""The web server, and whether it may listen on its address."""

import multiprocessing
import os
import signal
import socket

from app.cli.failures import AddressTaken

STOP_SECONDS = 10
"""So long requests may take to end once the server is stopping."""


def require_free_address(host: str, port: int) -> None:
    """Raise AddressTaken unless this process could listen on the address now."""
    try:
        socket.create_server((host, port), family=_family(host)).close()
    except OSError as error:
        raise AddressTaken(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another one with --port or --host."
        ) from error


def serve_app(database_url: str, host: str, port: int, *, workers: int = 1, has_worked: bool = False) -> None:
    """Serve the web face over the database until stopped. A worker that dies is replaced.

    A process that `has_worked` may have threads, of which a fork would inherit the locks alone; its workers
    begin as new ones. Exits with 1 when a worker dies as soon as it is started.
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    os.environ["BOXRANK_DATABASE_URL"] = database_url
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the server and its workers stop by their own handlers
    if has_worked:
        multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "app.main:app",
        address=_number(host),
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _number(host: str) -> str:
    return str(socket.getaddrinfo(host, None, _family(host))[0][4][0])
