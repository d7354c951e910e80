"""The command `boxrank`, also `python -m app`: the command line, with the pages that it warms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.main import run as run_command

if TYPE_CHECKING:
    from app.bootstrap import Services


def run(arguments: Sequence[str] | None = None) -> None:
    """Run one command, by default that of the command line, and exit with its code."""
    run_command(arguments, register_pages=register_pages)


def register_pages(services: "Services") -> None:
    """Register the pages, so that they are warmed like all other answers."""
    from app.web.pages import routes

    routes.register_pages(services)


if __name__ == "__main__":
    run()
