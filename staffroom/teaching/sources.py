"""Every claim that is put on trial says where it comes from.

The header's `claims` list `{claim, source}`. A claim's words stand in the text, and so does its source; a
section whose heading says "on trial" names at least one of them.
"""

from __future__ import annotations

import re

from staffroom.lessons.source import Lesson
from staffroom.teaching.finding import Finding, Result, about, at

_HEADING = re.compile(r"^(#{1,6})\s+(.*)$", re.M)


def measure(lesson: Lesson) -> Result:
    """Follow each claim from the header into the text and back."""
    findings: list[Finding] = []
    claims = lesson.header.get("claims") or []
    prose = _plain("\n".join(cell.source for cell in lesson.cells if cell.is_prose))
    for claim in claims:
        words, source = (str(claim.get(k) or "").strip() for k in ("claim", "source"))
        if not words or not source:
            findings.append(about(lesson, f"a claim in the header lacks its words or its source: {claim}"))
            continue
        if _plain(words) not in prose:
            findings.append(about(lesson, f"the claim '{words}' is not in the text"))
        if _plain(source) not in prose:
            findings.append(about(lesson, f"the text does not give the source of '{words}'"))
    for i, cell in enumerate(lesson.cells):
        if not cell.is_prose:
            continue
        for match in _HEADING.finditer(cell.source):
            if "on trial" in match.group(2).lower():
                section = _plain(_section(lesson, i, match))
                if not any(_plain(str(c.get("claim") or "-")) in section for c in claims):
                    what = f"'{match.group(2)}' puts no claim of the header on trial"
                    findings.append(at(lesson, cell, what))
    return Result("sources", f"{len(claims)} claims", "each with its source, in the text", findings)


def _section(lesson: Lesson, start: int, heading: re.Match[str]) -> str:
    """The prose from a heading to the next of the same or a higher level."""
    level = len(heading.group(1))
    text = "\n".join(
        [lesson.cells[start].source[heading.end() :]]
        + [cell.source for cell in lesson.cells[start + 1 :] if cell.is_prose]
    )
    for other in _HEADING.finditer(text):
        if len(other.group(1)) <= level:
            return text[: other.start()]
    return text


def _plain(text: str) -> str:
    return re.sub(r"[\s*_`“”\"'’>]+", " ", text).lower().strip()
