"""What is mended in a submission before it is graded, and that it is said."""

from __future__ import annotations

import copy
import json

import pytest
from effort import calls, grows
from small_course import LESSON, RIGHT, answered, submit
from test_preflight import keys, look, released  # noqa: F401  (a fixture)
from test_preflight_choose import bound

from staffroom.grading.preflight.budget import Budget
from staffroom.grading.preflight.lean import without_outputs

GOOD = {"answer_total": RIGHT, "answer_dearest": "dearest = 'rug'", "written_memo": "Yes, and here is why."}


@pytest.fixture
def work(released):  # noqa: F811
    return answered(released, **GOOD)


def mended(tmp_path, released, notebook):  # noqa: F811
    submit(tmp_path, "ada", notebook)
    job = look(tmp_path, released)
    found = keys(job)
    return found, json.loads(job.notebook)


def whole(notebook: dict, released: bytes) -> bool:  # noqa: F811
    """All marked cells there once, marks and tests as released, answers as the student wrote them."""
    given = {cell["id"]: cell for cell in json.loads(released)["cells"]}
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    have = {cell["id"]: cell for cell in notebook["cells"]}
    for name, want in given.items():
        mark = want["metadata"].get("nbgrader")
        if mark is None:
            continue
        assert have[name]["metadata"] == want["metadata"] and have[name]["cell_type"] == want["cell_type"]
        if name in GOOD:
            assert have[name]["source"] == GOOD[name], name
        elif mark["locked"]:
            assert have[name]["source"] == "".join(want["source"])
    marks = [c["metadata"]["nbgrader"]["grade_id"] for c in notebook["cells"] if "nbgrader" in c["metadata"]]
    assert len(marks) == len(set(marks))
    assert notebook["metadata"] == json.loads(released)["metadata"]
    return True


def at(notebook: dict, name: str) -> dict:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def bare(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def no_ids(notebook: dict) -> None:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"x{number}"


def schema(version):
    def change(notebook: dict) -> None:
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = version

    return change


def as_format_3(notebook: dict) -> None:
    cells = notebook.pop("cells")
    for cell in cells:
        cell.pop("id")
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    notebook |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


def move_last_up(notebook: dict) -> None:
    notebook["cells"].insert(0, notebook["cells"].pop())


def copy_twice(notebook: dict) -> None:
    for name in ("test_total", "answer_total", "answer_total"):
        twin = copy.deepcopy(at(notebook, name))
        twin["id"] = f"copy-{len(notebook['cells'])}"
        notebook["cells"].append(twin)


def forge(notebook: dict) -> None:
    at(notebook, "test_total")["metadata"]["nbgrader"] |= {"points": 1000, "locked": False}
    mark = {"grade": True, "grade_id": "bonus", "locked": False, "points": 99, "schema_version": 3}
    notebook["cells"].append(
        {"cell_type": "code", "id": "b", "source": "1", "metadata": {"nbgrader": {**mark, "solution": False}}}
    )


def drop(*names):
    def change(notebook: dict) -> None:
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in names]

    return change


def edit(name, text):
    def change(notebook: dict) -> None:
        at(notebook, name)["source"] = text

    return change


def kind(name, to):
    def change(notebook: dict) -> None:
        at(notebook, name)["cell_type"] = to

    return change


def kernel(notebook: dict) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}


def format_5(notebook: dict) -> None:
    notebook["nbformat"] = 5


@pytest.mark.parametrize(
    ("change", "noted"),
    [
        (bare, {"marks-restored"}),
        (schema(2), {"other-schema"}),
        (schema(99), {"other-schema"}),
        (schema("x"), {"other-schema"}),
        (as_format_3, {"other-format"}),
        (format_5, {"other-format"}),
        (copy_twice, {"cells-twice"}),
        (forge, {"marks-altered", "marks-foreign"}),
        (drop("test_total", "test_dearest"), {"tests-put-back"}),
        (edit("test_total", "pass"), {"tests-edited"}),
        (kind("answer_total", "raw"), {"kind-changed"}),
        (kind("written_memo", "code"), {"kind-changed"}),
        (kernel, {"kernel-changed"}),
        (move_last_up, {"order-changed"}),
    ],
)
def test_each_fault_is_mended_and_noted(tmp_path, released, work, change, noted):  # noqa: F811
    change(work)
    found, notebook = mended(tmp_path, released, work)
    assert set(found) == noted and whole(notebook, released)


