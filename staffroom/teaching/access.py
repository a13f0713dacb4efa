"""The notebook can be read without eyes, without a mouse, and without its widgets.

One heading of the first level, and it comes first; no level is skipped; every picture has words; each figure
is shown with a sentence that says what is in it, and has a table near it; each explorer has its twin in text;
a link says where it leads.
"""

from __future__ import annotations

import ast
import re
from itertools import pairwise

from staffroom.lessons.source import Cell, Lesson, released
from staffroom.teaching.code import calls, parse, root
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.words import without_code

_HEADING = re.compile(r"^(#{1,6})\s+\S", re.M)
_IMAGE = re.compile(r"!\[([^\]]*)\]\(")
_HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_BARE = re.compile(r"(?<![\](\"'=<\w/])https?://\S+|<https?://[^>]+>")
_TABLE = re.compile(r"^\s*\|.*\|\s*$", re.M)
EMPTY_WORDS = {
    "here",
    "this",
    "link",
    "click here",
    "more",
    "read more",
    "this link",
    "this page",
    "page",
    "paper",
}

#: How far from a figure its table may stand, in cells.
NEAR = 2
PLOTS = (
    ".plot",
    ".hist",
    ".boxplot",
    ".bar",
    ".barh",
    ".scatter",
    ".line",
    ".fill_between",
    ".step",
    ".stem",
)
NOT_PLOTS = ("set_theme", "color_palette", "set_style", "set_context", "close", "show", "figure", "rc")


#: What shows a figure with its words.
SHOWN = ("figures.show", "figures.bars")


def draws(cell: Cell) -> bool:
    """Whether a code cell makes a figure."""
    tree = parse(cell.source)
    for name, node in calls(tree) if tree else ():
        left = root(node.func) if isinstance(node, ast.Call) else None
        method = name.split(".")[-1]
        if left in ("sns", "plt") and method not in NOT_PLOTS:
            return True
        if f".{method}" in PLOTS and "." in name and left != "np":
            return True
        if name in SHOWN:
            return True
    return False


def measure(lesson: Lesson) -> Result:
    """Look at headings, pictures, links, figures and explorers."""
    findings = [*_headings(lesson), *_pictures_and_links(lesson), *_figures(lesson), *_explorers(lesson)]
    figures = sum(draws(cell) for cell in lesson.cells if cell.kind == "code")
    value = f"{len(findings)} breaches, {figures} figures"
    return Result("access", value, "0 breaches", findings)


def _headings(lesson: Lesson) -> list[Finding]:
    findings: list[Finding] = []
    levels = [
        (cell, len(match.group(1)))
        for cell in lesson.cells
        if cell.is_prose
        for match in _HEADING.finditer(without_code(released(cell)))
    ]
    if not levels or levels[0][1] != 1 or levels[0][0] is not lesson.cells[0]:
        findings.append(about(lesson, "the first cell does not begin with the one heading of level 1"))
    findings += [at(lesson, cell, "a second heading of level 1") for cell, n in levels[1:] if n == 1]
    for (_, before), (cell, level) in pairwise(levels):
        if level > before + 1:
            findings.append(at(lesson, cell, f"heading of level {level} after one of level {before}"))
    return findings


def _pictures_and_links(lesson: Lesson) -> list[Finding]:
    findings: list[Finding] = []
    for cell in lesson.cells:
        if not cell.is_prose:
            continue
        text = without_code(released(cell))
        if any(not alt.strip() for alt in _IMAGE.findall(text)):
            findings.append(at(lesson, cell, "a picture without alternative text"))
        for image in _HTML_IMAGE.findall(text):
            if not re.search(r"\balt\s*=\s*(\"[^\"]+\"|'[^']+')", image):
                findings.append(at(lesson, cell, "a picture without alternative text"))
        for words, target in _LINK.findall(text):
            plain = re.sub(r"[*_`]", "", words).strip().lower()
            if not plain or plain in EMPTY_WORDS or plain.startswith("http"):
                findings.append(at(lesson, cell, f"the link to {target} has no words of its own"))
        if _BARE.search(re.sub(r"`[^`\n]*`", "", _LINK.sub("", text))):
            findings.append(at(lesson, cell, "a bare address in place of a link with words"))
    return findings


def _figures(lesson: Lesson) -> list[Finding]:
    findings: list[Finding] = []
    for place, cell in enumerate(lesson.cells):
        if cell.kind not in ("code", "try") or not draws(cell):
            continue
        said = _said(cell)
        if said is None:
            findings.append(at(lesson, cell, "a figure that is not shown with `figures.show(..., says=...)`"))
        elif not said:
            findings.append(at(lesson, cell, "a figure whose `finding` or `says` is empty"))
        around = lesson.cells[max(0, place - NEAR) : place + NEAR + 1]
        if not any(shows_table(other) for other in around):
            findings.append(at(lesson, cell, f"no table within {NEAR} cells of the figure"))
    return findings


def _said(cell: Cell) -> bool | None:
    """Whether the cell's figure has words; None if there is no such call."""
    tree = parse(cell.source)
    for name, node in calls(tree) if tree else ():
        if name in SHOWN and isinstance(node, ast.Call):
            given = {"finding": node.args[1:2], "says": node.args[2:3]}
            given |= {k.arg: [k.value] for k in node.keywords if k.arg in given}
            words = [(*given[name], None)[0] for name in given]
            return all(w is not None and not (isinstance(w, ast.Constant) and not w.value) for w in words)
    return None


def shows_table(cell: Cell) -> bool:
    """Whether a cell shows a table: in Markdown, with its figure, or as the value of its last line."""
    if cell.is_prose:
        return len(_TABLE.findall(cell.source)) >= 3
    tree = parse(cell.source)
    if tree is None or cell.kind in ("test", "answer", "predict", "puzzle"):
        return False
    for name, node in calls(tree):
        if name in ("figures.table_beside", "figures.bars"):  # bars come with a table of their own
            return True
        if name == "figures.show" and any(k.arg == "table" for k in getattr(node, "keywords", [])):
            return True
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or draws(cell):
        return False
    value = last.value
    left = root(value)
    return left not in (None, "study", "explore", "figures", "check", "plt", "sns", "print")


def _explorers(lesson: Lesson) -> list[Finding]:
    used: dict[str, Cell] = {}
    for cell in lesson.cells:
        tree = parse(cell.source) if cell.kind in ("code", "try") else None
        for name, _ in calls(tree) if tree else ():
            if name.startswith("explore."):
                used.setdefault(name, cell)
    return [
        at(lesson, cell, f"`{name}` has no twin in text (`{name}_text`)")
        for name, cell in used.items()
        if not name.endswith("_text") and f"{name}_text" not in used
    ]
