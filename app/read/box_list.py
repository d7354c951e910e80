"""The catalogue as a list of its boxes."""

from dataclasses import fields

from app.database import Database
from app.domain.boards import resolve_game
from app.repositories import boxes
from app.schemas import BoxCard
from app.schemas.catalogue import BoxList

_CARD = [field.name for field in fields(BoxCard)]


class BoxListService:
    """Reads the catalogue as it is now, published or not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def boxes(self, game: str | None = None) -> BoxList:
        """All boxes, or those of one game, whatever its case. Raises UnknownChoice (game), ServiceAway."""
        with self._database.snapshot() as connection:
            known = [name for name, _ in boxes.games(connection)]
            rows = boxes.cards(connection, _CARD, resolve_game(game, known))
        return BoxList([BoxCard(*row) for row in rows])
