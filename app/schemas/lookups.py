"""What a reader looks things up in: boxes found by words, and the games."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.schemas.boards import PageMeta
from app.schemas.figures import BoxCard
from app.schemas.shape import shape


@shape
class PublicationMeta:
    """Which publication an answer was made from."""

    generation: Annotated[int, Field(description="Number of the publication this was made from")]
    published_at: datetime
    data_as_of: Annotated[date | None, Field(description="The newest market day of the publication")]


@shape
class FoundBoxesMeta(PageMeta, PublicationMeta):
    """Which publication, and where the page of what was found lies."""


@shape
class FoundBoxes:
    """Boxes whose slug, name, code or set holds every word, the closest first."""

    data: list[BoxCard]
    meta: FoundBoxesMeta


@shape
class Game:
    """A game, by the name that `game` takes."""

    game: Annotated[str, Field(examples=["One Piece"])]
    boxes: Annotated[int, Field(description="Boxes of the catalogue")]


@shape
class Games:
    """The games of the catalogue by name; boxes of no game are in none."""

    data: list[Game]
    meta: PublicationMeta
