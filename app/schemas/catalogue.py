"""The catalogue: which boxes there are."""

from app.schemas.figures import BoxCard
from app.schemas.shape import shape


@shape
class BoxList:
    """Boxes of the catalogue, by game and slug."""

    data: list[BoxCard]