def test_without_marks_and_ids_answers_are_found_by_what_they_define(tmp_path, released, work):  # noqa: F811
    bare(work)
    no_ids(work)
    work["cells"].insert(2, {"cell_type": "code", "id": "mine", "source": "x = 1", "metadata": {}})
    found, notebook = mended(tmp_path, released, work)
    assert found == ["marks-restored"] and whole(notebook, released)
    assert at(notebook, "mine")["source"] == "x = 1"


def test_answers_pasted_into_an_empty_notebook_are_found(tmp_path, released):  # noqa: F811
    cells = [
        {"cell_type": "code", "source": "import pandas as pd", "metadata": {}},
        {"cell_type": "code", "source": RIGHT, "metadata": {}},
        {"cell_type": "code", "source": "dearest = 'rug'", "metadata": {}},
    ]
    found, notebook = mended(tmp_path, released, {"nbformat": 4, "metadata": {}, "cells": cells})
    assert {"tests-put-back", "answers-missing", "given-cells-missing"} <= set(found)
    assert at(notebook, "answer_total")["source"] == RIGHT
    order = [cell["id"] for cell in notebook["cells"]]
    assert order.index("answer_total") < order.index("test_total") < order.index("test_dearest")


def test_a_put_back_test_stands_below_its_answer_and_the_cells_tried_there(tmp_path, released, work):  # noqa: F811
    drop("test_total")(work)
    spot = work["cells"].index(at(work, "answer_total")) + 1
    work["cells"].insert(spot, {"cell_type": "code", "id": "own", "source": "total(basket)", "metadata": {}})
    _, notebook = mended(tmp_path, released, work)
    order = [cell["id"] for cell in notebook["cells"]]
    assert order[order.index("answer_total") :].index("test_total") == 3


@pytest.mark.parametrize("name", ["test_dearest", "test_total"])
def test_no_test_runs_before_what_comes_before_it_in_the_lesson(tmp_path, released, work, name):  # noqa: F811
    """A later test's tables may hold an earlier answer; one that was moved down stays where it is."""
    cells = work["cells"]
    cells.insert(0, cells.pop(cells.index(at(work, name))))
    cells.append(cells.pop(cells.index(at(work, "answer_total"))))
    found, notebook = mended(tmp_path, released, work)
    order = [cell["id"] for cell in notebook["cells"]]
    marked = [cell for cell in order if cell.startswith(("answer", "test"))]
    before = {
        "test_total": {"answer_total"},
        "test_dearest": {"answer_total", "test_total", "answer_dearest"},
    }
    for test, needed in before.items():
        assert needed <= set(marked[: marked.index(test)])
    assert found == ["order-changed"] and whole(notebook, released)
    assert set(order) == {cell["id"] for cell in work["cells"]}


def test_a_missing_answer_overwrites_nothing(tmp_path, released, work):  # noqa: F811
    """Who answered in another cell keeps what that cell made."""
    drop("answer_dearest")(work)
    work["cells"].insert(
        1, {"cell_type": "code", "id": "own", "source": "first = 1\nsecond = 2", "metadata": {}}
    )
    found, notebook = mended(tmp_path, released, work)
    assert found == ["answers-missing"]
    source = at(notebook, "answer_dearest")["source"]
    assert all(line.startswith("#") for line in source.splitlines())


def test_of_two_copies_of_an_answer_the_answered_one_counts(tmp_path, released):  # noqa: F811
    work = answered(released)
    twin = copy.deepcopy(at(work, "answer_total"))
    twin |= {"id": "copy", "source": RIGHT}
    work["cells"].insert(work["cells"].index(at(work, "answer_total")) + 1, twin)
    _, notebook = mended(tmp_path, released, work)
    assert at(notebook, "answer_total")["source"] == RIGHT


