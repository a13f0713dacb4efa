"""Tests in a process of their own: what they see of a student's work, and what they cannot be made to see."""

from __future__ import annotations

import pytest
from small_paper import grade, paper, problem, trial

DOUBLE = paper(
    ("given", "setup", "import pandas as pd\nbasket = pd.DataFrame({'paid': [1.0, 2.0]})"),
    ("answer", "double", "def double(x):\n    return 2 * x\nanswer = 6"),
    ("test", "test_double", "assert double(3) == 6\nassert answer == 6"),
)


def one(answer: str, test: str, wrong: str, *, given: str = "import pandas as pd") -> tuple[float, str]:
    """Points and error of a student's `wrong` cell where the author's is `answer`."""
    source = paper(("given", "setup", given), ("answer", "a", answer), ("test", "t", test))
    points, outcome = grade(source, a=wrong)
    return points["t"], problem(outcome, 2)


def test_the_authors_solution_earns_all_points():
    assert trial(DOUBLE)[2] == {}
    assert trial(DOUBLE)[1].kinds == {"double": ["function"], "double()": ["data"], "answer": ["data"]}


def test_a_right_and_a_wrong_answer():
    points, _ = grade(DOUBLE, double="def double(x):\n    return x + x\nanswer = 6")
    assert points == {"test_double": 2}
    points, outcome = grade(DOUBLE, double="def double(x):\n    return x\nanswer = 6")
    assert points == {"test_double": 0} and problem(outcome, 2) == "AssertionError: "


def test_a_missing_name_is_a_name_error():
    points, outcome = grade(DOUBLE, double="pass")
    assert points == {"test_double": 0}
    assert problem(outcome, 2) == "NameError: name 'double' is not defined"


@pytest.mark.parametrize(
    "wrong",
    [
        "class All:\n    def __eq__(self, other):\n        return True\nanswer = All()",
        "class All(int):\n    def __eq__(self, other):\n        return True\nanswer = All(5)",
        "import builtins\nbuiltins.len = lambda x: 3\nanswer = 5",
        "class Yes:\n    def __bool__(self):\n        return True\nanswer = Yes()",
        "import pandas\npandas.testing.assert_frame_equal = lambda *a, **k: None\nanswer = 5",
    ],
)
def test_nothing_but_the_value_counts(wrong):
    assert one("answer = 6", "assert answer == 6", wrong)[0] == 0


def test_a_thing_where_a_value_belongs_is_of_no_use():
    points, error = one("done = True", "assert done", "class Yes: pass\ndone = Yes()")
    assert points == 0 and error == "TypeError: `done` is of the type Yes, which is no plain value"


def test_the_tests_have_the_given_names_from_the_author():
    source = paper(
        ("given", "setup", "rates = {'a': 2}\ndef scale(x):\n    return rates['a'] * x"),
        ("answer", "a", "answer = scale(3)"),
        ("test", "t", "assert answer == scale(3)"),
    )
    assert grade(source, a="rates['a'] = 5\nanswer = scale(3)")[0] == {"t": 0}
    assert grade(source, a="rates = {'a': 5}\nanswer = 6")[0] == {"t": 2}


def test_names_that_answers_make_are_the_students_from_there_on():
    source = paper(
        ("given", "setup", "rows = [3, 1]"),
        ("test", "before", "assert rows == [3, 1]"),
        ("answer", "a", "rows.append(2)"),
        ("given", "later", "count = len(rows)"),
        ("test", "after", "assert count == 3 and rows == [3, 1, 2]"),
    )
    assert grade(source)[0] == {"before": 2, "after": 2}
    assert grade(source, a="rows = [3, 1, 2]")[0] == {"before": 2, "after": 2}
    assert grade(source, a="pass")[0] == {"before": 2, "after": 0}


def test_a_test_sees_names_of_earlier_tests_and_students_cannot_set_them():
    source = paper(
        ("answer", "a", "def f(x):\n    return x + 1"),
        ("test", "first", "wanted = 4\nassert f(3) == wanted"),
        ("answer", "b", "def g(x):\n    return x + 1"),
        ("test", "second", "assert g(3) == wanted"),
    )
    assert grade(source, b="wanted = 0\ndef g(x):\n    return 0")[0] == {"first": 2, "second": 0}


