"""Writing: from themes, moods and keys to texts, all at once.

A text is a row of pieces: greeting, clause, joint, clause, end, closing sentence, sign. Every row has the
same number of pieces, some of them empty, so the pieces of all texts are fetched in one go and a text is
what lies between every eleventh edge. Nothing but the keys decides what is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from generator import arrow_values, draws
from generator.scenario.model import Scenario
from generator.scenario.parts.text import Shape, Texts, Wording
from generator.text import pieces as parts
from generator.text.grammar import VARIANTS
from generator.text.themes import MIXED, themes

OPENER, HEAD, NOUN, TAIL, JOINT, HEAD_2, NOUN_2, TAIL_2, END, CLOSER, TAG = range(11)
SLOTS = 11
AT_ONCE = 1 << 15  # texts written in one go, so that work stays in the processor's cache
# Rows of `_manner_edges`: how a complaint, a neutral text, a praise, and the halves of a mixed text are put.
BAD, PLAIN, GOOD, MIXED_BAD, MIXED_GOOD = range(5)
# Row × (fact, opinion, twisted, muted) -> manner: position in `pieces.MANNERS`.
MANNER = np.array([[0, 1, 2, 3], [3] * 4, [4, 5, 6, 3], [0, 1, 2, 3], [4, 5, 6, 3]], dtype=np.int32).ravel()
SAME, BUT, STILL = range(3)
ANY_SHARE = 0.6
LOWER_A, LOWER_Z, TO_CAPITAL = 97, 122, 32
TEXT_KEY = np.uint64(draws.purpose_key(0, "what a text says"))


class _Said(NamedTuple):
    """Clauses of each text with the pieces of their nouns; whether there is a second, and what leads."""

    praise_first: np.ndarray
    first: np.ndarray
    noun: np.ndarray
    there: np.ndarray
    second: np.ndarray
    noun_2: np.ndarray


@dataclass(frozen=True)
class Writer:
    """Writes texts of all kinds for one scenario.

    `rules`: the scenario's part on texts. `kinds`: kind of goods of each product line. `topics`: the
    scenario's topics of tickets.
    """

    rules: Texts
    kinds: tuple[str, ...]
    topics: tuple[str, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario) -> Writer:
        """The writer of a scenario."""
        lines = tuple(line.kind for line in scenario.lines)
        return cls(scenario.texts, lines, tuple(scenario.service.topics))

    @cached_property
    def goods(self) -> np.ndarray:
        """Product line -> kind of goods; the last entry (line -1) and unknown kinds: general."""
        known = parts.goods()
        return np.array([known.index(k) if k in known else len(known) - 1 for k in (*self.kinds, "any")])

    @cached_property
    def soft(self) -> np.ndarray:
        """Product line -> 1 for soft goods, else 0 (int32); the last entry for line -1."""
        soft = parts.soft_goods()
        return np.array([kind in soft for kind in (*self.kinds, "any")], dtype=np.int32)

    @cached_property
    def _manner_edges(self) -> np.ndarray:
        rules = self.rules
        plain = Wording(fact=1, opinion=0, twisted=0)
        rows = [rules.complaint, plain, rules.praise, rules.mixed_complaint, rules.mixed_praise]
        weights = [[row.fact, row.opinion, row.twisted, row.muted] for row in rows]
        return np.array([draws.thresholds(row) for row in weights])[:, :3].T.copy()

    def compose(
        self,
        kind: str,
        theme: np.ndarray,
        sentiment: np.ndarray,
        line: np.ndarray | int,
        keys: np.ndarray,
        second: np.ndarray | None = None,
    ) -> pa.StringArray:
        """A text for each key; see `generator.text.compose`."""
        made = parts.pieces(kind, self.rules.typo_share)
        shape: Shape = getattr(self.rules, kind)
        keys = np.asarray(keys, dtype=np.uint64)
        theme, sentiment = np.asarray(theme), np.asarray(sentiment)
        line = np.broadcast_to(np.asarray(line), keys.shape)
        second = np.broadcast_to(np.asarray(-1 if second is None else second), keys.shape)
        done = []
        for first in range(0, len(keys), AT_ONCE):
            cut = slice(first, first + AT_ONCE)
            key = draws.mix(keys[cut] ^ TEXT_KEY)
            done.append(
                self._write(made, shape, kind, theme[cut], sentiment[cut], line[cut], second[cut], key)
            )
        return done[0] if len(done) == 1 else pa.concat_arrays(done or [arrow_values.texts([])])

    def _write(
        self,
        made: parts.Pieces,
        shape: Shape,
        kind: str,
        theme: np.ndarray,
        sentiment: np.ndarray,
        line: np.ndarray,
        second: np.ndarray,
        key: np.ndarray,
    ) -> pa.StringArray:
        bits = [draws.bits(key, k) for k in range(4)]
        nothing = len(themes(kind)) - 1  # the last theme of each kind is none
        said = self._say(made, shape, nothing, theme, sentiment, line, second, bits)
        there, slot = said.there, np.empty((len(key), SLOTS), dtype=np.int32)
        slot[:, HEAD], slot[:, NOUN], slot[:, TAIL] = made.head[said.first], said.noun, made.tail[said.first]
        slot[:, HEAD_2] = np.where(there, made.head[said.second], 0)
        slot[:, NOUN_2] = np.where(there, said.noun_2, 0)
        slot[:, TAIL_2] = np.where(there, made.tail[said.second], 0)

        joint = np.where(sentiment == MIXED, np.where(said.praise_first, BUT, STILL), SAME)
        joint = made.joints.piece[made.joints.choose(joint, draws.slice16(bits[1], 2))]
        joint = np.where(made.closed[said.first], made.space, joint)
        slot[:, JOINT] = np.where(there, joint, 0)
        # What goes with a text often says nothing of its mood.
        mood = np.where(draws.slice16(bits[3], 2) < ANY_SHARE * 65536.0, parts.ANY, sentiment)
        opener = _sometimes(made.openers, mood, shape.opener_share, draws.slice16(bits[2], 0))
        closer = _sometimes(made.closers, mood, shape.closer_share, draws.slice16(bits[2], 1))
        slot[:, OPENER], slot[:, CLOSER] = opener, closer
        slot[:, TAG] = _sometimes(made.tags, mood, shape.tag_share, draws.slice16(bits[2], 2))
        end = made.ends.piece[made.ends.choose(0, draws.slice16(bits[2], 3))]
        end = np.where((end == 0) & (closer > 0), made.stop, end)
        slot[:, END] = np.where(made.closed[np.where(there, said.second, said.first)], 0, end)

        casual = draws.slice16(bits[3], 1) < shape.casual_share * 65536.0
        capital = made.ends_sentence[opener] & ~casual
        return _join(made.pool, slot, capital, there & made.ends_sentence[joint] & ~casual)

    def _say(
        self,
        made: parts.Pieces,
        shape: Shape,
        nothing: int,
        theme: np.ndarray,
        sentiment: np.ndarray,
        line: np.ndarray,
        second: np.ndarray,
        bits: list[np.ndarray],
    ) -> _Said:
        """Choose the clauses and their nouns."""
        theme, second = theme.astype(np.int32), second.astype(np.int32)
        mixed = sentiment == MIXED
        praise_first = draws.slice16(bits[3], 0) < self.rules.praise_first_share * 65536.0

        # First clause: the theme; a mixed text may begin with what is praised.
        other = np.where(second >= 0, second, nothing)
        vague = ~mixed & (draws.slice16(bits[3], 3) < shape.vague_share * 65536.0)
        subject = np.where(vague, nothing, np.where(mixed & praise_first, other, theme))
        row = np.where(mixed, np.where(praise_first, MIXED_GOOD, MIXED_BAD), sentiment)
        clause = self._clause(made, subject, row, bits[0])

        # Second clause: the second theme or the other half; else more of the same, a general word, or none.
        more = draws.slice16(bits[1], 3)
        same_edge = int(shape.more_share * 65536)
        general_edge = same_edge + int((1 - shape.more_share) * shape.general_share * 65536)
        subject = np.where(second >= 0, second, np.where(more < same_edge, theme, nothing))
        subject = np.where(mixed, np.where(praise_first, theme, other), subject)
        row = np.where(mixed, np.where(praise_first, MIXED_BAD, MIXED_GOOD), sentiment)
        clause_2 = self._clause(made, subject, row, bits[1])
        # Nobody says the same thing twice in a row.
        again = clause // VARIANTS == clause_2 // VARIANTS
        there = (mixed | (second >= 0) | (more < general_edge)) & ~again

        goods, soft = self.goods[line], self.soft[line] * made.soft_from
        clause, clause_2 = clause + soft, clause_2 + soft
        noun, named = self._noun(made, clause, goods, bits[0], None)
        noun_2, _ = self._noun(made, clause_2, goods, bits[0], named)
        return _Said(praise_first, clause, noun, there, clause_2, noun_2)

    def _clause(
        self, made: parts.Pieces, subject: np.ndarray, row: np.ndarray, bits: np.ndarray
    ) -> np.ndarray:
        """A clause on a subject, put as its row of the wordings says."""
        draw = draws.slice16(bits, 0)
        put = row * 4
        for edge in self._manner_edges:
            put += draw >= edge[row]
        cell = subject * len(parts.MANNERS) + MANNER[put]
        return made.clauses.choose(cell, draws.slice16(bits, 1))

    def _noun(
        self,
        made: parts.Pieces,
        clause: np.ndarray,
        goods: np.ndarray,
        bits: np.ndarray,
        named: np.ndarray | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Piece of the clause's noun, and whether the clause names the thing.

        `named`: for a second clause, whether the first named the thing, which is then "it".
        """
        mark = made.mark[clause]
        which = made.nouns.choose(goods, draws.slice16(bits, 2)) - made.nouns.start[goods]
        form = (draws.slice16(bits, 3) * made.forms) >> 16
        phrase = made.phrases.piece[made.phrases.start[goods] + which * made.forms + form]
        if named is not None:
            phrase = np.where(named, made.it, phrase)
        noun = made.nouns.piece[made.nouns.start[goods] + which]
        return np.where(
            mark == parts.IT, phrase, np.where(mark == parts.ITEM, noun, 0)
        ), mark != parts.NO_MARK


