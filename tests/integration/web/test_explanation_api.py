"""GET /api/v1/booster-boxes/{box}/explanation and /distance."""

import pytest

from tests.factories import Feed, day_after
from tests.integration.web.conftest import BOARD, Web


@pytest.fixture(scope="module")
def overtaken(kept_web: Web, kept_feed: Feed) -> Web:
    """Box a led on the first day and was overtaken by b on the second; c stayed behind."""
    kept_feed.give_volumes(day_after(0), {"a": 300.0, "b": 200.0, "c": 100.0})
    kept_feed.give_volumes(day_after(1), {"a": 0.0, "b": 900.0, "c": 0.0})
    kept_web.services.refresh.run()
    return kept_web


def test_the_parts_of_a_move_add_up_to_it_and_are_reported_in_words(overtaken: Web) -> None:
    returned = overtaken.json(f"{BOARD}/a/explanation")["data"]

    assert (returned["previous_rank"], returned["current_rank"], returned["rank_change"]) == (1, 2, -1)
    assert sum(part["change"] for part in returned["parts"]) == returned["rank_change"]
    assert returned["text"].startswith("fell 1: overtaken by b")


def test_on_its_first_day_a_box_has_entered(overtaken: Web) -> None:
    returned = overtaken.json(f"{BOARD}/a/explanation?date={day_after(0)}")["data"]

    assert (returned["rank_change"], returned["parts"], returned["text"]) == (None, [], "entered at 1")


def test_the_distance_names_the_rungs_and_what_must_trade(overtaken: Web) -> None:
    found = overtaken.json(f"{BOARD}/a/distance")["data"]

    assert (found["better"]["slugs"], found["worse"]["slugs"]) == (["b"], ["c"])
    assert found["better"]["gap"] == pytest.approx(found["better"]["value"] - found["value"])
    assert found["targets"]["to_reach"] > found["better"]["value"]


def test_a_board_by_another_metric_has_no_targets(web: Web, first_slug: str) -> None:
    assert web.json(f"{BOARD}/{first_slug}/distance?metric=floor_price_usd")["data"]["targets"] is None


@pytest.mark.parametrize("what", ["explanation", "distance"])
@pytest.mark.parametrize(("box", "query"), [("nobody", ""), ("a", "date=2019-01-01")])
def test_unknown_boxes_and_days_are_not_found(overtaken: Web, what: str, box: str, query: str) -> None:
    assert overtaken.get(f"{BOARD}/{box}/{what}?{query}").status_code == 404
