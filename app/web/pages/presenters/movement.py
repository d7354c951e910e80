"""A rank against the previous ranked day, for the marks of a page."""

from app.web.pages.view_models import Movement, RankState


def movement(state: RankState, rank_change: int | None, previous_rank: int | None) -> Movement:
    """NEW and RE_ENTRY have no places: a null is never zero."""
    return Movement(state, rank_change, previous_rank)


def state_of_change(rank_change: int) -> RankState:
    """UP, DOWN or SAME of a change that is known."""
    if rank_change == 0:
        return "SAME"
    return "UP" if rank_change > 0 else "DOWN"
