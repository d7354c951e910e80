"""`python -m tools.bench`, which `./run bench` calls."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from app.cli.failures import ReportingGroup
from tools.bench.findings import TARGETS, Plan
from tools.bench.report import as_json, print_findings
from tools.bench.run import PARTS, run_benchmark

app = typer.Typer(cls=ReportingGroup, add_completion=False, pretty_exceptions_enable=False)


@app.command("bench")
def bench(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    boxes: Annotated[int, typer.Option(min=1, help="Boxes of the simulated market.")] = 1_000,
    days: Annotated[int, typer.Option(min=1, help="Days of the market.")] = 365,
    seed: Annotated[int, typer.Option(help="Seed of the market.")] = 7,
    is_quick: Annotated[bool, typer.Option("--quick", help="Few repeats.")] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="PART", help=f"One or more of: {', '.join(PARTS)}.")
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=NUMBER", help=f"Replace a target: {', '.join(TARGETS)}."),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Measure this database; it is filled if it has no tables, else only read. "
            "Default: a temporary SQLite and a temporary PostgreSQL.",
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Also write the figures to this file.")
    ] = None,
) -> None:
    """Measure every resource over HTTP and the board and the refresh against floors of the same run.

    Exit code 1 when a target is missed.
    """
    plan = Plan(boxes, days, seed, _parts(only), {**TARGETS, **dict(map(_target, target or ()))})
    if is_quick:
        plan = replace(plan, repeats=4, rounds=3, load_rounds=3, load_seconds=0.1)
    findings = run_benchmark(plan, lambda text: typer.echo(text, err=True), database)
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = max(console.width, 125)
    print_findings(console, findings, plan)
    if json_file is not None:
        json_file.write_bytes(orjson.dumps(as_json(findings, plan), option=orjson.OPT_INDENT_2))
    if not findings.is_passed:
        raise typer.Exit(1)


def _parts(only: list[str] | None) -> frozenset[str]:
    for name in only or ():
        if name not in PARTS:
            raise typer.BadParameter(f"Unknown part {name!r}. Choose from: {', '.join(PARTS)}.")
    return frozenset(only or PARTS)


def _target(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    if name not in TARGETS:
        raise typer.BadParameter(f"Unknown target {name!r}. Choose from: {', '.join(TARGETS)}.")
    try:
        return name, float(number)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: give a number, for example {name}=5.") from error


def main() -> None:
    """Run the benchmark with the options of the command line."""
    app(prog_name="bench")


if __name__ == "__main__":
    main()
