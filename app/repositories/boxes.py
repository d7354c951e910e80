"""Boxes and the names they go by."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.domain.box_names import BoxNames, NamedBox
from app.domain.errors import UnknownBox
from app.models import booster_boxes, box_identifiers
from app.repositories import AnyRow
from app.repositories.frames import read_frame
from app.repositories.remembered import of_catalogue
from app.snapshots import once

MOST_BOUND_REFERENCES = 500
_BOX = select(booster_boxes).where(booster_boxes.c.id == bindparam("box"))
_IDENTIFIERS = (
    select(box_identifiers.c.scheme, box_identifiers.c.value)
    .where(box_identifiers.c.box_id == bindparam("box"))
    .order_by(box_identifiers.c.scheme, box_identifiers.c.value)
)
_ID_OF_SLUG = select(booster_boxes.c.id).where(booster_boxes.c.slug == bindparam("slug"))

BOX_SCHEMA = pl.Schema({"box_id": pl.Int64(), "slug": pl.String(), "game": pl.String()})


def find_id(connection: Connection, reference: str) -> int:
    """The key of the box that a slug, `scheme:value`, code or name means, however it is spelled.

    Raises UnknownBox.
    """
    found = once(connection, ("id", reference), lambda: _find_id(connection, reference))
    if found is None:
        raise UnknownBox(reference)
    return found


def find_ids(connection: Connection, references: Sequence[str]) -> dict[str, int]:
    """Keys of the boxes that the references mean, as `find_id` finds them; others are left out."""
    wanted = set(references)
    statement = select(booster_boxes.c.slug, booster_boxes.c.id)
    if len(wanted) <= MOST_BOUND_REFERENCES:
        statement = statement.where(booster_boxes.c.slug.in_(wanted))
    found = {slug: box_id for slug, box_id in connection.execute(statement) if slug in wanted}
    left = wanted - found.keys()
    known = names(connection) if left else None
    others = {} if known is None else {reference: known.find(reference) for reference in left}
    return found | {reference: box_id for reference, box_id in others.items() if box_id is not None}


def names(connection: Connection) -> BoxNames:
    """The names of all boxes; readers of one publication share them."""
    return of_catalogue(connection, "box_names", lambda: _names(connection))


def _find_id(connection: Connection, reference: str) -> int | None:
    by_slug: int | None = connection.scalar(_ID_OF_SLUG, {"slug": reference})
    return names(connection).find(reference) if by_slug is None else by_slug


def _names(connection: Connection) -> BoxNames:
    table, other = booster_boxes.c, box_identifiers.c
    named = connection.execute(select(table.id, table.slug, table.name, table.code).order_by(table.id))
    identified = connection.execute(select(other.scheme, other.value, other.box_id))
    return BoxNames(
        (NamedBox(*row) for row in named), ((scheme, value, key) for scheme, value, key in identified)
    )


def get(connection: Connection, box_id: int) -> AnyRow:
    """The catalogue row of one box."""
    return once(connection, ("box", box_id), lambda: connection.execute(_BOX, {"box": box_id}).one())


def identifiers(connection: Connection, box_id: int) -> dict[str, list[str]]:
    """Values per scheme of one box."""
    found: dict[str, list[str]] = {}
    for scheme, value in connection.execute(_IDENTIFIERS, {"box": box_id}):
        found.setdefault(scheme, []).append(value)
    return found


def slugs_and_games(connection: Connection) -> pl.DataFrame:
    """All boxes: box_id, slug, game."""
    table = booster_boxes.c
    return read_frame(connection, select(table.id, table.slug, table.game), BOX_SCHEMA)


def games(connection: Connection) -> list[tuple[str, int]]:
    """Games with their number of boxes, by name."""
    game = booster_boxes.c.game
    statement = select(game, func.count()).where(game.is_not(None)).group_by(game).order_by(game)
    return [(name, count) for name, count in connection.execute(statement)]


def cards(connection: Connection, columns: Sequence[str], game: str | None) -> Sequence[AnyRow]:
    """The named columns of all boxes or those of one game, by game and slug; boxes of no game come last."""
    table = booster_boxes.c
    statement = select(*(table[name] for name in columns)).order_by(table.game.nulls_last(), table.slug)
    if game is not None:
        statement = statement.where(table.game == game)
    return connection.execute(statement).all()


def all_rows(connection: Connection) -> dict[int, AnyRow]:
    """The catalogue rows of all boxes by key."""
    return {row.id: row for row in connection.execute(select(booster_boxes))}


def release_dates(connection: Connection) -> dict[int, date]:
    """Release dates of the boxes that have one, by key."""
    table = booster_boxes.c
    statement = select(table.id, table.release_date).where(table.release_date.is_not(None))
    return {key: day for key, day in connection.execute(statement) if day is not None}


def all_identifiers(connection: Connection) -> dict[tuple[str, str], int]:
    """The boxes of all identifiers, each a pair of scheme and value."""
    table = box_identifiers.c
    return {
        (scheme, value): key
        for scheme, value, key in connection.execute(select(table.scheme, table.value, table.box_id))
    }


def create(connection: Connection, boxes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add boxes, each with the same columns; gives their keys in this order."""
    if not boxes:
        return []
    keys = insert(booster_boxes).returning(booster_boxes.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(keys, boxes))


def change(connection: Connection, box_id: int, values: Mapping[str, Any]) -> None:
    """Set catalogue columns of a box."""
    connection.execute(update(booster_boxes).where(booster_boxes.c.id == box_id).values(**values))


def identify_many(connection: Connection, identifiers: Sequence[tuple[str, str, int]]) -> None:
    """Add identifiers that no box has yet: scheme, value and the key of the box."""
    if identifiers:
        rows = [{"scheme": scheme, "value": value, "box_id": key} for scheme, value, key in identifiers]
        connection.execute(insert(box_identifiers), rows)
