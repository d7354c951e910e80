"""Files of boxes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import ImportFormatError
from app.domain.observations import WHOLE_ROW, Rejection
from app.ingest.files.catalogue_reader import CatalogueRow, ParsedCatalogue, read_catalogue

ReadCatalogue = Callable[..., ParsedCatalogue]


@pytest.fixture
def read_boxes(tmp_path: Path) -> ReadCatalogue:
    """Reads a text as a catalogue."""

    def read(text: str, name: str = "boxes.csv") -> ParsedCatalogue:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_catalogue(path)

    return read


def test_a_full_row_is_read_with_its_identifiers(read_boxes: ReadCatalogue) -> None:
    parsed = read_boxes(
        "box_id,box_code,product_name,set_name,game_type,release_date,reprint_risk,"
        "registered_estimated_total_supply,tcgplayer_product_id,source_db_uuid,image_url,id:ebay,colour\n"
        "b1,SF-01-RED,Skyfarer - SF-01 First Ascent Booster Box (Red),First Ascent,Skyfarer,2030-01-31,LOW,"
        '"36,600",4711,u1,https://example.org/1.png,99,red\n'
    )
    assert parsed == ParsedCatalogue(
        [
            CatalogueRow(
                line=2,
                slug="sf-01-red",
                has_own_slug=False,
                name="Skyfarer - SF-01 First Ascent Booster Box (Red)",
                short_name="First Ascent (Red)",
                code="SF-01-RED",
                set_name="First Ascent",
                game="Skyfarer",
                release_date=date(2030, 1, 31),
                estimated_supply=36600,
                reprint_risk="LOW",
                image_url="https://example.org/1.png",
                identifiers=(
                    ("box_id", "b1"),
                    ("tcgplayer", "4711"),
                    ("source_db_uuid", "u1"),
                    ("ebay", "99"),
                ),
            )
        ],
        [],
        ("colour",),
    )


def test_a_name_is_all_that_a_box_needs(read_boxes: ReadCatalogue) -> None:
    row = read_boxes('{"name": "First Ascent Booster Box"}\n', "boxes.jsonl").rows[0]
    assert (row.slug, row.short_name) == ("first-ascent-booster-box", "First Ascent")
    assert (row.game, row.release_date, row.estimated_supply, row.identifiers) == (None, None, None, ())


def test_slug_and_short_name_of_the_file_outweigh_the_derived_ones(read_boxes: ReadCatalogue) -> None:
    row = read_boxes("slug,name,short_name,code\nascent,First Ascent,FA,SF-01\n").rows[0]
    assert (row.slug, row.has_own_slug, row.short_name) == ("ascent", True, "FA")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("slug", "Sky Farer", "not a slug; write sky-farer"),
        ("release_date", "2030", "not a date of the form YYYY-MM-DD, without a time"),
        ("estimated_supply", "-3", "negative number"),
        ("image_url", "javascript:x", "not an http or https address"),
    ],
)
def test_one_bad_cell_rejects_the_box(
    read_boxes: ReadCatalogue, column: str, value: str, reason: str
) -> None:
    parsed = read_boxes(f"name,{column}\nA,{value}\n")
    assert (parsed.rows, parsed.rejections) == ([], [Rejection(2, column, value, reason)])


def test_a_box_without_a_name_is_rejected(read_boxes: ReadCatalogue) -> None:
    parsed = read_boxes("name,code\n,SF-01\n")
    assert (parsed.rows, parsed.rejections) == ([], [Rejection(2, "name", "", "a value is needed here")])


def test_a_name_that_makes_no_address_asks_for_a_slug_or_code(read_boxes: ReadCatalogue) -> None:
    parsed = read_boxes("name,code\n空の船,\n空の船,SF-01\n")
    assert [row.slug for row in parsed.rows] == ["sf-01"]
    assert [(rejection.line, rejection.column) for rejection in parsed.rejections] == [(2, "name")]
    assert "give the box a slug or a code" in parsed.rejections[0].reason


def test_an_identifier_claimed_by_two_boxes_rejects_both(read_boxes: ReadCatalogue) -> None:
    parsed = read_boxes("name,tcgplayer_product_id,id:tcgplayer\nA,1,\nB,2,\nC,,1\n")
    assert parsed.rejections == [
        Rejection(2, WHOLE_ROW, "id:tcgplayer 1", "claimed by line 4 as well"),
        Rejection(4, WHOLE_ROW, "id:tcgplayer 1", "claimed by line 2 as well"),
    ]
    assert [row.name for row in parsed.rows] == ["B"]


@pytest.mark.parametrize(
    "text", ["name,slug\nA,x\nB,x\n", "name\nSame\nSAME\n", "name,code\nA,SF-07\nB,sf 07\n"]
)
def test_a_slug_that_two_rows_make_rejects_both(read_boxes: ReadCatalogue, text: str) -> None:
    assert [rejection.line for rejection in read_boxes(text).rejections] == [2, 3]


def test_a_file_without_names_is_one_error(read_boxes: ReadCatalogue) -> None:
    with pytest.raises(ImportFormatError, match=r"lacks the column name \(or product_name\)"):
        read_boxes("code\nSF-01\n")


def test_an_identifier_column_must_name_a_scheme(read_boxes: ReadCatalogue) -> None:
    with pytest.raises(ImportFormatError, match="names no scheme"):
        read_boxes("name,id:\nA,1\n")


def test_many_rows_of_one_slug_or_identifier_make_short_messages(read_boxes: ReadCatalogue) -> None:
    parsed = read_boxes("name,slug,id:shop\n" + "A,same,1\n" * 12_000)
    assert (parsed.rows, len(parsed.rejections)) == ([], 10_000)
    assert max(len(rejection.reason) for rejection in parsed.rejections) < 100
    assert parsed.unlisted_rows > 0
