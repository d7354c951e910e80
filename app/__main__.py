"""The command `boxrank`, also `python -m app`: the command line, taught the pages that a warm cache holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.main import run as run_command

if TYPE_CHECKING:
    from app.bootstrap import Services


def run(arguments: Sequence[str] | None = None) -> None:
    """Run one command, by default the one of the command line, and leave with its exit code."""
    run_command(arguments, teach=teach_pages)


def teach_pages(services: "Services") -> None:
    """Let the reads of the house answer with pages, which are then warmed like everything else."""
    from app.web.pages.routes import register_pages

    register_pages(services)


if __name__ == "__main__":
    run()