def test_a_score_of_the_students_own_making_is_not_looked_at():
    source = paper(
        ("answer", "a", "def f(x):\n    return x"),
        ("test", "t", "points = 0\nif f(1) == 1:\n    points += 2\npoints"),
    )
    assert grade(source)[0] == {"t": 2}
    assert grade(source, a="points = 2\ndef f(x):\n    return 7")[0] == {"t": 0}


def test_part_of_the_points():
    source = paper(("answer", "a", "a, b = 1, 2"), ("test", "t", "points = (a == 1) + (b == 2)\nint(points)"))
    assert grade(source, a="a, b = 1, 3")[0] == {"t": 1}


def test_errors_keep_their_class_and_message():
    source = paper(
        ("answer", "a", "class Odd(ValueError): pass\ndef f(x):\n    raise Odd('no ' + x)"),
        (
            "test",
            "t",
            "try:\n    f('way')\nexcept ValueError as error:\n    caught = error\n"
            "assert str(caught) == 'no way' and type(caught).__name__ == 'Odd'\n"
            "try:\n    f('out')\nexcept Odd:\n    pass\nelse:\n    raise AssertionError",
        ),
    )
    assert grade(source)[0] == {"t": 2}
    assert grade(source, a="class Odd(KeyError): pass\ndef f(x):\n    raise Odd('no ' + x)")[0] == {"t": 0}


@pytest.mark.parametrize("error", ["SystemExit(0)", "KeyboardInterrupt()", "AssertionError()", "Exception()"])
def test_no_error_is_a_way_out(error):
    points, words = one("def f(x):\n    return x", "assert f(1) == 1", f"def f(x):\n    raise {error}")
    assert points == 0 and words.startswith(error.split("(")[0])


def test_instances_and_classes():
    source = paper(
        ("answer", "a", "class Stack:\n    def __init__(self):\n        self.items = []\n"
         "    def push(self, x):\n        self.items.append(x)\n        return self\n"
         "    def __len__(self):\n        return len(self.items)"),
        ("test", "t", "s = Stack()\nassert s.push(3) is not None\ns.push(4)\nassert len(s) == 2\n"
         "assert s.items == [3, 4] and isinstance(s, Stack) and not isinstance(3, Stack)"),
    )  # fmt: skip
    assert grade(source)[0] == {"t": 2}
    assert grade(source, a="class Stack:\n    def push(self, x):\n        pass")[0] == {"t": 0}


def test_functions_of_the_test_can_be_handed_over():
    source = paper(
        ("answer", "a", "def apply(f, x):\n    return f(f(x))"),
        ("test", "t", "assert apply(lambda x: x * 3, 2) == 18\nassert apply(abs, -2) == 2"),
    )
    assert grade(source)[0] == {"t": 2}
    assert grade(source, a="def apply(f, x):\n    return f(x)")[0] == {"t": 0}


def test_an_altered_argument_is_seen_where_the_author_alters_it():
    source = paper(
        ("answer", "a", "def clean(rows):\n    rows.sort()"),
        ("test", "t", "rows = [3, 1, 2]\nclean(rows)\nassert rows == [1, 2, 3]"),
    )
    assert grade(source)[0] == {"t": 2}
    assert grade(source, a="def clean(rows):\n    sorted(rows)")[0] == {"t": 0}


def test_check_call_hears_of_changed_arguments():
    given = "import pandas as pd\nfrom classroom import check"
    answer = "def f(t):\n    return t['a'].sum()"
    test = "check.same(check.call(f, 'f', pd.DataFrame({'a': [1, 2]})), 3, 'f')"
    assert one(answer, test, answer, given=given)[0] == 2
    points, error = one(answer, test, "def f(t):\n    t['b'] = 0\n    return t['a'].sum()", given=given)
    assert points == 0 and "mistake: changed-input" in error


def test_what_a_function_prints_is_heard_by_the_test_alone():
    given = "import contextlib, io"
    test = (
        "out = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    hello()\n"
        "assert out.getvalue() == 'hi\\n'\nhello()"
    )
    source = paper(
        ("given", "g", given), ("answer", "a", "def hello():\n    print('hi')"), ("test", "t", test)
    )
    points, outcome = grade(source)
    assert points == {"t": 2} and outcome.outputs[2] == []


