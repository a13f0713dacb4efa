"""The guide for authors: it names every key, and what it walks through comes out as it says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import guide
import pytest
from pydantic import BaseModel
from spoken import centric

from classroom.lessons import bank, schema
from staffroom.lessons import source, todo
from staffroom.teaching import report

ROOT = Path(__file__).parents[2]
TEXT = guide.PATH.read_text(encoding="utf-8")
LESSON = "20_who_stayed"
MORE_STYLES = Path(__file__).parent / "fixtures" / "gain_loss"


def models() -> list[type[BaseModel]]:
    return [kind for kind in vars(schema).values() if isinstance(kind, type) and issubclass(kind, BaseModel)]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_it_names_every_key_of_the_yaml_files(model):
    assert [name for name in model.model_fields if f"`{name}`" not in TEXT] == []


def header_keys() -> set[str]:
    """The keys that code reads in a lesson's header, and in its lists of objectives and claims."""
    found: set[str] = set()
    for path in (ROOT / "staffroom").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'\bheader(?:\.get\(|\[)"(\w+)"', text))
        found |= set(re.findall(r'\b(?:objective|o)(?:\.get\(|\[)["\'](\w+)["\']', text))
    return found


def test_it_names_every_key_of_the_header():
    keys = header_keys()
    assert {"title", "asks", "glossary", "claims", "key", "exercise"} <= keys
    assert [key for key in sorted(keys) if f"`{key}`" not in TEXT] == []


def test_it_names_every_kind_of_cell_and_every_word_behind_a_marker():
    for kind in source.TAGS:
        assert kind == "code" or f"# %% [{kind}]" in TEXT, kind
    for group in source.GROUPS:
        assert f"`{group}`" in TEXT


def test_it_names_every_measure():
    told = re.findall(r"^\| ([a-z-]+) \| ", TEXT.partition("## What is measured")[2], re.MULTILINE)
    assert sorted(name for name in told if name != "measure") == sorted(report.NAMES)


@pytest.mark.slow
def test_the_exercise_that_it_walks_through_becomes_green(tmp_path, monkeypatch):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(bank.VARIABLE, "")
    answers = tmp_path / "solutions" / LESSON / "exercises" / "gain_loss"
    seen = 0
    for file, piece in guide.walk():
        if file != "$":
            _clear_templates(answers, Path(file))
            guide.put(tmp_path / file, piece)
            continue
        command, *says = piece.splitlines()
        done = centric(*shlex.split(command)[1:], cwd=tmp_path)
        spoken = done.stdout + done.stderr
        assert "Traceback" not in spoken
        for line in filter(None, says):
            for part in filter(None, line.split("…")):
                assert part in spoken, f"{command}: {spoken}"
                seen += 1
    assert seen >= 6
    found = json.loads(centric("measure", "20", "--json", cwd=tmp_path).stdout)
    missed = {result["measure"] for result in found if not result["passed"]}
    assert missed == {"terms", "minutes", "unfinished"}  # of the lesson's text, of which nothing is written
    left = todo.left(source.read_lesson(tmp_path / "solutions" / LESSON / f"{LESSON}.py"))
    assert left and [one for one in left if "gain_loss" in f"{one.file} {one.what}"] == []
    assert not (bank.FOLDER / LESSON).exists()


def _clear_templates(answers: Path, file: Path) -> None:
    """Answers of one's own come in place of the templates; the guide shows two of the five right ones."""
    if file.parent.parent.name == answers.name:
        for path in (answers / file.parent.name).glob("*_belief.py"):
            path.unlink()
        for path in (answers / file.parent.name).glob("style_*.py"):
            path.unlink()
        if file.parent.name == "right":
            shutil.copytree(MORE_STYLES, answers / "right", dirs_exist_ok=True)
