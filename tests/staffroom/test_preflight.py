"""What is said of a submission before any of its code is run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from small_course import LESSON, answered, make_class, submit

from staffroom.grading import preflight
from staffroom.grading.preflight import inspect, wanted_of
from staffroom.grading.verdict import Job, Reason


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> bytes:
    return make_class(tmp_path_factory.mktemp("course"))[1]


def look(root: Path, released: bytes) -> Job | Reason:
    return inspect(root / "submitted" / "ada" / LESSON, "ada", wanted_of(LESSON, released))


def test_a_whole_notebook_becomes_a_job(tmp_path, released):
    submit(tmp_path, "ada", answered(released, answer_total="x = 1"))
    submit(tmp_path, "ada", "a,b\n", name="own.csv")
    submit(tmp_path, "ada", "2026-01-01 10:00:00 UTC", name="timestamp.txt")
    job = look(tmp_path, released)
    assert isinstance(job, Job)
    assert job.student == "ada" and job.extras == {"own.csv": b"a,b\n"}


def test_what_is_wanted_comes_from_the_released_notebook(released):
    wanted = wanted_of(LESSON, released)
    assert wanted.tests == ("test_total", "test_dearest") and wanted.written == ("written_memo",)


def without(notebook: dict, *ids: str) -> dict:
    return {**notebook, "cells": [cell for cell in notebook["cells"] if cell["id"] not in ids]}


def test_every_refusal_is_one_sentence_for_each_reader(tmp_path, released):
    whole = json.loads(released)
    bare = json.loads(released)
    for cell in bare["cells"]:
        cell["metadata"] = {}
    old = json.loads(released)
    for cell in old["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 2
    twin = json.loads(released)
    twin["cells"].append({**twin["cells"][-1], "id": "copy"})
    cases = {
        "empty-file": b"",
        "not-json": released[: len(released) // 2],
        "wrong-encoding": json.dumps({**whole, "x": "é"}, ensure_ascii=False).encode("latin-1"),
        "not-a-notebook": b'{"a": 1}',
        "marks-lost": json.dumps(bare).encode(),
        "other-schema": json.dumps(old).encode(),
        "cells-missing": json.dumps(without(whole, "test_total", "written_memo")).encode(),
        "cells-twice": json.dumps(twin).encode(),
    }
    for key, content in cases.items():
        submit(tmp_path, "ada", content)
        reason = look(tmp_path, released)
        assert isinstance(reason, Reason) and reason.key == key
        for sentence in (reason.to_student, reason.to_instructor):
            assert sentence.endswith(".") and "\n" not in sentence and "Traceback" not in sentence


@pytest.mark.parametrize(
    "content",
    [b"[1, 2]", b'"x"', b'{"nbformat": 3, "cells": []}', b'{"nbformat": 4, "cells": [1]}', b"[" * 100_000],
)
def test_odd_json_is_refused_and_not_choked_on(tmp_path, released, content):
    submit(tmp_path, "ada", content)
    assert isinstance(look(tmp_path, released), Reason)


def test_missing_cells_are_named(tmp_path, released):
    submit(tmp_path, "ada", without(json.loads(released), "test_dearest"))
    reason = look(tmp_path, released)
    assert "test_dearest" in reason.to_student and "test_total" not in reason.to_student


def test_a_byte_order_mark_does_no_harm(tmp_path, released):
    submit(tmp_path, "ada", b"\xef\xbb\xbf" + released)
    assert isinstance(look(tmp_path, released), Job)


def test_wrong_name_nothing_and_other_files_are_told_apart(tmp_path, released):
    submit(tmp_path, "ada", released, name="homework (2).ipynb")
    wrong = look(tmp_path, released)
    assert wrong.key == "wrong-name" and "homework (2).ipynb" in wrong.to_student
    (tmp_path / "submitted/ada" / LESSON / "homework (2).ipynb").rename(tmp_path / "x")
    assert look(tmp_path, released).to_instructor == "The folder is empty."
    submit(tmp_path, "ada", b"%PDF", name="essay.pdf")
    assert "essay.pdf" in look(tmp_path, released).to_student


def test_too_large_is_refused_unread_of_its_json(tmp_path, released, monkeypatch):
    monkeypatch.setattr(preflight, "LARGEST", 100)
    submit(tmp_path, "ada", released)
    assert look(tmp_path, released).key == "too-large"
    monkeypatch.undo()
    monkeypatch.setattr(preflight, "LARGEST_EXTRAS", 10)
    submit(tmp_path, "ada", b"x" * 11, name="big.bin")
    assert look(tmp_path, released).key == "too-large"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_not_followed(tmp_path, released):
    other = submit(tmp_path, "bob", released)
    folder = tmp_path / "submitted" / "ada" / LESSON
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.ipynb").symlink_to(other)
    assert look(tmp_path, released).key == "link"
    (folder / f"{LESSON}.ipynb").unlink()
    submit(tmp_path, "ada", released)
    (folder / "secret.txt").symlink_to("/etc/hostname")
    assert look(tmp_path, released).extras == {}
