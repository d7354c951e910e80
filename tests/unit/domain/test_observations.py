"""Keys and contents of observation rows, and what a file may not say twice."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.observation_checks import reject_conflicting_rows
from app.domain.observations import (
    VALUE_FIELDS,
    BoxHints,
    ObservationRow,
    ParsedObservations,
    Rejection,
)

ROW = ObservationRow(2, "op-05", date(2026, 1, 31), floor_price_usd=1.0)


def test_the_figures_of_a_row_come_in_the_order_of_their_names() -> None:
    row = replace(
        ROW, market_price_usd=1.5, active_listings=2, units_sold=3.0, units_listed=4.0, volume_usd=5.0
    )
    assert row.values._asdict() == {field: getattr(row, field) for field in VALUE_FIELDS}
    assert row.values == (1.0, 1.5, 2, 3.0, 4.0, 5.0)


def test_line_and_hints_are_no_content() -> None:
    assert replace(ROW, line=9, hints=BoxHints(name="x"), reference_column="slug").content == ROW.content


def test_a_source_is_no_figure() -> None:
    assert replace(ROW, floor_price_usd=None, source="feed").is_empty
    assert not replace(ROW, floor_price_usd=None, market_price_usd=0.0).is_empty


def test_a_source_is_content() -> None:
    assert replace(ROW, source="feed").content != ROW.content


def test_a_rejected_row_counts_once() -> None:
    rejections = [Rejection(2, "a", "", ""), Rejection(2, "b", "", ""), Rejection(3, "a", "", "")]
    assert ParsedObservations([], rejections).rejected_rows == 2


def test_three_rows_of_one_key_are_rejected_when_one_differs() -> None:
    settled = reject_conflicting_rows([ROW, replace(ROW, line=5), replace(ROW, line=7, floor_price_usd=2.0)])
    assert settled.rows == []
    assert [rejection.reason for rejection in settled.rejections] == [
        "the same box, day and marketplace is on lines 5, 7 with other values",
        "the same box, day and marketplace is on lines 2, 7 with other values",
        "the same box, day and marketplace is on lines 2, 5 with other values",
    ]


def test_two_references_to_one_box_clash_once_the_box_is_known() -> None:
    other = replace(ROW, line=3, box_reference="tcgplayer:4711", floor_price_usd=2.0)
    assert reject_conflicting_rows([ROW, other]).rejections == []
    settled = reject_conflicting_rows([ROW, other], lambda row: (row.metric_date, row.marketplace))
    assert [rejection.line for rejection in settled.rejections] == [2, 3]


ROWS = st.lists(
    st.builds(
        ObservationRow,
        line=st.just(0),
        box_reference=st.sampled_from("abc"),
        metric_date=st.dates(date(2026, 1, 1), date(2026, 1, 3)),
        floor_price_usd=st.sampled_from([None, 0.0, 1.0]),
    )
).map(lambda rows: [replace(row, line=line) for line, row in enumerate(rows, start=2)])


@given(ROWS)
def test_every_row_is_kept_counted_as_repetition_or_rejected(rows: list[ObservationRow]) -> None:
    settled = reject_conflicting_rows(rows)
    assert len(settled.rows) + settled.duplicates + len(settled.rejections) == len(rows)
    assert len({row.key for row in settled.rows}) == len(settled.rows)
    contents = {row.key: {other.content for other in rows if other.key == row.key} for row in rows}
    assert {row.key for row in settled.rows} == {key for key, found in contents.items() if len(found) == 1}
