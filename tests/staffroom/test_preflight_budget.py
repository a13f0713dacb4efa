"""What one hand-in may cost, however its bytes are laid out: counted, never timed."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from small_course import LESSON, RIGHT, answered, submit
from test_preflight import NAME, keys, look, released  # noqa: F401  (a fixture)
from test_preflight_choose import bound, packed

from staffroom.grading.preflight import files, inspect, read, seal, wanted_of
from staffroom.grading.preflight.budget import BOUNDS
from staffroom.grading.preflight.files import File
from staffroom.grading.verdict import Reason


@pytest.fixture
def counted(monkeypatch) -> list[int]:
    """The bytes of each file that was read or unpacked."""
    seen: list[int] = []
    honest = File.read

    def counting(file: File, most: int) -> bytes:
        content = honest(file, most)
        seen.append(len(content))
        return content

    monkeypatch.setattr(File, "read", counting)
    return seen


def refused(reason: object) -> str:
    """The student's sentence of a refusal for size: one, with what to do."""
    assert isinstance(reason, Reason) and reason.key == "too-large"
    for sentence in (reason.to_student, reason.to_instructor):
        assert sentence.endswith(".") and sentence.count(". ") == 0 and sentence.isprintable()
    assert "hand" in reason.to_student
    return reason.to_student


def test_archives_share_one_budget(tmp_path, released, monkeypatch, counted):  # noqa: F811
    """Three zips of twelve large notebooks are not three times as much work."""
    bound(monkeypatch, "bytes", 3_000_000)
    for count in range(3):
        content = packed(**{f"n{n}-nb": b"{" + b" " * 400_000 for n in range(12)})
        submit(tmp_path, "ada", content, name=f"z{count}.zip")
    assert "MB to read" in refused(look(tmp_path, released))
    # the sum of the first archive's directory was enough to see it
    assert sum(counted) < 500_000


def test_many_zips_are_refused_before_the_work(tmp_path, released, counted):  # noqa: F811
    content = packed(**{"a-nb": b"{"})
    for count in range(BOUNDS["archives"].most + 1):
        submit(tmp_path, "ada", content, name=f"z{count}.zip")
    assert "archives" in refused(look(tmp_path, released))


def test_a_zip_in_a_zip_is_not_opened(tmp_path, released):  # noqa: F811
    inner = packed(**{f"{LESSON}-nb": released})
    submit(tmp_path, "ada", packed(**{"inner.zip": inner}), name="outer.zip")
    reason = look(tmp_path, released)
    assert reason.key == "no-notebook" and "inside an archive" in reason.to_student


@pytest.mark.parametrize("inside", [False, True])
def test_many_small_files_are_refused(tmp_path, released, monkeypatch, inside):  # noqa: F811
    bound(monkeypatch, "files", 50)
    names = {f"f{n}": b"1" for n in range(51)}
    if inside:
        submit(tmp_path, "ada", packed(**names), name="work.zip")
    else:
        submit(tmp_path, "ada", released)
        for name, content in names.items():
            submit(tmp_path, "ada", content, name=name)
    assert "files and folders" in refused(look(tmp_path, released))


def test_folders_count_as_files(tmp_path, released, monkeypatch):  # noqa: F811
    bound(monkeypatch, "files", 50)
    path = submit(tmp_path, "ada", released)
    for n in range(51):
        (path.parent / f"d{n}").mkdir()
    refused(look(tmp_path, released))


def test_what_lies_too_deep_is_named(tmp_path, released):  # noqa: F811
    submit(tmp_path, "ada", released, name="/".join(["d"] * 30 + [NAME]))
    reason = look(tmp_path, released)
    assert reason.key == "no-notebook" and "too deep" in reason.to_student
    submit(tmp_path, "ada", answered(released, answer_total=RIGHT))
    assert keys(look(tmp_path, released)) == ["files-left-out"]


def test_a_huge_file_is_neither_read_nor_in_the_way(tmp_path, released, monkeypatch, counted):  # noqa: F811
    """2 GB that take no room on the disk: left out beside a notebook, refused in place of it."""
    path = submit(tmp_path, "ada", b"", name="big.bin")
    os.truncate(path, 2_000_000_000)
    with monkeypatch.context() as patched:
        patched.setattr(files.hashlib, "file_digest", lambda *_: pytest.fail("hashed"))
        seal(path.parent)
    submit(tmp_path, "ada", answered(released, answer_total=RIGHT))
    assert keys(look(tmp_path, released)) == ["files-left-out"]
    assert sum(counted) < 100_000
    path.rename(path.with_name(NAME))
    refused(look(tmp_path, released))
    assert sum(counted) < 100_000


