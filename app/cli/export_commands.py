"""`boxrank export`: whole tables as files, for spreadsheets and other programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app.cli.failures import FileNotWritten
from app.cli.options import (
    DatabaseOption,
    GameOption,
    MetricOption,
    day_argument,
    day_or_latest,
    opened_services,
)
from app.words.figures import plural

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}

export_app = typer.Typer(name="export", help="Whole tables as files.", no_args_is_help=True)


@export_app.command("ranks")
def export_ranks(
    metric: MetricOption = None,
    game: GameOption = None,
    first: Annotated[
        date | None,
        typer.Option("--from", metavar="DAY", parser=day_argument, help="First day. Default: the oldest."),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--to", metavar="DAY", parser=day_or_latest, help="Last day. Default: the newest."),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv, jsonl, parquet, excel or excel-semicolon. Default: the ending of --output, else csv.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write here. Default: standard output (not parquet)."),
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Export the ranks of a board: one row per box and ranked day, with its value and chart record.

    For example: boxrank export ranks --metric liquidity_score --from 2026-01-01 --output ranks.parquet
    """
    from app.read.export import RankExportRequest, export_rows, export_writer

    request = RankExportRequest(metric, game, first, last)
    wanted = format_name or FORMATS.get(output.suffix.lower() if output else "", "csv")
    if output is None and wanted == "parquet":
        raise typer.BadParameter("Parquet is not text: name a file with --output.")
    write = export_writer(wanted)
    destination = output or typer.get_binary_stream("stdout")
    with opened_services(database) as services, _unwritten_is_said(output):
        written = write(services.read(export_rows, request), destination)
    if output is not None:
        typer.echo(f"{plural(written, 'row')} written to {output}.")


@contextmanager
def _unwritten_is_said(output: Path | None) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error).partition(" (os error")[0]  # those of the engine have no number
        if output is None and "Broken pipe" in reason:  # the reader, `head` for instance, has enough
            raise typer.Exit(1) from error
        raise FileNotWritten(f"{output or 'The output'} cannot be written: {reason}.") from error
