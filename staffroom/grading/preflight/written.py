"""Find a written answer that does not stand in its own cell.

Tests see code wherever it stands; what was written beside its cell nobody sees, and nbgrader gives an
untouched cell no points. So for each written answer whose cell is as it was given out, or gone, the notebook
is searched for text of the student's: near it nearly anything, elsewhere only what is as long as an answer. A
person reads what is found.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from staffroom.grading.preflight.match import Match, parses
from staffroom.grading.preflight.read import Cell
from staffroom.grading.preflight.wanted import Given
from staffroom.lessons.notebook import is_authors

_WORD = re.compile(r"[^\W\d_]{2,}")
_SIGN = re.compile(r"\w+|[^\w\s]")
_COMMENT = re.compile(r"#+[ \t]*([^\n]*)")
_QUOTES = re.compile(r"^[A-Za-z]{0,2}(\"\"\"|'''|\"|')|(\"\"\"|'''|\"|')$")
#: Words from which on a text may be an answer: in a text cell or in code near its cell, or anywhere.
FEW, SOME, MANY = 3, 8, 40
#: Of the signs of prose, so many are words; code has brackets and the like.
PROSE = 0.75
#: Letters of code that are looked through, at most; it takes longer than prose.
MOST_CODE = 300_000
#: Texts elsewhere that are taken, at most.
MOST = 5


@dataclass(frozen=True)
class Found:
    """Text for a written answer: `where` it was, in words, and the pictures pasted into it."""

    text: str
    where: str
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)


def is_blank(want: Given, source: str) -> bool:
    """Whether an answer's cell says no more than what was given out."""
    have = _WORD.findall(source)
    return not have or have == _WORD.findall(want.source)


def find_written(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> dict[int, Found]:
    """For written answers that are blank or gone: what else the student wrote, by number in `given`."""
    open_ones = [
        number
        for number, want in enumerate(given)
        if want.grade and want.solution and not _answered(want, cells, found.cell_of.get(number))
    ]
    if not open_ones:
        return {}
    texts = list(_texts(given, cells, found))
    left = {text.at for text in texts}
    answers: dict[int, Found] = {}
    for near in (True, False):
        for number in open_ones:
            if number in answers:
                continue
            reach = _stretch(number, given, found, len(cells))
            fits = [t for t in texts if t.at in left and (t.at in reach if near else True) and t.fits(near)]
            if fits := fits[: None if near else MOST]:
                left -= {text.at for text in fits}
                answers[number] = _put_together(fits, found.cell_of.get(number, reach.start), near)
    return answers


@dataclass(frozen=True)
class _Text:
    """What a student wrote into one cell, by the cell's number. `own`: the cell is none of the lesson's."""

    at: int
    kind: str
    own: bool
    marked: bool
    text: str
    pictures: dict[str, dict[str, str]]

    def fits(self, near: bool) -> bool:
        """Whether it may be an answer."""
        words = len(_WORD.findall(self.text))
        if not near:
            return words >= (2 * MANY if self.marked else MANY)
        return bool(self.pictures) or words >= (SOME if self.kind == "code" else FEW)

    def where(self, answer: int, near: bool) -> str:
        kind = "a code cell" if self.kind == "code" else "a text cell"
        if not self.own:
            own = "a code cell of the lesson" if self.kind == "code" else "the lesson's own text"
            kind = "a cell of an exercise" if self.marked else own
        side = "above it" if self.at < answer else "below it"
        return f"in {kind} {side}" if near else f"in {kind} elsewhere"


def _answered(want: Given, cells: Sequence[Cell], at: int | None) -> bool:
    if want.metadata.get("nbgrader", {}).get("task"):
        return True  # its answer is not expected in its cell
    return at is not None and (bool(cells[at].pictures) or not is_blank(want, cells[at].source))


def _texts(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> Iterator[_Text]:
    room = MOST_CODE
    for at, cell in enumerate(cells):
        number = found.given_of.get(at)
        want = given[number] if number is not None else None
        if want is not None and want.grade and want.solution:
            continue  # a written answer of its own
        if want is None and is_authors(cell.id, cell.source):
            continue  # from an earlier release
        if cell.kind == "code":
            if len(_WORD.findall(cell.source)) < SOME or len(cell.source) > room:
                continue
            room -= len(cell.source)
            text = _prose(cell.source)
        else:
            text = cell.source
        if want is not None:
            text = _added(text, _prose(want.source) if want.kind == "code" else want.source)
        pictures = cell.pictures if want is None else {}
        if text.strip() or pictures:
            marked = want is not None and bool(want.name)
            yield _Text(at, cell.kind, want is None, marked, text.strip(), pictures)


def _prose(code: str) -> str:
    """Comments and texts in code; all of it if it is none, but words."""
    if not parses(code):
        signs = _SIGN.findall(code)
        words = sum(sign[0].isalpha() for sign in signs)
        if signs and words / len(signs) >= PROSE:
            return code
    parts: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                parts.append(token.string.lstrip("#! "))
            elif tokenize.tok_name[token.type] in ("STRING", "FSTRING_MIDDLE"):
                text = _QUOTES.sub("", token.string)
                # short ones are names of columns and the like
                parts += [text] if len(_WORD.findall(text)) >= FEW else []
    except (tokenize.TokenError, SyntaxError, ValueError):
        parts = _COMMENT.findall(code)
    return "\n".join(parts)


def _added(text: str, before: str) -> str:
    """The lines that were not there before, and what was written behind one that was."""
    had = Counter(line.strip() for line in before.split("\n"))
    added = []
    for line in text.split("\n"):
        bare = line.strip()
        if had[bare]:
            had[bare] -= 1
            continue
        known = max((b for b in had if b and bare.startswith(b)), key=len, default="")
        added.append(bare[len(known) :].strip() if known else line)
    return "\n".join(added)


def _stretch(number: int, given: Sequence[Given], found: Match, count: int) -> range:
    """The cells between the marked ones before and after an answer."""
    marked = sorted(cell for n, cell in found.cell_of.items() if given[n].name and n != number)
    at = found.cell_of.get(number)
    if at is None:
        before = [n for n in found.cell_of if n < number and given[n].name]
        at = found.cell_of[max(before)] + 1 if before else 0
        start = at
    else:
        start = max((cell + 1 for cell in marked if cell < at), default=0)
    return range(start, min((cell for cell in marked if cell >= at), default=count))


def _put_together(texts: Sequence[_Text], answer: int, near: bool) -> Found:
    places = list(dict.fromkeys(text.where(answer, near) for text in texts))
    pictures = {name: kinds for text in texts for name, kinds in text.pictures.items()}
    return Found("\n\n".join(text.text for text in texts if text.text), " and ".join(places), pictures)
