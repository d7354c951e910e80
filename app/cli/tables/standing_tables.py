"""Where a box stands, how far from the neighbouring ranks, why it moved, and its ranks over time."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from app.cli.output import arrow, console, movement, plain_table
from app.cli.tables.board_columns import Written, amount, figure, gap, ordered_by
from app.cli.tables.board_table import PARTIAL_DAY, board_heading, board_table
from app.domain.boards import BOARD_METRICS
from app.domain.distance import Rung, VolumeTargets
from app.domain.explanation import MovePart
from app.schemas import (
    Around,
    BoardMeta,
    BoxDistance,
    Distance,
    ExplainedMove,
    Explanation,
    RankDay,
    RankHistory,
    RankHistoryMeta,
    Standing,
)
from app.words.explanation_words import part_without_names
from app.words.figures import DASH, count, plural, price
from app.words.sentences import ordinal_word


def print_around(found: Around) -> None:
    """Print the boxes around one, and how many are ranked below it."""
    out = console()
    out.print(board_heading(found.meta), style="bold")
    out.print()
    out.print(board_table(found.data, found.meta, pointed_at=found.box.slug))
    out.print()
    out.print(_standing(found.box, found.meta.boxes_ranked))
    _note_partial(out, found.meta)


def print_distance(found: BoxDistance) -> None:
    """Print the gap of a box to the neighbouring ranks, and the volumes that would change its rank."""
    out, own, metric = console(), found.data, found.meta.metric
    out.print(f"{own.box.name}", style="bold")
    out.print(f"Rank {own.rank} with {amount(metric, own.value)} {_of(found.meta)}")
    for line in (*_towards_better(own, metric), *_towards_worse(own, metric)):
        out.print(line)
    _note_partial(out, found.meta)


def print_explanation(found: ExplainedMove) -> None:
    """Print why a box moved, and the sum of it where there is something to add up."""
    out, move = console(), found.data
    out.print(f"{move.box.name}", style="bold")
    out.print(board_heading(found.meta))
    out.print(f"{move.text[:1].upper()}{move.text[1:]}.")
    if move.parts:
        out.print()
        out.print(_sum_table(move))
    _note_partial(out, found.meta)


def print_history(found: RankHistory) -> None:
    """Print one row per ranked day of a box, oldest first."""
    out = console()
    out.print(f"{found.meta.box} · {_board(found.meta)}", style="bold")
    if not found.data:
        out.print("It has no rank on this board in these days. All days: --all")
        return
    out.print(_history_table(found))
    out.print(
        f"{plural(len(found.data), 'ranked day')}; on days that are missing it had no rank. "
        "Peak, ranked days and streak as of each day."
    )


def _note_partial(out: Console, meta: BoardMeta) -> None:
    if meta.is_partial:
        out.print(PARTIAL_DAY)


def _standing(own: Standing, boxes_ranked: int) -> str:
    place = f"{ordinal_word(own.current_rank)} of {plural(boxes_ranked, 'box', 'boxes')}"
    if own.percentile is None:
        return f"{own.slug} is {place}."
    share = f"ahead of {own.percentile:g} % of the others, in the top {own.top_percent:g} %"
    return f"{own.slug} is {place}: {share}."


def _of(meta: BoardMeta) -> str:
    return f"on {meta.date} · {meta.game or 'all games'} · {ordered_by(meta.metric)}"


def _board(meta: RankHistoryMeta) -> str:
    return f"{meta.game or 'all games'} · {ordered_by(meta.metric)}"


def _towards_better(own: Distance, metric: str) -> Iterator[str]:
    if own.better is None:
        yield "No box ranks better."
        return
    yield f"Rank {own.better.rank}, {_names(own.better)}: {gap(metric, own.better.gap)} ahead."
    if own.targets and own.targets.to_reach is not None and own.targets.to_pass is not None:
        yield (
            f"  {price(own.targets.to_reach)} traded on the next day draws level, "
            f"{price(own.targets.to_pass)} passes, if the others keep their average."
        )


def _towards_worse(own: Distance, metric: str) -> Iterator[str]:
    if own.worse is None:
        yield "No box ranks worse."
        return
    yield f"Rank {own.worse.rank}, {_names(own.worse)}: {gap(metric, own.worse.gap)} behind."
    if own.targets and own.targets.to_hold is not None:
        yield f"  {_holding(own.targets, own.targets.to_hold)}"


def _holding(targets: VolumeTargets, to_hold: float) -> str:
    if not to_hold:
        return "It stays ahead even if nothing sells on the next day."
    return f"{price(to_hold)} traded on the next day keeps it from falling behind."


def _names(rung: Rung) -> str:
    return ", ".join(rung.slugs)


def _sum_table(move: Explanation) -> Table:
    table = plain_table("part", "ranks", "boxes", left=("part", "boxes"))
    for part in move.parts:
        table.add_row(part_without_names(part), f"{part.change:+}", _boxes(part))
    together = f"{sum(part.change for part in move.parts):+}"
    table.add_row(
        "together", together, f"from rank {move.previous_rank} to {move.current_rank}", style="bold"
    )
    return table


def _boxes(part: MovePart) -> str:
    return ", ".join(box.slug for box in part.boxes)


def _history_table(found: RankHistory) -> Table:
    metric = found.meta.metric
    table = plain_table(
        "day",
        "rank",
        "move",
        BOARD_METRICS[metric].heading,
        "peak",
        "since",
        "ranked",
        "streak",
        "in 7d",
        "in 30d",
        left=("day", "move"),
    )
    for day in found.data:
        table.add_row(*_history_cells(day, metric))
    return table


def _history_cells(day: RankDay, metric: str) -> Iterator[Written]:
    record = day.record
    yield str(day.metric_date)
    yield str(day.current_rank)
    yield "partial" if day.is_partial else movement(record.rank_state, day.rank_change)
    yield figure(metric, day.value)
    yield from (str(each or DASH) for each in (record.peak_rank, record.peak_date))
    yield from (count(record.days_ranked), count(record.streak))
    changes = (record.rank_change_7d, record.rank_change_30d)
    yield from ("" if day.is_partial else arrow(change) for change in changes)
