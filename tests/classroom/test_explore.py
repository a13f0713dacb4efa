"""The explorers' machinery, with a tiny explorer of its own: it knows nothing of any lesson."""

from __future__ import annotations

import base64
import html
import importlib
import inspect
import math
import os
import pydoc
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from classroom import explore, lessons, load
from classroom.errors import Misuse
from classroom.explore import calls, fitted, in_words, sliders
from classroom.explore.spec import Control, Picture, round_end

FIXTURES = Path(__file__).parent / "fixtures" / "lessons"
TABLES = {"orders": pd.DataFrame({"channel": ["web"] * 6 + ["app"] * 3 + ["store"]})}


@pytest.fixture
def more_lessons(monkeypatch):
    """Have the lessons' explorers looked for in a further folder, too."""
    folders = list(lessons.__path__)

    def forget():
        calls.explorers.cache_clear()
        calls.call.cache_clear()
        fitted._kept.clear()
        importlib.invalidate_caches()
        for name in [name for name in sys.modules if re.match(r"classroom\.lessons\.9", name)]:
            del sys.modules[name]

    def add(folder: Path) -> None:
        folders.append(str(folder))
        monkeypatch.setattr(lessons, "__path__", list(folders))
        forget()

    yield add
    forget()


@pytest.fixture
def tiny(more_lessons):
    more_lessons(FIXTURES)
    return explore.tiny


class TestFinding:
    def test_a_file_in_a_lessons_folder_is_all_it_takes(self, tiny):
        assert {"tiny", "tiny_text"} <= set(dir(explore))
        assert explore.tiny_text(tables=TABLES).numbers.tolist() == pytest.approx([6.3, 3.15, 1.05])

    def test_an_unknown_name_lists_those_that_there_are(self, tiny):
        with pytest.raises(AttributeError) as error:
            explore.tinny  # noqa: B018
        line = " ".join(error.value._render_traceback_())
        assert line == f"There is no `explore.tinny`; these are there: {', '.join(dir(explore))}."
        assert "tiny, tiny_text" in line
        assert not hasattr(explore, "_repr_html_")

    def test_no_lesson_is_opened_for_a_private_name_or_a_module(self, tiny, monkeypatch):
        calls.explorers.cache_clear()
        monkeypatch.setattr(lessons, "__path__", None)  # looking there would be a TypeError
        assert not hasattr(explore, "_ipython_display_")
        assert explore.__getattr__("curve_picture").svg
        with pytest.raises(TypeError):
            dir(explore)

    def test_two_lessons_with_one_name(self, tmp_path, more_lessons):
        shutil.copytree(FIXTURES / "98_tiny", tmp_path / "99_again")
        more_lessons(FIXTURES)
        more_lessons(tmp_path)
        with pytest.raises(ValueError, match="explorer of 99_again, 'tiny': 98_tiny has the name"):
            calls.explorers()

    def test_the_name_of_a_module_is_taken(self, tmp_path, more_lessons):
        shutil.copytree(FIXTURES / "98_tiny", tmp_path / "99_spec")
        path = tmp_path / "99_spec" / "explorer.py"
        path.write_text(path.read_text().replace('name="tiny"', 'name="sliders"'))
        more_lessons(tmp_path)
        with pytest.raises(ValueError, match="'sliders': explore itself has the name"):
            calls.explorers()


