"""Why a box moved: the parts, their exact sum, and the line of words."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comparable import Difference, MarketplaceChange
from app.domain.explanation import (
    BoxName,
    MoveExplanation,
    MoveKind,
    MovePart,
    Ranks,
    ReportChanges,
    crossed_boxes,
    explain_move,
)
from app.domain.ranking import rank_values
from app.words.explanation_words import explanation_in_words
from tests.unit.domain.random_markets import BOXES, FIRST_DAY

Board = dict[int, float]

NAMES = {box: BoxName(f"op-{box:02}", f"OP-{box:02}") for box in BOXES}

boards = st.dictionaries(st.sampled_from(BOXES), st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0]))
report_changes = st.builds(
    ReportChanges,
    st.dictionaries(
        st.sampled_from(BOXES),
        st.lists(
            st.builds(
                MarketplaceChange,
                st.sampled_from(Difference),
                st.sampled_from(["a", "b"]),
                st.just(FIRST_DAY),
            ),
            max_size=2,
            unique=True,
        ),
    ),
    st.dictionaries(st.sampled_from(BOXES), st.just(FIRST_DAY)),
)


def ranks_of(values: Board, ascending: bool = False) -> Ranks:
    rows = [(box, FIRST_DAY, value) for box, value in values.items()]
    schema = {"box_id": pl.Int64, "metric_date": pl.Date, "value": pl.Float64}
    ranked = rank_values(pl.DataFrame(rows, schema=schema, orient="row"), ascending)
    return dict(ranked.select("box_id", "current_rank").iter_rows())


def explain(before: Board, after: Board, reports: ReportChanges | None = None) -> MoveExplanation:
    values = (before.get(1), after.get(1))
    return explain_move(ranks_of(before), ranks_of(after), values, NAMES, 1, reports)


def silent(*boxes: int) -> ReportChanges:
    """Ebay fell silent for some boxes on 3 May."""
    change = MarketplaceChange(Difference.SILENT, "ebay", date(2026, 5, 3))
    return ReportChanges(dict.fromkeys(boxes, (change,)))


def parts(explanation: MoveExplanation) -> dict[MoveKind, tuple[int, list[str]]]:
    return {part.kind: (part.change, [box.slug for box in part.boxes]) for part in explanation.parts}


def words(
    before: Board,
    after: Board,
    metric: str = "unified_volume_7d_ema",
    reports: ReportChanges | None = None,
) -> str:
    return explanation_in_words(explain(before, after, reports), metric)


def test_boxes_that_passed_it_each_take_a_rank() -> None:
    explanation = explain({1: 9.0, 2: 5.0, 3: 4.0}, {1: 9.0, 2: 10.0, 3: 11.0})
    assert explanation.rank_change == -2
    assert parts(explanation) == {MoveKind.OVERTAKEN_BY: (-2, ["op-03", "op-02"])}


def test_boxes_it_passed_each_give_a_rank() -> None:
    assert parts(explain({1: 1.0, 2: 5.0}, {1: 6.0, 2: 5.0})) == {MoveKind.OVERTOOK: (1, ["op-02"])}


def test_entries_above_take_and_exits_above_give_a_rank() -> None:
    explanation = explain({1: 1.0, 2: 5.0}, {1: 1.0, 3: 5.0})
    assert parts(explanation) == {
        MoveKind.ENTERED_ABOVE: (-1, ["op-03"]),
        MoveKind.EXITED_ABOVE: (1, ["op-02"]),
    }


def test_entries_and_exits_below_have_no_part() -> None:
    assert explain({1: 5.0, 2: 1.0}, {1: 5.0, 3: 1.0}).parts == ()


def test_drawing_level_gives_a_rank_and_a_broken_tie_takes_one() -> None:
    assert parts(explain({1: 1.0, 2: 5.0}, {1: 5.0, 2: 5.0})) == {MoveKind.DREW_LEVEL_WITH: (1, ["op-02"])}
    assert parts(explain({1: 5.0, 2: 5.0}, {1: 5.0, 2: 6.0})) == {MoveKind.BROKE_TIE_ABOVE: (-1, ["op-02"])}


def test_falling_into_a_tie_from_above_costs_no_rank() -> None:
    assert explain({1: 6.0, 2: 5.0}, {1: 5.0, 2: 5.0}).parts == ()


def test_a_box_that_entered_has_no_change_and_no_parts() -> None:
    explanation = explain({2: 5.0}, {1: 9.0, 2: 5.0})
    assert (explanation.previous_rank, explanation.rank_change, explanation.parts) == (None, None, ())


@given(boards, boards, st.booleans(), report_changes)
def test_parts_add_up_to_the_rank_change_exactly(
    before: Board, after: Board, ascending: bool, reports: ReportChanges
) -> None:
    first, second = ranks_of(before, ascending), ranks_of(after, ascending)
    for box in before.keys() & after.keys():
        explanation = explain_move(first, second, (before[box], after[box]), NAMES, box, reports)
        change = first[box] - second[box]
        assert sum(part.change for part in explanation.parts) == change == explanation.rank_change


@given(boards, boards, report_changes)
def test_a_difference_in_its_own_reports_is_the_first_reason(
    before: Board, after: Board, reports: ReportChanges
) -> None:
    explanation = explain(before, after, reports)
    own = reports.marketplaces.get(1, ()) if explanation.rank_change is not None else ()
    first = [(part.kind.value, part.marketplace) for part in explanation.parts[: len(own)]]
    assert sorted(first) == sorted((change.kind.value, change.marketplace) for change in own)
    moved = {part.kind for part in explanation.parts if part.change} - {
        MoveKind.MARKETPLACE_JOINED,
        MoveKind.MARKETPLACE_SILENT,
    }
    assert not own or moved <= {MoveKind.ENTERED_ABOVE, MoveKind.EXITED_ABOVE}


def test_boxes_passed_after_a_silence_are_no_moves() -> None:
    before, after = {1: 9.0, 2: 5.0, 3: 4.0}, {1: 4.5, 2: 5.0, 3: 6.0}
    assert explain(before, after, silent(1)).parts == (
        MovePart(MoveKind.MARKETPLACE_SILENT, -2, (), "ebay", date(2026, 5, 3)),
    )
    assert parts(explain(before, after, silent(3))) == {
        MoveKind.MARKETPLACE_SILENT: (-1, ["op-03"]),
        MoveKind.OVERTAKEN_BY: (-1, ["op-02"]),
    }


def test_a_silence_without_a_change_of_rank_is_named_all_the_same() -> None:
    line = words({1: 9.0, 2: 2.0}, {1: 4.5, 2: 2.0}, reports=silent(1))
    assert line == "stayed at 1: ebay not reported since 3 May"


def test_reasons_name_the_marketplace_and_its_last_report() -> None:
    before, after = {1: 9.0, 2: 5.0, 3: 4.0}, {1: 4.5, 2: 5.0, 3: 6.0}
    own = words(before, after, reports=silent(1))
    assert own == "fell 2: ebay not reported since 3 May"
    other = words(before, {1: 9.0, 2: 5.0, 3: 10.0}, reports=silent(3))
    assert other == "fell 1: ebay not reported for OP-03 since 3 May; its own volume stayed the same"
    joined = MarketplaceChange(Difference.JOINED, "ebay", date(2026, 5, 4))
    climb = words({1: 1.0, 2: 5.0}, {1: 6.0, 2: 5.0}, reports=ReportChanges({1: (joined,)}))
    assert climb == "climbed 1: ebay joined on 4 May"


def test_a_box_without_reports_leaves_for_want_of_them() -> None:
    unreported = ReportChanges(unreported={2: date(2026, 5, 3)})
    line = words({1: 1.0, 2: 5.0}, {1: 1.0}, reports=unreported)
    assert line == "climbed 1: OP-02 above it not reported since 3 May; its own volume stayed the same"
    gone = words({1: 9.0}, {2: 5.0}, reports=ReportChanges(unreported={1: date(2026, 5, 3)}))
    assert gone == "left the board, not reported since 3 May; it was 1"


@given(boards, boards)
def test_the_boxes_that_crossed_are_those_of_the_parts(before: Board, after: Board) -> None:
    named = {box for part in explain(before, after).parts for box in part.boxes}
    crossed = crossed_boxes(ranks_of(before), ranks_of(after), 1)
    assert {NAMES[box] for box in crossed} == named


@given(boards, boards)
def test_every_box_has_at_most_one_part_and_never_its_own(before: Board, after: Board) -> None:
    named = [box.slug for part in explain(before, after).parts for box in part.boxes]
    assert len(named) == len(set(named))
    assert "op-01" not in named


def test_a_fall_names_those_who_passed_it_and_its_own_volume() -> None:
    line = words({1: 100.0, 5: 90.0, 8: 80.0}, {1: 104.0, 5: 120.0, 8: 110.0})
    assert line == "fell 2: overtaken by OP-05 and OP-08; its own volume rose 4 %"


def test_what_decided_the_direction_is_named_first() -> None:
    climb = words({1: 1.0, 2: 5.0, 3: 4.0, 4: 0.5}, {1: 8.0, 2: 5.0, 3: 4.0, 4: 9.0})
    assert climb == "climbed 1: overtook OP-02 and OP-03; overtaken by OP-04; its own volume rose 700 %"


def test_a_rank_kept_without_crossings_says_so() -> None:
    assert words({1: 5.0, 2: 1.0}, {1: 5.0, 2: 2.0}) == "stayed at 1; its own volume stayed the same"


def test_percent_boards_move_in_points() -> None:
    line = words({1: -2.0, 2: 0.0}, {1: 1.5, 2: 0.0}, "momentum_pct")
    assert line == "climbed 1: overtook OP-02; its own momentum rose 3.5 points"


def test_arrival_and_departure_are_told_without_a_change() -> None:
    assert words({2: 5.0}, {1: 9.0, 2: 5.0}) == "entered at 1"
    assert words({1: 9.0}, {2: 5.0}) == "left the board; it was 1"
    assert words({2: 9.0}, {2: 5.0}) == "not ranked"


def test_moves_on_a_board_of_sums_have_no_reasons() -> None:
    explained = explanation_in_words(MoveExplanation(2, 1, 100.0, 150.0, ()), "daily_volume_usd")
    assert explained == (
        "climbed 1: a sum changes with the reports that came in, so its moves have no reasons"
    )


def test_where_boxes_come_and_go_with_their_reports_that_is_no_reason() -> None:
    metric, before = "floor_price_1d_change_pct", {1: 1.0, 2: 5.0, 3: 3.0}
    line = words(before, {1: 4.0, 3: 3.0}, metric)
    assert line == "climbed 2: overtook OP-03; its own floor change rose 3 points"
    assert words(before, {2: 5.0}, metric) == "not ranked"


def test_a_partial_day_is_not_compared() -> None:
    explanation = MoveExplanation(None, 6, None, 100.0, ())
    assert explanation_in_words(explanation, is_partial=True) == "at 6: an incomplete day is not compared"
