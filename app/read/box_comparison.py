"""A few boxes side by side on one day."""

from dataclasses import dataclass
from datetime import date

from app.database import Database
from app.domain.errors import InvalidValue
from app.read.box import box_days_by
from app.read.context import board_meta, published, ranked_day, shows_provisional
from app.repositories import boxes
from app.schemas import BoxComparison

FEWEST_BOXES, MOST_BOXES = 2, 4


@dataclass(frozen=True)
class BoxComparisonRequest:
    """Two to four boxes by slug or `scheme:value`, and a ranked day (None: the latest).

    Raises InvalidValue.
    """

    boxes: tuple[str, ...]
    day: date | None = None

    def __post_init__(self) -> None:
        if not FEWEST_BOXES <= len(self.boxes) <= MOST_BOXES:
            raise InvalidValue(
                "boxes", f"{len(self.boxes)} boxes are named; name from {FEWEST_BOXES} to {MOST_BOXES}."
            )


class BoxComparisonService:
    """Compares boxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def compare(self, request: BoxComparisonRequest) -> BoxComparison:
        """Each box as of the day, in the order asked for.

        Raises UnknownBox, UnknownDay (not ranked, or a box was not observed by then), NothingPublished,
        ServiceAway.
        """
        with self._database.snapshot() as connection:
            publication = published(connection)
            day = ranked_day(connection, request.day)
            box_ids = [boxes.find_id(connection, box) for box in request.boxes]
            found = box_days_by(connection, box_ids, day.metric_date, publication)
        meta = board_meta(publication, day, request.day, is_provisional=shows_provisional(found))
        return BoxComparison(found, meta)
