"""GET /api/v1/booster-boxes/{box}/around."""

import pytest

from tests.factories import Feed, day_after
from tests.integration.web.conftest import BOARD, Web


@pytest.mark.parametrize(("position", "expected"), [(1, [1, 2, 3, 4, 5]), (7, [5, 6, 7, 8, 9])])
def test_the_window_keeps_its_size_at_the_ends(web: Web, position: int, expected: list[int]) -> None:
    slug = web.json(f"{BOARD}?limit=1&offset={position - 1}")["data"][0]["box"]["slug"]

    around = web.json(f"{BOARD}/{slug}/around?count=2")

    assert [row["position"] for row in around["data"]] == expected
    assert (around["meta"]["box"]["slug"], around["meta"]["box"]["position"]) == (slug, position)


def test_the_rows_are_those_of_the_board(web: Web, first_slug: str) -> None:
    around = web.json(f"{BOARD}/{first_slug}/around?count=3&window=30d")

    offset = around["data"][0]["position"] - 1
    assert around["data"] == web.json(f"{BOARD}?window=30d&limit=7&offset={offset}")["data"]


def test_a_box_without_a_rank_is_reported_so(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": None, "b": 5.0})
    own_web.services.refresh.run()

    answer = own_web.get(f"{BOARD}/a/around")

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (404, "not_ranked", "box")


def test_the_file_names_box_board_and_day(web: Web, first_slug: str) -> None:
    answer = web.get(f"{BOARD}/{first_slug}/around?format=csv")

    name = f"boxrank-around-{first_slug}-unified_volume_7d_ema-2026-05-30.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
