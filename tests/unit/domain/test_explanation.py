"""Why a box moved: the parts, their exact sum, and the line of words."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from app.domain.explanation import BoxName, MoveExplanation, MoveKind, Ranks, crossed_boxes, explain_move
from app.domain.ranking import rank_values
from app.words.explanation_words import explanation_in_words
from tests.unit.domain.random_markets import BOXES, FIRST_DAY

Board = dict[int, float]

NAMES = {box: BoxName(f"op-{box:02}", f"OP-{box:02}") for box in BOXES}

boards = st.dictionaries(st.sampled_from(BOXES), st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0]))


def ranks_of(values: Board, ascending: bool = False) -> Ranks:
    rows = [(box, FIRST_DAY, value) for box, value in values.items()]
    schema = {"box_id": pl.Int64, "metric_date": pl.Date, "value": pl.Float64}
    ranked = rank_values(pl.DataFrame(rows, schema=schema, orient="row"), ascending)
    return dict(ranked.select("box_id", "current_rank").iter_rows())


def explain(before: Board, after: Board, *corrected: int) -> MoveExplanation:
    values = (before.get(1), after.get(1))
    return explain_move(ranks_of(before), ranks_of(after), values, NAMES, 1, corrected)


def parts(explanation: MoveExplanation) -> dict[MoveKind, tuple[int, list[str]]]:
    return {part.kind: (part.change, [box.slug for box in part.boxes]) for part in explanation.parts}


def words(before: Board, after: Board, metric: str = "unified_volume_7d_ema") -> str:
    return explanation_in_words(explain(before, after), metric)


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


def test_crossings_of_corrected_boxes_are_corrections() -> None:
    explanation = explain({1: 9.0, 2: 5.0, 3: 4.0}, {1: 9.0, 2: 10.0, 3: 11.0}, 3)
    assert parts(explanation) == {
        MoveKind.OVERTAKEN_BY: (-1, ["op-02"]),
        MoveKind.CORRECTION: (-1, ["op-03"]),
    }


def test_a_box_that_entered_has_no_change_and_no_parts() -> None:
    explanation = explain({2: 5.0}, {1: 9.0, 2: 5.0})
    assert (explanation.previous_rank, explanation.rank_change, explanation.parts) == (None, None, ())


@given(boards, boards, st.booleans(), st.frozensets(st.sampled_from(BOXES)))
def test_parts_add_up_to_the_rank_change_exactly(
    before: Board, after: Board, ascending: bool, corrected: frozenset[int]
) -> None:
    first, second = ranks_of(before, ascending), ranks_of(after, ascending)
    for box in before.keys() & after.keys():
        explanation = explain_move(first, second, (before[box], after[box]), NAMES, box, corrected)
        change = first[box] - second[box]
        assert sum(part.change for part in explanation.parts) == change == explanation.rank_change


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
