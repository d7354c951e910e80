"""Lists of many pages while the data are published again."""

import httpx
import pytest
from boxrank_client import ExpiredCursor, PublishedTooOften

from tests.unit.client.made_up_server import CARD, FIGURES, META, Opened, Server, answer, page, problem

EXPIRED = problem(422, "expired_cursor", field="cursor")
BOARD_META = {
    "metric": "floor_price_usd",
    "game": None,
    "date_asked": None,
    "date": "2026-05-30",
    "previous_ranked_day": None,
    "is_partial": False,
    "is_provisional": False,
    "boxes_ranked": 2,
    "boxes_observed": 2,
    "boxes_expected": 2,
    "in_progress": {"date": "2026-05-31", "boxes_observed": 0, "boxes_expected": 2},
}


def found(slug: str, generation: int, next_offset: int | None) -> httpx.Response:
    """A page of a search that holds one box."""
    meta = META | page(next_offset) | {"generation": generation}
    return answer({"data": [CARD | {"slug": slug}], "meta": meta})


def board(slug: str, generation: int, next_cursor: str | None) -> httpx.Response:
    """A page of a board that holds one box."""
    row = {
        "position": 1,
        "current_rank": 1,
        "is_tied": False,
        "previous_rank": None,
        "rank_change": None,
        "rank_state": "NEW",
        "box": CARD | {"slug": slug},
        "figures": FIGURES,
    }
    meta = META | BOARD_META | page() | {"generation": generation, "next_cursor": next_cursor}
    return answer({"data": [row], "meta": meta})


def test_a_board_is_read_again_from_its_beginning_when_its_cursor_has_expired(opened: Opened) -> None:
    server = Server(board("old", 1, "c1"), EXPIRED, board("new", 2, "c2"), board("newer", 2, None))

    rows = list(opened(server).board_rows())

    assert [row.box.slug for row in rows] == ["new", "newer"]
    cursors = [request.url.params.get("cursor") for request in server.requests]
    assert cursors == [None, "c1", None, "c2"]


def test_pages_by_offset_never_mix_two_generations(opened: Opened) -> None:
    server = Server(found("a", 1, 2), found("a", 2, 4), found("b", 2, 2), found("a", 2, None))

    assert [box.slug for box in opened(server).found_boxes("x")] == ["b", "a"]


def test_a_list_that_is_published_again_in_every_attempt_is_given_up(opened: Opened) -> None:
    server = Server(*[board("a", 1, "c1"), EXPIRED] * 5)

    with pytest.raises(PublishedTooOften):
        list(opened(server).board_rows())
    assert len(server.requests) == 10


def test_an_expired_cursor_of_the_reader_is_raised_as_such(opened: Opened) -> None:
    with pytest.raises(ExpiredCursor):
        opened(Server(EXPIRED)).board(cursor="c1")
