"""Pages: the same content as HTML and as text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from classroom.pages import WIDTH, Page, html_table, in_figures, text_table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (1234567, "1,234,567"),
        (0.1234, "0.12"),
        (12.345, "12.3"),
        (1234.5, "1,234"),
        (-0.5, "-0.50"),
        (np.float64(2.0), "2"),
        (np.int64(7), "7"),
        (True, "yes"),
        (np.bool_(False), "no"),
        (float("nan"), "–"),
        (None, "–"),
        (pd.NaT, "–"),
        (pd.Timestamp("2025-03-01 10:00"), "2025-03-01"),
        ("word", "word"),
        (float("inf"), "inf"),
    ],
)
def test_figures_are_short(value, text):
    assert in_figures(value) == text


def test_digits_can_be_asked_for():
    assert in_figures(1234.5678, 2) == "1,234.57"


class TestTables:
    frame = pd.DataFrame({"line": ["Brio", "<b>"], "eur": [1.5, np.nan]})

    def test_html_is_escaped_and_has_scopes(self):
        html = html_table(self.frame.set_index("line"), "A & B")
        assert "<caption>A &amp; B</caption>" in html
        assert '<th scope="row">&lt;b&gt;</th>' in html
        assert '<th scope="col">eur</th>' in html

    def test_a_mere_count_of_rows_is_left_out(self):
        html = html_table(self.frame, "C")
        assert html.count('scope="col"') == 2
        assert '<th scope="row">Brio</th>' in html

    def test_labels_without_a_name_have_an_empty_corner(self):
        assert "<td></td>" in html_table(self.frame.set_index("line").rename_axis(index=None), "C")

    def test_two_label_columns(self):
        frame = self.frame.assign(year=2025).set_index(["line", "year"])
        assert html_table(frame, "C").count('scope="row"') == 4

    def test_text_lines_fit_the_width(self):
        frame = pd.DataFrame({"column": ["x"], "meaning": ["a long meaning " * 20]})
        text = text_table(frame, "C")
        assert max(len(line) for line in text.splitlines()) <= WIDTH
        assert text.count("meaning") == 21

    def test_an_empty_table(self):
        assert "line" in text_table(self.frame.iloc[:0], "C")
        assert "</table>" in html_table(self.frame.iloc[:0], "C")


def test_a_page_says_the_same_in_both_forms():
    page = Page("Heading", ["One & two."], [("Caption", pd.DataFrame({"a": [1]}))])
    for part in ("Heading", "Caption"):
        assert part in str(page)
        assert part in page._repr_html_()
    assert "One &amp; two." in page._repr_html_()
    assert list(page.table["a"]) == [1]
    assert repr(page) == str(page)
