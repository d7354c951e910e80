"""What small derived tables have in common: they are looked at as a whole, in every refresh."""

from collections.abc import Sequence

from app.database import Connection
from app.publish.changed import Changed

Whole = tuple[()]


class WholeTable:
    """A table whose one part is all of its rows."""

    def everything(self, connection: Connection) -> Sequence[Whole]:
        """All rows."""
        return [()]

    def affected(self, connection: Connection, changed: Changed) -> Sequence[Whole]:
        """All rows: there are few."""
        return [()]
