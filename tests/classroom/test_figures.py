"""Figures: a finding, a second cue, words that are the alternative text; nothing left open."""

from __future__ import annotations

import base64
import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.colors import to_hex

from classroom import figures

DATA = pd.DataFrame(
    {"line": list("abc") * 2, "eur": [1.0, 2, 3, 3, 2, -1], "year": ["2024"] * 3 + ["2025"] * 3}
)


@pytest.fixture
def shown(monkeypatch) -> list:
    found: list = []
    monkeypatch.setattr(figures, "put_out", found.append)
    yield found
    assert plt.get_fignums() == []


def bars(**kwargs):
    ax = figures.axes()
    return sns.barplot(DATA, x="line", y="eur", ax=ax, errorbar=None, **kwargs)


def lines(**kwargs):
    ax = figures.axes()
    data = pd.DataFrame(
        {"month": list(range(40)) * 2, "eur": np.arange(80.0), "line": ["x"] * 40 + ["y"] * 40}
    )
    return sns.lineplot(data, x="month", y="eur", hue="line", ax=ax, **kwargs)


class TestShow:
    def test_the_words_are_the_alternative_text_and_stand_below(self, shown):
        figures.show(bars(), finding="Line c loses money", says="Two bars up, one down.")
        (out,) = shown
        html = out._repr_html_()
        assert 'alt="Line c loses money. Two bars up, one down."' in html
        assert "<figcaption>Two bars up, one down.</figcaption>" in html
        assert repr(out) == "Figure: Line c loses money. Two bars up, one down."

    def test_it_is_one_self_contained_picture(self, shown):
        figures.show(bars(), "Finding", "Words.")
        (data,) = re.findall(r'src="data:image/png;base64,([^"]+)"', shown[0].markup)
        content = base64.b64decode(data)
        assert content.startswith(b"\x89PNG")
        assert len(content) < 60_000
        assert "http" not in shown[0].markup

    def test_the_same_figure_gives_the_same_bytes(self, shown):
        figures.show(bars(), "Finding", "Words.")
        figures.show(bars(), "Finding", "Words.")
        assert shown[0].markup == shown[1].markup

    def test_it_is_drawn_once_and_whole(self, shown, monkeypatch):
        """Drawing is what a figure costs; nothing of the labels may be cut off for it."""
        ax, drawings = figures.axes(), []
        ax.barh(["a label that takes a lot of room on the left"], [1])
        ax.set_xlabel("euros")
        whole = ax.figure.draw
        monkeypatch.setattr(ax.figure, "draw", lambda *args: drawings.append(1) or whole(*args))
        figures.show(ax, "Finding", "Words.")
        content = base64.b64decode(re.search(r"base64,([^\"]+)", shown[0].markup)[1])
        picture = plt.imread(io.BytesIO(content), format="png")[:, :, :3]
        edges = (picture[0], picture[-1], picture[:, 0], picture[:, -1])
        assert len(drawings) == 1
        assert all((edge == 1).all() for edge in edges)

    def test_signs_of_html_are_only_signs(self, shown):
        figures.show(bars(), 'a < b & "c"', "x > y <script>")
        assert "<script>" not in shown[0].markup
        assert "a &lt; b &amp; &quot;c&quot;" in shown[0].markup

    def test_the_finding_is_the_title_and_wraps(self, shown):
        ax = bars()
        figures.show(ax, "A finding that is so long that it cannot stand in one line above the picture", "W.")
        assert "\n" in ax.get_title(loc="left")

    def test_labels_with_units_are_asked_for(self, shown, capsys):
        ax = bars()
        ax.set_ylabel("")
        figures.show(ax, "F", "W.")
        assert "on the y axis" in capsys.readouterr().out
        figures.show(bars(), "F", "W.", ylabel="margin (EUR)")
        assert capsys.readouterr().out == ""

    def test_a_table_beside(self, shown):
        table = DATA.head(2).set_index("line")
        figures.show(bars(), "F", "W.", table=table, caption="Margin in EUR")
        assert "<caption>Margin in EUR</caption>" in shown[0].markup
        assert "Margin in EUR" in repr(shown[0])

    @pytest.mark.parametrize("kind", ["grid", "joint", "array", "list", "rows", "figure"])
    def test_whatever_a_library_hands_back(self, shown, kind):
        if kind == "grid":
            given = sns.relplot(DATA, x="line", y="eur", col="year")
        elif kind == "joint":
            given = sns.jointplot(pd.DataFrame({"x": [1.0, 2, 4], "y": [2.0, 1, 3]}), x="x", y="y")
        else:
            axes = figures.axes(ncols=2)
            for ax in axes:
                ax.plot([1, 2], [3, 4])
                ax.set(xlabel="x (months)", ylabel="y (EUR)")
            forms = {
                "array": axes,
                "list": list(axes),
                "rows": [[axes[0]], [axes[1]]],
                "figure": axes[0].figure,
            }
            given = forms[kind]
        figures.show(given, "F", "W.")
        assert 'alt="F. W."' in shown[0].markup

    def test_in_a_terminal_it_is_printed(self, capsys):
        figures.show(bars(), "F", "W.")
        assert capsys.readouterr().out == "Figure: F. W.\n"
        assert plt.get_fignums() == []


