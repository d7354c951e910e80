"""GET /api/v1/booster-boxes/{box} and its time series."""

import csv
import io

import orjson

from app.read.box import BoxDetailRequest, read_box
from app.read.series import TimeSeriesRequest, read_series
from tests.ages import ageless
from tests.factories import Feed, day_after
from tests.integration.web.conftest import BOARD, LAST_DAY, Web


def first_slug(web: Web) -> str:
    slug: str = web.json(f"{BOARD}?limit=1")["data"][0]["box"]["slug"]
    return slug


def test_the_body_of_a_box_is_the_json_of_the_service(web: Web) -> None:
    slug = first_slug(web)

    answer = web.get(f"{BOARD}/{slug}?date={LAST_DAY}")

    expected = web.services.read(read_box, BoxDetailRequest(slug, LAST_DAY))
    assert ageless(answer.content) == orjson.dumps(expected)


def test_a_box_is_also_found_by_an_identifier(web: Web) -> None:
    slug = first_slug(web)
    ((scheme, values),) = web.json(f"{BOARD}/{slug}")["data"]["identifiers"].items()

    found = web.json(f"{BOARD}/{scheme}:{values[0]}")

    assert found["data"]["box"]["slug"] == slug


def test_a_box_without_a_volume_has_a_null_average_and_no_rank(own_web: Web, own_feed: Feed) -> None:
    own_feed.give_volumes(day_after(0), {"a": None, "b": 5.0})
    own_web.services.refresh.run()

    box = own_web.json(f"{BOARD}/a")["data"]

    assert box["figures"]["unified_volume_7d_ema"] is None
    assert box["ranks"]["current_rank"] is None


def test_the_body_of_a_series_is_the_json_of_the_service(web: Web) -> None:
    slug = first_slug(web)

    answer = web.get(f"{BOARD}/{slug}/time-series?days=30&metrics=floor_price_usd,current_rank")

    request = TimeSeriesRequest(slug, ("floor_price_usd", "current_rank"), days=30)
    assert ageless(answer.content) == orjson.dumps(web.services.read(read_series, request))


def test_a_series_starts_and_ends_to_the_file_that_is_named(web: Web) -> None:
    slug = first_slug(web)
    every = [row["metric_date"] for row in web.json(f"{BOARD}/{slug}/time-series")["data"]]
    start, end = every[2], every[-2]

    days = [
        row["metric_date"] for row in web.json(f"{BOARD}/{slug}/time-series?start={start}&end={end}")["data"]
    ]

    assert days == every[2:-1]


def test_a_series_as_a_file_has_its_columns_and_rows(web: Web) -> None:
    slug = first_slug(web)
    url = f"{BOARD}/{slug}/time-series?days=30&end={LAST_DAY}&metrics=floor_price_usd,current_rank"

    answer = web.get(f"{url}&format=csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == ["box", "metric_date", "floor_price_usd", "current_rank"]
    assert [row["metric_date"] for row in rows] == [row["metric_date"] for row in web.json(url)["data"]]
    start = web.json(url)["meta"]["start"]
    name = f"boxrank-series-{slug}-{start}-{LAST_DAY}-floor_price_usd-current_rank.csv"
    assert f'"{name}"' in answer.headers["content-disposition"]


def test_a_span_before_all_data_is_empty_and_not_an_error(web: Web) -> None:
    series = web.json(f"{BOARD}/{first_slug(web)}/time-series?end=1900-01-01&days=36525")

    assert series["data"] == []
