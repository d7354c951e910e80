"""`boxrank serve`: the web face and the API."""

from typing import Annotated

import typer

from app.cli.assets_command import ArrivingAssets
from app.cli.options import DatabaseOption, opened_services
from app.cli.server import require_free_ports, serve_app

ASSETS_SECONDS = 5.0

HostOption = Annotated[
    str | None,
    typer.Option(
        "--host", help="Address to listen on. Default: BOXRANK_HOST, else 127.0.0.1.", show_default=False
    ),
]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port",
        min=1,
        max=65535,
        help="Port to listen on. Default: BOXRANK_PORT, else 8000.",
        show_default=False,
    ),
]


def serve(
    host: HostOption = None,
    port: PortOption = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Server processes.")] = 1,
    database: DatabaseOption = None,
) -> None:
    """Serve the pages and the API until Ctrl-C."""
    with opened_services(database, host=host, port=port) as services:
        settings = services.settings
    require_free_ports(settings)
    ArrivingAssets(is_wanted=settings.install_assets).wait(ASSETS_SECONDS)
    typer.echo(f"Boxrank is served at http://{settings.host}:{settings.port} (Ctrl-C stops it)")
    serve_app(settings, workers=workers)
