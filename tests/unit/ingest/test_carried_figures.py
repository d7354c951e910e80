"""A series that was exported is imported again without what it carries from earlier reports."""

from collections.abc import Callable

from app.domain.observations import NO_VALUES, ParsedObservations

ReadText = Callable[..., ParsedObservations]

HEADER = (
    "box,metric_date,observed_on,floor_price_usd,floor_on,market_price_usd,market_price_on,"
    "active_listings_count,listings_on,boxes_sold\n"
)


def test_a_figure_of_an_earlier_report_is_not_given(read_text: ReadText) -> None:
    parsed = read_text(
        f"{HEADER}kappa,2026-01-30,2026-01-30,9,2026-01-28,11,2026-01-30,4,2026-01-29,2\n"
        "kappa,2026-01-31,2026-01-31,9.5,2026-01-31,11,2026-01-30,5,2026-01-31,0\n"
    )
    assert [row.values._asdict() for row in parsed.rows] == [
        {**NO_VALUES._asdict(), "market_price_usd": 11.0, "units_sold": 2.0},
        {**NO_VALUES._asdict(), "floor_price_usd": 9.5, "active_listings": 5, "units_sold": 0.0},
    ]
    assert [sorted(row.given_fields) for row in parsed.rows] == [
        ["market_price_usd", "units_sold"],
        ["active_listings", "floor_price_usd", "units_sold"],
    ]
    assert parsed.ignored_columns == ()


def test_a_carried_row_is_empty_and_sets_nothing(read_text: ReadText) -> None:
    (row,) = read_text(f"{HEADER}kappa,2026-01-31,2026-01-28,9,2026-01-28,11,2026-01-28,4,2026-01-28,\n").rows
    assert row.is_empty
    assert row.given_fields == frozenset()


def test_a_row_without_days_of_reports_is_of_its_own_day(read_text: ReadText) -> None:
    (row,) = read_text("box,metric_date,floor_price_usd,floor_on\nkappa,2026-01-31,9,\n").rows
    assert row.floor_price_usd == 9.0
