"""The student's side: cells as in a notebook, answers to what tests ask, and nothing that ends the talk."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from student_driver import LIMITS, Notebook, Own, Raised

from classroom.check.raised import error_in_words
from staffroom.grading.inside.faults import error_from
from staffroom.grading.marks import words_of
from staffroom.grading.sandbox.house import Bundle, House
from staffroom.grading.sandbox.ladder import open_house

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="needs a system that forks")

SHARED = [
    [
        0,
        "import pandas as pd\nbase = pd.DataFrame({'a': [1, 2]})\nboxes = {'list': [1], 'table': base}",
        ["pd"],
    ],
    [1, "base['b'] = base['a'] * 2\nmore = base.sum()\nmore", ["base"]],
    [2, "from classroom import figures\nfigures.axes().plot([1, 2])", []],
    [3, "print(boxes['list'])", ["boxes", "print"]],
    [4, "1 / 0\nlater = 1", []],
    [5, "def twice(x):\n    return factor * x\nfactor = 2", []],
    [6, "print(twice(3))", ["twice", "factor"]],
]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    bundle = Bundle("small", {"limits": {**LIMITS.as_dict(), "output_text": 5_000}, "shared": SHARED}, {})
    made = open_house(bundle, LIMITS, allow_unsandboxed=True, rung="bare")
    yield made
    made.close()


@pytest.fixture
def book(house: House) -> Iterator[Notebook]:
    seat = house.student()
    yield Notebook(seat, {"own/data.txt": b"mine"}, OWN="{here}/own")
    seat.end()


def kinds(outputs: list[dict[str, Any]]) -> list[str]:
    return [one["output_type"] for one in outputs]


# ------------------------------------------------------------------------------------------------ cells


def test_prints_results_and_errors_stand_in_order(book: Notebook) -> None:
    status, outputs = book.cell("import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\n1 + 1")
    assert status == "ok"
    assert [(o.get("name"), o.get("text")) for o in outputs[:2]] == [("stdout", "a\nb\n"), ("stderr", "c\n")]
    assert outputs[2]["data"] == {"text/plain": "2"}
    status, outputs = book.cell("def f():\n    return 1 / 0\nf()")
    assert (status, kinds(outputs)) == ("error", ["error"])
    assert outputs[0]["ename"] == "ZeroDivisionError"
    assert "line 2" in re.sub(r"\x1b\[[0-9;]*m", "", "".join(outputs[0]["traceback"]))
    assert book.printed("In[-2] and 2 + 2; _") == "2"


@pytest.mark.parametrize(
    ("source", "name"),
    [("this is no Python", "SyntaxError"), ("nowhere", "NameError"), ("raise SystemExit(3)", "SystemExit")],
)
def test_each_kind_of_error_is_told_once(book: Notebook, source: str, name: str) -> None:
    status, outputs = book.cell(source)
    assert status == "error"
    assert [o["ename"] for o in outputs if o["output_type"] == "error"] == [name]
    assert book.printed("print('on')") == "on\n"


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline",
        "%config InlineBackend.figure_format = 'retina'",
        "!pip install pandas",
        "%pip install pandas",
        "!ls",
        "%whos",
        "print?",
        "%load_ext autoreload\n%autoreload 2",
        "%%time\nx = 1",
        "%timeit -n1 -r1 1 + 1",
        "%debug",
        "exit()",
        "quit()",
        "%%html\n<b>x</b>",
        "files = !ls\nlen(files)",
        "import asyncio\nawait asyncio.sleep(0)",
        "%pdb on",
        "%%capture kept\nprint(1)\n2",
        "%%writefile a.py\nx = 1",
        "open('b.py', 'w').write('x = 1')\n%run b.py\nassert x == 1",
        "%%bash\necho hello",
        "%%javascript\nalert(1)",
        "%env",
        "%cd .",
        "%lsmagic",
        "%history",
        "%prun sum([1])",
        "%precision 2",
        "%store",
        "%reset -f",
        "%matplotlib agg",
        "%xmode Minimal",
        "%alias",
        "%bookmark here",
        "from IPython.utils.capture import capture_output\nwith capture_output() as c:\n    print(1)",
        "import os\nif os.fork() == 0:\n    print('a copy')",
        "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as p:\n    p.map(abs, [-1, 2])",
    ],
)
def test_lines_of_a_notebook_do_no_harm(book: Notebook, source: str) -> None:
    book.run(source)
    assert book.printed("print('on')") == "on\n"


@pytest.mark.parametrize("source", ["sys.stdout.close()", "sys.stdout = sys.stderr = sys.stdin = None"])
def test_output_that_was_shut_is_open_again(book: Notebook, source: str) -> None:
    book.run(f"import sys\ndef f():\n    print('heard')\n    return 1\n{source}")
    assert book.call("f")["printed"] == "heard\n"
    assert book.printed("print('on')") == "on\n"


def test_nobody_answers_input(book: Notebook) -> None:
    status, outputs = book.cell("name = input('Who? ')")
    assert status == "error"
    assert outputs[0]["text"] == "Who? "
    assert outputs[1]["ename"] == "EOFError"
    assert "Nobody is there" in outputs[1]["evalue"]


def test_figures_are_pictures(book: Notebook) -> None:
    outputs = book.run(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nfig, ax = plt.subplots()"
    )
    assert [("image/png" in o["data"]) for o in outputs] == [True, True]


def test_what_was_shown_can_be_changed_and_cleared(book: Notebook) -> None:
    outputs = book.run(
        "from IPython.display import clear_output, display, Markdown\n"
        "print('gone')\nclear_output()\n"
        "spot = display(Markdown('one'), display_id=True)\nspot.update(Markdown('two'))"
    )
    assert [o["data"]["text/markdown"] for o in outputs] == ["two"]


def test_too_much_is_cut_off(book: Notebook) -> None:
    text = book.printed("print('x' * 10_000_000)")
    assert len(text) <= 5_000
    assert text.endswith("[The rest is cut off.]\n")
    outputs = book.run("from IPython.display import display\nfor n in range(1000): display(n)")
    assert len(outputs) == LIMITS.outputs


def test_a_widget_is_no_error(book: Notebook) -> None:
    book.run("import ipywidgets\nipywidgets.IntSlider()")
    book.run("ipywidgets.interact(lambda n: print(n), n=3)")


def test_files_and_settings_are_there(book: Notebook) -> None:
    assert book.printed("import os\nprint(open(os.environ['OWN'] + '/data.txt').read())") == "mine\n"
    book.run("open('mod.py', 'w').write('x = 5')\nimport mod\nassert mod.x == 5")


def test_random_numbers_are_the_same_for_every_student(house: House) -> None:
    drawn = []
    for _ in range(2):
        seat = house.student()
        book = Notebook(seat)
        drawn.append(book.printed("import random, numpy as np\nprint(random.random(), np.random.rand())"))
        seat.end()
    assert drawn[0] == drawn[1]


def test_an_interrupt_stops_the_cell_alone(book: Notebook) -> None:
    import threading

    book.run("import time\nx = 0")
    stopped = threading.Event()

    def stop() -> None:
        # one that comes before the cell has begun is for nobody, either
        while not stopped.wait(0.5):
            book.seat.interrupt()

    stopping = threading.Thread(target=stop)
    stopping.start()
    status, outputs = book.cell("x = 1\nwhile True:\n    time.sleep(30)")
    stopped.set()
    stopping.join()
    assert status == "error"
    assert outputs[-1]["ename"] == "KeyboardInterrupt"
    for _ in range(100):
        book.seat.interrupt()  # one that comes too late is for nobody, and not for what is asked next
        assert book.name("x") == 1


# ------------------------------------------------------------------------------------------------ names


def test_names_are_given_as_they_are_now(book: Notebook) -> None:
    book.run("t = pd.DataFrame({'a': [1]}) if 'pd' in globals() else None\nx = 1")
    assert book.name("x") == 1
    book.run("x = [x, 'b']")
    assert book.name("x") == [1, "b"]


@pytest.mark.parametrize("name", ["nowhere", "In", "Out", "exit", "get_ipython", "_oh"])
def test_what_the_student_did_not_make_is_not_there(book: Notebook, name: str) -> None:
    with pytest.raises(Raised) as caught:
        book.name(name)
    assert caught.value.head["type"] == "NameError"
    assert caught.value.head["name"] == name


def test_an_iterator_is_there_again_for_the_next_test(book: Notebook) -> None:
    book.run("squares = (n * n for n in range(3))\npairs = zip('ab', [1, 2])")
    assert [list(book.name("squares")) for _ in range(2)] == [[0, 1, 4]] * 2
    assert list(book.name("pairs")) == [("a", 1), ("b", 2)]
    assert book.printed("print(list(squares))") == "[0, 1, 4]\n"


def test_an_error_inside_a_generator_is_the_students(book: Notebook) -> None:
    book.run("bad = (1 / n for n in [1, 0])")
    with pytest.raises(Raised) as caught:
        book.name("bad")
    assert caught.value.head["type"] == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("source", "kind", "special"),
    [
        ("thing = lambda x: x", "function", {"__call__"}),
        ("import functools\nthing = functools.partial(int, base=2)", "function", {"__call__"}),
        ("class K:\n    def __call__(self): pass\nthing = K()", "function", {"__call__"}),
        ("class thing(ValueError): pass", "class", set()),
        ("class K:\n    def __len__(self): return 3\nthing = K()", "instance", {"__len__"}),
        ("import itertools\nthing = itertools.count()", "iterator", {"__iter__", "__next__"}),
        ("import math as thing", "module", set()),
        ("import matplotlib.pyplot as plt\nthing = plt.figure()", "figure", set()),
        ("import matplotlib.pyplot as plt\nthing = plt.axes()", "axes", set()),
        ("import pandas as pd\nthing = pd.DataFrame({'a': [1]}).groupby('a')", "instance", {"__getitem__"}),
    ],
)
def test_what_is_no_data_has_a_handle(book: Notebook, source: str, kind: str, special: set[str]) -> None:
    book.run(source)
    handle = book.name("thing")
    assert handle["kind"] == kind
    assert special <= set(handle["special"])
    assert kind == "function" or "__call__" not in handle["special"]
    assert book.name("thing")["id"] == handle["id"]


def test_the_text_of_a_name(book: Notebook) -> None:
    book.run("x = 1\ndef f(a):\n    # why\n    return a")
    assert book.ask("source", name="f") == "def f(a):\n    # why\n    return a"
    assert book.ask("source", name="nowhere") == ""


def test_things_are_asked_by_attribute_item_and_operation(book: Notebook) -> None:
    book.run(
        "class Box:\n"
        "    '''A box.'''\n"
        "    size = 3\n"
        "    def __len__(self): return 3\n"
        "    def __getitem__(self, key): return key * 2\n"
        "    def __add__(self, other): return ('sum', other)\n"
        "    def __radd__(self, other): return (other, 'sum')\n"
        "    def __eq__(self, other): return True\n"
        "    def __contains__(self, item): return item == 5\n"
        "    def __enter__(self): return 'in'\n"
        "    def __exit__(self, *a): return None\n"
        "def f(a, b=2, *c, d, **e): pass\n"
        "box = Box()"
    )
    of = book.name("box")["id"]

    def op(word: str, *operands: Any) -> Any:
        return book.ask("op", list(operands), of=of, op=word)

    assert book.ask("attr", of=of, name="size") == 3
    assert book.ask("item", "x", of=of) == "xx"
    assert [op("len"), op("add", 1), op("radd", 1), op("eq", 0)] == [3, ("sum", 1), (1, "sum"), True]
    assert [op("contains", 5), op("contains", 6), op("enter")] == [True, False, "in"]
    assert op("doc") == "A box."
    assert op("isinstance", Own(book.name("Box"))) is True
    op("setattr", "size", 9)
    assert book.ask("attr", of=of, name="size") == 9
    assert "Box object" in op("repr")
    assert book.ask("op", [], of=book.name("f")["id"], op="signature") == [
        ["a", "POSITIONAL_OR_KEYWORD"],
        ["b", "POSITIONAL_OR_KEYWORD", "2"],
        ["c", "VAR_POSITIONAL"],
        ["d", "KEYWORD_ONLY"],
        ["e", "VAR_KEYWORD"],
    ]
    with pytest.raises(Raised) as caught:
        book.ask("attr", of=of, name="weight")
    assert (caught.value.head["type"], caught.value.head["name"]) == ("AttributeError", "weight")
    with pytest.raises(Raised):
        book.ask("attr", of=9_999, name="size")
    with pytest.raises(Raised):
        op("format_disk")


# ------------------------------------------------------------------------------------------------ calls


def test_a_call_gives_result_and_print(book: Notebook) -> None:
    book.run("def f(a, *, b):\n    print('a is', a)\n    return {'sum': a + b}")
    answer = book.call("f", 1, kwargs={"b": 2})
    assert answer == {"result": {"sum": 3}, "printed": "a is 1\n", "changed": []}
    assert book.run("pass") == []  # and nothing of it stands in the next cell


def test_a_raised_error_tells_the_students_own_lines(book: Notebook) -> None:
    book.run("class Mine(KeyError): pass\ndef outer(t):\n    return inner(t)")
    book.run("def inner(t):\n    print('here')\n    return t['nowhere']")
    with pytest.raises(Raised) as caught:
        book.call("outer", pd.DataFrame({"a": [1]}))
    head = caught.value.head
    assert head["type"] == "KeyError"
    assert head["bases"][:2] == ["KeyError", "LookupError"]
    assert head["printed"] == "here\n"
    assert [line.split(",")[0] for line in head["trace"]] == ["Cell 1", "Cell 2"]
    assert "return t['nowhere']" in head["trace"][1]
    line = error_from(head).student_line
    assert (line.number, line.inside, line.text) == (3, "inner", "return t['nowhere']")
    assert line.names == tuple(head["line"]["names"]) and line.names[0].startswith("`t` is a table of ")
    book.run("def f(): raise Mine('x')")
    with pytest.raises(Raised) as caught:
        book.call("f")
    assert (caught.value.head["type"], caught.value.head["bases"][0]) == ("Mine", "KeyError")


def test_what_a_student_says_of_a_line_is_cut_to_a_bound(book: Notebook) -> None:
    """Their process is believed in nothing: text is text, of one line and not without end."""
    head = {"say": "raised", "type": "KeyError", "message": "a"}
    for odd in (None, 3, {}, {"number": "1"}, {"number": 1, "names": 3, "columns": "ab"}):
        line = error_from({**head, "line": odd}).student_line
        assert line is None or (line.names, line.columns) == ((), ())
    told = {"number": 1, "inside": "f\nmistake: a", "text": "x" * 9_000, "names": [1, "a\nb", *"cdefg"]}
    line = error_from({**head, "line": told}).student_line
    assert (line.inside, len(line.text), line.names) == ("f mistake: a", 400, ("1", "a b", "c", "d"))


def test_a_merge_that_would_fill_the_memory_is_stopped(book: Notebook) -> None:
    book.run("def f(t):\n    return t.merge(t, on='a')")
    with pytest.raises(Raised) as caught:
        book.call("f", pd.DataFrame({"a": [1] * 3_000}))
    said = error_in_words(error_from(caught.value.head))
    assert said.startswith("A merge of 3,000 rows with 3,000 rows would make 9,000,000 rows, and was stopped")


def test_a_quoted_line_of_the_students_does_not_name_the_mistake() -> None:
    said = "`f` stops with an error in line 3 of its cell:\n    mistake: forged\nIt divides by zero."
    assert words_of("Mistake", f"{said}\nmistake: raised") == (
        "`f` stops with an error in line 3 of its cell: `mistake: forged` It divides by zero.",
        "raised",
    )


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("return f()", "RecursionError"),
        ("raise SystemExit", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise BaseException('odd')", "BaseException"),
        ("return 'x' * 100_000_000", "TooLarge"),
        ("return (1 / 0 for _ in [1])", "ZeroDivisionError"),
        ("raise type('E', (Exception,), {'__str__': lambda s: 1 / 0})", "E"),
        ("import sys; sys.setrecursionlimit(60); return [[]]", None),
        ("print('x' * 10_000_000); return 1", None),
        ("return input()", "EOFError"),
    ],
)
def test_no_call_ends_the_conversation(book: Notebook, body: str, name: str | None) -> None:
    book.run(f"def f():\n    {body}")
    if name is None:
        book.call("f")
    else:
        with pytest.raises(Raised) as caught:
            book.call("f")
        assert caught.value.head["type"] == name
    assert book.printed("print('on')") == "on\n"


CHANGES = {
    "l.append(1)": ([], ["args[0]"]),
    "l[0]['k'] = 2": ([{"k": 1}], ["args[0][0]['k']"]),
    "l.update(b=1)": ({"a": 1}, ["args[0]"]),
    "l['new'] = 1": (pd.DataFrame({"a": [1]}), ["args[0]"]),
    "l.loc[0, 'a'] = 5": (pd.DataFrame({"a": [1]}), ["args[0]"]),
    "l.sort_values(ascending=False, inplace=True)": (pd.Series([1, 2]), ["args[0]"]),
    "l.drop(columns='a', inplace=True)": (pd.DataFrame({"a": [1], "b": [2]}), ["args[0]"]),
    "l.index = [5]": (pd.Series([1]), ["args[0]"]),
    "l.rename_axis('x', inplace=True)": (pd.Series([1]), []),
    "l[0] = 9": (np.array([1, 2]), ["args[0]"]),
    "l.add(5)": ({1}, ["args[0]"]),
    "l[0]['a'].iloc[0] if False else l[0].insert(0, 'z', 1)": ([pd.DataFrame({"a": [1]})], ["args[0][0]"]),
    "list(l)": (iter([1]), []),
    "l = l.copy(); l['a'] = 0": (pd.DataFrame({"a": [1]}), []),
    "l.loc[0, 'a'] = 1": (pd.DataFrame({"a": [1]}), []),
    "sorted(l)": ([2, 1], []),
}


@pytest.mark.parametrize("body", CHANGES)
def test_changed_arguments_are_told(book: Notebook, body: str) -> None:
    value, changed = CHANGES[body]
    book.run(f"def f(l):\n    {body}")
    answer = book.call("f", value, back=True)
    assert answer["changed"] == changed
    assert ("args" in answer) == bool(changed)


def test_changed_arguments_come_back(book: Notebook) -> None:
    book.run("def f(t, n):\n    t['b'] = t['a'] * n")
    answer = book.call("f", pd.DataFrame({"a": [1, 2]}), 3, back=True)
    pd.testing.assert_frame_equal(answer["args"][0], pd.DataFrame({"a": [1, 2], "b": [3, 6]}))
    assert answer["args"][1] == 3


def test_functions_of_the_test_can_be_called(book: Notebook) -> None:
    book.run("def apply(f, x):\n    return [f(n) for n in x]\nkept = []\ndef keep(f): kept.append(f)")
    assert book.call("apply", lambda n: n * 10, [1, 2])["result"] == [10, 20]

    def angry(n: int) -> int:
        raise ValueError("no number")

    with pytest.raises(Raised) as caught:
        book.call("apply", angry, [1])
    assert caught.value.head["type"] == "ValueError"
    assert caught.value.head["message"] == "no number"
    book.call("keep", angry)
    status, outputs = book.cell("kept[0](1)")
    assert status == "error"
    assert "a test that is over" in outputs[0]["evalue"]


def test_a_function_of_the_test_may_ask_the_student_again(book: Notebook) -> None:
    book.run("def outer(f):\n    return f(1)\ndef inner(x):\n    return x + 100")
    assert book.call("outer", lambda x: book.call("inner", x)["result"])["result"] == 101


def test_the_students_own_things_go_home(book: Notebook) -> None:
    book.run("class K: pass\nk = K()\ndef same(x):\n    return x is k")
    assert book.call("same", Own(book.name("k")))["result"] is True


def test_what_input_gives_can_be_set(book: Notebook) -> None:
    book.run("def f():\n    return [input('a? '), input('b? ')]")
    answer = book.call("f", typed=["3", "4"])
    assert (answer["result"], answer["printed"]) == (["3", "4"], "a? b? ")
    with pytest.raises(Raised):
        book.call("f", typed=["3"])


def test_what_a_call_draws_is_in_no_cell(book: Notebook) -> None:
    book.run("import matplotlib.pyplot as plt\ndef f():\n    plt.plot([1])\n    return 1")
    book.call("f")
    assert book.run("2") == book.run("2")
    assert kinds(book.run("2")) == ["execute_result"]


# ------------------------------------------------------------------------------------------ shared cells


def test_shared_cells_give_what_running_them_gives(book: Notebook) -> None:
    outputs = {index: book.cell("", shared=index) for index, *_ in SHARED}
    assert {index: status for index, (status, _) in outputs.items()} == {
        0: "ok", 1: "ok", 2: "ok", 3: "ok", 4: "not-shared", 5: "ok", 6: "ok",
    }  # fmt: skip
    assert "a    3" in outputs[1][1][0]["data"]["text/plain"]
    assert "image/png" in outputs[2][1][1]["data"]
    assert outputs[6][1][0]["text"] == "6\n"
    pd.testing.assert_frame_equal(book.name("base"), pd.DataFrame({"a": [1, 2], "b": [2, 4]}))
    assert book.printed("factor = 5\nprint(twice(3))") == "15\n"


@pytest.mark.parametrize(
    ("between", "index", "status"),
    [
        ("pass", 1, "ok"),
        ("x = base.assign(c=1)", 1, "ok"),
        ("base['c'] = 1", 1, "not-shared"),
        ("base.loc[0, 'a'] = 7", 1, "not-shared"),
        ("base.columns = ['z']", 1, "not-shared"),
        ("base.index.name = 'z'", 1, "not-shared"),
        ("base = base.copy()", 1, "not-shared"),
        ("del base", 1, "not-shared"),
        ("boxes['list'].append(2)", 3, "not-shared"),
        ("boxes['table']['z'] = 1", 3, "not-shared"),
        ("boxes['boxes'] = boxes", 3, "not-shared"),
        ("boxes = {'list': [1]}", 3, "not-shared"),
        ("print = len", 3, "not-shared"),
    ],
)
def test_a_shared_cell_is_run_where_its_ground_has_changed(
    book: Notebook, between: str, index: int, status: str
) -> None:
    book.cell("", shared=0)
    book.run(between)
    assert book.cell("", shared=index)[0] == status


def test_what_is_handed_out_is_the_students_own(book: Notebook) -> None:
    """A change by one student is met neither by a later cell of the class nor by another name."""
    book.cell("", shared=0)
    assert book.printed("boxes['table'] is base") == "True"
    book.run("base['a'] = 0")
    assert book.printed("print(boxes['table']['a'].tolist())") == "[0, 0]\n"


def test_another_company_shares_nothing(house: House) -> None:
    seat = house.student()
    book = Notebook(seat, CENTRIC_COMPANY="{here}/company")
    assert book.cell("", shared=0)[0] == "not-shared"
    seat.end()


def test_values_that_are_known_need_not_cross(house: House) -> None:
    from staffroom.grading.inside.codec import encode

    frame = pd.DataFrame({"a": range(1000)})
    data = encode(frame, LIMITS)
    assert house.teach("student", {"values": [["digest", len(data)]]}, data)
    seat = house.student()
    book = Notebook(seat)
    book.run(
        "def total(t, *, u):\n    return int(t['a'].sum() + u['a'].sum())\ndef spoil(t):\n    t['a'] = 0"
    )
    known = [[0, "digest"], ["u", "digest"]]
    assert book.call("total", None, kwargs={"u": None}, known=known)["result"] == 999_000
    assert book.call("spoil", None, known=[[0, "digest"]])["changed"] == ["args[0]"]
    assert book.call("total", None, kwargs={"u": None}, known=known)["result"] == 999_000
    # what the broker lends comes with a question, and stays from then on
    other = {"other": encode(pd.DataFrame({"a": [1, 2]}), LIMITS)}
    with pytest.raises(Raised, match="other"):
        book.call("spoil", None, known=[[0, "other"]])
    known = [[0, "digest"], ["u", "other"]]
    assert book.call("total", None, kwargs={"u": None}, known=known, lent=other)["result"] == 499_503
    assert book.call("spoil", None, known=[[0, "other"]])["changed"] == ["args[0]"]
    assert book.call("total", None, kwargs={"u": None}, known=known)["result"] == 499_503
    seat.end()


def test_what_the_debrief_asks_for_comes_as_plain_numbers_and_texts(book):
    book.run(
        "import numpy as np, pandas as pd\nfrom classroom import study\n"
        "study.begin('01_product_vs_customer')\nstudy.predict('unprofitable', 30, confidence=4)\n"
        "share, many = np.float64(0.25), pd.Series({'a': 1.5, 'b': 2})\n"
        "class Bad:\n    def __getattr__(self, name):\n        raise KeyError(name)\n"
        "bad, text, table = Bad(), 'x', pd.DataFrame({'u': [1]}, index=['r'])"
    )
    names = ["share", "many", "bad", "text", "table", "nowhere"]
    answer, body = book.say({"say": "tell", "names": names})
    assert answer["status"] == "ok"
    told = json.loads(body)
    assert told["answers"] == {
        "share": 0.25, "many": {"a": 1.5, "b": 2.0}, "text": "x", "table": {"u": {"r": 1}},
    }  # fmt: skip
    assert told["guesses"] == {"unprofitable": {"value": 30.0, "confidence": 4}}


def test_a_notebook_that_spoils_its_own_notes_has_no_guesses(book):
    book.run("from classroom.study import place\nplace.load_notes = None\nshare = 1.0")
    _, body = book.say({"say": "tell", "names": ["share"]})
    assert json.loads(body) == {"answers": {"share": 1.0}, "guesses": {}}
