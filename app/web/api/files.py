"""The board as a file: the rows of the JSON answer, flat, as CSV."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from app.bootstrap import Services
from app.schemas import BoxCard, Figures, Leaderboard, LeaderboardRow
from app.services.cache_service import LEADERBOARD
from app.services.json_answers import arguments_of
from app.services.leaderboard_service import LeaderboardRequest
from app.services.reads import Computed

CSV = "text/csv; charset=utf-8"

_RANK_COLUMNS = [field.name for field in fields(LeaderboardRow) if field.name not in ("box", "figures")]
_BOX_COLUMNS = [field.name for field in fields(BoxCard)]
_FIGURE_COLUMNS = [field.name for field in fields(Figures)]


@dataclass(frozen=True)
class BoardFileRequest:
    """The same page of the board, as CSV."""

    page: LeaderboardRequest


def register_files(services: Services) -> None:
    """Teach the reads of the house to answer with files."""
    services.reads.register(
        BoardFileRequest,
        kind="leaderboard-csv",
        ttl_seconds=services.ttl_seconds[LEADERBOARD],
        arguments=lambda request: arguments_of(request.page),
        compute=_computing(services),
    )


def board_file_disposition(request: LeaderboardRequest) -> str:
    """The file's name carries the board and the day asked for."""
    parts = ["boxrank", "board", request.day.isoformat() if request.day else "latest"]
    return f'attachment; filename="{"-".join(parts)}.csv"'


def board_csv(board: Leaderboard) -> bytes:
    """A header and one line per row: metric_date, ranks, box, figures. An empty cell is null, never zero."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["metric_date", *_RANK_COLUMNS, *_BOX_COLUMNS, *_FIGURE_COLUMNS])
    writer.writerows(_lines(board))
    return text.getvalue().encode()


def _lines(board: Leaderboard) -> Iterator[list[object]]:
    for row in board.data:
        yield [
            board.meta.date.isoformat(),
            *(_cell(getattr(row, name)) for name in _RANK_COLUMNS),
            *(_cell(getattr(row.box, name)) for name in _BOX_COLUMNS),
            *(_cell(getattr(row.figures, name)) for name in _FIGURE_COLUMNS),
        ]


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _computing(services: Services) -> Callable[[BoardFileRequest], Computed]:
    def compute(request: BoardFileRequest) -> Computed:
        board = services.leaderboard.leaderboard(request.page)
        return Computed(board_csv(board), CSV, board.meta.generation)

    return compute
