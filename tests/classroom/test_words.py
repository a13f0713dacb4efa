"""The catalogue of sentences: no key missing, none unused, every gap filled, plain language."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import classroom
from classroom.words import catalogue, say

ROOM = Path(classroom.__file__).parent
SOURCES = sorted(path for path in ROOM.rglob("*.py"))


def calls() -> list[tuple[str, int, str, set[str], bool]]:
    """(file, line, key, gaps given, whether all gaps are visible) of each `say(...)` with a literal key."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                given = {word.arg for word in node.keywords if word.arg}
                whole = all(word.arg for word in node.keywords)
                for key in literals(node.args[0]):
                    found.append((path.name, node.lineno, key, given, whole))
    return found


def literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def strings() -> set[str]:
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_that_is_said_exists_and_gets_its_gaps_filled():
    said = calls()
    assert len(said) > 80
    for file, line, key, given, whole in said:
        assert key in catalogue(), f"{file}:{line} says {key}, which is not in the catalogue"
        if whole:
            assert gaps(catalogue()[key]) <= given, f"{file}:{line}, {key}"


def test_no_sentence_is_unused():
    assert sorted(set(catalogue()) - strings()) == []


def test_no_sentence_stands_in_the_code_instead_of_the_catalogue():
    """Anything printed, or raised towards a student, comes from say()."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("print", "Trouble", "Misuse", "Unfit", "fail"):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        assert " " not in argument.value.strip(), f"{path.name}:{node.lineno}"


def test_a_key_or_a_gap_that_is_missing_is_an_error():
    with pytest.raises(KeyError):
        say("no.such-key")
    with pytest.raises(KeyError):
        say("check.passed")


def test_sentences_are_short_and_plain():
    for key, template in catalogue().items():
        text = re.sub(r"\{[^}]*\}", "word", template)
        assert not re.search(r"\b(simply|just|obviously|clearly|easy|easily|of course)\b", text, re.I), key
        text = re.sub(r"`[^`]*`|\"[^\"]*\"|\w+\.\w+\([^)]*\)", "word", text)
        for sentence in re.split(r"(?<=[.!?:;])\s+", text):
            assert len(sentence.split()) <= 20, (key, sentence)
