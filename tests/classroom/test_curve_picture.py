"""The line picture: few round ticks, no point lost that matters, valid however odd its numbers and words."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classroom.explore import curve_picture


@given(st.floats(-1e7, 1e7), st.floats(1e-3, 1e7))
def test_ticks_are_few_round_and_inside(low, span):
    found = curve_picture.ticks(low, low + span)
    assert 1 <= len(found) <= 11
    slack = span * 1e-6
    assert all(low - slack <= tick <= low + span + slack for tick in found)


def test_ticks_of_nothing():
    assert curve_picture.ticks(0.0, 0.0) == [0.0]
    assert curve_picture.ticks(0.0, math.inf) == [0.0]


def test_a_thinned_curve_keeps_ends_and_peak():
    y = np.sin(np.linspace(0, 3, 5000))
    xs, ys = curve_picture.thinned(curve_picture.Line(np.arange(5000.0), y))
    assert len(xs) <= curve_picture.POINTS + 1
    assert (xs[0], xs[-1]) == (0, 4999)
    assert ys.max() == y.max()


def test_a_flat_curve_is_drawn_too():
    flat = curve_picture.Line(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    assert "nan" not in curve_picture.svg([flat, flat], "t", "x", "y")


def test_it_is_valid_xml_with_its_words_escaped():
    import xml.etree.ElementTree as tree

    line = curve_picture.Line(np.array([0.0, 1.0]), np.array([1.0, 2.0]))
    marks = [curve_picture.Mark(0.5, 1.5, "a < b")]
    drawing = curve_picture.svg([line, line], "T & <t>", "x", "y", marks, legend="l & m")
    assert tree.fromstring(drawing).tag.endswith("svg")
