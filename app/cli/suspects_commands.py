"""`boxrank suspects`: values that look wrong, and decisions to use them or not."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import BoxArgument, DatabaseOption, JsonFlag, day_argument, opened_services
from app.cli.output import console, plain_table, print_json
from app.domain.identity import same_name
from app.words.cells import terminal_text
from app.words.figures import plural
from app.words.suspects import FIELD_WORDS, suspect_in_words, value_in_words

if TYPE_CHECKING:
    from app.schemas.suspects import SuspectValue

suspects_app = typer.Typer(
    name="suspects", help="Values that look wrong and are not used.", no_args_is_help=True
)

_FIELDS = {
    same_name(spelling): field
    for field, words in FIELD_WORDS.items()
    for spelling in (field, words, words.removeprefix("boxes "))
}
_FIELD_NAMES = ", ".join(FIELD_WORDS.values())


def field_argument(text: str) -> str:
    """A field by its name or its words; another text is wrong usage."""
    field = _FIELDS.get(same_name(text))
    if field is None:
        raise typer.BadParameter(f"{text!r} is no field. Choose one of: {_FIELD_NAMES}.")
    return field


def value_argument(text: str) -> float:
    """A number as the list shows it; another text is wrong usage."""
    from app.ingest.files.amounts import read_amount

    value = read_amount(text.strip(), "point")
    if value is None:
        raise typer.BadParameter(f"{text!r} is no number.")
    return value


DayArgument = Annotated[date, typer.Argument(metavar="DATE", parser=day_argument, help="YYYY-MM-DD.")]
MarketplaceArgument = Annotated[str, typer.Argument(metavar="MARKETPLACE", help="Such as tcgplayer.")]
FieldArgument = Annotated[
    str, typer.Argument(metavar="FIELD", parser=field_argument, help=f"One of: {_FIELD_NAMES}.")
]
ValueArgument = Annotated[
    float | None,
    typer.Argument(
        metavar="VALUE", parser=value_argument, help="The value, to be sure that it is still that one."
    ),
]


@suspects_app.command("list")
def list_suspects(
    box: Annotated[
        str | None, typer.Option("--box", metavar="BOX", help="Values of this box only.", show_default=False)
    ] = None,
    with_decided: Annotated[
        bool, typer.Option("--all", help="Also values that were accepted or rejected.")
    ] = False,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """List the values that look wrong, newest first, with the reason why each is not used.

    Imported values are checked at once, without a refresh. For example: boxrank suspects list --box op-09
    """
    with opened_services(database) as services:
        found = services.suspects.listed(box, with_decided=with_decided)
        is_off = not services.rules.leaves_out_suspects
    if as_json:
        print_json(found)
        return
    _print_suspects(found)
    if is_off:
        typer.echo("BOXRANK_SUSPECTS is off: every value is used.")


@suspects_app.command()
def accept(
    box: BoxArgument,
    day: DayArgument,
    marketplace: MarketplaceArgument,
    field: FieldArgument,
    value: ValueArgument = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Use a value although it looks wrong.

    For example: boxrank suspects accept op-09 2026-01-29 tcgplayer listings 1699
    """
    from app.ingest.suspects import NamedValue

    with opened_services(database) as services:
        decided = services.suspects.accept(NamedValue(box, day, marketplace, field, value))
    (print_json if as_json else _print_decision)(decided)


@suspects_app.command()
def reject(
    box: BoxArgument,
    day: DayArgument,
    marketplace: MarketplaceArgument,
    field: FieldArgument,
    value: ValueArgument = None,
    as_json: JsonFlag = False,
    database: DatabaseOption = None,
) -> None:
    """Do not use a value although it looks right.

    For example: boxrank suspects reject op-09 2026-01-29 tcgplayer listings 52
    """
    from app.ingest.suspects import NamedValue

    with opened_services(database) as services:
        decided = services.suspects.reject(NamedValue(box, day, marketplace, field, value))
    (print_json if as_json else _print_decision)(decided)


def _print_decision(decided: "SuspectValue") -> None:
    place = (decided.label, decided.metric_date, decided.marketplace)
    words = suspect_in_words(*place, decided.field, decided.value)
    typer.echo(
        terminal_text(f"{words} is {decided.reason}. It counts from the next refresh: boxrank refresh")
    )


def _print_suspects(found: "Sequence[SuspectValue]") -> None:
    out = console()
    if not found:
        out.print("No value looks wrong.")
        return
    table = plain_table(*_HEADINGS, left=_LEFT)
    for each in found:
        table.add_row(
            each.slug,
            str(each.metric_date),
            terminal_text(each.marketplace),
            FIELD_WORDS[each.field],
            value_in_words(each.field, each.value),
            each.reason.replace("_", " "),
        )
    out.print(table)
    out.print(f"{plural(len(found), 'value')}. To use one: boxrank suspects accept BOX DAY MARKETPLACE FIELD")


_HEADINGS = ("box", "day", "marketplace", "field", "value", "reason")
_LEFT = ("box", "day", "marketplace", "field", "reason")
