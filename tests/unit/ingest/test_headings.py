"""Headings as people write them, and columns that change what a row means."""

from collections.abc import Callable

import pytest

from app.domain.errors import ImportFormatError
from app.domain.observations import ParsedObservations

ReadText = Callable[..., ParsedObservations]


@pytest.mark.parametrize(
    "heading", ["Floor Price (USD)", "floorPriceUsd", "FLOOR-PRICE-USD", " floor_price, $ "]
)
def test_headings_are_compared_by_letters_and_digits(read_text: ReadText, heading: str) -> None:
    parsed = read_text(f'Box,Metric Date,"{heading}"\nkappa,2026-01-31,12\n')
    assert [row.floor_price_usd for row in parsed.rows] == [12.0]


@pytest.mark.parametrize(
    "heading",
    ["floor_eur", "floor \u20ac", "floor_prise", "Unit Sold", "volume", "units_sold_30d", "sold", "market"],
)
def test_a_heading_that_is_almost_a_known_one_stops_the_file(read_text: ReadText, heading: str) -> None:
    with pytest.raises(ImportFormatError, match=r"is almost .* Rename it .* --ignore-column"):
        read_text(f"box,date,active_listings,{heading}\nkappa,2026-01-31,3,12\n")


def test_a_similar_heading_beside_the_known_one_is_ignored_and_named(read_text: ReadText) -> None:
    parsed = read_text("box,date,units_sold,units_sold_30d\nkappa,2026-01-31,3,12\n")
    assert (parsed.rows[0].units_sold, parsed.ignored_columns) == (3.0, ("units_sold_30d",))


def test_two_columns_of_one_meaning_stop_the_file(read_text: ReadText) -> None:
    with pytest.raises(ImportFormatError, match="have one meaning"):
        read_text("box,date,floor price,floor_price\nkappa,2026-01-31,3,12\n")


@pytest.mark.parametrize(
    ("heading", "good", "bad"),
    [
        ("currency", "usd", "EUR"),
        ("Condition", "Unopened", "Near Mint"),
        ("language", "English", "Japanese"),
        ("subTypeName", "Normal", "Case"),
    ],
)
def test_a_column_that_changes_the_meaning_is_honoured(
    read_text: ReadText, heading: str, good: str, bad: str
) -> None:
    parsed = read_text(
        f"box,date,floor,{heading}\nkappa,2026-01-31,3,{good}\nmu,2026-01-31,3,\nnu,2026-01-31,3,{bad}\n"
    )
    assert [row.box_reference for row in parsed.rows] == ["kappa", "mu"]
    assert [(each.line, each.column, each.value) for each in parsed.rejections] == [(4, heading.lower(), bad)]


@pytest.mark.parametrize(
    ("heading", "reference"),
    [
        ("tcgplayer_product_id", "tcgplayer:81234"),
        ("TCGplayer Product ID", "tcgplayer:81234"),
        ("productId", "plaza:81234"),
        ("id:shop", "shop:81234"),
    ],
)
def test_rows_are_keyed_by_a_column_of_product_numbers(
    read_text: ReadText, heading: str, reference: str
) -> None:
    parsed = read_text(f"{heading},date,marketplace,floor\n81234.0,2026-01-31,Plaza,3\n")
    assert [row.box_reference for row in parsed.rows] == [reference]
    assert parsed.ignored_columns == ()


@pytest.mark.parametrize("first", ["sep=,\n", '"sep=,"\n'])
def test_a_line_that_names_the_separator_is_no_header(read_text: ReadText, first: str) -> None:
    assert len(read_text(f"{first}box,date,floor\nkappa,2026-01-31,3\n").rows) == 1


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_header_shows_the_delimiter(read_text: ReadText, delimiter: str) -> None:
    text = "box,date,floor\nkappa,2026-01-31,3\n".replace(",", delimiter)
    assert [row.floor_price_usd for row in read_text(text).rows] == [3.0]


def test_a_line_of_totals_is_named(read_text: ReadText) -> None:
    parsed = read_text("box,date,floor\nkappa,2026-01-31,3\nTotal,,3\n")
    assert "looks like a line of totals; remove it" in [each.reason for each in parsed.rejections]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("box,metric_date,value,current_rank\nkappa,2026-01-31,3,1\n", "a file without a figure"),
        ("box,metric_date,floor,rank_state\nkappa,2026-01-31,3,NEW\n", "a list of ranks"),
        ("box,date,colour\nkappa,2026-01-31,red\n", "a file without a figure"),
    ],
)
def test_a_file_without_figures_is_named_as_what_it_is(read_text: ReadText, text: str, what: str) -> None:
    with pytest.raises(ImportFormatError, match=what):
        read_text(text)


def test_an_object_is_no_box(read_text: ReadText) -> None:
    parsed = read_text('{"box": {"a": 1}, "date": "2026-01-31", "floor": 3}\n', "a.jsonl")
    assert [(each.column, each.reason) for each in parsed.rejections] == [
        ("box", "a list or object where a single value belongs")
    ]
