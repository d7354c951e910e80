"""`boxrank import` and `boxrank boxes import`: files into the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.options import DatabaseOption, JsonFlag, opened_services
from app.cli.output import print_json
from app.domain.errors import InvalidValue
from app.words.figures import plural

if TYPE_CHECKING:
    from app.ingest.catalogue import CatalogueReport
    from app.ingest.observations import ImportReport

boxes_app = typer.Typer(name="boxes", help="The catalogue of boxes.", no_args_is_help=True)

SourceFile = Annotated[Path, typer.Argument(metavar="FILE", help="CSV or JSON Lines, also gzipped.")]
DryRunFlag = Annotated[bool, typer.Option("--dry-run", help="Check and count everything, store nothing.")]


def import_observations(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    file: SourceFile,
    creates_boxes: Annotated[
        bool, typer.Option("--create-boxes", help="Create the boxes that the file names and nobody knows.")
    ] = False,
    skips_bad_rows: Annotated[
        bool, typer.Option("--skip-bad", help="Store the good rows and report the bad ones.")
    ] = False,
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Where bad rows are reported. With --skip-bad: FILE.rejects.csv.",
        ),
    ] = None,
    is_dry_run: DryRunFlag = False,
    format_name: Annotated[
        Literal["csv", "jsonl"] | None,
        typer.Option("--format", help="Format of the file, where its ending is another."),
    ] = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Import observations: one row per box, day and marketplace.

    Columns are found by name: box (or box_id, slug), date, floor, active_listings, units_sold, units_listed,
    volume_usd, marketplace. An empty cell is unknown, not zero. One bad row refuses the whole file, unless
    --skip-bad. The same file again changes nothing.
    """
    from app.ingest.observations import ImportOptions

    options = ImportOptions(format_name, creates_boxes, skips_bad_rows, is_dry_run)
    with opened_services(database) as services:
        report = services.importing.import_file(file, options)
    written = _write_rejects(file, rejects, report)
    if as_json:
        print_json(report)
        return
    for line in _import_lines(report):
        typer.echo(line)
    if written:
        typer.echo(f"The bad rows are listed in {written}.")
    if not report.is_dry_run and report.new + report.changed + report.deleted:
        typer.echo("Next: boxrank refresh")


@boxes_app.command("import")
def import_boxes(
    file: SourceFile,
    is_dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Import the catalogue: one row per box, with its identifiers.

    A box is recognised by its slug or an identifier, and changed where the file differs.
    """
    with opened_services(database) as services:
        report = services.catalogue.import_file(file, is_dry_run=is_dry_run)
    if as_json:
        print_json(report)
        return
    typer.echo(_catalogue_line(report))
    if is_dry_run:
        typer.echo("Dry run: nothing was stored.")


def _catalogue_line(report: "CatalogueReport") -> str:
    added = plural(report.identifiers_added, "identifier")
    return f"{report.new:,} new, {report.changed:,} changed, {report.same:,} same; {added} added"


def _import_lines(report: "ImportReport") -> list[str]:
    counts = (
        f"{report.new:,} new, {report.changed:,} changed, {report.same:,} same, {report.rejected:,} rejected"
    )
    lines = [f"{counts}, {report.deleted:,} deleted" if report.deleted else counts]
    if report.boxes_created:
        lines.append(f"{plural(report.boxes_created, 'box', 'boxes')} created.")
    if report.empty:
        lines.append(f"{plural(report.empty, 'row')} held no figure and stored nothing.")
    if report.duplicates:
        lines.append(f"{plural(report.duplicates, 'row')} repeated an earlier row and counted once.")
    if report.ignored_columns:
        lines.append(f"Ignored columns: {', '.join(report.ignored_columns)}.")
    if report.is_dry_run:
        lines.append("Dry run: nothing was stored.")
    return lines


def _write_rejects(file: Path, named: Path | None, report: "ImportReport") -> Path | None:
    from app.ingest.files.reject_report import write_reject_report

    if named is None and not report.rejections:
        return None
    path = named or file.with_name(f"{file.name}.rejects.csv")
    try:
        write_reject_report(path, report.rejections)
    except OSError as error:
        raise InvalidValue(
            "rejects", f"The good rows are stored, but {path} cannot be written: {error.strerror}."
        ) from error
    return path if report.rejections else None
