"""`python -m tools.bench`, which `./run bench` calls."""

import typer

from app.__main__ import teach_pages
from app.cli.failures import ReportingGroup
from tools.bench.command import bench

app = typer.Typer(cls=ReportingGroup, add_completion=False, pretty_exceptions_enable=False)
app.command("bench")(bench)


def main() -> None:
    """Run the benchmark by the options of the command line."""
    app(prog_name="bench", obj=teach_pages)


if __name__ == "__main__":
    main()
