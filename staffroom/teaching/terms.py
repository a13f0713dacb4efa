"""A term is explained before it is used: its first use, in bold, comes before every other.

The header's `glossary` names the terms that a lesson introduces. Terms of earlier lessons are known; terms
of later ones must not be used yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.errors import UserError
from staffroom.lessons.source import Cell, Lesson, read_lesson, released
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.words import without_code

_INLINE = re.compile(r"`[^`\n]*`|\]\([^)]*\)|<[^>]*>")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__", re.S)


@dataclass(frozen=True)
class Use:
    """One use of a term: which, in which cell, and whether in bold."""

    term: str
    cell: Cell
    bold: bool


def own_terms(lesson: Lesson) -> list[str]:
    """Terms that the lesson itself introduces."""
    return [str(term) for term in lesson.header.get("glossary") or {}]


def later_terms(lesson: Lesson) -> list[str]:
    """Terms that only later lessons of the same course introduce."""
    known, later = set(own_terms(lesson)), []
    for path in sorted(lesson.path.parent.parent.glob("[0-9]*/*.py")):
        if path.stem != path.parent.name or path.stem == lesson.name:
            continue
        try:
            terms = own_terms(read_lesson(path))
        except UserError:
            continue  # a lesson that cannot be read is reported where it is built
        if path.stem < lesson.name:
            known.update(terms)
        else:
            later += terms
    return [term for term in later if term not in known]


def uses(lesson: Lesson, terms: Iterable[str]) -> list[Use]:
    """All uses of terms in the student's text, in reading order; test cells are not read.

    The longest term wins where one contains another. In code cells the remarks and texts count.
    """
    ordered = sorted(set(terms), key=len, reverse=True)
    if not ordered:
        return []
    either = "|".join(f"({_flexible(term)})" for term in ordered)
    pattern = re.compile(rf"(?<![\w-])(?:{either})(?!\w)", re.I)
    found = []
    for cell in lesson.cells:
        if cell.kind == "test":
            continue
        text = released(cell)
        text = _blank(_INLINE, without_code(text)) if cell.is_prose else _remarks(text)
        bold = [match.span() for match in _BOLD.finditer(text)] if cell.is_prose else []
        for match in pattern.finditer(text):
            marked = any(start <= match.start() and match.end() <= end for start, end in bold)
            found.append(Use(ordered[match.lastindex - 1], cell, marked))
    return found


def new_terms(lesson: Lesson) -> dict[int, list[str]]:
    """Terms used for the first time, by the place of the cell in the lesson."""
    place = {id(cell): i for i, cell in enumerate(lesson.cells)}
    seen: dict[str, int] = {}
    for use in uses(lesson, own_terms(lesson)):
        seen.setdefault(use.term, place[id(use.cell)])
    found: dict[int, list[str]] = {}
    for term, where in seen.items():
        found.setdefault(where, []).append(term)
    return found


def measure(lesson: Lesson) -> Result:
    """Find terms used before they are explained, never explained, or borrowed from a later lesson."""
    findings: list[Finding] = []
    terms = own_terms(lesson)
    seen: set[str] = set()
    for use in uses(lesson, terms):
        if use.term not in seen and not use.bold:
            findings.append(at(lesson, use.cell, f"'{use.term}' is used before it is introduced in bold"))
        seen.add(use.term)
    findings += [
        about(lesson, f"'{term}' is in the glossary and never used") for term in terms if term not in seen
    ]
    for use in uses(lesson, [*terms, *later_terms(lesson)]):
        if use.term not in terms:
            findings.append(at(lesson, use.cell, f"'{use.term}' is only introduced in a later lesson"))
    meanings = lesson.header.get("glossary") or {}
    findings += [about(lesson, f"'{t}' has no meaning in the glossary") for t, m in meanings.items() if not m]
    if not terms:
        findings.append(about(lesson, "the header has no `glossary` of the terms that the lesson introduces"))
    return Result("terms", f"{len(terms)} terms, {len(findings)} breaches", "0 breaches", findings)


def _flexible(term: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\s-]+", term)]
    return r"[\s-]+".join(words) + r"(?:s|es|['’]s)?"


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group(0)), text)


def _remarks(source: str) -> str:
    """Remarks and quoted texts of a code cell, names left out."""
    return "\n".join(re.findall(r"#[^\n]*|\"\"\".*?\"\"\"|\"[^\"\n]*\"|'[^'\n]*'", source, re.S))
