"""`boxrank import` and `boxrank boxes import`: files into the database."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.import_lines import catalogue_lines, import_lines
from app.cli.options import DatabaseOption, JsonFlag, day_argument, opened_services
from app.cli.output import print_json
from app.domain.errors import InvalidValue
from app.words.cells import terminal_text

if TYPE_CHECKING:
    from app.ingest.observations import ImportReport

boxes_app = typer.Typer(name="boxes", help="The catalogue of boxes.", no_args_is_help=True)

SourceFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV or JSON Lines, also gzipped; - is standard input.")
]
ConfirmFlag = Annotated[
    bool, typer.Option("--confirm-new", help="Create boxes and marketplaces that look like known ones.")
]
DecimalOption = Annotated[
    Literal["point", "comma"] | None,
    typer.Option("--decimal", help="Decimal sign of the numbers, where the file does not show it."),
]
DryRunFlag = Annotated[bool, typer.Option("--dry-run", help="Check and count everything, store nothing.")]

CreateFlag = Annotated[
    bool, typer.Option("--create-boxes", help="Create the boxes of the file that are not known.")
]
SkipFlag = Annotated[bool, typer.Option("--skip-bad", help="Store the good rows and report the bad ones.")]
RejectsOption = Annotated[
    Path | None,
    typer.Option(
        "--rejects", metavar="FILE", help="Where bad rows are reported. With --skip-bad: FILE.rejects.csv."
    ),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option("--ignore-column", metavar="NAME", help="A column not to read; may be repeated."),
]
CompleteFlag = Annotated[
    bool, typer.Option("--complete", help="The file has every sale: days without a row get zero sales.")
]
FirstOption = Annotated[
    date | None,
    typer.Option("--from", metavar="DAY", parser=day_argument, help="First day of a complete file."),
]
LastOption = Annotated[
    date | None,
    typer.Option("--to", metavar="DAY", parser=day_argument, help="Last day of a complete file."),
]
FormatOption = Annotated[
    Literal["csv", "jsonl", "tsv"] | None,
    typer.Option("--format", help="Format of the file, where its ending does not say."),
]


def import_observations(  # noqa: PLR0913, PLR0917 - every argument is an option of the command line
    file: SourceFile,
    creates_boxes: CreateFlag = False,
    skips_bad_rows: SkipFlag = False,
    rejects: RejectsOption = None,
    confirms_new: ConfirmFlag = False,
    ignored: IgnoreOption = None,
    decimal_sign: DecimalOption = None,
    is_complete: CompleteFlag = False,
    first: FirstOption = None,
    last: LastOption = None,
    is_dry_run: DryRunFlag = False,
    format_name: FormatOption = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Import observations: one row per box, day and marketplace.

    Columns are found by name: box (or box_id, slug, product_id), date, floor, market_price, active_listings,
    units_sold, units_listed, volume_usd, marketplace. An empty cell is unknown, not zero; a column that the
    file lacks keeps what is stored. With --complete, for feeds that write only sales, a day without a row is
    a day without a sale. One bad row rejects the whole file, unless --skip-bad. The same file again changes
    nothing. For example: curl -s URL | boxrank import - --skip-bad
    """
    from app.ingest.complete import CompleteSpan
    from app.ingest.observations import ImportOptions

    if not is_complete and (first or last):
        raise typer.BadParameter("--from and --to are the span of --complete.")
    options = ImportOptions(
        format_name,
        creates_boxes,
        skips_bad_rows,
        is_dry_run,
        confirms_new,
        tuple(ignored or ()),
        decimal_sign,
        CompleteSpan(first, last) if is_complete else None,
    )
    with opened_services(database) as services:
        report = services.importing.import_file(file, options)
    written = _write_rejects(file, rejects, report)
    if as_json:
        print_json(report)
        return
    for line in import_lines(report):
        typer.echo(terminal_text(line))
    if written:
        typer.echo(f"The bad rows are listed in {written}.")
    if not report.is_dry_run and report.new + report.changed + report.deleted + report.zeros:
        typer.echo("Next: boxrank refresh")


@boxes_app.command("import")
def import_boxes(
    file: SourceFile,
    confirms_new: ConfirmFlag = False,
    decimal_sign: DecimalOption = None,
    is_dry_run: DryRunFlag = False,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Import the catalogue: one row per box, with its identifiers.

    A box is found by its slug or an identifier, however spelled, and changed where the file differs. Another
    slug beside a known identifier renames the box.
    """
    with opened_services(database) as services:
        report = services.catalogue.import_file(
            file, is_dry_run=is_dry_run, confirms_new=confirms_new, decimal_sign=decimal_sign
        )
    if as_json:
        print_json(report)
        return
    for line in catalogue_lines(report):
        typer.echo(terminal_text(line))
    if is_dry_run:
        typer.echo("Dry run: nothing was stored.")


def _write_rejects(file: Path, named: Path | None, report: "ImportReport") -> Path | None:
    from app.ingest.files.reject_report import write_reject_report
    from app.ingest.files.sources import is_regular_file

    if named is None and not report.rejections:
        return None
    beside = (
        file.with_name(f"{file.name}.rejects.csv") if is_regular_file(file) else Path("stdin.rejects.csv")
    )
    path = named or beside
    try:
        write_reject_report(path, report.rejections, report.unlisted_rows)
    except OSError as error:
        raise InvalidValue(
            "rejects", f"The good rows are stored, but {path} cannot be written: {error.strerror}."
        ) from error
    return path if report.rejections else None
