"""Boxes on one day: who each is, where it stands, its figures and its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated

from app.database import Connection
from app.domain.chart_history import history_on
from app.domain.errors import UnknownDay
from app.read.context import PRIMARY, board_meta, history_days, published, ranked_day, shows_provisional
from app.read.parameters import BOX, DAY, BoxesParameter, check_fields
from app.repositories import box_days, boxes, observations
from app.repositories.versions import Publication
from app.schemas import BoxCard, BoxComparison, BoxDay, BoxDetail, ChartRecord, Figures, MarketplaceDay, Ranks

FEWEST_BOXES, MOST_BOXES = 2, 4

_CARD_COLUMNS = [field.name for field in fields(BoxCard)]
_RANK_COLUMNS = [field.name for field in fields(Ranks)]
_FIGURE_COLUMNS = [field.name for field in fields(Figures)]
_RECORD_COLUMNS = [field.name for field in fields(ChartRecord)]
_MARKETPLACE_COLUMNS = [field.name for field in fields(MarketplaceDay)]


@dataclass(frozen=True)
class BoxDetailRequest:
    """A box by slug or `scheme:value`, and a ranked day (None: the latest)."""

    box: Annotated[str, BOX]
    day: Annotated[date | None, DAY] = None

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class BoxComparisonRequest:
    """Two to four boxes by slug or `scheme:value`, and a ranked day (None: the latest).

    Raises InvalidValue.
    """

    boxes: Annotated[
        tuple[str, ...],
        BoxesParameter(
            "boxes",
            f"{FEWEST_BOXES} to {MOST_BOXES} slugs or scheme:value, divided by commas",
            ["op-05", "op-09"],
            least=FEWEST_BOXES,
            most=MOST_BOXES,
        ),
    ]
    day: Annotated[date | None, DAY] = None

    def __post_init__(self) -> None:
        check_fields(self)


def read_box(connection: Connection, request: BoxDetailRequest) -> BoxDetail:
    """The box as of the day: its latest observed day not after it, all of one generation.

    Raises UnknownBox, UnknownDay (not ranked, or the box was not observed by then), NothingPublished.
    """
    publication = published(connection)
    day = ranked_day(connection, request.day)
    box_id = boxes.find_id(connection, request.box)
    data = box_days_by(connection, [box_id], day.metric_date, publication)[0]
    meta = board_meta(publication, day, request.day, is_provisional=shows_provisional([data]))
    return BoxDetail(data, meta)


def read_box_comparison(connection: Connection, request: BoxComparisonRequest) -> BoxComparison:
    """Each box as of the day, in the order asked for.

    Raises UnknownBox, UnknownDay (not ranked, or a box was not observed by then), NothingPublished.
    """
    publication = published(connection)
    day = ranked_day(connection, request.day)
    box_ids = [boxes.find_id(connection, box) for box in request.boxes]
    found = box_days_by(connection, box_ids, day.metric_date, publication)
    meta = board_meta(publication, day, request.day, is_provisional=shows_provisional(found))
    return BoxComparison(found, meta)


def box_days_by(
    connection: Connection, box_ids: Sequence[int], day: date, publication: Publication
) -> list[BoxDay]:
    """Each box on its latest observed day not after `day`. Raises UnknownDay where one has none."""
    records = _records(connection, box_ids, day)
    return [_box_day(connection, box_id, day, publication, records) for box_id in box_ids]


def _box_day(
    connection: Connection,
    box_id: int,
    day: date,
    publication: Publication,
    records: Mapping[int, ChartRecord],
) -> BoxDay:
    catalogue = boxes.get(connection, box_id)._mapping
    found = box_days.latest(connection, box_id, day, ["metric_date", *_RANK_COLUMNS, *_FIGURE_COLUMNS])
    if found is None:
        raise UnknownDay(day)
    metric_date, ranked, figures = found[0], Ranks(*found[1:4]), Figures(*found[4:])
    return BoxDay(
        BoxCard(*(catalogue[name] for name in _CARD_COLUMNS)),
        catalogue["estimated_supply"],
        catalogue["reprint_risk"],
        boxes.identifiers(connection, box_id),
        metric_date,
        ranked,
        records[box_id] if ranked.current_rank is not None else None,
        figures,
        [
            MarketplaceDay(*(row._mapping[name] for name in _MARKETPLACE_COLUMNS))
            for row in observations.of_day(connection, box_id, metric_date, publication.published_at)
        ],
    )


def _records(connection: Connection, box_ids: Sequence[int], day: date) -> Mapping[int, ChartRecord]:
    """Of each box the record of its latest ranked day not after `day`."""
    ranks = box_days.rank_history(connection, box_ids, day)
    history = history_on(ranks, history_days(connection, PRIMARY))
    rows = history.select("box_id", *_RECORD_COLUMNS).iter_rows()
    latest = {box_id: record for box_id, *record in rows}  # sorted by day: the last row of a box stays
    return {box_id: ChartRecord(*record) for box_id, record in latest.items()}
