"""GET /api/v1/days and /api/v1/days/{day}."""

import csv
import io

import pytest

from tests.ages import ageless_json
from tests.factories import Feed, day_after
from tests.integration.web.conftest import API, Web


@pytest.fixture(scope="module")
def broken(kept_web: Web, kept_feed: Feed) -> Web:
    """Four days; the feed broke on the third, and box d is gone on the fourth."""
    boxes = {"a": 40.0, "b": 30.0, "c": 20.0, "d": 10.0}
    for day in (0, 1):
        kept_feed.give_volumes(day_after(day), boxes)
    kept_feed.give_volumes(day_after(2), {"a": 40.0})
    kept_feed.give_volumes(day_after(9), {"a": 4.0, "b": 300.0, "c": 20.0})
    kept_web.services.refresh.run()
    return kept_web


def test_days_tell_their_partial_flag_comparison_and_neighbours(broken: Web) -> None:
    days = broken.json(f"{API}/days")["data"]

    assert [day["metric_date"] for day in days] == [str(day_after(day)) for day in (0, 1, 2, 9)]
    assert [day["is_partial"] for day in days] == [False, False, True, False]
    assert days[3]["compared_with"] == str(day_after(1))
    assert [day["earlier_day"] for day in days][1:] == [day["metric_date"] for day in days[:-1]]
    assert [day["later_day"] for day in days][:-1] == [day["metric_date"] for day in days[1:]]


def test_a_day_shows_its_sentence_and_whom_it_dropped(broken: Web) -> None:
    returned = broken.json(f"{API}/days/{day_after(9)}")

    assert returned["data"]["day"] == broken.json(f"{API}/days")["data"][-1]
    assert returned["data"]["sentence"]["text"].startswith("b is number one for the first time")
    assert [(row["box"]["slug"], row["last_rank"]) for row in returned["data"]["dropped"]] == [("d", 4)]
    assert returned["data"]["dropped"][0]["last_observed_on"] == str(day_after(1))


def test_the_latest_day_can_be_requested_by_that_name(broken: Web) -> None:
    latest, named = (
        ageless_json(broken.get(f"{API}/days/{day}").content) for day in ("latest", day_after(9))
    )

    assert latest["data"] == named["data"]
    assert latest["meta"] | {"date_asked": named["meta"]["date_asked"]} == named["meta"]


def test_a_day_without_ranks_is_not_found_and_no_day_at_all_is_rejected(broken: Web) -> None:
    statuses = [broken.get(f"{API}/days/{day}").status_code for day in (day_after(3), "yesterday")]

    assert statuses == [404, 422]


def test_days_as_a_file(broken: Web) -> None:
    answer = broken.get(f"{API}/days?format=csv&metric=daily_volume_usd")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["is_partial"] for row in rows] == ["false", "false", "true", "false"]
    assert f"boxrank-days-daily_volume_usd-{day_after(9)}.csv" in answer.headers["content-disposition"]