def test_outputs_and_own_metadata_do_not_get_through(tmp_path, released, work):  # noqa: F811
    for cell in work["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "secret"}]
            cell["metadata"]["tags"] = ["raises-exception"]
    _, notebook = mended(tmp_path, released, work)
    assert "secret" not in json.dumps(notebook) and "raises-exception" not in json.dumps(notebook)


def test_pictures_in_a_memo_stay_and_other_things_attached_do_not(tmp_path, released, work):  # noqa: F811
    at(work, "written_memo")["attachments"] = {"a.png": {"image/png": "QUJD"}, "b": {"text/html": "<script>"}}
    _, notebook = mended(tmp_path, released, work)
    assert at(notebook, "written_memo")["attachments"] == {"a.png": {"image/png": "QUJD"}}


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_other_encodings_are_read(tmp_path, released, work, encoding):  # noqa: F811
    at(work, "written_memo")["source"] = "Größe: déjà vu, naïve. " * 3
    text = json.dumps(work, ensure_ascii=False)
    submit(tmp_path, "ada", text.encode(encoding))
    job = look(tmp_path, released)
    assert keys(job) == ([] if encoding == "utf-8-sig" else ["wrong-encoding"])
    assert "déjà vu" in job.notebook.decode()


@pytest.mark.slow
def test_a_hundred_megabytes_of_output_are_left_out(tmp_path, released, work):  # noqa: F811
    import resource

    at(work, "answer_total")["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["line\\n"]},
        {"output_type": "stream", "name": "stdout", "text": 'a "quote" \\ and ] } \n' * 2_000_000},
    ]
    text = json.dumps(work).replace("line\\\\n", '","'.join(["0123456789" * 5] * 500_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = submit(tmp_path, "ada", text)
    del text
    jobs = []
    work = calls(lambda: jobs.append(look(tmp_path, released)))
    (job,) = jobs
    assert path.stat().st_size > 75_000_000
    assert keys(job) == ["outputs-dropped"] and whole(json.loads(job.notebook), released)
    assert len(job.notebook) < 100_000
    assert work < 1_500_000, "more than three for each of its half a million lines"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 900_000


@pytest.mark.parametrize("line", ['"0123456789"', json.dumps('a "quote" \\ and ] } \n' * 8), "[]", "{}"])
@pytest.mark.parametrize("joined", [", ", "", '\\"', "\\"])
def test_outputs_are_left_out_in_one_pass(line, joined):
    texts = {n: '{"cells": [{"outputs": [' + joined.join([line] * n) + "]}]}" for n in (2_500, 20_000)}
    assert grows(lambda n: without_outputs(texts[n], Budget()), *texts, at_most=24)


def test_brackets_by_the_million_cost_no_memory(tmp_path, released, monkeypatch):  # noqa: F811
    bound(monkeypatch, "marks", 100_000)
    submit(tmp_path, "ada", b'{"nbformat": 4, "cells": [' + b"[]," * 7_000_000 + b"[]]}")
    assert look(tmp_path, released).key == "too-large"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["a b " * 400, "x = 1", "(" * 900, "-" * 900 + "1", "dearest = total = 1"])
def test_thousands_of_cells_without_marks_take_no_time(tmp_path, released, text):  # noqa: F811
    cells = [{"cell_type": "code", "source": f"{text} # {n}", "metadata": {}} for n in range(2_500)]
    for many in (312, 2_500):
        root = tmp_path / str(many)
        submit(root, "ada", {"nbformat": 4, "metadata": {}, "cells": cells[:many]})
    assert grows(lambda many: look(tmp_path / str(many), released), 312, 2_500, at_most=24)
    assert calls(lambda: look(root, released)) < 2_500 * 250


def test_the_words_of_each_repair_name_the_cells(tmp_path, released, work):  # noqa: F811
    drop("test_dearest")(work)
    submit(tmp_path, "ada", work)
    (note,) = look(tmp_path, released).notes
    assert note.to_student == "The cell test_dearest is no longer in your notebook and was put back."
    assert LESSON not in note.to_student