class TestSecondCue:
    def test_bars_of_two_colours_get_hatches_and_so_does_the_legend(self, shown):
        ax = bars(hue="year")
        figures.second_cue(ax)
        by_colour = {(bar.get_facecolor(), bar.get_hatch()) for bar in ax.patches if bar.get_height()}
        assert len({hatch for _, hatch in by_colour}) == 2
        assert {handle.get_hatch() for handle in ax.get_legend().legend_handles} == {h for _, h in by_colour}
        plt.close("all")

    def test_bars_of_one_colour_stay_plain(self, shown):
        ax = bars(color="C0")
        figures.second_cue(ax)
        assert {bar.get_hatch() for bar in ax.patches} <= {None, ""}
        plt.close("all")

    def test_lines_get_dashes_and_markers(self, shown):
        ax = lines()
        figures.second_cue(ax)
        drawn = [line for line in ax.lines if len(line.get_xdata())]
        assert len({line.get_linestyle() for line in drawn}) == 2
        assert len({line.get_marker() for line in drawn}) == 2
        plt.close("all")

    def test_what_has_a_second_cue_is_left_alone(self, shown):
        ax = lines(style="line")
        before = [line.get_linestyle() for line in ax.lines]
        figures.second_cue(ax)
        assert [line.get_linestyle() for line in ax.lines] == before
        plt.close("all")


def test_the_theme_uses_colours_for_all_eyes():
    figures.theme()
    used = [to_hex(colour) for colour in plt.rcParams["axes.prop_cycle"].by_key()["color"]]
    assert used == list(sns.color_palette("colorblind").as_hex())
    assert figures.palette(2) == [tuple(colour) for colour in sns.color_palette("colorblind", 2)]


def test_table_beside_has_caption_and_scope(shown):
    figures.table_beside(DATA.set_index("line"), caption="Margin by line, in euros", digits=1)
    html = shown[0]._repr_html_()
    assert "<caption>Margin by line, in euros</caption>" in html
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 6
    assert "-1.0" in html
    assert "Margin by line, in euros" in str(shown[0])


class TestBars:
    VALUES = pd.Series({"Lumen": -12.0, "Stow": 1_500.0, "Hearth": 30.0})

    def drawn(self, monkeypatch, **how):
        kept = []
        monkeypatch.setattr(figures, "drawn", lambda figure: kept.append(figure.axes[0]) or b"")
        figures.bars(self.VALUES, "Lumen loses money", "Three bars.", xlabel="margin (EUR)", **how)
        return kept[0]

    def test_each_bar_bears_its_value_and_the_table_holds_them(self, shown, monkeypatch):
        ax = self.drawn(monkeypatch)
        assert [one.get_text() for one in ax.texts] == ["-12", "1,500", "30"]
        assert "1,500" in repr(shown[0]) and "Hearth" in repr(shown[0])

    def test_the_one_that_stands_out_is_in_colour(self, shown, monkeypatch):
        ax = self.drawn(monkeypatch, stands_out="Stow")
        colours = [to_hex(bar.get_facecolor()) for bar in ax.patches]
        assert colours[0] == colours[2] == to_hex("0.75") != colours[1]

    def test_ranges_are_drawn_and_told(self, shown, monkeypatch):
        ax = self.drawn(monkeypatch, low=[-20, 900, 10], high=[-4, 2_000, 60])
        assert [one.get_text() for one in ax.texts][1] == "1,500 (900 to 2,000)"
        assert ax.containers[1].has_xerr or ax.containers[0].has_xerr
        assert "low" in repr(shown[0]) and "2,000" in repr(shown[0])

    def test_names_of_bars_need_no_other_label(self, shown, capsys):
        figures.bars(self.VALUES, "F", "W.", xlabel="margin (EUR)")
        assert capsys.readouterr().out == ""
