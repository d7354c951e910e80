"""The catalogue: which boxes and games there are."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.schemas.figures import BoxCard


@dataclass(frozen=True, slots=True)
class BoxList:
    """Boxes of the catalogue, by game and slug."""

    data: list[BoxCard]


@dataclass(frozen=True, slots=True)
class GameSize:
    """A game and how many boxes of it there are."""

    game: str
    boxes: Annotated[int, Field(description="Boxes of the catalogue")]


@dataclass(frozen=True, slots=True)
class GameList:
    """The games of the catalogue by name; boxes of no game are in none."""

    data: list[GameSize]