def test_a_changed_huge_file_changes_the_seal(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_SEALED", 5)
    path = tmp_path / "big.bin"
    path.write_bytes(b"123456")
    first = seal(tmp_path)
    assert seal(tmp_path) == first
    path.write_bytes(b"1234567")
    assert seal(tmp_path) != first


def test_many_notebooks_are_refused_unread(tmp_path, released, counted):  # noqa: F811
    for n in range(BOUNDS["notebooks"].most + 1):
        submit(tmp_path, "ada", released, name=f"n{n}.ipynb")
    assert "may be the notebook" in refused(look(tmp_path, released))
    assert len([size for size in counted if size > 4]) == 1


def test_an_answered_notebook_of_the_right_name_needs_no_look_at_others(tmp_path, released):  # noqa: F811
    submit(tmp_path, "ada", answered(released, answer_total=RIGHT))
    for n in range(BOUNDS["notebooks"].most + 1):
        submit(tmp_path, "ada", released, name=f"n{n}.ipynb")
    assert keys(look(tmp_path, released)) == ["several-notebooks"]


def test_cells_are_counted_over_all_notebooks(tmp_path, released, monkeypatch):  # noqa: F811
    bound(monkeypatch, "cells", 40)
    for n in range(5):
        submit(tmp_path, "ada", released, name=f"n{n}.ipynb")
    assert "cells" in refused(look(tmp_path, released))


def test_text_is_counted_over_all_notebooks(tmp_path, released, monkeypatch):  # noqa: F811
    bound(monkeypatch, "letters", 3 * len(released))
    for n in range(5):
        submit(tmp_path, "ada", released, name=f"n{n}.ipynb")
    refused(look(tmp_path, released))


@pytest.mark.slow
def test_a_notebook_of_a_million_cells_is_refused(tmp_path, released, monkeypatch):  # noqa: F811
    monkeypatch.setattr(read, "_cell", lambda _: pytest.fail("a cell was looked at"))
    cells = b",".join([b'{"cell_type":"raw"}'] * 700_000)
    submit(tmp_path, "ada", b'{"nbformat":4,"cells":[' + cells + b"]}")
    reason = look(tmp_path, released)
    assert reason.key == "too-large" and "too many cells" in reason.to_student


@pytest.mark.parametrize("depth", [50, 300, 470, 480, 900, 100_000])
@pytest.mark.parametrize("where", ["metadata", "nbformat", "schema", "source", "outputs"])
def test_json_nested_deeply_does_no_harm(tmp_path, released, depth, where):  # noqa: F811
    """Also not where the metadata are written once more, for a lesson with companies of their own."""

    class Own:
        def of(self, student):
            return None

        def note(self, student, content, extras):
            return None

        def apart(self, extras):
            return extras

    notebook = answered(released, answer_total=RIGHT)
    for cell in notebook["cells"]:
        if where == "schema" and "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = "DEEP"
        elif where in ("source", "outputs"):
            cell[where] = "DEEP"
    notebook |= {where: "DEEP"} if where in ("metadata", "nbformat") else {}
    text = json.dumps(notebook).replace('"DEEP"', '{"a":[' * depth + "]}" * depth)
    submit(tmp_path, "ada", text)
    folder = tmp_path / "submitted" / "ada" / LESSON
    for own in (None, Own()):
        found = inspect(folder, "ada", wanted_of(LESSON, released), own)
        assert not isinstance(found, Reason) or found.key in ("not-json", "other-notebook")


def lying(content: bytes, size: int, claimed: int) -> bytes:
    """The archive with another size in its directory and at its files."""
    return content.replace(size.to_bytes(4, "little"), claimed.to_bytes(4, "little"))


def test_a_directory_that_lies_makes_no_more_work(tmp_path, released, monkeypatch, counted):  # noqa: F811
    """Small in the directory and large in truth is cut; large in the directory is believed."""
    content = packed(**{f"n{n}-nb": b" " * 5_000_000 for n in range(10)})
    submit(tmp_path, "ada", lying(content, 5_000_000, 100), name="work.zip")
    assert isinstance(look(tmp_path, released), Reason)
    assert sum(counted) <= 10 * 100 + 4 * 3
    submit(tmp_path, "ada", lying(content, 5_000_000, 190_000_000), name="work.zip")
    refused(look(tmp_path, released))


def test_damaged_files_in_an_archive_are_drawn_from_the_budget(tmp_path, released, monkeypatch):  # noqa: F811
    """What ends in a wrong checksum was work, too."""
    bound(monkeypatch, "bytes", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, json.dumps(answered(released, answer_total=RIGHT)))
        for n in range(20):
            archive.writestr(f"data{n}.csv", b"x" * 100_000)
    content = bytearray(out.getvalue())
    at = 0
    while (at := content.find(b"PK\x01\x02", at + 1)) > 0:
        name = content[at + 46 : at + 50]
        content[at + 16] ^= 1 if name == b"data" else 0  # the checksum
    submit(tmp_path, "ada", bytes(content), name="work.zip")
    refused(look(tmp_path, released))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_bound_are_not_used(tmp_path, released, method, counted):  # noqa: F811
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(NAME, released)
    submit(tmp_path, "ada", out.getvalue(), name="work.zip")
    reason = look(tmp_path, released)
    assert reason.key == "archive-unusual" and "hand in the notebook itself" in reason.to_student
    assert sum(counted) <= 4 * 3


def test_a_directory_of_many_megabytes_is_not_read(tmp_path, released, monkeypatch):  # noqa: F811
    from staffroom.grading.preflight import archive

    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 2_000)
    submit(tmp_path, "ada", packed(**{f"f{n}": b"1" for n in range(100)}), name="work.zip")
    refused(look(tmp_path, released))


def test_a_lesson_s_own_files_are_not_bounded(tmp_path, monkeypatch):
    from staffroom.grading.preflight.budget import Budget

    bound(monkeypatch, "files", 3)
    for n in range(5):
        Path(tmp_path, f"f{n}").write_bytes(b"1")
    assert len(files.look(tmp_path, Budget.without_end()).files) == 5
