import xml.etree.ElementTree as ET

import pytest

from tpo.labs import svg

PLOT = svg.Plot(top=50, height=100, x=(0, 10), y=(0, 1))


def test_a_picture_is_well_formed_and_escapes_words():
    whole = svg.picture(
        200,
        svg.frame(PLOT, "a < b & c", x_ticks=(0, 5, 10), y_ticks=(0, 1), x_title="t > 0"),
        svg.line(PLOT, [(0, 0), (10, 1)], svg.BLUE, dash="6 4"),
        svg.area(PLOT, [(0, 0.5), (10, 1)], svg.ORANGE, floor=[(0, 0.1), (10, 0.2)]),
        svg.band(PLOT, 2, 4, "slow <phase>"),
        svg.limit(PLOT, 0.5, "150 & more"),
        svg.bar(PLOT, 5, 0.5, svg.RED, 12),
        *(svg.mark(PLOT, 5, 0.5, svg.RED, shape) for shape in ("circle", "square", "diamond")),
        svg.label(PLOT, 5, 0.5, "<here>"),
        svg.key(10, 20, svg.GREY, "old & new"),
    )
    root = ET.fromstring(whole)
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"a < b & c", "t > 0", "slow <phase>", "150 & more", "<here>", "old & new"} <= {*words}
    assert "http" not in whole.replace("http://www.w3.org/2000/svg", "")


def test_scales_map_data_to_the_rectangle_and_stay_in_it():
    assert (PLOT.across(0), PLOT.across(10)) == (PLOT.left, PLOT.left + PLOT.width)
    assert (PLOT.up(0), PLOT.up(1)) == (150, 50)
    assert PLOT.up(99) == 50
    assert PLOT.up(float("inf")) == 50


def test_a_line_without_points_draws_nothing():
    assert svg.line(PLOT, [], svg.BLUE) == svg.area(PLOT, [], svg.BLUE) == ""


def test_a_staircase_holds_each_value_until_the_next():
    assert svg.steps([(0, 1), (2, 5), (3, 4)]) == [(0, 1), (2, 1), (2, 5), (3, 5), (3, 4)]


@pytest.mark.parametrize(
    ("high", "count", "expected"),
    [
        (100, 4, [0, 25, 50, 75, 100]),
        (1, 2, [0, 0.5, 1]),
        (67, 3, [0, 25, 50]),
        (2400, 3, [0, 1000, 2000]),
        (0, 3, [0]),
    ],
)
def test_ticks_are_round_numbers_inside_the_range(high, count, expected):
    assert svg.ticks(high, count) == expected


def test_words_are_dark_on_white_and_every_other_colour_has_another_sign():
    def luminance(color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for text in (svg.INK, svg.SOFT):
        assert 1.05 / (luminance(text) + 0.05) >= 4.5  # WCAG 2.2, 1.4.3, on white
