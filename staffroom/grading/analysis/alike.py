"""Whose answers are alike beyond what the class shares: a reason to look, and never a proof.

What the lesson gives, what the author's own answers contain and what many students wrote counts for
nothing. Of what is left, two students are compared by the part of the smaller one that both have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from staffroom.grading.analysis.fingerprints import fingerprints

#: What at most this many students (or this share of them) wrote is rare.
RARE_COUNT, RARE_SHARE = 6, 0.1
#: Less in common says nothing: small exercises have few answers.
LEAST_COMMON = 20
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Pair:
    """Two students; `share` of what is rare in the smaller work is in both; `exercises` where it is.

    `verbatim` names those exercises where both wrote the same, letter by letter, comments and names too.
    """

    one: str
    other: str
    share: float
    common: int
    exercises: tuple[str, ...]
    verbatim: tuple[str, ...] = ()


#: Answers of one student: exercise → code.
Answers = Mapping[str, str]


def alike(
    students: Iterable[tuple[str, Answers]], known: Mapping[str, Iterable[str]] | None = None
) -> list[Pair]:
    """Name the pairs whose answers are alike, the most alike first.

    `students` gives each student's answers; it is read once. `known` gives, by exercise, code that everybody
    may have: what was given, and the author's answers.
    """
    expected = {
        name: frozenset(f for text in texts for f in fingerprints(text, name))
        for name, texts in (known or {}).items()
    }
    texts_known = {(name, _text(text)) for name, texts in (known or {}).items() for text in texts}
    prints: dict[str, dict[str, frozenset[int]]] = {}
    texts: dict[str, dict[str, str]] = {}
    cache: dict[tuple[str, str], frozenset[int]] = {}
    for student, answers in students:
        prints[student], texts[student] = {}, {}
        for name, text in answers.items():
            key = (name, text)
            if key not in cache:
                cache[key] = fingerprints(text, name) - expected.get(name, frozenset())
            prints[student][name] = cache[key]
            if (name, _text(text)) not in texts_known:
                texts[student][name] = _text(text)
    return _pairs(prints, texts)


def _pairs(prints: dict[str, dict[str, frozenset[int]]], texts: dict[str, dict[str, str]]) -> list[Pair]:
    held: Counter[int] = Counter()
    for by_exercise in prints.values():
        held.update(frozenset().union(*by_exercise.values()))
    most = max(RARE_COUNT, int(RARE_SHARE * len(prints)))
    rare = {
        student: {f: name for name, found in by_exercise.items() for f in found if held[f] <= most}
        for student, by_exercise in prints.items()
    }
    pairs = []
    for one, other, count in _in_common(rare):
        share = count / min(len(rare[one]), len(rare[other]))
        if share < LEAST_SHARE:
            continue
        where = Counter(name for f, name in rare[one].items() if f in rare[other])
        same = [name for name in where if texts[one].get(name) and texts[one][name] == texts[other].get(name)]
        order = list(prints[one])
        pairs.append(
            Pair(
                one,
                other,
                share,
                count,
                tuple(sorted(where, key=order.index)),
                tuple(sorted(same, key=order.index)),
            )
        )
    return sorted(pairs, key=lambda p: (-p.share, -p.common, p.one, p.other))


def _in_common(rare: dict[str, dict[int, str]]) -> Iterator[tuple[str, str, int]]:
    """Each two students with at least `LEAST_COMMON` fingerprints in common, and how many they are."""
    import numpy as np
    from scipy.sparse import csr_array, triu

    names = sorted(rare)
    columns = {f: n for n, f in enumerate(sorted({f for found in rare.values() for f in found}))}
    rows = np.repeat(np.arange(len(names)), [len(rare[name]) for name in names])
    places = np.array([columns[f] for name in names for f in rare[name]], dtype=np.int64)
    shape = (len(names), len(columns))
    if not len(columns):
        return
    held = csr_array((np.ones(len(places), dtype=np.int32), (rows, places)), shape=shape)
    common = triu(held @ held.T, k=1).tocoo()
    enough = common.data >= LEAST_COMMON
    for one, other, count in zip(common.row[enough], common.col[enough], common.data[enough], strict=True):
        yield names[one], names[other], int(count)


def _text(code: str) -> str:
    """Code without blanks at the ends of lines and without empty lines."""
    return "\n".join(line.rstrip() for line in code.split("\n") if line.strip())
