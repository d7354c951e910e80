"""Reported values that are not used, as published."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from app.database import Connection
from app.read.context import published
from app.read.paging import page_meta
from app.read.parameters import BOX, LIMIT, OFFSET, check_fields
from app.repositories import boxes, suspect_lists
from app.schemas.suspects import SuspectsMeta, SuspectsOfMarket, SuspectValue

_VALUES_OF = "Values of this box only: a slug, or scheme:value of an identifier"


@dataclass(frozen=True)
class SuspectsRequest:
    """A part of the suspect values of all boxes, or of one. Raises InvalidValue."""

    box: Annotated[str | None, replace(BOX, description=_VALUES_OF)] = None
    limit: Annotated[int, replace(LIMIT, description="Values on the page")] = 50
    offset: Annotated[int, OFFSET] = 0

    def __post_init__(self) -> None:
        check_fields(self)


def read_suspects(connection: Connection, request: SuspectsRequest) -> SuspectsOfMarket:
    """The values with their reasons, newest first. Raises UnknownBox, NothingPublished."""
    publication = published(connection)
    box_id = None if request.box is None else boxes.find_id(connection, request.box)
    total = suspect_lists.count(connection, box_id)
    rows = suspect_lists.newest(connection, box_id, request.limit, request.offset)
    page = page_meta(total, request.limit, request.offset)
    meta = SuspectsMeta(
        publication.generation, publication.published_at, publication.data_as_of, **vars(page)
    )
    return SuspectsOfMarket([SuspectValue(*row) for row in rows], meta)


def suspects_of_box(connection: Connection, box_id: int, day: date, most: int) -> tuple[SuspectValue, ...]:
    """The newest suspect values of a box up to a day."""
    rows = suspect_lists.newest(connection, box_id, most, until=day)
    return tuple(SuspectValue(*row) for row in rows)
