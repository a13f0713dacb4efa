"""The pieces that texts of one kind are put together from, as flat arrays for fast look-up.

Every piece is an entry of one Arrow string array. A clause is three pieces: what stands before its noun,
the noun (chosen when the text is written) and what stands after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from generator import arrow_values
from generator.text.grammar import MARKS, expand, has_two_forms, read_pool
from generator.text.themes import themes

MANNERS = ("bad fact", "bad open", "bad twist", "neutral", "good fact", "good open", "good twist")
# The last for any mood: what goes with it is not to give the mood away.
MOODS = ("bad", "neutral", "good", "mixed", "any")
ANY = len(MOODS) - 1
JOINTS = ("same", "but", "still")
SENTENCE_ENDS = (".", "!", "?")
ATTACHED = ",.;:!?"
NO_MARK, IT, ITEM = range(3)


@dataclass(frozen=True)
class Lists:
    """Lists of pieces behind one another: list k is `piece[start[k] : start[k] + length[k]]`."""

    piece: np.ndarray
    start: np.ndarray
    length: np.ndarray

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Lists:
        """From lists of piece numbers."""
        length = np.array([len(entries) for entries in lists], dtype=np.int32)
        piece = np.array([entry for entries in lists for entry in entries], dtype=np.int32)
        return cls(piece, (np.cumsum(length) - length).astype(np.int32), length)

    def choose(self, which: np.ndarray | int, draw: np.ndarray) -> np.ndarray:
        """Position of an entry of list `which` by a draw of 16 bits."""
        found = draw * self.length[which]
        found >>= 16
        found += self.start[which]
        return found


@dataclass(frozen=True)
class Pieces:
    """Everything that texts of one kind are made from.

    `pool`: the pieces; piece 0 is empty. `clauses`: theme × manner -> clauses, whose pieces are `head` and
    `tail`, whose `mark` says which noun belongs between them, and which are `closed` if they end a sentence
    themselves; their counterparts for soft goods lie `soft_from` behind. `phrases`, `nouns`: kind of goods
    -> "the kettle", "kettle" (phrases run noun by noun, each in `forms` ways). `it`: the piece "it".
    `ends_sentence`: whether the next piece begins a sentence.
    """

    pool: pa.StringArray
    clauses: Lists
    soft_from: int
    head: np.ndarray
    tail: np.ndarray
    mark: np.ndarray
    closed: np.ndarray
    phrases: Lists
    nouns: Lists
    forms: int
    it: int
    openers: Lists
    closers: Lists
    joints: Lists
    tags: Lists
    ends: Lists
    space: int
    stop: int
    ends_sentence: np.ndarray


@dataclass
class _Pool:
    """Pieces with a number each."""

    number: dict[str, int] = field(default_factory=lambda: {"": 0})

    def __call__(self, piece: str) -> int:
        return self.number.setdefault(piece, len(self.number))


def goods() -> tuple[str, ...]:
    """Kinds of goods with nouns of their own, the last for any other kind."""
    return tuple(name for name in read_pool("items") if name not in ("forms", "soft"))


def soft_goods() -> tuple[str, ...]:
    """Kinds of goods that tear and fray and do not dent."""
    return tuple(read_pool("items")["soft"])


def _joint(text: str) -> str:
    return ("" if text[0] in ATTACHED else " ") + text + " "


@dataclass
class _Clauses:
    """Clauses while they are gathered: cell by cell, pattern by pattern.

    `rows`: head, tail, mark and closed of each. `cells`: numbers of the clauses of each. `known`: rows of the
    patterns that were expanded.
    """

    rows: list[tuple[int, int, int, bool]] = field(default_factory=list)
    cells: list[range] = field(default_factory=list)
    known: dict[str, list[tuple[int, int, int, bool]]] = field(default_factory=dict)

    def read(self, kind: str, typo_share: float, soft: bool, number: _Pool) -> None:
        """Add all clauses of a kind of text, of hard or of soft goods."""
        sections = read_pool(kind)
        for theme in themes(kind):
            for manner in MANNERS:
                first = len(self.rows)
                for pattern in sections[f"{theme} / {manner}"]:
                    # Few patterns have two forms; the others are the same for soft goods.
                    if pattern not in self.known or has_two_forms(pattern):
                        texts = expand(pattern, typo_share, soft=soft)
                        self.known[pattern] = [_clause(text, number) for text in texts]
                    self.rows += self.known[pattern]
                self.cells.append(range(first, len(self.rows)))


def _clause(text: str, number: _Pool) -> tuple[int, int, int, bool]:
    """Head, tail, mark and closed of a clause, see `Pieces`."""
    mark = next((mark for mark in MARKS if mark in text), None)
    head, _, tail = text.partition(mark) if mark else (text, "", "")
    place = 1 + MARKS.index(mark) if mark else NO_MARK
    return number(head), number(tail), place, text.endswith(SENTENCE_ENDS)


@lru_cache(maxsize=8)
def pieces(kind: str, typo_share: float) -> Pieces:
    """The pieces of a kind of text. Raises `KeyError` if its pool lacks a section that it needs."""
    sections, items, number, clauses = read_pool(kind), read_pool("items"), _Pool(), _Clauses()
    for soft in (False, True):
        clauses.read(kind, typo_share, soft, number)

    def lists(part: str, names: tuple[str, ...], dress: Callable[[str], str]) -> Lists:
        found = [
            [number(dress(text)) for line in sections.get(f"{part} / {name}", []) for text in expand(line)]
            for name in names
        ]
        return Lists.of(found)

    forms, kinds = items["forms"], goods()
    found: dict[str, Any] = {
        "openers": lists("opener", MOODS, lambda text: text + " "),
        "closers": lists("closer", MOODS, lambda text: " " + text),
        "joints": lists("joint", JOINTS, _joint),
        "tags": lists("tag", MOODS, lambda text: " " + text),
        "ends": Lists.of([[number(text) for text in [*sections["end / any"], ""]]]),
        "phrases": Lists.of(
            [[number(form.replace("*", noun)) for noun in items[name] for form in forms] for name in kinds]
        ),
        "nouns": Lists.of([[number(noun) for noun in items[name]] for name in kinds]),
        "it": number("it"),
        "space": number(" "),
        "stop": number("."),
    }
    pool = list(number.number)
    head, tail, mark, closed = zip(*clauses.rows, strict=True)
    return Pieces(
        pool=arrow_values.texts(pool),
        clauses=Lists.of(clauses.cells[: len(clauses.cells) // 2]),
        soft_from=len(clauses.rows) // 2,
        head=np.array(head, dtype=np.int32),
        tail=np.array(tail, dtype=np.int32),
        mark=np.array(mark, dtype=np.uint8),
        closed=np.array(closed),
        forms=len(forms),
        ends_sentence=np.array([not text.strip() or text.rstrip().endswith(SENTENCE_ENDS) for text in pool]),
        **found,
    )
