"""Which cell of a submission is which cell of the released notebook.

By grade id, then by cell id, then by the same text in the same order, then by the names that an answer
defines, then by place and likeness. Each released cell has at most one counterpart, and each cell is the
counterpart of at most one.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from staffroom.grading.inside.parsed import parse
from staffroom.grading.preflight.read import Cell
from staffroom.grading.preflight.wanted import Given, plain

_NAME = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_WORDS = re.compile(r"\w+|[^\w\s]")
#: From this likeness (0 to 1) on, two texts are taken for versions of one.
ALIKE = 0.6
ALIKE_TESTS = 0.75
#: Letters of code that are parsed in search of answers, at most.
MOST_PARSED = 1_000_000
#: So many cells are looked at for one that is missing: each takes its time.
MOST_LOOKED_AT = 30


@dataclass
class Match:
    """`cell_of` says for a released cell, by number, which cell it is; `doubles` lists the further copies."""

    cell_of: dict[int, int] = field(default_factory=dict)
    given_of: dict[int, int] = field(default_factory=dict)
    doubles: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: Marked cells that were found by something else than their mark.
    by_id: list[int] = field(default_factory=list)
    by_text: list[int] = field(default_factory=list)
    #: Of those by text, the ones for which only their place and their likeness speak.
    by_place: list[int] = field(default_factory=list)

    def pair(self, given: int, cell: int) -> None:
        """Take two cells for one another."""
        self.cell_of[given] = cell
        self.given_of[cell] = given

    def free(self, given: int, cell: int) -> bool:
        """Whether neither has a counterpart yet."""
        return given not in self.cell_of and cell not in self.given_of


def match(given: Sequence[Given], cells: Sequence[Cell]) -> Match:
    """Find the counterparts. No text of a student is run."""
    found = Match()
    _by_mark(given, cells, found)
    _by_id(given, cells, found)
    if len(found.cell_of) == len(given):
        return found
    _by_same_text(given, cells, found)
    _by_names(given, cells, found)
    _by_place(given, cells, found)
    return found


def _by_mark(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> None:
    copies: dict[str, list[int]] = defaultdict(list)
    for number, cell in enumerate(cells):
        if cell.name:
            copies[cell.name].append(number)
    for number, want in enumerate(given):
        if want.name and (have := copies.get(want.name)):
            best = _original(want, cells, have)
            found.pair(number, best)
            found.doubles[number] = [copy for copy in have if copy != best]


def _original(want: Given, cells: Sequence[Cell], copies: list[int]) -> int:
    """Of cells that claim to be the same one, the original; of an answer, one that was answered."""
    if len(copies) == 1:
        return copies[0]
    if want.solution:
        answered = [n for n in copies if plain(cells[n].source) != plain(want.source)]
        copies = answered or copies
    # a copy made in Jupyter gets an id of its own
    return next((n for n in copies if cells[n].id == want.id), copies[0])


def _by_id(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> None:
    count = Counter(cell.id for cell in cells)
    at = {cell.id: n for n, cell in enumerate(cells) if cell.id and count[cell.id] == 1}
    for number, want in enumerate(given):
        cell = at.get(want.id)
        if cell is None or not found.free(number, cell) or cells[cell].kind != want.kind:
            continue
        found.pair(number, cell)
        if want.name:
            found.by_id.append(number)


def _by_same_text(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> None:
    def key(kind: str, source: str, matched: object) -> str:
        # what has a counterpart is an anchor: both sides bear the same name
        return f"={matched}" if matched is not None else f"{kind}:{plain(source)}"

    left = [key(g.kind, g.source, n if n in found.cell_of else None) for n, g in enumerate(given)]
    right = [key(c.kind, c.source, found.given_of.get(n)) for n, c in enumerate(cells)]
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    pairs = [(b.a + i, b.b + i) for b in blocks for i in range(b.size)]
    # what was moved is not in a block: taken only if there is no other like it
    once_left, once_right = Counter(left), Counter(right)
    where = {text: n for n, text in enumerate(right)}
    pairs += [
        (n, where[text])
        for n, text in enumerate(left)
        if once_left[text] == 1 and once_right[text] == 1 and len(text) > 12
    ]
    for number, cell in pairs:
        # texts like `x = ...` may be there for several exercises: they are told apart by place, further on
        if found.free(number, cell) and (right[cell].partition(":")[2] or given[number].kind != "code"):
            found.pair(number, cell)
            if given[number].name:
                found.by_text.append(number)


def _by_names(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> None:
    """An answer is known by what it defines: `def line_pnl` or `whale_peak = ...`."""
    defined: dict[int, set[str]] = {}
    room = MOST_PARSED
    for n, cell in enumerate(cells):
        if n not in found.given_of and cell.kind == "code":
            room -= len(cell.source)
            if room > 0:
                defined[n] = names_bound(cell.source)
    for number, want in enumerate(given):
        if number in found.cell_of or not want.solution or want.kind != "code":
            continue
        names = names_bound(want.source)
        fits = [n for n in defined if n not in found.given_of and names & defined[n]]
        gap = _gap(number, found, len(cells))
        inside = [n for n in fits if n in gap]
        if fits:
            found.pair(number, (inside or fits)[0])
            found.by_text.append(number)


def _by_place(given: Sequence[Given], cells: Sequence[Cell], found: Match) -> None:
    """Between two neighbours that are known, the cell that is alike, or the only one that there is."""
    for number, want in enumerate(given):
        if number in found.cell_of or not want.name:
            continue
        free = [n for n in _gap(number, found, len(cells)) if cells[n].kind == want.kind]
        free = [n for n in free if n not in found.given_of and cells[n].source.strip()][:MOST_LOOKED_AT]
        if not free:
            continue
        alike = {n: likeness(want.source, cells[n].source) for n in free}
        best = max(free, key=lambda n: alike[n])
        if want.locked:
            sure = alike[best] >= ALIKE_TESTS
        else:
            others = [n for n in _rivals(number, given, found) if given[n].kind == want.kind]
            sure = alike[best] >= ALIKE or (not others and (len(free) == 1 or want.kind == "markdown"))
            if sure and want.kind == "markdown" and alike[best] < ALIKE:
                best = max(free, key=lambda n: len(cells[n].source))
        if sure:
            found.pair(number, best)
            found.by_text.append(number)
            found.by_place.append(number)


def _gap(number: int, found: Match, count: int) -> range:
    """The cells between the counterparts of the nearest known cells before and after a released one."""
    before = [n for n in found.cell_of if n < number]
    after = [n for n in found.cell_of if n > number]
    start = found.cell_of[max(before)] + 1 if before else 0
    end = found.cell_of[min(after)] if after else count
    return range(start, max(start, end))


def _rivals(number: int, given: Sequence[Given], found: Match) -> Iterator[int]:
    """Other released cells without counterpart in the same gap."""
    for step in (-1, 1):
        n = number + step
        while 0 <= n < len(given) and n not in found.cell_of:
            yield n
            n += step


def likeness(left: str, right: str) -> float:
    """How much two texts have in common, from 0 to 1, by their pairs of words; in linear time."""
    a, b = _pairs(left), _pairs(right)
    both = a.total() + b.total()
    return 2 * (a & b).total() / both if both else 1.0


def _pairs(text: str) -> Counter[tuple[str, str]]:
    words = ["", *_WORDS.findall(text[:20_000])[:2_000]]
    return Counter(pairwise(words))


def parses(source: str) -> bool:
    """Whether a text is Python; one that cannot be looked at counts as Python."""
    try:
        parse(source)
    except SyntaxError:
        return False
    except (ValueError, RecursionError, MemoryError):
        return True
    return True


def names_bound(source: str) -> set[str]:
    """Names that a code cell defines at its top level; also where its text is no valid Python."""
    if len(source) > 200_000:
        return set()
    try:
        body = parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {a or b for a, b in _NAME.findall(source)}
    names: set[str] = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            names |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)} if target else set()
    return names
