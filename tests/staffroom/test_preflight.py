"""What is said of a submission before any of its code is run: refusals, and what is taken."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from small_course import LESSON, RIGHT, answered, make_class, submit

from staffroom.grading.preflight import choose, inspect, read, wanted_of
from staffroom.grading.verdict import Job, Reason

NAME = f"{LESSON}.ipynb"


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> bytes:
    return make_class(tmp_path_factory.mktemp("course"))[1]


def look(root: Path, released: bytes) -> Job | Reason:
    return inspect(root / "submitted" / "ada" / LESSON, "ada", wanted_of(LESSON, released))


def keys(job: Job | Reason) -> list[str]:
    assert isinstance(job, Job), job
    for note in job.notes:
        for sentence in (note.to_student, note.to_instructor):
            assert sentence.endswith((".", "?")) and "\n" not in sentence and sentence.isprintable()
    return [note.key for note in job.notes]


def test_a_whole_notebook_becomes_a_job(tmp_path, released):
    submit(tmp_path, "ada", answered(released, answer_total="x = 1"))
    submit(tmp_path, "ada", "a,b\n", name="own.csv")
    submit(tmp_path, "ada", "2026-01-01 10:00:00 UTC", name="timestamp.txt")
    job = look(tmp_path, released)
    assert isinstance(job, Job) and keys(job) == []
    assert job.student == "ada" and job.extras == {"own.csv": b"a,b\n"}
    assert [(c["id"], c["metadata"]) for c in json.loads(job.notebook)["cells"]] == [
        (c["id"], c["metadata"]) for c in json.loads(released)["cells"]
    ]


def test_what_is_wanted_comes_from_the_released_notebook(released):
    wanted = wanted_of(LESSON, released)
    assert wanted.tests == ("test_total", "test_dearest") and wanted.written == ("written_memo",)


def test_every_refusal_is_one_sentence_for_each_reader(tmp_path, released):
    foreign = {
        "nbformat": 4,
        "metadata": {},
        "cells": [{"cell_type": "code", "source": "n = 1", "metadata": {}}],
    }
    other = {**foreign, "metadata": {"centric": {"lesson": "09_\x1b[31mother"}}}
    cases = {
        "empty-file": b"\0\0 \n",
        "not-json": released[: len(released) // 2],
        "not-a-notebook": b'{"a": 1}',
        "merge-conflict": released.replace(b'"cells"', b'\n<<<<<<< mine\n"cells"', 1),
        "other-notebook": json.dumps(foreign).encode(),
        "other-lesson": json.dumps(other).encode(),
    }
    for key, content in cases.items():
        submit(tmp_path, "ada", content)
        reason = look(tmp_path, released)
        assert isinstance(reason, Reason) and reason.key == key
        for sentence in (reason.to_student, reason.to_instructor):
            assert sentence.endswith(".") and sentence.isprintable() and "Traceback" not in sentence


@pytest.mark.parametrize(
    "content",
    [
        b"[1, 2]",
        b'"x"',
        b'{"nbformat": 4, "cells": [1]}',
        b'{"nbformat": 4, "cells": {"cell_type": "code"}}',
        b'{"nbformat": 3, "worksheets": [1, {"cells": 7}, {"cells": [3]}]}',
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}',
        b'{"nbformat": 4, "metadata": [], "cells": [{"cell_type": "code", "source": "", "metadata": 3}]}',
        b'{"nbformat": ' + b"9" * 6000 + b"}",
        b"[" * 100_000,
        b'{"cells":' * 50_000,
        b"\xff\xfe\x00",
        b"<!DOCTYPE html><html></html>",
        b"%PDF-1.7 ...",
        b"\x1f\x8b\x08 packed",
    ],
)
def test_odd_files_are_refused_and_not_choked_on(tmp_path, released, content):
    submit(tmp_path, "ada", content)
    reason = look(tmp_path, released)
    assert isinstance(reason, Reason) and reason.to_student.isprintable()


@pytest.mark.parametrize(
    "where", ["cells", "metadata", "nbgrader", "source", "id", "attachments", "cell_type"]
)
@pytest.mark.parametrize("junk", [None, 1, "x", [], {}, [None], {"a": [1]}, True, "\ud800"])
def test_any_junk_in_any_place_raises_nothing(tmp_path, released, where, junk):
    notebook = json.loads(released)
    if where == "cells":
        notebook["cells"].append(junk)
    for cell in notebook["cells"][:-1]:
        if where == "nbgrader":
            cell["metadata"] = {"nbgrader": junk}
        elif where != "cells":
            cell[where] = junk
    submit(tmp_path, "ada", json.dumps(notebook))
    found = look(tmp_path, released)
    assert isinstance(found, Reason) or json.loads(found.notebook)["cells"]


def test_too_large_is_refused_unread(tmp_path, released, monkeypatch):
    monkeypatch.setattr(read, "LARGEST", 100)
    submit(tmp_path, "ada", released)
    assert look(tmp_path, released).key == "too-large"


def test_large_files_beside_the_notebook_are_left_out(tmp_path, released, monkeypatch):
    monkeypatch.setattr(choose, "LARGEST_EXTRAS", 10)
    submit(tmp_path, "ada", answered(released, answer_total=RIGHT))
    submit(tmp_path, "ada", b"x" * 11, name="big.bin")
    submit(tmp_path, "ada", b"small", name="small.bin")
    job = look(tmp_path, released)
    assert keys(job) == ["files-left-out"] and list(job.extras) == ["small.bin"]
    assert "big.bin" in job.notes[0].to_student


def test_no_notebook_is_said_with_what_there_is(tmp_path, released):
    folder = tmp_path / "submitted/ada" / LESSON
    folder.mkdir(parents=True)
    assert look(tmp_path, released).to_instructor == "The folder is empty."
    submit(tmp_path, "ada", b"%PDF", name="essay.pdf")
    assert "essay.pdf" in look(tmp_path, released).to_student
    submit(tmp_path, "ada", b"Rar!", name="all.rar")
    assert "must be a zip" in look(tmp_path, released).to_student


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_not_followed(tmp_path, released):
    other = submit(tmp_path, "bob", answered(released, answer_total=RIGHT))
    folder = tmp_path / "submitted" / "ada" / LESSON
    folder.mkdir(parents=True)
    (folder / NAME).symlink_to(other)
    assert look(tmp_path, released).key == "link"
    (folder / NAME).unlink()
    submit(tmp_path, "ada", released)
    (folder / "secret.txt").symlink_to("/etc/hostname")
    (folder / "more").symlink_to("/etc")
    os.mkfifo(folder / "pipe.csv")
    job = look(tmp_path, released)
    assert job.extras == {} and keys(job) == ["links-left-out", "files-left-out"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("where", ["lesson", "student"])
def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path, released, where):
    submit(tmp_path, "bob", answered(released, answer_total=RIGHT))
    of_bob = tmp_path / "submitted" / "bob"
    if where == "student":
        (of_bob.parent / "ada").symlink_to(of_bob)
    else:
        (of_bob.parent / "ada").mkdir()
        (of_bob.parent / "ada" / LESSON).symlink_to(of_bob / LESSON)
    assert look(tmp_path, released).key == "link"


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
def test_names_that_are_tricks_are_left_out(tmp_path, released):
    submit(tmp_path, "ada", released)
    for name in ("a\nb.csv", "..\\..\\x.csv", "c:evil", "CON.txt", "end.", "\x1b[2Jx"):
        submit(tmp_path, "ada", b"1", name=name)
    (tmp_path / "submitted/ada" / LESSON / os.fsdecode(b"\xff.csv")).write_bytes(b"1")
    submit(tmp_path, "ada", b"1", name="data/good.csv")
    job = look(tmp_path, released)
    assert list(job.extras) == ["data/good.csv"] and keys(job) == ["files-left-out"]


def test_hidden_files_and_rubbish_are_no_work(tmp_path, released):
    submit(tmp_path, "ada", released)
    for name in (".DS_Store", "__MACOSX/x", ".ipynb_checkpoints/x-checkpoint.ipynb", "__pycache__/a.pyc"):
        submit(tmp_path, "ada", b"1", name=name)
    job = look(tmp_path, released)
    assert job.extras == {} and keys(job) == []
