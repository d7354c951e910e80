"""`boxrank refresh` and `boxrank backfill`: derived tables and publication brought up to date."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DatabaseOption, JsonFlag, day_argument, opened_services
from app.cli.output import print_json
from app.words.figures import plural, short_day

if TYPE_CHECKING:
    from app.cli.warming import Warmed
    from app.publish.backfill import BackfillReport
    from app.publish.daily_refresh import RefreshReport
    from app.repositories.held_days import HeldDay


def refresh(
    context: typer.Context,
    is_full: Annotated[
        bool,
        typer.Option("--full", help="Make every table again from the observations and repair what differs."),
    ] = False,
    holds_partial: Annotated[
        bool,
        typer.Option("--hold-partial", help="Leave out the newest days until they are whole or released."),
    ] = False,
    releases: Annotated[
        bool, typer.Option("--release", help="Publish the days that are held, whole or not.")
    ] = False,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Bring all derived tables up to date and publish, all or nothing.

    Readers see the old generation until the new one is complete. Where there is a Redis, the answers that are
    asked for most are put into it, and all workers are notified.

    For example: boxrank refresh --json
    """
    from app.cli.output import progress_bar
    from app.cli.warming import announce_publication, warmed_lines

    with opened_services(database) as services, progress_bar("steps") as progress:
        run = services.refresh.run_full if is_full else services.refresh.run
        report = run(progress, holds_partial=holds_partial and not releases)
        warmed = announce_publication(services, context.obj, progress) if report.is_new_generation else None
    if as_json:
        print_json({**asdict(report), "warmed": warmed})
        return
    for line in (*refresh_lines(report), *(warmed_lines(warmed) if warmed else ())):
        typer.echo(line)


def refresh_lines(report: "RefreshReport") -> list[str]:
    """What a refresh did, in words; the days that are held come first."""
    if report.generation is None:
        return ["Nothing is imported yet. Run `boxrank import FILE` first."]
    held = [held_words(day) for day in report.held]
    if not report.is_new_generation:
        return [*held, f"{_unchanged(report)}; generation {report.generation} stays"]
    seconds = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in report.seconds.items())
    return [
        *held,
        f"{_done(report)}: {changed_rows(report.rows)}",
        seconds,
        f"generation {report.generation} is published",
    ]


def held_words(day: "HeldDay") -> str:
    """A day that is left out of the publication: 31 Jan is held: 6 of 18 boxes."""
    return f"{short_day(day.metric_date)} is held: {day.boxes_observed:,} of {day.boxes_expected:g} boxes"


def changed_rows(rows: Mapping[str, int]) -> str:
    """Numbers of rows by table, without those that stayed: `metrics 3 rows, board_days 1 row`."""
    tables = [f"{table} {plural(count, 'row')}" for table, count in rows.items() if count]
    return ", ".join(tables) or "no row changed"


def _unchanged(report: "RefreshReport") -> str:
    if report.looked_at == "stale boxes" and not report.stale_boxes:
        return "nothing was stale"
    return f"{_looked_at(report)} came out the same"


def _done(report: "RefreshReport") -> str:
    return "repaired" if report.looked_at == "all history" else _looked_at(report)


def _looked_at(report: "RefreshReport") -> str:
    if report.looked_at == "stale boxes":
        return plural(report.stale_boxes, "stale box", "stale boxes")
    return "every table" if report.looked_at == "all history" else "changed rules"


def backfill(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    context: typer.Context,
    day: Annotated[
        date | None, typer.Option("--date", metavar="DAY", parser=day_argument, help="One day, YYYY-MM-DD.")
    ] = None,
    first: Annotated[
        date | None, typer.Option("--from", metavar="DAY", parser=day_argument, help="First day of a range.")
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", metavar="DAY", parser=day_argument, help="Last day of a range.")
    ] = None,
    is_all: Annotated[bool, typer.Option("--all", help="Every day with metrics.")] = False,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would change, store nothing.")
    ] = False,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Make ranks, boards and market totals of past days again from the stored metrics.

    Give --date, or --from and --to, or --all. Rows that are right are not touched. Interrupted, it leaves all
    as it was. A day that cannot be ranked is reported, the others go on, and the exit code is 1.
    """
    if [day is not None, first is not None or last is not None, is_all].count(True) != 1:
        raise typer.BadParameter("Give exactly one of --date, --from with --to, and --all.")
    if not is_all and day is None and (first is None or last is None):
        raise typer.BadParameter("--from and --to go together; --all takes every day.")
    from app.cli.output import progress_bar
    from app.cli.warming import announce_publication

    with opened_services(database) as services, progress_bar("days") as progress:
        run = services.backfill.dry_run if is_dry_run else services.backfill.run
        report = run(day or first, day or last, progress)
        warmed = None if report.generation is None else announce_publication(services, context.obj, progress)
    _print_backfill(report, warmed, as_json=as_json)
    if report.errors:
        raise typer.Exit(1)


def _print_backfill(report: "BackfillReport", warmed: "Warmed | None", *, as_json: bool) -> None:
    from app.cli.warming import warmed_lines

    for failed in report.errors:
        typer.echo(f"{failed.day.isoformat()}: {failed.reason}", err=True)
    if as_json:
        print_json({**asdict(report), "warmed": warmed})
        return
    would = "would change" if report.is_dry_run else "changed"
    errors = f", {plural(len(report.errors), 'error')}" if report.errors else ""
    changed = f"{plural(report.rows_changed, 'row')} {would}"
    typer.echo(f"{plural(report.days, 'day')} recomputed in {report.seconds:.2f} s: {changed}{errors}")
    if report.rows_changed:
        typer.echo(changed_rows(report.rows))
    if report.generation is not None:
        typer.echo(f"generation {report.generation} is published")
    for line in warmed_lines(warmed) if warmed else ():
        typer.echo(line)
    if report.is_dry_run:
        typer.echo("Dry run: nothing was stored.")
