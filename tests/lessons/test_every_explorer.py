"""What holds for each lesson's explorer: quick, small, in plain words, the same in picture and text."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import classroom.lessons
from classroom import explore
from classroom.explore import calls
from classroom.explore.spec import Explorer
from generator.company import Company, make_company

FILES = sorted(Path(classroom.lessons.__file__).parent.glob("*/explorer.py"))
HEAVY = {"matplotlib", "seaborn", "ipywidgets", "scipy", "pydantic", "IPython"}


@pytest.fixture(scope="module")
def company() -> Company:
    return make_company(customers=300, seed=12)


@pytest.fixture(params=list(calls.explorers()))
def explorer(request: pytest.FixtureRequest) -> Explorer:
    return calls.explorers()[request.param]


@pytest.fixture
def tables(company: Company, explorer: Explorer) -> dict:
    return {name: company.table(name) for name in explorer.needs}


def test_each_file_is_an_explorer_of_its_own():
    assert len(FILES) == len(calls.explorers()) >= 1
    assert set(dir(explore)) == {f"{name}{end}" for name in calls.explorers() for end in ("", "_text")}


def test_an_installed_centric_has_them_too():
    from hatchling.builders.wheel import WheelBuilder

    root = Path(classroom.lessons.__file__).parents[2]
    packed = {file.distribution_path for file in WheelBuilder(str(root)).recurse_included_files()}
    assert {path.relative_to(root).as_posix() for path in FILES} <= packed


def test_finding_them_opens_nothing_heavy():
    code = "import pandas, sys; from classroom import explore; had = 'numpy' in sys.modules\n"
    code += "assert not any(n.endswith('.explorer') for n in sys.modules); print(dir(explore))\n"
    code += f"import json; print(json.dumps(sorted({HEAVY!r} & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names, heavy = done.stdout.splitlines()
    assert "whale" in names
    assert json.loads(heavy) == []


def settings(explorer: Explorer, shown) -> list[dict[str, float]]:
    """The start, and each control at its ends."""
    return [shown.start] + [
        {**shown.start, control.name: value}
        for control in shown.controls
        for value in (control.low, control.high)
    ]


def test_at_each_end_of_each_control_picture_words_and_table_agree(explorer, tables):
    shown, tell = getattr(explore, explorer.name)(tables), getattr(explore, f"{explorer.name}_text")
    for setting in settings(explorer, shown):
        shown.setting = dict(setting)
        still, page = shown.still(), tell(**setting, tables=tables)
        assert str(page) == repr(shown)
        assert len(page.sentences[0]) > 20 and len(page.sentences[1]) > 20
        assert html.escape(page.sentences[1]) in still
        (alternative,) = re.findall(r'<img [^>]*alt="([^"]+)"|role="img" aria-label="([^"]+)"', still)
        words = html.unescape("".join(alternative))
        assert words.endswith(page.sentences[1])
        assert len(words) > len(page.sentences[1]) + 20
        assert html.escape(explorer.caption) in still
        assert not re.search(r"\b(nan|inf|None)\b", str(page)), setting


def test_what_is_sent_at_each_move_is_small(explorer, tables):
    shown = getattr(explore, explorer.name)(tables)
    assert len(shown.still()) < 60_000


def test_there_is_something_to_think_about_and_to_move(explorer):
    assert 1 <= len(explorer.questions) <= 4
    assert 1 <= len(explorer.controls) <= 6
    assert all(question.rstrip().endswith((".", "?")) and "?" in question for question in explorer.questions)
    for control in explorer.controls:
        assert len(control.meaning) > 20 and len(control.label) <= 34, control.name
        assert not explorer.about.endswith("\n")


def test_its_words_are_short_and_plain(explorer, tables):
    page = getattr(explore, f"{explorer.name}_text")(tables=tables)
    texts = [explorer.heading, explorer.about, *explorer.questions, *page.sentences, explorer.caption]
    texts += [words for control in explorer.controls for words in (control.label, control.meaning)]
    for text in texts:
        assert not re.search(r"\b(simply|just|obviously|clearly|easy|easily|of course)\b", text, re.I), text
        for sentence in re.split(r"(?<=[.!?:;])\s+", text):
            assert len(sentence.split()) <= 25, sentence


def test_no_picture_of_matplotlib_is_opened(explorer, tables):
    import matplotlib.pyplot as plt

    shown = getattr(explore, explorer.name)(tables)
    shown.widgets()
    next(iter(shown.sliders.values())).value = shown.controls[0].low
    assert plt.get_fignums() == []
