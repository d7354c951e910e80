"""Boxes found by words, and the games there are."""

from dataclasses import dataclass, replace
from typing import Annotated

import polars as pl

from app.database import Connection
from app.domain.boards import resolve_game
from app.domain.errors import InvalidValue
from app.domain.identity import same_name
from app.read.context import find_game, published
from app.read.paging import page_meta
from app.read.parameters import GAME, LIMIT, LONGEST_QUERY, OFFSET, TextParameter, check_fields
from app.read.rows import BOX_COLUMNS
from app.repositories import board_rows, boxes
from app.schemas import BoxCard, FoundBoxes, FoundBoxesMeta, Game, Games, PublicationMeta
from app.schemas.catalogue import BoxList


@dataclass(frozen=True)
class SearchRequest:
    """Words, a game (None: all), and a part of the boxes found. Raises InvalidValue."""

    query: Annotated[
        str,
        TextParameter(
            "q",
            "Every word must be in the slug, name, code or set of a box",
            "awakening",
            least=1,
            most=LONGEST_QUERY,
        ),
    ]
    game: Annotated[str | None, GAME] = None
    limit: Annotated[int, replace(LIMIT, description="Boxes on the page")] = 20
    offset: Annotated[int, OFFSET] = 0

    def __post_init__(self) -> None:
        check_fields(self)
        if not self.query.strip():
            raise InvalidValue("q", "q holds no word; give at least one.")


@dataclass(frozen=True)
class GamesRequest:
    """All games."""


def search_boxes(connection: Connection, request: SearchRequest) -> FoundBoxes:
    """Boxes whose slug, name, code or set holds every word, whatever its case: also those never reported.

    A box whose slug or code they are comes first, then those whose slug begins with them, then by slug.
    Raises UnknownChoice (game), NothingPublished.
    """
    found = _closest_first(_matching(connection, request), request.query)
    shown = found["box_id"].slice(request.offset, request.limit).to_list()
    cards = board_rows.cards(connection, shown, BOX_COLUMNS)
    publication = _meta(connection)
    page = page_meta(found.height, request.limit, request.offset)
    meta = FoundBoxesMeta(**vars(publication), **vars(page))
    return FoundBoxes([BoxCard(*cards[box_id]) for box_id in shown], meta)


def read_games(connection: Connection, _: GamesRequest) -> Games:
    """All games with their number of boxes, by name. Raises NothingPublished."""
    return Games([Game(*row) for row in boxes.games(connection)], _meta(connection))


def read_box_list(connection: Connection, game: str | None = None) -> BoxList:
    """The catalogue as it is now: all boxes, or those of one game, whatever its case; published or not.

    Raises UnknownChoice (game).
    """
    known = [name for name, _ in boxes.games(connection)]
    rows = boxes.cards(connection, BOX_COLUMNS, resolve_game(game, known))
    return BoxList([BoxCard(*row) for row in rows])


def _matching(connection: Connection, request: SearchRequest) -> pl.DataFrame:
    game = find_game(connection, request.game)
    found = board_rows.matching(connection, request.query.split())
    return found if game is None else found.filter(pl.col("game") == game)


def _closest_first(found: pl.DataFrame, query: str) -> pl.DataFrame:
    name = same_name(query)
    slugs, codes = ([same_name(text or "") for text in found[column]] for column in ("slug", "code"))
    closeness = [
        0 if name in {slug, code} else 1 if slug.startswith(name) else 2
        for slug, code in zip(slugs, codes, strict=True)
    ]
    return found.sort(pl.Series("closeness", closeness, pl.Int64), "slug")


def _meta(connection: Connection) -> PublicationMeta:
    publication = published(connection)
    return PublicationMeta(publication.generation, publication.published_at, publication.data_as_of)
