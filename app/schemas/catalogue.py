"""The catalogue: which boxes there are."""

from dataclasses import dataclass

from app.schemas.figures import BoxCard


@dataclass(frozen=True, slots=True)
class BoxList:
    """Boxes of the catalogue, by game and slug."""

    data: list[BoxCard]
