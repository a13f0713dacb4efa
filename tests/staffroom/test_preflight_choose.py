"""Which notebook is graded when there are several, under other names, or in an archive."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from small_course import LESSON, RIGHT, answered, submit
from test_preflight import NAME, keys, look, released  # noqa: F401  (a fixture)

from staffroom.grading.preflight import budget


def bound(monkeypatch, what: str, most: int) -> None:
    """Let a hand-in have no more than so much."""
    monkeypatch.setitem(budget.BOUNDS, what, replace(budget.BOUNDS[what], most=most))


@pytest.fixture
def work(released) -> bytes:  # noqa: F811
    return json.dumps(answered(released, answer_total=RIGHT)).encode()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("-nb", ".ipynb"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["homework (2).ipynb", NAME.upper(), f"{NAME}.txt", f"{NAME}.json", f"sub/{LESSON}-Copy1.ipynb"]
)
def test_another_name_is_taken(tmp_path, released, work, name):  # noqa: F811
    submit(tmp_path, "ada", work, name=name)
    job = look(tmp_path, released)
    assert keys(job) == ["renamed"] and RIGHT.split("\n")[0] in job.notebook.decode()


def test_of_several_the_right_name_counts(tmp_path, released, work):  # noqa: F811
    submit(tmp_path, "ada", work)
    submit(tmp_path, "ada", released, name="old.ipynb")
    job = look(tmp_path, released)
    assert keys(job) == ["several-notebooks"] and "total" in job.notebook.decode()


def test_a_blank_or_damaged_one_gives_way_to_an_answered_one(tmp_path, released, work):  # noqa: F811
    for first in (released, b"{"):
        submit(tmp_path, "ada", first)
        submit(tmp_path, "ada", work, name="mine.ipynb")
        job = look(tmp_path, released)
        assert keys(job) == ["several-notebooks", "renamed"]
        assert RIGHT.split("\n")[1].strip() in job.notebook.decode()


def test_two_answered_ones_are_not_chosen_between(tmp_path, released, work):  # noqa: F811
    submit(tmp_path, "ada", work, name="a.ipynb")
    submit(tmp_path, "ada", work, name="b.ipynb")
    assert "renamed" in keys(look(tmp_path, released)), "the same twice is one"
    submit(tmp_path, "ada", answered(released, answer_total="total = 3"), name="b.ipynb")
    reason = look(tmp_path, released)
    assert reason.key == "several-notebooks" and "a.ipynb and b.ipynb" in reason.to_student


@pytest.mark.parametrize("name", ["work.zip", NAME])
def test_a_zip_is_unpacked(tmp_path, released, work, name):  # noqa: F811
    content = packed(**{f"folder__{LESSON}-nb": work, "folder__own.csv": b"1", "__MACOSX__x": b"2"})
    submit(tmp_path, "ada", content, name=name)
    job = look(tmp_path, released)
    assert keys(job) == ["unpacked"] and job.extras == {"own.csv": b"1"}


def test_tricks_in_a_zip_do_not_work(tmp_path, released, work):  # noqa: F811
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(NAME, work)
        for name in ("../../evil.csv", "/etc/evil", "a\\..\\b", "C:/x"):
            archive.writestr(name, b"1")
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    submit(tmp_path, "ada", out.getvalue(), name="work.zip")
    job = look(tmp_path, released)
    assert all(not name.startswith(("/", ".")) and ".." not in name for name in job.extras)
    assert "link.csv" not in job.extras and "root:" not in str(job.extras)
    assert list(tmp_path.rglob("evil*")) == []


def test_a_zip_bomb_is_not_unpacked(tmp_path, released, monkeypatch):  # noqa: F811
    bound(monkeypatch, "bytes", 6_000_000)
    content = packed(**{"a-nb": b" " * 4_000_000, "b-nb": b" " * 4_000_000})
    submit(tmp_path, "ada", content, name="work.zip")
    assert look(tmp_path, released).key == "too-large"


def test_a_zip_that_lies_about_sizes_is_cut(tmp_path, released, monkeypatch):  # noqa: F811
    content = bytearray(packed(**{"a-nb": b" " * 5_000_000}))
    size = (5_000_000).to_bytes(4, "little")
    while size in content:
        at = content.index(size)
        content[at : at + 4] = (10).to_bytes(4, "little")
    submit(tmp_path, "ada", bytes(content), name="work.zip")
    assert look(tmp_path, released).key in ("archive-damaged", "empty-file")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"PK\x03\x04 this is no archive at all", "archive-damaged"),
        (packed(readme=b"x"), "no-notebook"),
        (packed(**{"a-nb": b"{"}), "not-json"),
    ],
)
def test_a_zip_without_a_notebook_is_said(tmp_path, released, content, key):  # noqa: F811
    submit(tmp_path, "ada", content, name="work.zip")
    assert look(tmp_path, released).key == key


def test_a_locked_zip_is_said(tmp_path, released, work):  # noqa: F811
    content = bytearray(packed(**{"a-nb": work}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    submit(tmp_path, "ada", bytes(content), name="work.zip")
    assert look(tmp_path, released).key == "archive-locked"


def test_a_personal_lesson_s_company_goes_into_the_job(tmp_path, released, work):  # noqa: F811
    from staffroom.grading.preflight import inspect, wanted_of
    from staffroom.grading.verdict import Company, Note, Reason

    class Own:
        def of(self, student):
            return Company({"a": b"1"}) if student == "ada" else Reason("unknown-student", "Who.", "Who.")

        def note(self, student, content, extras):
            marked = json.loads(content)["metadata"].get("centric", {}).get("holder")
            return Note("other-company", "Not yours.", "Not hers.") if marked == "x" else None

        def apart(self, extras):
            return {name: content for name, content in extras.items() if name != "company/a"}

    notebook = json.loads(work)
    notebook["metadata"]["centric"] = {"lesson": LESSON, "holder": "x"}
    submit(tmp_path, "ada", notebook)
    folder = tmp_path / "submitted/ada" / LESSON
    (folder / "company").mkdir()
    (folder / "company" / "a").write_bytes(b"2")
    (folder / "notes.txt").write_bytes(b"3")
    job = inspect(folder, "ada", wanted_of(LESSON, released), Own())
    assert job.company == Company({"a": b"1"}) and keys(job) == ["other-company"]
    assert job.extras == {"notes.txt": b"3"}
    assert inspect(folder, "bob", wanted_of(LESSON, released), Own()).key == "unknown-student"
