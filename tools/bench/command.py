"""`boxrank bench`: how fast it is, against its targets and against floors measured in the same run."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import database_url
from tools.bench.plan import PARTS, QUICK, THOROUGH, Plan, Targets

if TYPE_CHECKING:
    from app.cli.warming import Teach
    from tools.bench.measure import Findings

_TARGET_NAMES = tuple(field.name for field in fields(Targets))


def bench(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    context: typer.Context,
    boxes: Annotated[
        int,
        typer.Option("--boxes", min=1, help="Boxes of the market; one date is ranked on ten times as many."),
    ] = 1_000,
    days: Annotated[int, typer.Option("--days", min=1, help="Days of the market.")] = 365,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the simulated markets.")] = 7,
    is_quick: Annotated[bool, typer.Option("--quick", help="A tenth of the repeats.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="PART", help=f"One part, or several by repeating it: {', '.join(PARTS)}."
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="NAME=NUMBER",
            help="Another target than the house's, for example cached_ms=5: "
            + ", ".join(_TARGET_NAMES)
            + ".",
        ),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            help="Measure here. Filled when it has no boxes, else only read. "
            "Default: a temporary SQLite and a temporary PostgreSQL.",
            show_default=False,
        ),
    ] = None,
    redis: Annotated[
        str | None,
        typer.Option(
            "--redis", metavar="URL", help="Redis of tier 2. Default: a temporary one.", show_default=False
        ),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="FILE", help="Write all figures to this file too.", show_default=False
        ),
    ] = None,
) -> None:
    """Measure reads, caches and the daily run on a simulated market, each against its target.

    Floors of the same run stand beside: the driver's own queries, a GET of Redis, constant bytes from the
    same web server. Exit code 1 when a target is missed.
    """
    plan = Plan(boxes, days, seed, _parts(only), QUICK if is_quick else THOROUGH, _targets(target or []))
    findings = _run(plan, context.obj, database_url(database), redis)
    _show(findings, plan, json_file)
    if not findings.is_passed:
        raise typer.Exit(1)


def _parts(only: Sequence[str] | None) -> frozenset[str]:
    for name in only or ():
        if name not in PARTS:
            raise typer.BadParameter(f"No part is called {name!r}. Choose from: {', '.join(PARTS)}.")
    return frozenset(only or PARTS)


def _targets(given: Sequence[str]) -> Targets:
    targets = Targets()
    for text in given:
        name, _, number = text.partition("=")
        if name not in _TARGET_NAMES:
            raise typer.BadParameter(
                f"No target is called {name!r}. Choose from: {', '.join(_TARGET_NAMES)}."
            )
        try:
            targets = replace(targets, **{name: float(number)})
        except ValueError as error:
            raise typer.BadParameter(f"{text!r}: give a number, for example {name}=5.") from error
    return targets


def _run(plan: Plan, teach: "Teach", database: str | None, redis: str | None) -> "Findings":
    from tools.bench.run import run_benchmark

    return run_benchmark(plan, lambda text: typer.echo(text, err=True), teach, database, redis)


def _show(findings: "Findings", plan: Plan, json_file: Path | None) -> None:
    from app.cli.output import console
    from tools.bench.report import as_json, print_findings

    print_findings(console(least_width=100), findings, plan)
    if json_file is not None:
        import orjson

        json_file.write_bytes(orjson.dumps(as_json(findings, plan), option=orjson.OPT_INDENT_2))