def _sometimes(lists: parts.Lists, which: np.ndarray, share: float, draw: np.ndarray) -> np.ndarray:
    """A piece of list `which` for the given share of the rows, else the empty piece."""
    edge = int(share * 65536)
    if not edge or not len(lists.piece):
        return np.zeros(len(draw), dtype=np.int32)
    there = (draw < edge) & (lists.length[which] > 0)
    place = np.where(there, lists.start[which] + draw * lists.length[which] // edge, 0)
    return np.where(there, lists.piece[place], 0)


def _join(
    pool: pa.StringArray, slot: np.ndarray, capital: np.ndarray, capital_2: np.ndarray
) -> pa.StringArray:
    """Rows of pieces as texts; where asked, the first letter of a clause becomes a capital."""
    fetched = pool.take(arrow_values.numbers(slot.ravel()))
    edges = np.frombuffer(fetched.buffers()[1], dtype=np.int32)[: slot.size + 1]
    content = np.frombuffer(fetched.buffers()[2], dtype=np.uint8)[: edges[-1]].copy()
    for place in (edges[HEAD:-1:SLOTS][capital], edges[HEAD_2:-1:SLOTS][capital_2]):
        letter = content[place]
        content[place] = letter - TO_CAPITAL * ((letter >= LOWER_A) & (letter <= LOWER_Z)).astype(np.uint8)
    ends = np.ascontiguousarray(edges[::SLOTS])
    return pa.StringArray.from_buffers(len(slot), pa.py_buffer(ends), pa.py_buffer(content))
