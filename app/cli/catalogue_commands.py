"""`boxrank boxes list` and `boxrank games`: what there is to ask about."""

from typing import TYPE_CHECKING

import typer
from rich.text import Text

from app.cli.options import DatabaseOption, GameOption, JsonFlag, opened_services
from app.cli.output import console, plain_table, print_json
from app.words.figures import DASH, plural

if TYPE_CHECKING:
    from app.schemas.catalogue import BoxList


def list_boxes(game: GameOption = None, as_json: JsonFlag = False, database: DatabaseOption = None) -> None:
    """List the boxes of the catalogue with the slugs that name them.

    For example: boxrank boxes list --game "One Piece"
    """
    from app.read.lookup import read_box_list

    with opened_services(database) as services:
        found = services.read(read_box_list, game)
    (print_json if as_json else _print_boxes)(found)


def games(as_json: JsonFlag = False, database: DatabaseOption = None) -> None:
    """List the games of the catalogue and how many boxes of each there are.

    For example: boxrank games --json
    """
    from app.read.lookup import GamesRequest, read_games

    with opened_services(database) as services:
        found = services.read(read_games, GamesRequest())
    if as_json:
        print_json(found)
        return
    for size in found.data:
        typer.echo(f"{size.game}: {plural(size.boxes, 'box', 'boxes')}")
    if not found.data:
        typer.echo("No box has a game yet. `boxrank boxes import FILE` sets it.")


def _print_boxes(found: "BoxList") -> None:
    out = console()
    table = plain_table("box", "name", "set", "game", "released", left=_LEFT, shrinking="name")
    for box in found.data:
        name = Text(box.short_name, overflow="ellipsis", no_wrap=True)
        released = DASH if box.release_date is None else str(box.release_date)
        table.add_row(box.slug, name, box.set_name or DASH, box.game or DASH, released)
    if found.data:
        out.print(table)
    out.print(plural(len(found.data), "box", "boxes") + ".")


_LEFT = ("box", "name", "set", "game", "released")