class TestText:
    def test_start_and_change_in_words_and_a_table(self, tiny):
        page = explore.tiny_text(tables=TABLES)
        assert page.sentences == ["The 3 strongest channels, growing by 5 %.", "3 channels have 10 orders."]
        changed = explore.tiny_text(2, growth_pct=-10, tables=TABLES)
        assert changed.sentences[1] == "2 channels have 8 orders. Before it was 3 & 10."
        assert changed.setting == {"top": 2, "growth_pct": -10.0}
        assert changed.table.loc["web"].tolist() == pytest.approx([5.4, 6.3])
        assert "Orders by channel" in str(changed)
        assert "3 &amp; 10" in changed._repr_html_()

    def test_the_start_asked_for_by_number_is_no_change(self, tiny):
        assert "Before" not in str(explore.tiny_text(top=3.0, growth_pct=5, tables=TABLES))

    def test_help_and_signature_name_the_controls(self, tiny):
        signature = inspect.signature(explore.tiny_text)
        assert list(signature.parameters) == ["top", "growth_pct", "tables"]
        assert signature.parameters["top"].annotation == int | None
        assert signature.parameters["growth_pct"].annotation == float | None
        told = pydoc.plain(pydoc.render_doc(explore.tiny_text))
        for words in (
            "tiny_text(top: int | None = None",
            "How many orders come from the strongest channels.",
            "top : a whole number of channels from 1 on",
            "growth_pct : a number of percent from -10 to 10",
            "The strongest ones first",
            "tables : name -> frame",
        ):
            assert words in told
        shown = pydoc.plain(pydoc.render_doc(explore.tiny))
        assert "tiny(tables" in shown and "Growth (%): Of all" in shown and "explore.tiny_text" in shown

    @pytest.mark.parametrize("value", [0, -1, 2.5, "3", True, math.nan, math.inf, [3]])
    def test_a_wrong_whole_number(self, tiny, value):
        with pytest.raises(Misuse) as error:
            explore.tiny_text(top=value, tables={})
        assert str(error.value) == f"top is a whole number of channels from 1 on, and not {value!r}."

    @pytest.mark.parametrize("value", [-10.5, 11, "3", False, math.nan, math.inf, int])
    def test_a_wrong_number(self, tiny, value):
        with pytest.raises(Misuse) as error:
            explore.tiny_text(growth_pct=value, tables={})
        assert str(error.value) == f"growth_pct is a number of percent from -10 to 10, and not {value!r}."

    @pytest.mark.parametrize(
        ("call", "says"),
        [
            (lambda: explore.tiny_text(topp=3), "unexpected keyword argument 'topp'"),
            (lambda: explore.tiny_text(1, 2, {}, 4), "too many positional arguments"),
            (lambda: explore.tiny(top=3), "`explore.tiny` takes tables. .*unexpected keyword argument 'top'"),
            (lambda: explore.tiny({}), "reads the tables orders. In `tables`, orders cannot be found"),
            (lambda: explore.tiny_text(tables=["orders"]), "orders cannot be found"),
        ],
    )
    def test_a_call_that_does_not_fit(self, tiny, call, says):
        with pytest.raises(Misuse, match=says):
            call()


class TestOwnCompany:
    @pytest.fixture
    def prepared(self, tiny) -> list:
        """Grows by one each time that a company is prepared."""
        return sys.modules["classroom.lessons.98_tiny.explorer"].PREPARED

    def test_it_is_the_default_and_prepared_once(self, prepared, here):
        counts = load("orders").groupby("channel").size()
        assert explore.tiny_text(growth_pct=0).numbers.sum() == counts.sum()
        explore.tiny()
        explore.tiny_text(top=1)
        assert len(prepared) == 1

    def test_another_company_or_one_made_anew_is_prepared_again(
        self, prepared, here, monkeypatch, company_folder
    ):
        before = explore.tiny_text().sentences
        copy = shutil.copytree(company_folder, here / "copy")
        monkeypatch.setenv("CENTRIC_COMPANY", str(copy))
        assert explore.tiny_text().sentences == before
        assert len(prepared) == 2
        os.utime(copy / "manifest.json", ns=(1, 1))
        explore.tiny_text()
        assert len(prepared) == 3

    def test_tables_that_are_given_are_not_kept(self, prepared, here):
        own = explore.tiny_text().sentences
        assert explore.tiny_text(tables=TABLES).sentences != own
        assert explore.tiny_text().sentences == own
        assert len(prepared) == 2


