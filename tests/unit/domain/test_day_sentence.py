"""The sentence of the day, rule by rule."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given

from app.domain.boards import PRIMARY_METRIC, SUM_METRICS
from app.domain.comparable import SETTLED_DAILY, Difference, MarketplaceChange
from app.domain.errors import UnknownDay
from app.domain.ranked_days import ranked_days
from app.domain.ranking import rank_entries, with_rank_changes
from app.domain.reported_days import reported_days
from app.domain.sentences import DaySentence, SentencePart
from app.words.day_sentence import day_sentence
from app.words.number_one import StoryOfDay
from tests.unit.domain.random_markets import Market, counts_of, entries_of, markets, ranks_frame

FIRST_DAY = date(2026, 2, 1)
NEXT_DAY = date(2026, 2, 2)


def sentence(*boards: dict[int, int]) -> DaySentence:
    """The sentence of the last of consecutive days, each given as ranks by box."""
    days = {FIRST_DAY + timedelta(days=offset): board for offset, board in enumerate(boards)}
    return sentence_of(ranks_frame(days), max(days))


def days_of(ranks: pl.DataFrame) -> pl.DataFrame:
    """The ranked days of a board on which every ranked box was observed."""
    counts = counts_of(ranks)
    observed = counts.select(pl.lit("*").alias("game"), "metric_date", boxes_observed="boxes_ranked")
    return ranked_days(counts, reported_days(observed))


def named(ranks: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    whole = ranks.join(days.filter(~pl.col("is_partial")), on="metric_date", how="semi")
    first = whole.group_by("box_id").agg(first=pl.col("metric_date").min())
    state = (
        pl.when(pl.col("metric_date") == pl.col("first")).then(pl.lit("NEW")).otherwise(pl.lit("RE_ENTRY"))
    )
    rows = with_rank_changes(ranks, days).join(first, on="box_id", how="left")
    return rows.with_columns(
        pl.when(pl.col("previous_rank").is_null()).then(state).alias("rank_state"),
        slug=pl.format("op-{}", "box_id"),
        name=pl.format("OP-{}", "box_id"),
    )


def sentence_of(
    ranks: pl.DataFrame, day: date, name: str | None = "OP", metric: str = PRIMARY_METRIC, **reports: Any
) -> DaySentence:
    days = days_of(ranks)
    rows = named(ranks, days)
    if name != "OP":
        rows = rows.with_columns(name=pl.lit(name, pl.String))
    before = rows.join(
        days.filter(pl.col("metric_date") == day),
        left_on="metric_date",
        right_on="compared_with",
        how="semi",
    )
    number_ones = rows.filter(pl.col("current_rank") == 1, pl.col("metric_date") < day)
    today = rows.filter(pl.col("metric_date") == day).with_columns(move="rank_change")
    moves = reports.pop("moves", None)
    if moves is not None:
        today = today.with_columns(
            move=pl.col("box_id").replace_strict(moves, default=None, return_dtype=pl.Int64)
        )
    return day_sentence(StoryOfDay(metric, day, days, today, before, number_ones, **reports))


def of_two_days(before: dict[int, int], after: dict[int, int], **reports: Any) -> str:
    """The sentence of the second day; `moves` are those of comparable boxes, left out: all are."""
    return sentence_of(ranks_frame({FIRST_DAY: before, NEXT_DAY: after}), NEXT_DAY, **reports).text


def test_a_new_number_one_comes_first_then_its_predecessor_then_the_widest_other_move() -> None:
    told = sentence(
        {13: 1, 9: 2, 5: 3, 12: 4, 7: 9},
        {13: 2, 9: 1, 5: 3, 12: 10, 7: 9},
        {13: 1, 9: 3, 5: 2, 12: 4, 7: 9},
    )
    assert told.text == (
        "OP-13 is back at number one. "
        "OP-9, number one since 2 February, falls to third, and OP-12 climbs six."
    )


def test_names_are_parts_with_their_slug() -> None:
    told = sentence({1: 1, 2: 2}, {1: 2, 2: 1})
    assert told.parts[0] == SentencePart("OP-2", "op-2")
    assert [part.slug for part in told.parts if part.slug] == ["op-2", "op-1"]


def test_a_first_reign_says_so() -> None:
    told = sentence({1: 1, 2: 2}, {1: 1, 2: 2}, {1: 2, 2: 1})
    assert (
        told.text
        == "OP-2 is number one for the first time. OP-1, number one since 1 February, falls to second."
    )


def test_a_newcomer_enters_at_number_one() -> None:
    told = sentence({1: 1, 2: 2}, {3: 1, 2: 2})
    assert told.text == "OP-3 is number one: OP-1, number one since 1 February, left the board."


def test_a_tie_at_the_top_is_shared_and_displaces_nobody() -> None:
    assert sentence({1: 1, 2: 2, 3: 3}, {1: 1, 2: 1, 3: 3}).text == "OP-1 and OP-2 share number one."


def test_a_reign_bridges_partial_days_and_ends_with_a_lost_day() -> None:
    crowd = {box: box for box in range(10, 20)}
    told = sentence(
        {1: 1, 2: 2, **crowd},
        {1: 2, 2: 1, **crowd},
        {1: 1, 2: 2, **crowd},
        {2: 1},
        {1: 1, 2: 2, **crowd},
        {1: 2, 2: 1, **crowd},
    )
    assert told.text == "OP-2 is back at number one. OP-1, number one since 3 February, falls to second."


def test_without_a_new_number_one_the_widest_climb_opens_and_names_who_gave_way() -> None:
    told = sentence({1: 1, 2: 2, 3: 3, 4: 9, 5: 5}, {1: 1, 2: 6, 3: 3, 4: 2, 5: 4})
    assert told.text == "OP-4 climbs seven to second. OP-2 falls to sixth from there, and OP-5 climbs one."


def test_of_equal_climbs_the_better_rank_is_told() -> None:
    told = sentence({1: 1, 2: 4, 3: 8}, {1: 1, 2: 2, 3: 6})
    assert told.text == "OP-2 climbs two to second. OP-3 climbs two."


def test_a_climb_is_told_before_an_equally_wide_fall() -> None:
    told = sentence({1: 1, 2: 9, 3: 2, 4: 3, 5: 12}, {1: 1, 2: 2, 3: 6, 4: 7, 5: 8})
    assert told.text == "OP-2 climbs seven to second. OP-3 falls to sixth from there, and OP-5 climbs four."


def test_a_day_without_climbs_says_that_the_top_stays() -> None:
    assert sentence({1: 1, 2: 2}, {1: 1, 2: 2}).text == "OP-1 stays at number one."
    assert sentence({1: 1, 2: 2}, {1: 1, 2: 3}).text == "OP-1 stays at number one. OP-2 falls one."


def test_the_first_day_opens_the_board() -> None:
    assert sentence({1: 1, 2: 1, 3: 3}).text == "The board opens with OP-1 and OP-2 at number one."


@pytest.mark.parametrize("name", ["", "  ", None])
def test_a_box_without_a_name_is_called_by_its_slug(name: str | None) -> None:
    ranks = ranks_frame({FIRST_DAY: {1: 1, 2: 2}, NEXT_DAY: {1: 2, 2: 1}})
    assert sentence_of(ranks, NEXT_DAY, name).text == (
        "op-2 is number one for the first time. op-1, number one since 1 February, falls to second."
    )


@pytest.mark.parametrize(
    ("ranks", "text"),
    [({}, "No box is ranked."), ({2: 2, 3: 4}, "OP-3 falls one."), ({2: 2, 3: 3}, "")],
)
def test_a_day_whose_first_ranks_are_missing_has_no_clause_without_a_subject(
    ranks: dict[int, int], text: str
) -> None:
    days = days_of(ranks_frame({day: {1: 1, 2: 2, 3: 3} for day in (FIRST_DAY, NEXT_DAY)}))
    before = named(ranks_frame({FIRST_DAY: {1: 1, 2: 2, 3: 3}}), days)
    rows = [(f"OP-{box}", f"op-{box}", rank, {2: 2, 3: 3}[box] - rank) for box, rank in ranks.items()]
    schema = {"name": pl.String, "slug": pl.String, "current_rank": pl.Int64, "rank_change": pl.Int64}
    today = pl.DataFrame(rows, schema, orient="row").with_columns(move="rank_change")
    led = before.filter(pl.col("current_rank") == 1)
    assert day_sentence(StoryOfDay(PRIMARY_METRIC, NEXT_DAY, days, today, before, led)).text == text


def test_a_partial_day_names_no_moves() -> None:
    ranks = ranks_frame({FIRST_DAY: {box: box for box in range(1, 10)}, NEXT_DAY: {5: 1}})
    assert sentence_of(ranks, NEXT_DAY, boxes_observed=1).text == "Incomplete: 1 box is reported."
    counted = sentence_of(ranks, NEXT_DAY, boxes_observed=1, boxes_expected=9.0)
    assert counted.text == "Incomplete: 1 of 9 boxes are reported."


@pytest.mark.parametrize("metric", SUM_METRICS)
def test_a_board_of_sums_names_no_moves(metric: str) -> None:
    assert of_two_days({1: 1, 2: 2}, {1: 2, 2: 1}, metric=metric) == "2 boxes are ranked."


SILENT = {"marketplaces": {"op-1": [MarketplaceChange(Difference.SILENT, "ebay", date(2026, 1, 20))]}}
JOINED = {"marketplaces": {"op-2": [MarketplaceChange(Difference.JOINED, "ebay", NEXT_DAY)]}}


def test_a_number_one_that_changed_with_the_marketplaces_says_so() -> None:
    swapped: tuple[dict[int, int], dict[int, int]] = ({1: 1, 2: 2}, {1: 2, 2: 1})
    silent = of_two_days(*swapped, moves={}, **SILENT)
    assert silent == "OP-2 is number one: ebay not reported for OP-1 since 20 January."
    joined = of_two_days(*swapped, moves={}, **JOINED)
    assert joined == "OP-2 is number one: ebay joined for OP-2 on 2 February."


def test_a_number_one_that_cannot_be_compared_is_named_without_news() -> None:
    assert of_two_days({1: 1, 2: 2}, {1: 2, 2: 1}, moves={}) == "OP-2 is number one."


def test_a_number_one_that_is_not_reported_is_named_with_its_last_report() -> None:
    text = of_two_days({1: 1, 2: 2}, {2: 1}, moves={2: 0}, unreported={"op-1": date(2025, 12, 28)})
    assert text == (
        "OP-2 is number one: OP-1, number one since 1 February, has not been reported since 28 December 2025."
    )


@pytest.mark.parametrize("metric", sorted(SETTLED_DAILY - set(SUM_METRICS)))
def test_leaving_a_board_that_carries_nothing_is_no_news(metric: str) -> None:
    unreported = {"op-1": FIRST_DAY}
    text = of_two_days({1: 1, 2: 2}, {2: 1}, metric=metric, moves={2: 0}, unreported=unreported)
    assert text == "OP-2 is number one."
    assert of_two_days({1: 1, 2: 2}, {3: 1, 1: 2}, metric=metric, moves={1: 0}) == "OP-3 is number one."


def test_a_box_that_comes_back_at_number_one_returns() -> None:
    text = sentence({1: 1, 2: 2}, {2: 1}, {1: 1, 2: 2}).text
    assert (
        text == "OP-1 returns to the board at number one. OP-2, number one since 2 February, falls to second."
    )


def test_boxes_that_left_or_cannot_be_compared_move_no_other() -> None:
    left = of_two_days({1: 1, 2: 2, 3: 3, 4: 4}, {1: 1, 3: 2, 4: 3}, moves={1: 0, 3: 0, 4: 0})
    assert left == "OP-1 stays at number one."
    odd = of_two_days({1: 1, 2: 2, 3: 3, 4: 4}, {1: 1, 4: 2, 2: 3, 3: 4}, moves={1: 0, 2: 0, 3: 0})
    assert odd == "OP-1 stays at number one."


def test_a_reign_of_another_year_names_it() -> None:
    days = {date(2025, 12, 31): {1: 1, 2: 2}, date(2026, 1, 1): {1: 2, 2: 1}}
    assert sentence_of(ranks_frame(days), date(2026, 1, 1)).text == (
        "OP-2 is number one for the first time. OP-1, number one since 31 December 2025, falls to second."
    )


def test_a_day_without_ranks_is_refused() -> None:
    ranks = ranks_frame({FIRST_DAY: {1: 1}})
    with pytest.raises(UnknownDay):
        sentence_of(ranks, FIRST_DAY + timedelta(days=1))


@given(markets())
def test_every_ranked_day_has_a_sentence_that_names_no_box_twice(market: Market) -> None:
    ranks = rank_entries(entries_of(market))
    for day in ranks["metric_date"].unique():
        told = sentence_of(ranks.select("box_id", "metric_date", "current_rank"), day)
        named = [part.slug for part in told.parts if part.slug]
        assert len(named) == len(set(named))
        assert told.text.endswith(".")
