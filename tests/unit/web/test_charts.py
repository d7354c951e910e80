"""What the drawings promise: gaps are gaps, a lone day is a dot, hatching is unknown, names are safe."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.web.pages.svg.axes import price_axis, rank_axis, round_step, zero_axis
from app.web.pages.svg.bump import bump, label_lanes, rank_path
from app.web.pages.svg.bump_file import bump_file
from app.web.pages.svg.charts import indexed, price_chart, rank_chart, values, volume_chart
from app.web.pages.svg.pane import spread
from app.web.pages.svg.paths import Point, polyline, share
from app.web.pages.svg.spark import sparkline
from app.web.pages.svg.tape import day_marks, tape
from app.web.pages.view_models import SeriesDay, TapeDay
from tests.unit.web.view_data import DAY, bump_chart, series, tape_strip

FIRST = DAY - timedelta(9)


def test_a_gap_breaks_a_line() -> None:
    assert polyline([Point(0, 5), Point(8, 7), None, Point(24, 1), Point(32, 2)]) == "M0 5l8 2m16-6l8 1"


def test_a_lone_day_is_a_dot() -> None:
    assert polyline([None, Point(8, 4), None]) == "M8 4h0"


def test_positions_lose_their_idle_zeros() -> None:
    assert (share(1, 3), share(1, 2), share(1, 1)) == ("33.33%", "50%", "100%")


def test_a_sparkline_says_its_days_ends_and_gaps() -> None:
    assert 'aria-label="4 days: 100 to 130 dollars, 1 day missing"' in sparkline([100.0, None, 120.0, 130.0])


def test_a_sparkline_without_values_is_a_dash_with_words() -> None:
    drawing = sparkline([None] * 30)
    assert "<svg" not in drawing
    assert "no floor in this period" in drawing


def test_small_noise_stays_small_in_a_sparkline() -> None:
    heights = [int(y) for y in re.findall(r"M\d+ (\d+)", sparkline([100.0, None, 101.0]))]
    assert max(heights) - min(heights) <= 4


def test_a_sparkline_of_zeros_can_be_drawn() -> None:
    assert "<svg" in sparkline([0.0, 0.0])


def test_days_without_a_board_are_hatched_in_one_piece() -> None:
    drawing = tape(tape_strip(5, missing=(1, 2)))
    assert re.findall(r'class="gap"[^>]* x="(\S+)" width="(\S+)"', drawing) == [("20%", "40%")]


def test_the_tape_tells_scripts_what_each_day_is() -> None:
    strip = tape_strip(3, missing=(1,))
    partial = replace(strip.days[0], is_partial=True)
    assert day_marks(replace(strip, days=(partial, strip.days[1]))) == "p01"


def test_the_second_highest_day_is_the_scale_of_the_tape() -> None:
    days = tuple(TapeDay(DAY - timedelta(at), volume) for at, volume in ((2, 50.0), (1, 100.0), (0, 9_000.0)))
    drawing = tape(replace(tape_strip(3), days=days, shown=None))
    assert re.findall(r"v-(\d+)", drawing) == ["50", "100", "100"]


def test_a_partial_day_is_hollow_and_the_shown_day_is_marked() -> None:
    strip = tape_strip(3)
    drawing = tape(replace(strip, days=(replace(strip.days[0], is_partial=True), *strip.days[1:])))
    assert 'class="partial"' in drawing
    assert 'class="today"' in drawing


def test_a_tape_without_any_volume_still_shows_its_days() -> None:
    days = tuple(TapeDay(DAY - timedelta(at), None) for at in (1, 0))
    assert tape(replace(tape_strip(2), days=days)).count("v-6") == 2


def test_a_missing_day_breaks_a_rank_line() -> None:
    line, dots = rank_path([1, 2, None, 3, 3], lanes=10)
    assert (line, dots) == ("M0 5c5 0 5 10 10 10M30 25h10", "")


def test_a_lone_ranked_day_is_a_dot_in_the_bump_chart() -> None:
    assert rank_path([None, 4, None], lanes=10) == ("", "M10 35h0")


def test_a_line_beyond_the_lanes_is_not_drawn_on() -> None:
    line, _ = rank_path([10, 15, 20, 9], lanes=10)
    assert line.count("c") == 2
    assert "M20 104" in line


def test_boxes_that_share_a_rank_have_names_in_successive_lanes() -> None:
    assert label_lanes([1, 2, 2, 4]) == [1, 2, 3, 4]
    assert label_lanes([3, 3, 3]) == [3, 4, 5]


def test_a_day_without_a_board_is_hatched_in_the_bump_chart_and_in_no_line() -> None:
    drawing = bump(bump_chart({0: 1, 1: 1, 2: 1, 3: 1, 4: 1}, gaps=(2,)))
    assert drawing.count('class="gap"') == 1
    assert 'd="M0 5h10M30 5h10"' in drawing


def test_the_followed_line_lies_on_top() -> None:
    chart = bump_chart({4: 1}, {4: 2})
    followed = replace(chart, lines=(replace(chart.lines[0], is_followed=True), chart.lines[1]))
    assert re.findall(r'<a class="ln( followed)?', bump(followed)) == ["", " followed"]


def test_a_hostile_name_cannot_leave_the_bump_chart() -> None:
    chart = bump_chart({4: 1})
    hostile = replace(chart.lines[0], name='"><script>x</script>', short_name="<b>&", code="</svg>")
    drawing = bump(replace(chart, lines=(hostile,)))
    assert "<script" not in drawing
    assert "<b>" not in drawing
    assert "&lt;/svg&gt;" in drawing


def test_a_chart_of_one_day_can_be_drawn() -> None:
    assert "<svg" in bump(bump_chart({0: 1}, days=1))


def test_the_downloaded_chart_stands_alone() -> None:
    drawing = bump_file(bump_chart({4: 1}), "generation 412")
    assert drawing.startswith("<svg xmlns=")
    assert "var(--" not in drawing
    assert "generation 412" in drawing


def test_missing_days_of_a_series_are_hatched_and_break_its_line() -> None:
    drawing = price_chart(series(4, 5), FIRST, DAY)
    assert drawing is not None
    assert drawing.count('class="gap"') == 1
    assert re.search(r'class="plain" d="M[^m]*m[^m]*"', drawing)


def test_a_partial_day_breaks_the_rank_line_only() -> None:
    days = series()
    partial = (*days[:4], replace(days[4], is_partial=True), *days[5:])
    ranks, floors = rank_chart(partial, FIRST, DAY), price_chart(partial, FIRST, DAY)
    assert ranks is not None
    assert floors is not None
    assert ("gap" in ranks, "gap" in floors) == (True, False)


def test_a_chart_with_nothing_to_draw_is_null() -> None:
    silent = (SeriesDay(DAY),)
    assert (
        price_chart(silent, FIRST, DAY),
        volume_chart(silent, FIRST, DAY),
        rank_chart((), FIRST, DAY),
    ) == (None,) * 3


def test_a_null_is_left_out_of_a_line_and_a_zero_is_not() -> None:
    days = (SeriesDay(FIRST, boxes_sold=0.0), SeriesDay(DAY))
    assert values(days, lambda day: day.boxes_sold) == {FIRST: 0.0}


def test_an_indexed_line_starts_at_100_on_its_first_day_above_zero() -> None:
    line = {FIRST: 0.0, FIRST + timedelta(1): 50.0, DAY: 75.0}
    assert indexed(line) == {FIRST + timedelta(1): 100.0, DAY: 150.0}
    assert indexed({FIRST: 0.0}) == {}


@pytest.mark.parametrize(
    ("least", "step"), [(0.9, 1.0), (1.2, 2.0), (21.0, 25.0), (44.0, 50.0), (60.0, 100.0)]
)
def test_steps_of_an_axis_are_round(least: float, step: float) -> None:
    assert round_step(least) == pytest.approx(step)


def test_bars_start_at_zero_and_one_great_bar_may_run_off() -> None:
    axis = zero_axis([100.0, 120.0, 90_000.0])
    assert axis.low == 0
    assert 120 <= axis.high < 1_000


def test_an_axis_of_zeros_has_a_height() -> None:
    assert zero_axis([0.0, 0.0]).high > 0


def test_one_is_on_top_of_the_rank_axis() -> None:
    axis = rank_axis([1, 9])
    assert axis.depth(1) < axis.depth(9)
    assert axis.ticks[0] == 1


def test_a_flat_price_keeps_a_tenth_of_itself_as_its_scale() -> None:
    axis = price_axis([100.0, 100.0])
    assert axis.high - axis.low >= 10


def test_labels_at_the_end_of_lines_never_cover_each_other() -> None:
    places = spread([0.5, 0.5, 0.52])
    assert sorted(places) == pytest.approx([0.5, 0.6, 0.7])
