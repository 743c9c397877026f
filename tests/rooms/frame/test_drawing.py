"""Small drawings: exact places, safe markup, honest greys."""

import pytest

from kolony.ground.frame import drawing
from kolony.ground.frame.charts import Chart, Series


def test_a_whisker_that_crosses_zero_is_grey():
    assert "var(--k-d6)" in drawing.whisker(-0.9, 3.1, 7, start=-5, end=25, zero=0)
    assert "var(--k-d6)" not in drawing.whisker(6.8, 14.2, 21.9, start=-5, end=25, zero=0)


def test_a_whisker_stays_on_its_scale():
    drawn = drawing.whisker(-50, 50, 150, start=0, end=100, width=60)
    assert 'x1="0.0" x2="60.0"' in drawn
    assert 'cx="30.0"' in drawn


def test_a_drawing_without_words_is_hidden_and_one_with_words_speaks():
    assert 'aria-hidden="true"' in drawing.sparkline([1, 2, 3])
    assert 'role="img" aria-label="Rising &amp; rising"' in drawing.sparkline([1, 2, 3], label="Rising & rising")


@pytest.mark.parametrize("values", [[], [5]])
def test_too_few_values_draw_nothing_but_keep_their_room(values):
    drawn = drawing.sparkline(values, width=72)
    assert 'width="72"' in drawn
    assert "polyline" not in drawn


def test_a_flat_line_is_no_division_by_zero():
    assert "polyline" in drawing.sparkline([4, 4, 4])


@pytest.mark.parametrize(
    ("name", "letters"), [("Lin Lan", "LL"), ("林岚", "林"), ("moss", "M"), ("", "·"), ("  ", "·"), ("a b c", "AB")]
)
def test_a_face_is_one_character_or_two_initials(name, letters):
    assert drawing.initials(name) == letters


def test_a_name_keeps_its_colour():
    assert drawing.hue_of("林岚") == drawing.hue_of("林岚")
    assert 0 <= drawing.hue_of("x" * 1000) < 360


def test_a_chart_is_also_a_table():
    chart = Chart(
        "A finding.", (Series("Posts", [1, None]), Series("Peers", [3, 4], colour="d6")), categories=["a", "b"]
    )
    assert chart.rows == [("a", [1, 3]), ("b", [None, 4])]
    assert '"low":null' in chart.as_json
