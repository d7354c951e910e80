"""`boxrank doctor`: what is stored against what should be."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DatabaseOption, JsonFlag, opened_services
from app.cli.output import print_json
from app.cli.refresh_commands import held_words
from app.words.figures import plural

if TYPE_CHECKING:
    from app.operate.doctor import TableDifference, TablesReport

_LINES = 20


def doctor(
    is_about_tables: Annotated[
        bool, typer.Option("--tables", help="Compare every derived table with what it is made from.")
    ] = False,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Check the stored data; nothing is written. The exit code is 1 when something differs.

    For example: boxrank doctor --tables
    """
    if not is_about_tables:
        raise typer.BadParameter("Say what to check: --tables.")
    from app.operate.doctor import check_tables

    with opened_services(database) as services:
        report = check_tables(services.database, services.rules)
    if as_json:
        print_json(report)
    else:
        typer.echo("\n".join(_lines(report)))
    if report.differences:
        raise typer.Exit(1)


def _lines(report: "TablesReport") -> list[str]:
    lines = [line for table in report.tables for line in _table_lines(report, table)]
    lines += map(held_words, report.held)
    if report.stale_boxes and (report.differences or not report.held):
        boxes = plural(report.stale_boxes, "box is", "boxes are")
        lines.append(f"{boxes} stale and may differ: run `boxrank refresh`.")
    elif report.differences:
        lines.append("Repair with `boxrank refresh --full`.")
    return lines


def _table_lines(report: "TablesReport", table: str) -> list[str]:
    found = [difference for difference in report.differences if difference.table == table]
    if not found:
        return [f"{table}: as it should be"]
    shown = [
        f"  {difference.metric_date or 'all days'}: {_rows(difference)}" for difference in found[:_LINES]
    ]
    rest = len(found) - _LINES
    more = [f"  and {plural(rest, 'more day')}; --json lists all"] if rest > 0 else []
    return [f"{table}: {_rows(_sum(found))}", *shown, *more]


def _sum(found: "list[TableDifference]") -> "TableDifference":
    return replace(
        found[0],
        missing=sum(one.missing for one in found),
        altered=sum(one.altered for one in found),
        surplus=sum(one.surplus for one in found),
    )


def _rows(found: "TableDifference") -> str:
    kinds = {"missing": found.missing, "altered": found.altered, "surplus": found.surplus}
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