def test_the_students_own_text_can_be_asked_for():
    source = paper(
        ("given", "g", "from classroom import check"),
        ("answer", "a", "def f(x):\n    # remark\n    return sum(x)"),
        ("test", "t", "assert 'for' not in check.source('f') and 'remark' in check.source('f')"),
    )
    assert grade(source)[0] == {"t": 2}
    assert grade(source, a="def f(x):\n    for y in x:\n        pass  # remark")[0] == {"t": 0}


def test_a_test_error_shows_no_line_of_the_test():
    source = paper(
        ("answer", "a", "def f(x):\n    return x"),
        ("test", "t", "secret_value = 41\nassert f(1) == 1, 'not right'"),
    )
    _, outcome = grade(source, a="def f(x):\n    return 0")
    assert "secret" not in str(outcome.outputs[1])
    assert outcome.outputs[1][-1]["traceback"] == ["In t, line 2.", "AssertionError: not right"]


def test_the_names_of_python_cannot_be_replaced():
    test = "assert sum([1, 2]) == 3 and len('ab') == 2 and total == 3"
    assert one("total = 3", test, "total = 3\nsum = len = lambda x: 7")[0] == 2


def test_names_can_be_looked_for():
    test = "assert 'x' in globals() and globals().get('y') is None\ntry:\n    y\nexcept NameError:\n    pass"
    assert one("x = 1", test, "x = 1")[0] == 2
    assert one("x = 1", test, "y = 1")[0] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        "class Yes:\n    __class__ = float\n    def __eq__(self, other):\n        return True\n"
        "    def __call__(self):\n        pass\nanswer = Yes()",
        "class Meta(type):\n    def __eq__(self, other):\n        return True\n    __hash__ = type.__hash__\n"
        "class answer(metaclass=Meta):\n    pass",
        "answer = lambda: 6",
        "answer = print",
    ],
)
@pytest.mark.parametrize("test", ["assert answer == 6", "assert answer", "assert not answer != 6"])
def test_nothing_that_can_be_called_passes_for_a_value(wrong, test):
    points, error = one("answer = 6", test, wrong)
    assert points == 0 and "which is no plain value" in error, error


def test_what_tests_reckon_themselves_is_the_same_when_it_is_remembered():
    import ast

    import pandas as pd

    from staffroom.grading.inside import memo

    cell = (
        "import pandas as pd\nk = 3\ndef double(t):\n    return t * 2\ndef with_k(t):\n    return t * k\n"
        "def spoil(t):\n    t['a'] = 0\n    return t\ndef twice(t):\n    return double(double(t))\n"
    )
    marked = {n.name for n in memo.prepare(ast.parse(cell)).body if getattr(n, "decorator_list", None)}
    assert marked == {"double", "spoil", "twice"}
    table, calls = pd.DataFrame({"a": [1, 2]}), []

    def change(t):
        calls.append(1)
        t["a"] = 0
        return len(calls)

    def reckon(t):
        calls.append(1)
        return t * 2

    held = memo.Memo(recording=True)
    first = held.remember("reckon")(reckon)(table)
    first["a"] = 7
    assert held.remember("reckon")(reckon)(table.copy(deep=False))["a"].tolist() == [2, 4]
    assert len(calls) == 1
    assert held.remember("change")(change)(table.copy()) == 2
    assert held.remember("change")(change)(table.copy()) == 3
    table.loc[0, "a"] = 5
    assert held.remember("reckon")(reckon)(table)["a"].tolist() == [10, 4]


@pytest.mark.parametrize(
    ("draws", "remembered"),
    [
        ("np.random.default_rng(7).choice(t, 9)", True),
        ("np.random.default_rng(seed=len(t)).integers(9)", True),
        ("np.random.default_rng().integers(9)", False),
        ("np.random.default_rng(None).integers(9)", False),
        ("np.random.default_rng(seed=None).integers(9)", False),
        ("np.random.default_rng(np.random.random()).integers(9)", False),
        ("np.random.choice(t, 9)", False),
    ],
)
def test_chance_is_remembered_only_where_it_is_the_same_each_time(draws, remembered):
    import ast

    from staffroom.grading.inside import memo

    cell = f"import numpy as np\ndef draw(t):\n    return {draws}\n"
    (draw,) = [n for n in memo.prepare(ast.parse(cell)).body if isinstance(n, ast.FunctionDef)]
    assert bool(draw.decorator_list) is remembered
