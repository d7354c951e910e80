"""Two days compared, the sentence of a day, and the export of all days."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from app.domain.boards import Board
from app.domain.errors import InvalidValue, UnknownChoice, UnknownDay
from app.read.day_comparison import DayComparisonRequest, read_day_comparison
from app.read.days import SentenceRequest, read_sentence
from app.read.export import EXPORT_COLUMNS, FORMATS, RankExportRequest, export_rows, export_writer
from tests.factories import ClockedServices, Feed, day_after
from tests.integration.boards.random_market import BOARDS_OF_MARKETS, DAYS, Market, name_of

LAST_DAY = day_after(DAYS - 1)


def outcome_of(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "ENTERED" if before is None else "LEFT"
    return "CLIMBED" if after < before else "FELL" if after > before else "UNCHANGED"


@pytest.mark.parametrize(
    "board", [Board(), Board("momentum_pct"), Board("floor_price_usd", "Go")], ids=name_of
)
def test_two_days_compared_hold_every_box_of_either(market: Market, board: Board) -> None:
    ranks, values = market.ranks(board), market.values(board)
    first, second = list(ranks)[-9], LAST_DAY
    request = DayComparisonRequest(first, second, board.metric, board.game)
    found = market.services.read(read_day_comparison, request)
    assert {market.box_of(row.slug) for row in found.data} == set(ranks[first]) | set(ranks[second])
    for row in found.data:
        box = market.box_of(row.slug)
        before, after = ranks[first].get(box), ranks[second].get(box)
        assert (row.rank_before, row.rank_after, row.outcome) == (before, after, outcome_of(before, after))
        assert row.value_before == (None if before is None else values[first][box])
        assert row.value_after == (None if after is None else values[second][box])
    assert sum(found.counts.values()) == found.total == len(found.data)
    assert (found.before.metric_date, found.after.metric_date) == (first, second)


def test_one_outcome_can_be_asked_for_a_part_at_a_time(market: Market) -> None:
    whole = market.services.read(read_day_comparison, DayComparisonRequest(day_after(40), LAST_DAY))
    fell = [row for row in whole.data if row.outcome == "FELL"]
    request = DayComparisonRequest(day_after(40), LAST_DAY, outcome="FELL", limit=1, offset=1)
    part = market.services.read(read_day_comparison, request)
    assert (part.data, part.total, part.counts) == (fell[1:2], len(fell), whole.counts)


def test_an_unknown_outcome_or_day_is_refused(market: Market) -> None:
    with pytest.raises(UnknownChoice, match="CLIMBED, FELL"):
        DayComparisonRequest(day_after(1), LAST_DAY, outcome="ROSE")
    with pytest.raises(UnknownDay):
        market.services.read(read_day_comparison, DayComparisonRequest(day_after(9), LAST_DAY))


def test_a_day_opens_with_its_sentence(services: ClockedServices, feed: Feed) -> None:
    feed.give_volumes(day_after(0), {"alpha": 300.0, "beta": 200.0, "gamma": 100.0})
    feed.give_volumes(day_after(1), {"alpha": 300.0, "beta": 900.0, "gamma": 100.0})
    feed.give_volumes(day_after(2), {"alpha": 1500.0, "beta": 100.0, "gamma": 100.0})
    services.refresh.run()
    told = [services.read(read_sentence, SentenceRequest(day=day_after(number))).data for number in (1, 2)]
    assert told[0].text.startswith("beta is number one for the first time. alpha, number one since 1 January")
    assert told[1].text.startswith("alpha is back at number one. beta, number one since 2 January, falls")
    assert told[1].parts[0].slug == "alpha"


def test_a_partial_day_says_that_it_is_one(market: Market) -> None:
    told = market.services.read(read_sentence, SentenceRequest("floor_price_usd", day=day_after(20)))
    assert told.meta.is_partial == told.data.text.startswith("Incomplete")


@pytest.mark.parametrize(("market", "board"), BOARDS_OF_MARKETS, indirect=["market"], ids=name_of)
def test_the_export_of_every_board_equals_the_plain_rules(market: Market, board: Board) -> None:
    ranks, values = market.ranks(board), market.values(board)
    request = RankExportRequest(board.metric, board.game)
    rows = market.services.read(export_rows, request)
    assert rows.columns == EXPORT_COLUMNS
    assert rows.height == sum(len(boxes) for boxes in ranks.values())
    for row in rows.iter_rows(named=True):
        day, box = row["metric_date"], market.box_of(row["box"])
        expected = market.record(board, box, day)
        assert (row["value"], row["current_rank"]) == (values[day][box], ranks[day][box])
        for name in EXPORT_COLUMNS[4:-1]:
            assert row[name] == getattr(expected, name)
        assert row["is_carried"] == ((box, day) in market.carried)


def test_an_export_lists_each_day_in_display_order(market: Market) -> None:
    rows = market.services.read(export_rows, RankExportRequest("boxes_sold_30d_avg"))
    days: list[date] = rows["metric_date"].unique().to_list()
    assert rows["metric_date"].is_sorted()
    for day in days:
        listed = rows.filter(pl.col("metric_date") == day)["box"].to_list()
        assert listed == market.order(Board("boxes_sold_30d_avg"), day)


def test_a_span_is_cut_out_of_the_whole_and_counts_from_the_first_day(market: Market) -> None:
    whole = market.services.read(export_rows, RankExportRequest())
    span = RankExportRequest(first=day_after(30), last=day_after(40))
    expected = whole.filter(pl.col("metric_date").is_between(day_after(30), day_after(40)))
    assert market.services.read(export_rows, span).equals(expected)
    assert expected["days_ranked"].max() > 11  # type: ignore[operator]


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_holds_the_same_rows(market: Market, tmp_path: Path, format_name: str) -> None:
    request, path = RankExportRequest(game="Go"), tmp_path / f"ranks.{format_name}"
    rows = market.services.read(export_rows, request)
    assert export_writer(format_name)(rows, path) == rows.height
    assert _read(path).cast(dict(rows.schema)).equals(rows)  # type: ignore[arg-type]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_span_without_ranks_is_a_file_without_rows(market: Market) -> None:
    content = BytesIO()
    request = RankExportRequest(first=date(2031, 1, 1))
    assert export_writer("csv")(market.services.read(export_rows, request), content) == 0
    assert content.getvalue().decode().strip() == ",".join(EXPORT_COLUMNS)


def test_an_unknown_format_and_a_span_the_wrong_way_round_are_refused(market: Market) -> None:
    with pytest.raises(UnknownChoice, match="csv, jsonl, parquet"):
        export_writer("xml")
    with pytest.raises(InvalidValue, match="before it begins"):
        RankExportRequest(first=day_after(1), last=day_after(0))


def test_a_file_that_cannot_be_finished_leaves_nothing_behind(market: Market, tmp_path: Path) -> None:
    taken = tmp_path / "folder.csv"
    taken.mkdir()
    with pytest.raises(OSError, match="folder"):
        export_writer("csv")(market.services.read(export_rows, RankExportRequest()), taken)
    assert [each.name for each in tmp_path.iterdir()] == ["folder.csv"]


def _read(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".csv":
        return pl.read_csv(path, try_parse_dates=True)
    if path.suffix.startswith(".excel"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        has_semicolons = path.suffix == ".excel-semicolon"
        return pl.read_csv(
            path,
            try_parse_dates=True,
            separator=";" if has_semicolons else ",",
            decimal_comma=has_semicolons,
        )
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("metric_date").str.to_date())
