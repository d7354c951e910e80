"""GET /api/v1/booster-boxes/{box}/rank-history."""

import csv
import io

import orjson

from app.read.rank_history import RankHistoryRequest, read_rank_history
from tests.ages import ageless
from tests.integration.web.conftest import BOARD, Web


def test_the_body_is_the_json_of_the_service(web: Web, first_slug: str) -> None:
    answer = web.get(f"{BOARD}/{first_slug}/rank-history")

    expected = web.services.read(read_rank_history, RankHistoryRequest(first_slug))
    assert ageless(answer.content) == orjson.dumps(expected)


def test_the_last_day_is_the_standing_on_the_board(web: Web, first_slug: str) -> None:
    history = web.json(f"{BOARD}/{first_slug}/rank-history?metric=floor_price_usd")
    around = web.json(f"{BOARD}/{first_slug}/around?metric=floor_price_usd&count=0")

    last, own = history["data"][-1], around["meta"]["box"]
    assert last["metric_date"] == around["meta"]["date"]
    for name in ("current_rank", "previous_rank", "rank_change", "value"):
        assert last[name] == own[name]


def test_a_span_changes_which_days_are_reported_and_not_what_is_reported_of_them(
    web: Web, first_slug: str
) -> None:
    every = web.json(f"{BOARD}/{first_slug}/rank-history")["data"]
    start, end = every[1]["metric_date"], every[-2]["metric_date"]

    part = web.json(f"{BOARD}/{first_slug}/rank-history?start={start}&end={end}")["data"]

    assert part == every[1:-1]


def test_as_a_file_the_record_replaces_it_columns(web: Web, first_slug: str) -> None:
    every = web.json(f"{BOARD}/{first_slug}/rank-history")["data"]

    answer = web.get(f"{BOARD}/{first_slug}/rank-history?format=csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["streak"] for row in rows] == [str(day["record"]["streak"]) for day in every]
    name = f"boxrank-ranks-{first_slug}-unified_volume_7d_ema-{every[0]['metric_date']}"
    assert name in answer.headers["content-disposition"]
