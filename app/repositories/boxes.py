"""Boxes and the names they go by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from app.domain.errors import UnknownBox
from app.models import booster_boxes, box_identifiers
from app.repositories import AnyRow
from app.repositories.frames import read_frame

MOST_BOUND_REFERENCES = 500
_ID_OF_SLUG = select(booster_boxes.c.id).where(booster_boxes.c.slug == bindparam("slug"))

BOX_SCHEMA = pl.Schema({"box_id": pl.Int64(), "slug": pl.String(), "game": pl.String()})


def find_id(connection: Connection, reference: str) -> int:
    """The key of the box addressed by slug, `scheme:value` or a unique value. Raises UnknownBox."""
    by_slug = connection.scalar(_ID_OF_SLUG, {"slug": reference})
    if by_slug is not None:
        return int(by_slug)
    found = _by_identifier(connection, {reference}).get(reference)
    if found is None:
        raise UnknownBox(reference)
    return found


def find_ids(connection: Connection, references: Sequence[str]) -> dict[str, int]:
    """Keys of the boxes that the references name by slug, `scheme:value`, or a value of one scheme only."""
    wanted = set(references)
    statement = select(booster_boxes.c.slug, booster_boxes.c.id)
    if len(wanted) <= MOST_BOUND_REFERENCES:
        statement = statement.where(booster_boxes.c.slug.in_(wanted))
    found = {slug: box_id for slug, box_id in connection.execute(statement) if slug in wanted}
    return _by_identifier(connection, wanted - found.keys()) | found


def _by_identifier(connection: Connection, wanted: set[str]) -> dict[str, int]:
    if not wanted:
        return {}
    qualified: dict[str, int] = {}
    bare: dict[str, set[int]] = {}
    for scheme, value, box_id in connection.execute(_identifiers_like(wanted)):
        qualified[f"{scheme}:{value}"] = box_id
        bare.setdefault(value, set()).add(box_id)
    unique = {value: next(iter(ids)) for value, ids in bare.items() if len(ids) == 1}
    return {reference: (unique | qualified)[reference] for reference in wanted & (unique | qualified).keys()}


def _identifiers_like(wanted: set[str]) -> Select[str, str, int]:
    """Identifiers that the references may mean: a value alone or after a scheme. All, where they are many."""
    statement = select(box_identifiers.c.scheme, box_identifiers.c.value, box_identifiers.c.box_id)
    if len(wanted) > MOST_BOUND_REFERENCES:
        return statement
    values = wanted | {reference.partition(":")[2] for reference in wanted}
    return statement.where(box_identifiers.c.value.in_(values))


def get(connection: Connection, box_id: int) -> AnyRow:
    """The catalogue row of one box."""
    return connection.execute(select(booster_boxes).where(booster_boxes.c.id == box_id)).one()


def identifiers(connection: Connection, box_id: int) -> dict[str, list[str]]:
    """Values per scheme of one box."""
    table = box_identifiers.c
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        select(table.scheme, table.value).where(table.box_id == box_id).order_by(table.scheme, table.value)
    )
    for scheme, value in rows:
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


def slugs(connection: Connection) -> set[str]:
    """All slugs in use."""
    return set(connection.scalars(select(booster_boxes.c.slug)))


def create(connection: Connection, boxes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add boxes, each with the same columns; gives their keys in this order."""
    if not boxes:
        return []
    keys = insert(booster_boxes).returning(booster_boxes.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(keys, boxes))


def change(connection: Connection, box_id: int, values: Mapping[str, Any]) -> None:
    """Set catalogue columns of a box."""
    connection.execute(update(booster_boxes).where(booster_boxes.c.id == box_id).values(**values))


def identify(connection: Connection, box_id: int, names: Iterable[tuple[str, str]]) -> int:
    """Add the (scheme, value) names that the box does not have yet; gives their number."""
    known = {
        (scheme, value) for scheme, values in identifiers(connection, box_id).items() for value in values
    }
    fresh = [
        {"scheme": scheme, "value": value, "box_id": box_id}
        for scheme, value in names
        if (scheme, value) not in known
    ]
    if fresh:
        connection.execute(insert(box_identifiers), fresh)
    return len(fresh)
