"""A rank against the previous ranked day, for the marks of a page."""

from app.schemas import RankState
from app.web.pages.view_models import Movement


def movement_of_change(rank_change: int, previous_rank: int | None) -> Movement:
    """UP, DOWN or SAME of a change that is known."""
    state: RankState = "SAME" if rank_change == 0 else "UP" if rank_change > 0 else "DOWN"
    return Movement(state, rank_change, previous_rank)
