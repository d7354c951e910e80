"""What the imports of observations and of the catalogue print."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.words.figures import plural
from app.words.suspects import suspect_in_words

if TYPE_CHECKING:
    from app.ingest.catalogue import CatalogueReport
    from app.ingest.observations import ImportReport
    from app.schemas.suspects import SuspectValue

MOST_NAMED = 10
MOST_SUSPECTS_NAMED = 3


def import_lines(report: "ImportReport") -> Iterator[str]:
    """Counts of an import of observations, and what it created, ignored and found odd."""
    counts = (
        f"{report.new:,} new, {report.changed:,} changed, {report.same:,} same, {report.rejected:,} rejected"
    )
    yield f"{counts}, {report.deleted:,} deleted" if report.deleted else counts
    if report.zeros:
        yield f"{plural(report.zeros, 'zero')} written for days without a sale."
    if report.boxes_created:
        yield f"{plural(report.boxes_created, 'box', 'boxes')} created: {named(report.new_boxes)}."
    if report.new_identifiers:
        yield f"Identifiers added: {named(report.new_identifiers)}."
    if report.new_marketplaces:
        yield f"New marketplaces: {named(report.new_marketplaces)}."
    if report.empty:
        yield f"{plural(report.empty, 'row')} had no figure and stored nothing."
    if report.duplicates:
        yield f"{plural(report.duplicates, 'row')} repeated an earlier row and counted once."
    if report.ignored_columns:
        yield f"Ignored columns: {named(report.ignored_columns, 30)}."
    if report.early:
        lines = named([str(line) for line in report.early_lines], report.early)
        yield (
            f"Warning: {plural(report.early, 'row')} dated before the release of the box, "
            f"or before 1993: line {lines}."
        )
    if report.suspects:
        yield _suspects_line(report.suspects)
    if report.is_dry_run:
        yield "Dry run: nothing was stored."


def _suspects_line(suspects: "Sequence[SuspectValue]") -> str:
    values = [
        suspect_in_words(each.label, each.metric_date, each.marketplace, each.field, each.value)
        for each in suspects[:MOST_SUSPECTS_NAMED]
    ]
    rest = f" and {len(suspects) - len(values):,} more" if len(suspects) > len(values) else ""
    wrong, unused = ("looks wrong", "It is") if len(suspects) == 1 else ("look wrong", "They are")
    head = f"{plural(len(suspects), 'value')} {wrong}: {', '.join(values)}{rest}."
    return f"{head} {unused} not used. To see them: boxrank suspects list"


def catalogue_lines(report: "CatalogueReport") -> Iterator[str]:
    """Counts of an import of boxes, and what it created, renamed and ignored."""
    added = plural(report.identifiers_added, "identifier")
    yield f"{report.new:,} new, {report.changed:,} changed, {report.same:,} same; {added} added"
    if report.new_boxes:
        yield f"Created: {named(report.new_boxes)}."
    if report.renamed:
        yield f"Renamed: {named([f'{before} to {after}' for before, after in report.renamed])}."
    if report.ignored_columns:
        yield f"Ignored columns: {named(report.ignored_columns, 30)}."


def named(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """The first names, long ones cut, and the number of the others."""
    shown = ", ".join(name if len(name) <= 60 else f"{name[:60]}…" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"
