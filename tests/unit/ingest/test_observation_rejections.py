"""Bad rows: refused one by one, with line, column, value and reason."""

from collections.abc import Callable

import pytest

from app.domain.observations import WHOLE_ROW, ParsedObservations, Rejection

ReadText = Callable[..., ParsedObservations]

HEADER = "box,date,floor,active_listings,units_sold,units_listed,volume_usd,action\n"
GOOD = "good,2026-01-31,1,1,1,1,1,\n"


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        ("a,2026-01-31,-5,,,,,", "floor", "-5", "negative number"),
        ("a,2026-01-31,,-1,,,,", "active_listings", "-1", "negative number"),
        ("a,2026-01-31,,,-0.5,,,", "units_sold", "-0.5", "negative number"),
        ("a,2026-01-31,,,,-1,,", "units_listed", "-1", "negative number"),
        ("a,2026-01-31,,,,,-$7,", "volume_usd", "-$7", "negative number"),
        ("a,2026-01-31,NaN,,,,,", "floor", "NaN", "NaN and infinity are not values"),
        ("a,2026-01-31,,,,,inf,", "volume_usd", "inf", "NaN and infinity are not values"),
        ("a,2026-01-31,cheap,,,,,", "floor", "cheap", "not a number"),
        ('a,2026-01-31,"1,23,4.5",,,,,', "floor", "1,23,4.5", "thousands separators are misplaced"),
        ("a,2026-01-31,,3.5,,,,", "active_listings", "3.5", "not a whole number"),
        (
            "a,31.01.2026,1,,,,,",
            "date",
            "31.01.2026",
            "not a date of the form YYYY-MM-DD, as it may mean two days",
        ),
        ("a,2026-02-30,1,,,,,", "date", "2026-02-30", "no such day in the calendar"),
        ("a,2026-02-04,1,,,,,", "date", "2026-02-04", "after today's market day 2026-02-03"),
        ("a,,1,,,,,", "date", "", "a value is needed here"),
        (",2026-01-31,1,,,,,", "box", "", "a value is needed here"),
        ("a,2026-01-31,1,,,,,erase", "action", "erase", "not an action; choose upsert or delete"),
        ("a,2026-01-31", WHOLE_ROW, "a,2026-01-31", "the row has 2 cells, the header has 8"),
    ],
)
def test_one_bad_cell_rejects_its_row_and_no_other(
    read_text: ReadText, row: str, column: str, value: str, reason: str
) -> None:
    parsed = read_text(HEADER + GOOD + row + "\n")
    assert parsed.rejections == [Rejection(3, column, value, reason)]
    assert [kept.box_reference for kept in parsed.rows] == ["good"]


def test_today_itself_is_not_in_the_future(read_text: ReadText) -> None:
    assert len(read_text("box,date,floor\na,2026-02-03,1\n").rows) == 1


def test_every_bad_cell_of_a_row_is_told_but_the_row_counts_once(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,volume_usd\n,soon,-1,much\n")
    assert [rejection.column for rejection in parsed.rejections] == ["box", "date", "floor", "volume_usd"]
    assert parsed.rejected_rows == 1


def test_a_refused_figure_is_not_also_a_missing_one(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor\na,2026-01-31,-1\n")
    assert [rejection.reason for rejection in parsed.rejections] == ["negative number"]


def test_two_different_rows_of_one_key_are_both_rejected_and_name_each_other(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor\na,2026-01-31,1\nb,2026-01-31,1\na,2026-01-31,2\n")
    reason = "the same box, day and marketplace is on line {} with other values"
    assert parsed.rejections == [
        Rejection(2, WHOLE_ROW, "a 2026-01-31 tcgplayer", reason.format(4)),
        Rejection(4, WHOLE_ROW, "a 2026-01-31 tcgplayer", reason.format(2)),
    ]
    assert [row.box_reference for row in parsed.rows] == ["b"]


def test_a_null_and_a_zero_are_different_rows_of_one_key(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,volume_usd\na,2026-01-31,1,\na,2026-01-31,1,0\n")
    assert parsed.rejected_rows == 2


def test_storing_and_deleting_one_key_in_one_file_is_a_contradiction(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor,action\na,2026-01-31,1,\na,2026-01-31,,delete\n")
    assert parsed.rejected_rows == 2


def test_other_days_and_marketplaces_are_other_keys(read_text: ReadText) -> None:
    parsed = read_text("box,date,marketplace,floor\na,2026-01-31,,1\na,2026-01-31,ebay,2\na,2026-01-30,,3\n")
    assert (len(parsed.rows), parsed.rejections) == (3, [])


def test_rejections_come_in_the_order_of_the_file(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor\na,2026-01-31,1\nb,2026-01-31,x\na,2026-01-31,2\nc\n")
    assert [rejection.line for rejection in parsed.rejections] == [2, 3, 4, 5]


def test_json_truth_values_and_nan_are_no_numbers(read_text: ReadText) -> None:
    parsed = read_text(
        '{"box": "a", "date": "2026-01-31", "floor": true}\n'
        '{"box": "a", "date": "2026-01-31", "floor": NaN}\n',
        "a.jsonl",
    )
    assert parsed.rejections == [
        Rejection(1, "floor", "true", "true and false are not numbers"),
        Rejection(2, "floor", "NaN", "NaN and infinity are not values"),
    ]


def test_a_json_record_without_a_date_is_rejected_alone(read_text: ReadText) -> None:
    parsed = read_text(
        '{"box": "a", "date": "2026-01-31", "floor": 1}\n{"box": "b", "floor": 1}\n', "a.jsonl"
    )
    assert parsed.rejections == [Rejection(2, "metric_date", "", "a value is needed here")]
