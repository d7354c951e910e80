"""The board as a table of 80 columns or more, and the notes on its day."""

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from app.cli.output import console, movement, plain_table
from app.cli.tables.board_columns import OLD, board_columns, ordered_by
from app.domain.boards import PRIMARY_METRIC
from app.domain.comparable import shows_movement
from app.read.board import WORST, LeaderboardRequest
from app.schemas import BoardMeta, DayInProgress, Leaderboard, LeaderboardRow
from app.words.figures import plural
from app.words.reports import without
from app.words.unreported import nobody_reports

PARTIAL_DAY = (
    "Partial day: fewer than half of the usual boxes were reported; it makes no moves and no records."
)
NAMED_BOXES = 5
"""So many boxes are named in a note; more are counted."""

DAY_VOLUME = "daily_volume_usd"


def print_leaderboard(board: Leaderboard, request: LeaderboardRequest, sentence: str | None) -> None:
    """Print a page of the board, and where the page lies."""
    print_board(board, sentence, tuple(_view(request)))
    console().print(_place(board, request), soft_wrap=True)  # a cursor is to be copied in one piece


def print_board(board: Leaderboard, sentence: str | None = None, view: Sequence[str] = ()) -> None:
    """Print rows of the board under a heading for their day; `view` describes how they were chosen."""
    out = console()
    out.print(board_heading(board.meta, *view), style="bold")
    if sentence:
        out.print(sentence)
    if board.data:
        out.print()
        out.print(board_table(board.data, board.meta))
        out.print()
    for note in _notes(board):
        out.print(note)


def board_heading(meta: BoardMeta, *more: str) -> str:
    """Which day of which board, by what, and since when boxes moved."""
    parts = (str(meta.date), meta.game or "all games", ordered_by(meta.metric), _compared(meta), *more)
    return " · ".join(parts)


def _movement(row: LeaderboardRow, meta: BoardMeta) -> Text:
    is_news = shows_movement(meta.metric, meta.previous_ranked_day, row.rank_change)
    return movement(row.rank_state, row.rank_change) if is_news and not meta.is_partial else Text()


def board_table(rows: Sequence[LeaderboardRow], meta: BoardMeta, pointed_at: str | None = None) -> Table:
    """Rank, movement, box, name and the figures of the board; a sign points at the box of that slug."""
    columns = board_columns(meta, rows)
    headings = ("rank", "move", "box", "name", *(column.heading for column in columns))
    table = plain_table(*headings, left=("move", "box", "name"), shrinking="name")
    for row in rows:
        table.add_row(
            _rank(row, pointed_at),
            _movement(row, meta),
            row.box.slug,
            Text(row.box.short_name, overflow="ellipsis", no_wrap=True),
            *(column.write(row) for column in columns),
            style="bold" if row.box.slug == pointed_at else OLD if row.figures.is_carried else None,
        )
    return table


def _compared(meta: BoardMeta) -> str:
    if meta.is_partial:
        return "a partial day"
    return f"moves since {meta.previous_ranked_day}" if meta.previous_ranked_day else "the first ranked day"


def _rank(row: LeaderboardRow, pointed_at: str | None) -> str:
    rank = f"={row.current_rank}" if row.is_tied else str(row.current_rank)
    return f"▸{rank}" if row.box.slug == pointed_at else rank


def _view(request: LeaderboardRequest) -> Iterator[str]:
    if request.query:
        yield f"boxes with “{request.query}”"
    if request.order == WORST:
        yield "worst first"


def _notes(board: Leaderboard) -> Iterator[str]:
    meta, rows = board.meta, board.data
    if meta.is_partial:
        yield PARTIAL_DAY
    if meta.in_progress is not None:
        yield _later_day(meta.in_progress)
    nowhere = nobody_reports(lambda name: any(getattr(row.figures, name) is not None for row in rows), "here")
    if rows and nowhere:
        yield nowhere
    if any(row.figures.is_carried for row in rows):
        yield "Rows in grey: not reported since the day in the last column; the figures of that day stand."
    if any(column.heading == "reported" for column in board_columns(meta, rows)):
        yield "* of an earlier report, that of the day marked *."
    provisional = [row.box.slug for row in rows if row.figures.is_provisional]
    if provisional and meta.metric == PRIMARY_METRIC:
        yield f"Provisional, an average of fewer than 7 volumes: {_named(provisional)}."
    incomplete = [_without(row) for row in rows if row.figures.daily_volume_is_incomplete]
    if incomplete and meta.metric == DAY_VOLUME:
        yield f"Incomplete volumes: {_named(incomplete)}."
    yield f"Generation {meta.generation}, data as of {meta.data_as_of}."


def _later_day(day: DayInProgress) -> str:
    boxes = f"{day.boxes_observed:,} of {day.boxes_expected or 0:,.0f} boxes"
    return f"{day.date} is not complete: {boxes} reported. Show it: --date latest"


def _named(boxes: Sequence[str]) -> str:
    return ", ".join(boxes) if len(boxes) <= NAMED_BOXES else f"{len(boxes)} boxes"


def _without(row: LeaderboardRow) -> str:
    return f"{row.box.slug} {without(row.figures.missing_marketplaces)}"


def _place(board: Leaderboard, request: LeaderboardRequest) -> str:
    page, shown = board.meta, len(board.data)
    if request.query and not page.total:
        return f"No box on this board is called “{request.query}”."
    if not shown:
        return f"No rows here; the board has {plural(page.total, 'row')}."
    place = f"Rows {page.offset + 1:,} to {page.offset + shown:,} of {page.total:,}."
    if page.next_offset is None:
        return place
    next_page = f"--cursor {page.next_cursor}" if request.cursor else f"--offset {page.next_offset}"
    return f"{place} Next page: {next_page}"
