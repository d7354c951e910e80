"""Every figure has its words, its column and, with a board, a history; documents are made from the list."""

from itertools import chain

import pytest

from app.domain.board_ranks import metrics_at_once
from app.domain.boards import BOARD_METRICS
from app.domain.figure import Figure
from app.domain.figures import FIGURES
from app.domain.metrics import METRICS_SCHEMA
from app.models import box_metrics_unified
from tools.generate import METRICS_PAGE, figure_table, with_table

each_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
each_board = pytest.mark.parametrize("figure", BOARD_METRICS.values(), ids=list(BOARD_METRICS))


@each_figure
def test_a_figure_has_a_label_a_heading_and_a_definition(figure: Figure) -> None:
    assert figure.label
    assert figure.heading
    assert figure.lead
    assert figure.definition.count(".") >= 1


@each_figure
def test_a_figure_that_can_be_null_says_why(figure: Figure) -> None:
    assert bool(figure.empty_when) == figure.is_nullable


@each_figure
def test_a_figure_is_computed_and_stored(figure: Figure) -> None:
    assert figure.key in METRICS_SCHEMA
    assert figure.key in box_metrics_unified.c


@each_board
def test_a_board_is_ranked_and_has_words_for_sentences(figure: Figure) -> None:
    assert figure.key in set(chain.from_iterable(metrics_at_once(1)))
    assert figure.noun
    assert figure.type in (int, float)


def test_no_two_figures_have_the_same_words() -> None:
    for words in ([figure.label for figure in FIGURES.values()], [each.heading for each in FIGURES.values()]):
        assert sorted(set(words)) == sorted(words)


def test_the_key_figures_of_a_box_are_numbered_without_a_gap() -> None:
    places = sorted(figure.place for figure in FIGURES.values() if figure.place is not None)
    assert places == list(range(1, len(places) + 1))


def test_the_table_of_figures_in_the_documents_is_current() -> None:
    page = METRICS_PAGE.read_text(encoding="utf-8")
    assert with_table(page, figure_table(), "figures") == page, "./run generate writes it"
