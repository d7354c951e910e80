"""Good files of observations."""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ImportFormatError
from app.domain.observations import (
    VALUE_FIELDS,
    BoxHints,
    ObservationRow,
    ObservationValues,
    ParsedObservations,
)
from app.ingest.files.observation_reader import OBSERVATION_COLUMNS, read_observations

ReadText = Callable[..., ParsedObservations]
DAY = date(2026, 1, 31)


def test_a_full_row_is_read_field_by_field(read_text: ReadText) -> None:
    parsed = read_text(
        "box,metric_date,marketplace,floor_price_usd,market_price_usd,active_listings,units_sold,units_listed,"
        "volume_usd,source\n"
        'op-05,2026-01-31,eBay,"$1,234.50","$1,301.25","1,200",0.71,3,863.08,sheet\n'
    )
    assert parsed == ParsedObservations(
        [ObservationRow(2, "op-05", DAY, "ebay", 1234.5, 1301.25, 1200, 0.71, 3.0, 863.08, "sheet")], []
    )


def test_the_marketplace_is_tcgplayer_unless_said(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,marketplace\na,2026-01-31,1,\nb,2026-01-31,1,ebay\n")
    assert [row.marketplace for row in parsed.rows] == ["tcgplayer", "ebay"]
    assert read_text("box,date,floor\na,2026-01-31,1\n").rows[0].marketplace == "tcgplayer"


def test_missing_never_becomes_zero_and_zero_stays_zero(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,active_listings,units_sold,volume_usd\na,2026-01-31,,0,null,0.00\n")
    assert parsed.rows[0].values == ObservationValues(active_listings=0, volume_usd=0.0)


@pytest.mark.parametrize(
    ("field", "alias"),
    [(field, alias) for field in VALUE_FIELDS for alias in OBSERVATION_COLUMNS[field]],
)
def test_every_alias_of_a_figure_is_read(read_text: ReadText, field: str, alias: str) -> None:
    parsed = read_text(f"slug,date, {alias.upper()} \na,2026-01-31,12\n")
    assert getattr(parsed.rows[0], field) == 12


@pytest.mark.parametrize("alias", ["box", "box_id", "slug"])
def test_a_box_is_referred_to_by_any_of_three_columns(read_text: ReadText, alias: str) -> None:
    row = read_text(f"{alias},metric_date,floor\nop-05,2026-01-31,12\n").rows[0]
    assert (row.box_reference, row.reference_column, row.metric_date) == ("op-05", alias, DAY)


def test_of_two_names_of_one_field_the_preferred_is_read_and_the_other_listed(read_text: ReadText) -> None:
    parsed = read_text("slug,box,date,floor,floor_price_usd,weather\nx,a,2026-01-31,1,2,fine\n")
    assert (parsed.rows[0].box_reference, parsed.rows[0].floor_price_usd) == ("a", 2.0)
    assert parsed.ignored_columns == ("slug", "floor", "weather")


def test_names_for_boxes_to_be_created_come_along(read_text: ReadText) -> None:
    header = "box_id,date,floor,product_name,set_name,game_type,box_code\n"
    row = read_text(header + "x1,2026-01-31,1,Dawn Booster Box,Dawn,Skyfarer,SF-01\n").rows[0]
    assert row.hints == BoxHints("Dawn Booster Box", "Dawn", "Skyfarer", "SF-01")


def test_a_source_without_figures_is_an_empty_row(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,source\na,2026-01-31,,feed\n")
    assert parsed.rejections == []
    assert parsed.rows[0].is_empty


def test_a_delete_names_the_key_and_looks_at_no_figures(read_text: ReadText) -> None:
    parsed = read_text(
        "box,date,floor,action\na,2026-01-31,broken,Delete\nb,2026-01-31,1,upsert\nc,2026-01-31,1,\n"
    )
    assert parsed.rejections == []
    assert [(row.is_delete, row.floor_price_usd) for row in parsed.rows] == [
        (True, None),
        (False, 1.0),
        (False, 1.0),
    ]


def test_a_file_may_hold_nothing_but_deletions(read_text: ReadText) -> None:
    assert read_text("box,date,action\na,2026-01-31,delete\n").rows[0].is_delete


def test_repetitions_of_a_row_count_once(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor\na,2026-01-31,1\nb,2026-01-31,1\na,2026-01-31,$1.00\na,2026-01-31,1\n")
    assert [(row.line, row.box_reference) for row in parsed.rows] == [(2, "a"), (3, "b")]
    assert (parsed.duplicates, parsed.rejections) == (2, [])


def test_line_breaks_in_a_quoted_cell_leave_the_neighbours_whole(read_text: ReadText) -> None:
    parsed = read_text('box,description,date,floor\na,"<p>one,\n\ntwo</p>",2026-01-31,1\nb,x,2026-01-31,2\n')
    assert [(row.line, row.floor_price_usd) for row in parsed.rows] == [(2, 1.0), (5, 2.0)]


def test_json_numbers_strings_and_nulls_mean_what_csv_cells_mean(read_text: ReadText) -> None:
    lines = [
        {"box": 450086, "date": "2026-01-31", "floor": "$1,234.50", "units_sold": 0, "volume_usd": None},
        {"box": "450086", "date": "2026-01-30", "floor": 1234.5, "units_sold": "0"},
    ]
    parsed = read_text("\n".join(map(json.dumps, lines)), "day.jsonl")
    assert parsed.rejections == []
    assert [row.values for row in parsed.rows] == [ObservationValues(1234.5, units_sold=0.0)] * 2
    assert {row.box_reference for row in parsed.rows} == {"450086"}


def test_a_packed_file_reads_like_an_unpacked_one(tmp_path: Path) -> None:
    text = b"box,date,floor\na,2026-01-31,1\n"
    (tmp_path / "a.csv").write_bytes(text)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text))
    plain, packed = (read_observations(tmp_path / name, today=DAY) for name in ("a.csv", "a.csv.gz"))
    assert plain == packed
    assert len(plain.rows) == 1


def test_a_header_without_rows_is_an_empty_import(read_text: ReadText) -> None:
    assert read_text("box,date,floor\n") == ParsedObservations([], [])


@pytest.mark.parametrize(
    ("text", "name", "missing"),
    [
        ("date,floor\n2026-01-31,1\n", "a.csv", "lacks the column box (or box_id, slug, product_id"),
        ("box,floor\na,1\n", "a.csv", "metric_date (or date)"),
        ("floor\n", "a.csv", "id:SCHEME) and metric_date (or date)"),
        ("box/date/floor\na/2026-01-31/1\n", "a.csv", "its columns: box/date/floor"),
        ('{"floor": 1}\n', "a.jsonl", "box (or box_id, slug"),
        ("", "a.jsonl", "its columns: none"),
    ],
)
def test_a_file_without_box_or_date_is_one_error(
    read_text: ReadText, text: str, name: str, missing: str
) -> None:
    with pytest.raises(ImportFormatError, match=re.escape(missing)):
        read_text(text, name)


AMOUNTS = st.none() | st.floats(min_value=0, max_value=1e5)
COUNTS = st.none() | st.integers(0, 10**9)
VALUES = st.builds(ObservationValues, AMOUNTS, AMOUNTS, COUNTS, AMOUNTS, AMOUNTS, AMOUNTS)


@given(st.lists(VALUES, min_size=1, max_size=20), st.sampled_from(["csv", "jsonl"]))
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, days: list[ObservationValues], ending: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"written.{ending}"
    records = [
        {"box": f"box-{number}", "date": "2026-01-31", "source": "test", **values._asdict()}
        for number, values in enumerate(days)
    ]
    path.write_text(_as_csv(records) if ending == "csv" else _as_json_lines(records), encoding="utf-8")
    parsed = read_observations(path, today=DAY)
    assert parsed.rejections == []
    assert [row.values for row in parsed.rows] == days


def _as_csv(records: list[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["box", "date", "source", *ObservationValues._fields])
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _as_json_lines(records: list[dict[str, object]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)
