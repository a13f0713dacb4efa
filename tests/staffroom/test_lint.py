"""Idioms that cannot work apart from the student's code are found, each with what to write instead."""

from __future__ import annotations

import pytest

from staffroom.course import find_course
from staffroom.grading.split.lint import lint
from staffroom.lessons.source import read_lesson

BAD = {
    "magic": "%matplotlib inline\nassert f(1) == 2",
    "source": "import inspect\nassert 'for' not in inspect.getsource(f)",
    "figure-state": "import matplotlib.pyplot as plt\ndraw()\nassert plt.gcf().axes",
    "typed": "import builtins\nbuiltins.input = lambda *a: '3'\nassert ask() == 3",
    "patched": "from unittest import mock\nwith mock.patch('os.getcwd') as m:\n    f()\nassert m.called",
    "shell": "assert 'sum' in In[-2]",
    "veiled": "assert eval('answer') == 3",
    "main": "from __main__ import answer\nassert answer == 3",
    "identity": "assert f(rows) is not rows",
    "file": "save('x.txt')\nassert open('x.txt').read() == 'a'",
    "warned": "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n    f()\nassert not seen",
    "unchanged": "before = rows.copy()\nf(rows)\nassert rows.equals(before)",
    "empty": "import numpy as np\nassert np.allclose(f(1), 2.0)",
    "vacuous": "got = f(1)\nif got != 2:\n    print('no')",
    "syntax": "assert f(1) == = 2",
}


@pytest.mark.parametrize("key", BAD)
def test_an_idiom_is_found(key):
    found = lint(BAD[key])
    assert [one.key for one in found] == [key] and found[0].says.endswith(".")


def test_the_line_is_told():
    assert lint("x = 1\ny = 2\nassert f(x) is y")[0].line == 3


@pytest.mark.parametrize(
    "good",
    [
        "assert answer is not None and answer is not ... and type(answer) is int",
        "before = rows.copy()\nassert f(before).equals(rows)",
        "from classroom import check\ncheck.same(check.call(f, 'f', 3), 4, 'f')",
        "import pandas as pd\npd.testing.assert_frame_equal(f(t), t)",
        "points = 0\nif f(1) == 2:\n    points += 1\npoints",
        "try:\n    f(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        "import numpy as np\ngot = f(1)\nassert got.shape == (2,)\nassert np.allclose(got, [1.0, 2.0])",
        "want = sorted(rows)\nassert f(rows) == want",
    ],
)
def test_what_works_is_left_alone(good):
    assert lint(good) == []


def test_a_misspelt_name_is_found():
    assert [one.key for one in lint("assert answr == 3", {"answer"})] == ["unnamed"]
    assert lint("assert answer == 3", {"answer"}) == []


def test_all_tests_of_the_course_can_work():
    course = find_course()
    for name in course.with_text():
        for cell in read_lesson(course.source / name / f"{name}.py").cells:
            if cell.kind == "test":
                assert lint(cell.source) == [], f"{name}, {cell.name}"
