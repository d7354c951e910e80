"""`boxrank demo`: from nothing to a served board, on an openly simulated market."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.assets_command import ArrivingAssets
from app.cli.options import opened_services
from app.cli.serve_commands import HostOption, PortOption
from app.cli.server import require_free_ports, serve_app

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.cli.warming import RegisterPages
    from app.simulation.demo import DemoDatabase, DemoMarket, Policy

TOP = 10
ASSETS_SECONDS = 20.0
OUTCOMES = {
    "created": "is created",
    "reused": "holds this market already and is reused",
    "replaced": "held another market and is replaced",
}


def demo(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    context: typer.Context,
    boxes: Annotated[int, typer.Option("--boxes", min=1, help="Boxes of the market.")] = 60,
    days: Annotated[int, typer.Option("--days", min=1, help="Days up to today.")] = 400,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same market.")] = 7,
    host: HostOption = None,
    port: PortOption = None,
    serves: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the board at the end.")] = True,
    keeps: Annotated[
        bool | None,
        typer.Option(
            "--keep/--rebuild",
            help="Keep the simulated market that is there, or make a new one. "
            "Default: keep it when boxes, days and seed match.",
            show_default=False,
        ),
    ] = None,
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help="Database URL, or path of a SQLite file.")
    ] = "demo.db",
) -> None:
    """Simulate a market, import it, rank every day, print the top 10, and serve it.

    Every box, price and sale of it is invented. A database with other data is not changed.

    For example: boxrank demo --boxes 200 --days 730
    """
    from app.simulation.demo import DemoMarket

    with opened_services(database, host=host, port=port) as services:
        settings = services.settings
        if serves:
            require_free_ports(settings)
        arriving = ArrivingAssets(is_wanted=serves and settings.install_assets)
        started = perf_counter()
        _build(services, DemoMarket(boxes, days, seed), _policy(keeps))
        if not serves:  # a server warms its own cache
            _warm(services, context.obj)
        typer.echo(f"{'in all':<10} {perf_counter() - started:6.2f} s")
        _print_top(services)
    if serves:
        arriving.wait(ASSETS_SECONDS)
        address = f"http://{settings.host}:{settings.port}"
        typer.echo(f"\nOpen {address} (Ctrl-C stops the server)")
        serve_app(settings, has_worked=True)


def _policy(keeps: bool | None) -> "Policy":
    if keeps is None:
        return "match"
    return "keep" if keeps else "rebuild"


def _build(services: "Services", market: "DemoMarket", policy: "Policy") -> None:
    from app.simulation.demo import DemoDatabase

    demo_database = DemoDatabase(services.database, services.zone, services.clock)
    shown = services.database.url.render_as_string()
    typer.echo("A simulated market: every box, price and sale in it is invented.")
    with _step("database") as words:
        outcome = demo_database.prepare(market, policy)
        words.append(f"{shown} {OUTCOMES[outcome]}")
    if outcome != "reused":
        _import(services, demo_database, market)
    _refresh(services)


def _import(services: "Services", demo_database: "DemoDatabase", market: "DemoMarket") -> None:
    from app.ingest.observations import ImportOptions

    with TemporaryDirectory(prefix="boxrank-demo-") as folder:
        with _step("simulate") as words:
            files = demo_database.write_files(market, Path(folder))
            words.append(f"{market.boxes:,} boxes, {market.days:,} days, seed {market.seed}")
        with _step("import") as words:
            catalogue = services.catalogue.import_file(files.boxes)
            report = services.importing.import_file(files.observations, ImportOptions())
            words.append(f"{catalogue.new:,} boxes and {report.new:,} observations")


def _refresh(services: "Services") -> None:
    from app.cli.output import progress_bar
    from app.cli.refresh_commands import refresh_lines

    with progress_bar("steps") as progress:
        report = services.refresh.run(progress)
    for step, seconds in report.seconds.items():
        typer.echo(f"{step:<10} {seconds:6.2f} s")
    typer.echo(refresh_lines(report)[-1])


def _warm(services: "Services", register_pages: "RegisterPages") -> None:
    from app.cli.warming import warm_answers

    with _step("warm") as words:
        warmed = warm_answers(services, register_pages)
        words.append(f"{warmed.report.answers:,} answers")


def _print_top(services: "Services") -> None:
    from app.cli.board_commands import first_page_sentence
    from app.cli.tables.board_table import print_board
    from app.read.board import LeaderboardRequest, read_board

    request = LeaderboardRequest(limit=TOP)
    board = services.read(read_board, request)
    typer.echo("")
    print_board(board, first_page_sentence(services, board, request))


@contextmanager
def _step(name: str) -> Iterator[list[str]]:
    words: list[str] = []
    started = perf_counter()
    yield words
    typer.echo(f"{name:<10} {perf_counter() - started:6.2f} s  {' '.join(words)}")
