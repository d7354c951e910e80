"""Which marketplace sets the price, whose dollars count how much, and the fingerprint of the rules."""

from dataclasses import replace

import pytest

from app.domain.errors import AbsurdTotal
from app.domain.metrics import MetricRules
from tests.unit.domain.kernel import metrics_of, series

Row = dict[str, object]


def only_row(*observations: Row, rules: MetricRules | None = None) -> Row:
    return metrics_of(observations, rules).row(0, named=True)


def test_the_floor_is_that_of_the_first_authority_that_reported_one() -> None:
    rules = MetricRules(("tcgplayer", "ebay"))
    ebay = {"day": 0, "marketplace": "ebay", "floor_price_usd": 90.0}
    silent = {"day": 0, "marketplace": "tcgplayer", "active_listings": 3}

    assert only_row(ebay, silent, rules=rules)["floor_price_usd"] == 90.0
    assert only_row(ebay, {**silent, "floor_price_usd": 95.0}, rules=rules)["floor_price_usd"] == 95.0


def test_without_an_authority_the_first_marketplace_by_name_sets_the_floor() -> None:
    row = only_row(
        {"day": 0, "marketplace": "ebay", "floor_price_usd": 90.0},
        {"day": 0, "marketplace": "cardmarket", "floor_price_usd": 95.0},
    )

    assert (row["floor_price_usd"], row["floor_marketplace"]) == (95.0, "cardmarket")


def test_a_floor_is_good_for_as_many_days_as_configured() -> None:
    floors: list[Row] = [{"day": 0, "floor_price_usd": 90.0}]
    rows = floors + [{"day": day, "active_listings": 2} for day in range(1, 8)]

    assert series("floor_price_usd", rows) == [90.0] * 7 + [None]
    assert series("floor_price_usd", rows, MetricRules(report_good_days=1)) == [90.0] + [None] * 7


def test_a_given_volume_is_not_an_estimate() -> None:
    row = only_row({"day": 0, "volume_usd": 70.0, "units_sold": 2.0, "floor_price_usd": 40.0})

    assert (row["daily_volume_usd"], row["daily_volume_is_estimated"]) == (70.0, False)


def test_a_missing_volume_is_estimated_from_the_own_floor() -> None:
    row = only_row(
        {"day": 0, "marketplace": "ebay", "units_sold": 2.0, "floor_price_usd": 40.0},
        {"day": 0, "floor_price_usd": 100.0},
    )

    assert (row["daily_volume_usd"], row["daily_volume_is_estimated"]) == (80.0, True)


def test_without_an_own_floor_the_unified_floor_prices_the_sales() -> None:
    row = only_row({"day": 0, "marketplace": "ebay", "units_sold": 2.5}, {"day": 0, "floor_price_usd": 100.0})

    assert (row["daily_volume_usd"], row["daily_volume_is_estimated"]) == (250.0, True)


def test_one_estimate_among_given_volumes_marks_the_day_as_estimated() -> None:
    row = only_row(
        {"day": 0, "marketplace": "ebay", "units_sold": 1.0, "floor_price_usd": 40.0},
        {"day": 0, "volume_usd": 100.0},
    )

    assert (row["daily_volume_usd"], row["daily_volume_is_estimated"]) == (140.0, True)


def test_sales_at_an_unknown_price_give_no_volume() -> None:
    row = only_row({"day": 0, "units_sold": 3.0})

    assert (row["daily_volume_usd"], row["daily_volume_is_estimated"]) == (None, None)


def test_no_sales_are_no_dollars_even_without_a_floor() -> None:
    row = only_row({"day": 0, "units_sold": 0.0})

    assert (row["daily_volume_usd"], row["daily_volume_is_estimated"]) == (0.0, False)


def test_volumes_are_weighted_by_marketplace() -> None:
    rules = MetricRules(volume_weights={"ebay": 0.5})
    row = only_row(
        {"day": 0, "marketplace": "ebay", "volume_usd": 40.0}, {"day": 0, "volume_usd": 100.0}, rules=rules
    )

    assert row["daily_volume_usd"] == 120.0


def test_an_absurd_daily_total_is_rejected_with_box_and_day() -> None:
    with pytest.raises(AbsurdTotal, match=r"Box 1 on 2026-01-01 .* more than 100,000,000,000 dollars"):
        only_row({"day": 0, "volume_usd": 1e12})


def test_nan_never_enters() -> None:
    with pytest.raises(AbsurdTotal, match="Box 1 on 2026-01-01"):
        only_row({"day": 0, "volume_usd": float("nan")})


def test_the_fingerprint_shows_rules_apart_that_give_other_numbers() -> None:
    rules = [
        MetricRules(),
        MetricRules(("ebay",)),
        MetricRules(("tcgplayer", "ebay")),
        MetricRules(("ebay", "tcgplayer")),
        MetricRules(volume_weights={"ebay": 0.5}),
        MetricRules(volume_weights={"ebay": 0.25}),
        MetricRules(report_good_days=1),
        MetricRules(leaves_out_suspects=False),
        MetricRules(default_metric="floor_price_usd"),
    ]

    assert len({each.fingerprint for each in rules}) == len(rules)


def test_the_fingerprint_ignores_what_changes_no_number() -> None:
    plain = MetricRules(volume_weights={"ebay": 0.5, "cardmarket": 2.0})
    reordered = MetricRules(volume_weights={"cardmarket": 2, "ebay": 0.5, "tcgplayer": 1.0})

    assert plain.fingerprint == reordered.fingerprint


def test_a_new_version_of_the_rules_changes_the_fingerprint() -> None:
    assert replace(MetricRules(), version=999).fingerprint != MetricRules().fingerprint


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_weight_is_rejected(weight: float) -> None:
    with pytest.raises(ValueError, match="volume weight of ebay"):
        MetricRules(volume_weights={"ebay": weight})


@pytest.mark.parametrize("days", [0, 31])
def test_good_days_out_of_bounds_are_rejected(days: int) -> None:
    with pytest.raises(ValueError, match="report_good_days"):
        MetricRules(report_good_days=days)


def test_rules_without_a_price_authority_are_rejected() -> None:
    with pytest.raises(ValueError, match="price_authority"):
        MetricRules(())
