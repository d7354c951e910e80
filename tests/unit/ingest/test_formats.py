"""Files as records: CSV, JSON Lines, packed or not."""

import gzip
from pathlib import Path

import pytest

from app.domain.errors import ImportFormatError
from app.domain.observations import WHOLE_ROW, Rejection
from app.ingest.files.csv_format import CsvReader
from app.ingest.files.jsonl_format import JsonLinesReader
from app.ingest.files.raw_rows import RawRow, Record
from app.ingest.files.registry import open_records, reader_for


def records_of(path: Path, content: str | bytes) -> list[Record]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_records(path) as records:
        return list(records)


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("a.csv", CsvReader),
        ("A.CSV", CsvReader),
        ("a.csv.gz", CsvReader),
        ("a.jsonl", JsonLinesReader),
        ("a.ndjson.gz", JsonLinesReader),
    ],
)
def test_the_ending_tells_the_format(name: str, reader: type) -> None:
    assert reader_for(Path(name)) is reader


def test_a_given_format_outweighs_the_ending() -> None:
    assert reader_for(Path("a.txt"), "jsonl") is JsonLinesReader
    assert reader_for(Path("a.csv"), "ndjson") is JsonLinesReader


@pytest.mark.parametrize(("name", "given"), [("a.xlsx", None), ("a.csv", "xml"), ("a.xml.gz", None)])
def test_an_unknown_format_is_refused_with_the_known_ones(name: str, given: str | None) -> None:
    with pytest.raises(ImportFormatError, match="known: csv, jsonl, ndjson"):
        reader_for(Path(name), given)


def test_csv_header_names_are_trimmed_and_lower_case(tmp_path: Path) -> None:
    assert records_of(tmp_path / "a.csv", " Box , DATE\na,b\n") == [RawRow(2, {"box": "a", "date": "b"})]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert records_of(tmp_path / "a.csv", "\ufeffbox\na\n") == [RawRow(2, {"box": "a"})]
    assert records_of(tmp_path / "a.csv", '\ufeff"box"\na\n') == [RawRow(2, {"box": "a"})]
    assert records_of(tmp_path / "a.csv", "\ufeff\ufeffbox\na\n") == [RawRow(2, {"box": "a"})]
    assert records_of(tmp_path / "a.jsonl", '\ufeff{"box": "a"}\n') == [RawRow(1, {"box": "a"})]


def test_a_record_over_several_lines_has_the_number_of_its_first(tmp_path: Path) -> None:
    text = 'box,note\r\na,"one\r\ntwo, ""three"""\r\n\r\nb,x\r\n'
    assert records_of(tmp_path / "a.csv", text) == [
        RawRow(2, {"box": "a", "note": 'one\r\ntwo, "three"'}),
        RawRow(5, {"box": "b", "note": "x"}),
    ]


def test_blank_records_are_passed_over(tmp_path: Path) -> None:
    assert records_of(tmp_path / "a.csv", "box,date\n\n,\n  ,\na,b\n\n") == [
        RawRow(5, {"box": "a", "date": "b"})
    ]
    assert records_of(tmp_path / "a.jsonl", '\n  \n{"box": "a"}\n') == [RawRow(3, {"box": "a"})]


def test_rows_with_too_many_or_too_few_cells_are_rejected_alone(tmp_path: Path) -> None:
    assert records_of(tmp_path / "a.csv", "box,date\na\nb,c\nd,e,f\n") == [
        Rejection(2, WHOLE_ROW, "a", "the row has 1 cells, the header has 2"),
        RawRow(3, {"box": "b", "date": "c"}),
        Rejection(4, WHOLE_ROW, "d,e,f", "the row has 3 cells, the header has 2"),
    ]


def test_a_quote_that_is_never_closed_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="Line 3: the row that begins here cannot be read"):
        records_of(tmp_path / "a.csv", 'box\na\n"b\nc\nd\n')


def test_a_column_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="'box' stands twice"):
        records_of(tmp_path / "a.csv", "box,Box \na,b\n")


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n"])
def test_a_csv_file_without_a_header_is_an_error(tmp_path: Path, content: str) -> None:
    with pytest.raises(ImportFormatError, match="needs a header line"):
        records_of(tmp_path / "a.csv", content)


def test_json_values_keep_their_kinds(tmp_path: Path) -> None:
    line = '{"Box": "a", "floor": 1.5, "sold": 0, "x": null, "y": true, "z": [1, {"k": 2}]}'
    assert records_of(tmp_path / "a.jsonl", line) == [
        RawRow(1, {"box": "a", "floor": 1.5, "sold": 0, "x": None, "y": True, "z": [1, {"k": 2}]})
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"box": ', "not a line of JSON"),
        ("box,date", "not a line of JSON"),
        ("[" * 100_000, "not a line of JSON"),
        ('{"n": ' + "9" * 5000 + "}", "not a line of JSON"),
        ('["a"]', "not a JSON object"),
        ("3", "not a JSON object"),
        ('{"box": "a", "box": "b"}', "not a line of JSON: a key stands twice"),
        ('{"box": "a", "BOX ": "b"}', "a key stands twice"),
    ],
)
def test_a_bad_json_line_is_rejected_alone(tmp_path: Path, line: str, reason: str) -> None:
    first, bad, last = records_of(tmp_path / "a.jsonl", f'{{"box": "x"}}\n{line}\n{{"box": "y"}}\n')
    assert (first, last) == (RawRow(1, {"box": "x"}), RawRow(3, {"box": "y"}))
    assert isinstance(bad, Rejection)
    assert (bad.line, bad.column) == (2, WHOLE_ROW)
    assert bad.reason.startswith(reason)


def test_json_columns_are_all_that_were_met(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"box": 1, "date": 2}\n{"box": 1, "floor": 2}\n', encoding="utf-8")
    with open_records(path) as records:
        list(records)
        assert records.columns == ("box", "date", "floor")


def test_packed_files_are_unpacked_whatever_their_name(tmp_path: Path) -> None:
    packed = gzip.compress("\ufeffbox\na\n".encode())
    assert records_of(tmp_path / "a.csv.gz", packed) == [RawRow(2, {"box": "a"})]
    assert records_of(tmp_path / "a.csv", packed) == [RawRow(2, {"box": "a"})]


def test_a_damaged_package_is_an_error_in_words(tmp_path: Path) -> None:
    packed = gzip.compress(b"box\n" + b"a\n" * 10_000)
    with pytest.raises(ImportFormatError, match="cannot be read"):
        records_of(tmp_path / "a.csv.gz", packed[: len(packed) // 2])


@pytest.mark.parametrize("content", [b"box\n\xff\xfe\n", "box\na\n".encode("utf-16")])
def test_text_that_is_not_utf8_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ImportFormatError, match="not UTF-8"):
        records_of(tmp_path / "a.csv", content)


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match=r"none\.csv"), open_records(tmp_path / "none.csv"):
        pass
