"""How a list finds its format: the parameter first, then the Accept header, else JSON."""

import csv
import io
from pathlib import Path

import orjson
import pytest

from app.web.edge.http_cache import files_preferred
from tests.factories import Feed, day_after
from tests.integration.web.conftest import API, BOARD, Web

FOUR_METRICS = ("floor_price_usd", "boxes_sold", "liquidity_score", "momentum_pct")


@pytest.mark.parametrize(
    ("accept", "files"),
    [
        (b"", ()),
        (b"*/*", ()),
        (b"application/json", ()),
        (b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ()),
        (b"text/csv", ("csv",)),
        (b"TEXT/CSV; Q=1", ("csv",)),
        (b"text/csv, */*", ("csv",)),
        (b"text/*", ("csv",)),
        (b"text/csv;q=0.5, application/json", ()),
        (b"text/csv, application/json", ()),
        (b"text/csv;q=0.9, application/json;q=0.8, application/x-ndjson", ("jsonl", "csv")),
        (b"application/x-ndjson, text/csv;q=0", ("jsonl",)),
        (b"text/csv;q=high", ()),
        (b"image/png", ()),
    ],
)
def test_weights_then_exact_names_decide(accept: bytes, files: tuple[str, ...]) -> None:
    assert files_preferred(accept) == files


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("text/csv", "text/csv; charset=utf-8"), ("application/x-ndjson", "application/x-ndjson")],
)
@pytest.mark.parametrize("path", [BOARD, f"{API}/movers", f"{API}/days", f"{API}/games"])
def test_accept_chooses_the_format_of_every_list(web: Web, path: str, accept: str, media_type: str) -> None:
    answer = web.get(path, Accept=accept)

    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept, Accept-Encoding"


def test_the_parameter_wins_over_accept_and_then_nothing_varies(web: Web) -> None:
    answer = web.get(f"{BOARD}?format=json", Accept="text/csv")

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_what_is_no_list_is_json_whatever_is_preferred(web: Web, first_slug: str) -> None:
    answer = web.get(f"{BOARD}/{first_slug}", Accept="text/csv")

    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("accept", ["text/csv", "application/x-ndjson", "application/json"])
def test_one_address_in_turns_of_formats_is_never_mixed_up(web: Web, accept: str) -> None:
    expected = {each: web.get(BOARD, Accept=each).content for each in ("text/csv", "application/json")}
    for each in ("text/csv", "application/json") * 4:
        answer = web.get(BOARD, Accept=each)
        assert answer.content == expected[each]
        assert answer.headers["content-type"].startswith(each)

    assert web.get(BOARD, Accept=accept).headers["content-type"].startswith(accept)


def test_a_tag_of_one_format_is_not_one_of_another(web: Web) -> None:
    tag = web.get(BOARD, Accept="text/csv").headers["etag"]

    assert web.get(BOARD, If_None_Match=tag).status_code == 200
    assert web.get(BOARD, If_None_Match=tag, Accept="text/csv").status_code == 304


def test_a_line_of_json_is_the_row_of_the_list_and_says_its_day(web: Web) -> None:
    board = web.json(f"{BOARD}?limit=4")

    lines = web.get(f"{BOARD}?limit=4&format=jsonl").content.splitlines()

    assert [orjson.loads(line) for line in lines] == [
        {"metric_date": board["meta"]["date"], **row} for row in board["data"]
    ]


def test_an_undated_file_is_named_after_the_day_it_shows(web: Web) -> None:
    answer = web.get(f"{BOARD}?game=skyfarer&format=csv")

    name = f"boxrank-board-unified_volume_7d_ema-skyfarer-{web.json(BOARD)['meta']['date']}.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    ("query", "ending"),
    [
        ("movers?", "-by-rank"),
        ("movers?by=floor", "-by-floor-7d"),
        ("movers?by=floor&period=30d", "-by-floor-30d"),
        ("booster-boxes?order=worst", "-worst"),
        ("booster-boxes?q=Sky%20fare&limit=2", "-sky-fare"),
        ("booster-boxes?offset=2", "-from-3"),
        ("booster-boxes/{box}/time-series?metrics=floor_price_usd", "-floor_price_usd"),
        ("booster-boxes/{box}/time-series?metrics=" + ",".join(FOUR_METRICS), "-4-metrics"),
        ("compare?from={before}&to={day}&outcome=CLIMBED", "-climbed"),
        ("search?q=a&game=skyfarer", "-a-skyfarer"),
    ],
)
def test_files_of_other_choices_have_other_names(web: Web, query: str, ending: str) -> None:
    board = web.json(f"{BOARD}?limit=1")
    day, before = board["meta"]["date"], board["meta"]["previous_ranked_day"]
    path = query.format(box=board["data"][0]["box"]["slug"], day=day, before=before)

    answer = web.get(f"{API}/{path}", Accept="text/csv")

    assert answer.headers["content-disposition"].endswith(f'{day}{ending}.csv"')


def test_a_list_without_rows_is_a_file_with_a_header(web: Web) -> None:
    answer = web.get(f"{BOARD}?q=no-such-word&format=csv")

    assert answer.text.startswith("metric_date,position,current_rank")
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize("path", [BOARD, f"{API}/search?q=cmd", f"{API}/ranks?boxes=a,b"])
def test_a_name_like_a_formula_is_text_in_the_csv_of_every_list(
    own_web: Web, own_feed: Feed, tmp_path: Path, path: str
) -> None:
    (tmp_path / "boxes.csv").write_text("slug,name,short_name\na,=cmd|x,=cmd|x\nb,b,b\n", encoding="utf-8")
    own_web.services.catalogue.import_file(tmp_path / "boxes.csv")
    own_feed.give_volumes(day_after(0), {"a": 2.0, "b": 1.0})
    own_web.services.refresh.run()

    answer = own_web.get(path, Accept="text/csv")

    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    assert "'=cmd|x" in cells
    assert not [cell for cell in cells if cell.startswith("=")]
