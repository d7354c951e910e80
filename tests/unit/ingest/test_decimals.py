"""The decimal sign is one for a whole file, proven by its numbers or given, and never guessed by the cell."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.errors import ImportFormatError
from app.domain.observations import ParsedObservations
from app.ingest.files.amounts import possible_signs
from app.ingest.files.catalogue_reader import read_catalogue
from app.ingest.files.decimals import AMBIGUOUS
from app.ingest.files.held_records import MOST_HELD_ROWS
from app.ingest.files.observation_reader import read_observations
from tests.unit.ingest.conftest import TODAY, ReadText


def table(delimiter: str, volumes: Sequence[str]) -> str:
    lines = [f'box-{number}{delimiter}2026-02-01{delimiter}"{cell}"' for number, cell in enumerate(volumes)]
    return "\n".join([delimiter.join(["box", "date", "volume_usd"]), *lines])


def volumes(parsed: ParsedObservations) -> list[float | None]:
    return [row.volume_usd for row in parsed.rows]


def reasons(parsed: ParsedObservations) -> list[tuple[int, str]]:
    return [(each.line, each.reason) for each in parsed.rejections]


@pytest.mark.parametrize(
    "cell", ["12,5", "1.234,50", "0,99", "0,125", "7,25", "1.234.567", "$12,5", "2,5 USD"]
)
def test_a_number_that_can_only_have_a_decimal_comma_proves_it(cell: str) -> None:
    assert possible_signs(cell) == ("comma",)


@pytest.mark.parametrize("cell", ["12.5", "1,234.50", "0.1234", "0.125", "1,234,567", "1234.567", "US$ 12.5"])
def test_a_number_that_can_only_have_a_decimal_point_proves_it(cell: str) -> None:
    assert possible_signs(cell) == ("point",)


@pytest.mark.parametrize(
    ("cell", "signs"),
    [
        ("1.234", ("point", "comma")),
        ("812,375", ("point", "comma")),
        ("1234", ()),
        ("1.23,4,5", ()),
        ("2026.02.01", ()),
        ("cheap, sold", ()),
    ],
)
def test_other_cells_prove_nothing(cell: str, signs: tuple[str, ...]) -> None:
    assert possible_signs(cell) == signs


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_one_proof_decides_for_the_rows_before_and_after_it(delimiter: str, read_text: ReadText) -> None:
    with_comma = read_text(table(delimiter, ["1.234", "812,375", "99,5", "2.345", "17"]))
    with_point = read_text(table(delimiter, ["1.234", "812,375", "99.5", "2.345", "17"]))
    assert volumes(with_comma) == [1234.0, 812.375, 99.5, 2345.0, 17.0]
    assert volumes(with_point) == [1.234, 812375.0, 99.5, 2.345, 17.0]


def test_a_proof_in_one_column_decides_for_the_others(read_text: ReadText) -> None:
    (row,) = read_text("box;date;active_listings;floor\na;2026-02-01;1.250;99,5").rows
    assert (row.active_listings, row.floor_price_usd) == (1250, 99.5)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("cells", [["12,5", "17", "12.5"], ["12.5", "17", "12,5"]])
def test_a_file_with_both_signs_is_refused_with_the_two_lines(
    delimiter: str, cells: list[str], read_text: ReadText
) -> None:
    with pytest.raises(ImportFormatError) as refusal:
        read_text(table(delimiter, cells))
    message = str(refusal.value)
    assert all(part in message for part in ("Line 2 ", "line 4 ", "'12,5'", "'12.5'", "--decimal"))


def test_ambiguous_numbers_of_a_file_of_semicolons_are_rejected(read_text: ReadText) -> None:
    parsed = read_text(table(";", ["1.234", "17", "1,234"]))
    assert reasons(parsed) == [(2, AMBIGUOUS), (4, AMBIGUOUS)]
    assert volumes(parsed) == [17.0]


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_ambiguous_numbers_of_other_files_have_a_decimal_point(delimiter: str, read_text: ReadText) -> None:
    assert volumes(read_text(table(delimiter, ["1.234", "1,234"]))) == [1.234, 1234.0]


def test_texts_in_json_lines_have_one_sign_and_its_numbers_have_a_point(read_text: ReadText) -> None:
    line = '{{"box": "{}", "date": "2026-02-01", "volume_usd": {}}}\n'
    texts = ['"1.234"', "1.234", '"1,234"']
    ambiguous = "".join(line.format(number, text) for number, text in enumerate(texts))
    assert volumes(read_text(ambiguous, "a.jsonl")) == [1.234, 1.234, 1234.0]
    assert volumes(read_text(ambiguous + line.format("z", '"0,5"'), "a.jsonl")) == [1234.0, 1.234, 1.234, 0.5]


@pytest.mark.parametrize("cell", ["1.23,5", "1234.567,5", "12.3456,7", "1.2.3"])
def test_dots_that_make_no_groups_of_three_are_rejected_in_a_file_of_commas(
    cell: str, read_text: ReadText
) -> None:
    parsed = read_text(table(";", ["99,5", cell, "1.234,5"]))
    assert volumes(parsed) == [99.5, 1234.5]
    assert [line for line, _ in reasons(parsed)] == [3]


def test_an_ambiguous_number_far_before_the_proof_is_rejected_and_never_read_by_the_other_sign(
    read_text: ReadText,
) -> None:
    late = ["1.234", *["17"] * MOST_HELD_ROWS, "99,5", "2.345"]
    parsed = read_text(table(";", late))
    assert reasons(parsed) == [(2, AMBIGUOUS)]
    assert volumes(parsed)[-2:] == [99.5, 2345.0]
    with pytest.raises(ImportFormatError, match=rf"Line 2 .*'1.234'.*line {MOST_HELD_ROWS + 3} .*'99,5'"):
        read_text(table("\t", late))


def test_a_late_proof_of_what_was_assumed_changes_nothing(read_text: ReadText) -> None:
    late = ["1.234", *["17"] * MOST_HELD_ROWS, "99.5", "2.345"]
    parsed = read_text(table("\t", late))
    assert (volumes(parsed)[0], volumes(parsed)[-1], parsed.rejections) == (1.234, 2.345, [])


@pytest.mark.parametrize(
    ("sign", "read", "other_line"), [("point", [1.234, 1234.0, 12.5], 5), ("comma", [1234.0, 1.234, 12.5], 4)]
)
def test_a_given_sign_decides_and_rejects_what_has_the_other(
    tmp_path: Path, sign: str, read: list[float], other_line: int
) -> None:
    path = tmp_path / "day.csv"
    path.write_text(table(";", ["1.234", "1,234", "12.5", "12,5"]))
    parsed = read_observations(path, today=TODAY, decimal_sign=sign)  # type: ignore[arg-type]
    assert volumes(parsed) == read
    assert [line for line, _ in reasons(parsed)] == [other_line]


def test_a_catalogue_follows_the_same_rules(tmp_path: Path) -> None:
    path = tmp_path / "boxes.csv"
    path.write_text("name;estimated_supply\nSky Farer;12.500\n")
    assert [each.reason for each in read_catalogue(path).rejections] == [AMBIGUOUS]
    assert [row.estimated_supply for row in read_catalogue(path, decimal_sign="comma").rows] == [12500]
