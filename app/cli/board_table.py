"""The board as a table of 80 columns or more, and what has to be said about its day."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from app.cli.output import console, counted, decimal, dollars, movement, percent, plain_table, whole
from app.schemas import BoardMeta, Leaderboard, LeaderboardRow, PageMeta

HEADINGS = ("rank", "move", "box", "name", "volume 7d", "floor", "7d", "sold/d", "listed")
NAMED_BOXES = 5
"""So many provisional boxes are named; more are counted."""


def print_leaderboard(board: Leaderboard) -> None:
    """Print a page of the board, and where the page lies."""
    print_board(board)
    console().print(_place(board.page, len(board.data)))


def print_board(board: Leaderboard) -> None:
    """Print rows of the board under the words that belong to their day."""
    out = console()
    out.print(_heading(board.meta), style="bold")
    out.print(board_table(board.data))
    for note in _notes(board):
        out.print(note)


def board_table(rows: list[LeaderboardRow]) -> Table:
    """Rank, movement, box, 7-day average of volume, floor and its change, boxes sold a day, listings."""
    table = plain_table(*HEADINGS, left=("move", "box", "name"), shrinking="name")
    for row in rows:
        figures = row.figures
        table.add_row(
            f"={row.current_rank}" if row.is_tied else str(row.current_rank),
            movement(row.rank_state, row.rank_change),
            row.box.slug,
            Text(row.box.short_name, overflow="ellipsis", no_wrap=True),
            dollars(figures.unified_volume_7d_ema),
            dollars(figures.floor_price_usd),
            percent(figures.floor_price_7d_change_pct),
            decimal(figures.boxes_sold_30d_avg),
            whole(figures.active_listings_count),
        )
    return table


def _heading(meta: BoardMeta) -> str:
    compared = (
        f"moves since {meta.previous_ranked_day}" if meta.previous_ranked_day else "the first ranked day"
    )
    return f"{meta.date} · {meta.game or 'all games'} · by 7-day volume · {compared}"


def _notes(board: Leaderboard) -> Iterator[str]:
    if board.meta.is_partial:
        yield "Partial day: fewer than half the usual boxes were reported. A broken feed, not a market."
    provisional = [row.box.slug for row in board.data if row.figures.is_provisional]
    if provisional:
        named = ", ".join(provisional) if len(provisional) <= NAMED_BOXES else f"{len(provisional)} boxes"
        yield f"Provisional, an average of fewer than 7 volumes: {named}."
    yield f"Generation {board.meta.generation}, data as of {board.meta.data_as_of}."


def _place(page: PageMeta, shown: int) -> str:
    if not shown:
        return f"No rows here; the board has {counted(page.total, 'row')}."
    place = f"Rows {page.offset + 1:,} to {page.offset + shown:,} of {page.total:,}."
    return place if page.next_offset is None else f"{place} Next page: --offset {page.next_offset}"
