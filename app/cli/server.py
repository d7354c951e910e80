"""The web server in this process, and whether it may listen where it is told to."""

import os
import socket

from app.cli.failures import AddressTaken


def require_free_address(host: str, port: int) -> None:
    """Raise AddressTaken unless this process could listen on the address now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise AddressTaken(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another one with --port or --host."
        ) from error


def serve_app(database_url: str, host: str, port: int, *, workers: int, log_level: str) -> None:
    """Serve the web face over the database until it is told to stop."""
    import uvicorn

    os.environ["BOXRANK_DATABASE_URL"] = database_url
    uvicorn.run(
        "app.main:app",
        host=host,
        port=port,
        workers=workers,
        log_level=log_level,
        access_log=False,
        proxy_headers=False,  # BOXRANK_TRUSTED_PROXIES says whose are believed
    )
