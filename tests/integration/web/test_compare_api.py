"""GET /api/v1/compare and /api/v1/compare/boxes."""

import csv
import io

import pytest

from tests.factories import Feed, day_after
from tests.integration.web.conftest import API, BOARD, Web

DAYS = f"{API}/compare?from={day_after(0)}&to={day_after(8)}"


@pytest.fixture(scope="module")
def two_days(kept_web: Web, kept_feed: Feed) -> Web:
    """Between the days one box enters, one leaves, one climbs, one falls and one stays."""
    kept_feed.give_volumes(day_after(0), {"stays": 900.0, "falls": 50.0, "climbs": 40.0, "leaves": 10.0})
    kept_feed.give_volumes(day_after(8), {"stays": 900.0, "falls": 0.0, "climbs": 400.0, "enters": 1.0})
    kept_web.services.refresh.run()
    return kept_web


def test_each_outcome_is_reported_and_counted(two_days: Web) -> None:
    found = two_days.json(DAYS)

    outcomes = {row["slug"]: row["outcome"] for row in found["data"]}
    assert outcomes == {
        "stays": "UNCHANGED",
        "climbs": "CLIMBED",
        "falls": "FELL",
        "enters": "ENTERED",
        "leaves": "LEFT",
    }
    assert set(found["meta"]["counts"].values()) == {1}
    assert found["meta"]["before"]["metric_date"] == str(day_after(0))
    assert found["meta"]["total"] == 5


def test_one_outcome_can_be_requested_and_paged(two_days: Web) -> None:
    assert [row["slug"] for row in two_days.json(f"{DAYS}&outcome=FELL")["data"]] == ["falls"]
    first, second = (two_days.json(f"{DAYS}&limit=3&offset={offset}") for offset in (0, 3))
    assert first["data"] + second["data"] == two_days.json(DAYS)["data"]
    assert (first["meta"]["next_offset"], second["meta"]["previous_offset"]) == (3, 0)


@pytest.mark.parametrize("limit", [0, 501])
def test_a_comparison_has_pages_of_at_most_500_rows(two_days: Web, limit: int) -> None:
    refused = two_days.get(f"{DAYS}&limit={limit}")

    assert (refused.status_code, refused.json()["field"]) == (422, "limit")


def test_both_days_must_be_given_and_ranked(two_days: Web) -> None:
    missing = two_days.get(f"{API}/compare?from={day_after(0)}")
    unknown = two_days.get(f"{API}/compare?from=2019-01-01&to={day_after(8)}")

    assert (missing.status_code, missing.json()["field"]) == (422, "to")
    assert missing.json()["detail"] == "to is missing; give it."
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_day")


def test_the_file_carries_both_days(two_days: Web) -> None:
    answer = two_days.get(f"{DAYS}&format=csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {(row["day_before"], row["day_after"]) for row in rows} == {(str(day_after(0)), str(day_after(8)))}
    assert f"{day_after(0)}-{day_after(8)}.csv" in answer.headers["content-disposition"]


def test_boxes_side_by_side_are_the_boxes_on_their_own(web: Web) -> None:
    slugs = [row["box"]["slug"] for row in web.json(f"{BOARD}?limit=3")["data"]][::-1]

    found = web.json(f"{API}/compare/boxes?boxes={','.join(slugs)}")

    assert found["data"] == [web.json(f"{BOARD}/{slug}")["data"] for slug in slugs]


def test_boxes_side_by_side_as_a_file(web: Web) -> None:
    slugs = [row["box"]["slug"] for row in web.json(f"{BOARD}?limit=2")["data"]]

    answer = web.get(f"{API}/compare/boxes?boxes={','.join(slugs)}&format=csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["slug"] for row in rows] == slugs
    assert "marketplaces" not in rows[0]


@pytest.mark.parametrize(("boxes", "status"), [("a", 422), ("a,b,c,d,e", 422), ("falls,nobody", 404)])
def test_two_to_four_known_boxes_can_be_compared(two_days: Web, boxes: str, status: int) -> None:
    assert two_days.get(f"{API}/compare/boxes?boxes={boxes}").status_code == status