class TestWidgets:
    @pytest.fixture
    def explorer(self, tiny):
        return tiny(TABLES)

    def test_questions_stand_before_the_sliders(self, explorer):
        first, *rest = explorer.widgets().children
        assert first.value.count("<li>") == 1
        assert "&lt;would do&gt;" in first.value
        assert [row.children[0].description for row in rest[:2]] == ["Channels kept", "Growth (%)"]

    def test_slider_and_box_have_label_tooltip_start_range_and_kind(self, explorer):
        explorer.widgets()
        for control in explorer.controls:
            slider, box = explorer.sliders[control.name], explorer.boxes[control.name]
            assert box.description == control.label
            assert slider.tooltip == box.tooltip == control.meaning
            for widget in (slider, box):
                assert (widget.min, widget.max, widget.step) == (control.low, control.high, control.step)
                assert widget.value == control.start
            assert isinstance(slider.value, int) == isinstance(box.value, int) == control.whole
        assert (explorer.sliders["top"].min, explorer.sliders["top"].max) == (1, 3)

    def test_a_typed_number_moves_the_slider_and_the_other_way_round(self, explorer):
        explorer.widgets()
        explorer.boxes["growth_pct"].value = 1.5
        assert explorer.sliders["growth_pct"].value == explorer.setting["growth_pct"] == 1.5
        explorer.sliders["top"].value = 2
        assert explorer.boxes["top"].value == 2

    def test_moving_a_slider_moves_picture_words_table_and_text_twin(self, explorer):
        picture = explorer.widgets().children[-1]
        before = picture.value
        explorer.sliders["top"].value = 2
        assert picture.value != before
        expected = explore.tiny_text(top=2, tables=TABLES)
        assert html.escape(expected.sentences[1]) in picture.value
        assert "Orders by channel" in picture.value
        assert str(explorer.text()) == repr(explorer) == str(expected)

    def test_a_picture_of_another_kind_has_the_words_as_its_alternative_text(self, explorer):
        explorer.widgets()
        explorer.sliders["top"].value = 2
        value = explorer.box.children[-1].value
        (alternative,) = re.findall(r'<div role="img" aria-label="([^"]+)"', value)
        assert html.unescape(alternative) == (
            'Bars, one per channel, the "longest" first. 2 channels have 9 orders. Before it was 3 & 10.'
        )
        assert "width:50%" in value

    def test_back_to_the_start(self, explorer):
        box = explorer.widgets()
        before = box.children[-1].value
        explorer.sliders["top"].value, explorer.sliders["growth_pct"].value = 1, -3
        assert box.children[-1].value != before
        box.children[-2].click()
        assert box.children[-1].value == before
        assert explorer.setting == explorer.start == {"top": 3, "growth_pct": 5}
        assert {name: box.value for name, box in explorer.boxes.items()} == explorer.start
        assert box.children[-2].description == "Back to the start"

    @pytest.mark.parametrize(("browser_says", "left"), [(6.3, True), (6.4, False), (6.2, False)])
    def test_a_start_that_a_browser_puts_on_a_step_is_still_the_start(self, explorer, browser_says, left):
        control = Control("rate", "Rate (EUR)", "A rate", "euros", start=6.2733, high=20, step=0.1)
        kept = sliders._unsnapped(control, browser_says)
        assert (kept == control.start) == left and (left or kept == browser_says)

    def test_what_a_browser_makes_of_the_start_changes_nothing(self, explorer):
        growth = next(c for c in explorer.controls if c.name == "growth_pct")
        off = replace(growth, start=growth.start + growth.step / 4)
        explorer.controls = [off if c is growth else c for c in explorer.controls]
        explorer.widgets()
        explorer.sliders["growth_pct"].value = growth.start
        assert explorer.setting["growth_pct"] == off.start
        explorer.sliders["growth_pct"].value = growth.start + growth.step
        assert explorer.setting["growth_pct"] == growth.start + growth.step

    def test_without_widgets_there_is_a_still_picture_with_the_questions(self, explorer):
        still = explorer.still()
        assert 'role="img"' in still
        assert still.count("<li>") == 1
        assert "still picture" in still

    def test_live_widgets_hide_the_still_picture(self, explorer):
        box = explorer.widgets()
        hidden = re.search(r"<style>\.(centric-still-\w+)\{display:none\}</style>", box.children[0].value)[1]
        assert f'class="centric-page {hidden}"' in explorer.still(hidden)

    def test_the_handles_are_named_after_the_labels_beside_them(self, explorer):
        """In a browser: tests/browser. Here: the script looks where the widgets are."""
        box = explorer.widgets()
        assert sliders.LIVE in box._dom_classes
        assert f".{sliders.LIVE} .noUi-handle" in sliders.NAMES
        assert sliders.NAMES.count("{") == sliders.NAMES.count("}")


class TestSpec:
    def test_a_control_that_nobody_could_set(self):
        right = Control("n", "N", "A count", "things", start=2, high=5)
        for wrong in ({"start": 6}, {"low": 3}, {"step": 0}, {"name": "a b"}, {"name": "tables"}):
            with pytest.raises(ValueError):
                replace(right, **wrong)

    def test_a_name_that_no_call_can_have(self, tiny):
        right = calls.explorers()["tiny"]
        for name in ("a b", "tiny_text", "_tiny", "1st", ""):
            with pytest.raises(ValueError, match="cannot be called"):
                replace(right, name=name)
        with pytest.raises(ValueError, match="two controls have one name"):
            replace(right, controls=[right.controls[0]] * 2)

    def test_a_drawing_is_shown_as_an_image_with_its_words(self):
        drawing = "<svg>…</svg>"
        image = Picture(drawing, 'says "this"', width=200).shown("& <that>")
        data = re.search(r"base64,([^\"]+)", image)[1]
        assert base64.b64decode(data).decode("utf-8") == drawing
        assert 'alt="says &quot;this&quot; &amp; &lt;that&gt;" width="200"' in image

    @pytest.mark.parametrize(("about", "end"), [(0, 1), (1.2, 1.5), (4.1, 5), (18.6, 20), (7000, 10_000)])
    def test_a_round_end(self, about, end):
        assert round_end(about) == end


class TestWords:
    def test_euros_and_percent(self):
        assert in_words.euros(12345.4) == "12,345 euros"
        assert in_words.euros(-0.3) == "0 euros"
        assert in_words.percent(0.125) == "12 %"
        assert "nan" not in in_words.percent(math.nan)

    @pytest.mark.parametrize(
        ("change", "says"),
        [(12, "12 euros more than at x"), (-3, "3 euros less than at x"), (0.4, "the same as at x")],
    )
    def test_what_a_change_did(self, change, says):
        assert in_words.difference(change, "x") == f"That is {says}."
