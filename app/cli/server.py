"""The web server, its connections and its ports."""

import multiprocessing
import os
import resource
import signal
import socket
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.cli.failures import AddressTaken
from app.cli.port_holders import port_holders

if TYPE_CHECKING:
    from app.config import Settings

STOP_SECONDS = 10
"""Open requests have this long to finish once the server is stopped."""

LARGEST_HEAD_BYTES = 128 << 10
"""Request line and headers together."""

SPARE_DESCRIPTORS = 256
"""Files and sockets of a worker beside those of its connections."""


def require_free_ports(settings: "Settings") -> None:
    """Raise AddressTaken unless this process could listen on the ports of the settings now."""
    if settings.health_port == settings.port:
        raise AddressTaken(
            f"BOXRANK_HEALTH_PORT is {settings.port}, the port of the server. Choose another one."
        )
    _require_free(settings.host, settings.port, "--port or --host")
    if settings.health_port:
        _require_free(settings.host, settings.health_port, "BOXRANK_HEALTH_PORT")


def serve_app(settings: "Settings", *, workers: int = 1, has_worked: bool = False) -> None:
    """Serve the web face until stopped. A worker that dies is replaced.

    A process that `has_worked` may have threads, of which a fork would inherit the locks alone; its workers
    are spawned. Exits with 1 when a worker dies as soon as it is started.
    """
    os.environ["BOXRANK_DATABASE_URL"] = settings.database_url
    os.environ["BOXRANK_HOST"] = settings.host
    os.environ["BOXRANK_PORT"] = str(settings.port)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the server and its workers stop by their own handlers
    if has_worked:
        multiprocessing.set_start_method("spawn", force=True)
    with TemporaryDirectory(prefix="boxrank-metrics-") as folder:
        if workers > 1 and not settings.metrics_folder:
            os.environ["BOXRANK_METRICS_FOLDER"] = folder
        _serve(settings, workers)


def _serve(settings: "Settings", workers: int) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    connections = _affordable(settings.max_connections)
    Granian(
        "app.main:app",
        address=_number(settings.host),
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=1000 * settings.idle_seconds, max_buffer_size=LARGEST_HEAD_BYTES
        ),
        backlog=max(connections, 1024),
        backpressure=connections,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


def _affordable(connections: int) -> int:
    """As many of these connections as the limit of open files allows, which is raised for them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    allowed = connections if soft == resource.RLIM_INFINITY else soft - SPARE_DESCRIPTORS
    return max(16, min(connections, allowed))


def _require_free(host: str, port: int, option: str) -> None:
    try:
        socket.create_server((host, port), family=_family(host)).close()
    except OSError as error:
        holders = port_holders(port)
        held = f" Held by {', '.join(holders)}." if holders else ""
        cause = os.strerror(error.errno or 0)
        raise AddressTaken(
            f"Cannot listen on {host}:{port} ({cause}).{held} Choose another one with {option}."
        ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _number(host: str) -> str:
    return str(socket.getaddrinfo(host, None, _family(host))[0][4][0])
