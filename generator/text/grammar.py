"""The pools as a small grammar: patterns written by hand, expanded into clauses once for each process.

A pattern holds alternatives `[a|b|]`, which may be nested, two forms `<a~b>` for hard and for soft goods,
and at most one mark: `{it}` for the thing with its article or `{item}` for the bare noun. Each pattern gives
the same number of clauses, so all patterns of a cell are equally likely. Which alternatives they take, and
which have a slip of the finger, is a function of the pattern alone.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

POOLS = Path(__file__).parents[1] / "pools"
VARIANTS = 24
MARKS = ("{it}", "{item}")
TWO_FORMS = re.compile(r"<([^<>~]*)~([^<>~]*)>")
SPACE_BEFORE = re.compile(r" (?=[,.;?!])")  # left by an empty alternative
Tree = list  # of texts and of lists of trees to choose from


def read_pool(name: str) -> dict[str, list[str]]:
    """Sections of a pool: heading (`== heading`) -> lines; lines from `-- ` on are remarks."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (POOLS / f"text_{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            lines = sections.setdefault(line[3:].strip(), [])
        elif line.strip() and not line.startswith("--"):
            lines.append(line.strip())
    return sections


def parse(pattern: str) -> Tree:
    """A pattern as a tree. Raises `ValueError` if brackets do not match."""
    tree, end = _parse(pattern, 0, top=True)
    if end != len(pattern):
        raise ValueError(f"a bracket too many: {pattern}")
    return tree


def _parse(text: str, at: int, *, top: bool) -> tuple[Tree, int]:
    tree: Tree = []
    plain = ""
    while at < len(text):
        sign = text[at]
        if sign == "[":
            choices, ended = [], False
            while not ended:
                choice, at = _parse(text, at + 1, top=False)
                if at >= len(text):
                    raise ValueError(f"a bracket is not closed: {text}")
                choices.append(choice)
                ended = text[at] == "]"
            tree += [plain, choices]
            plain = ""
        elif sign == "]" or (sign == "|" and not top):
            break
        else:
            plain += sign
        at += 1
    return [*tree, plain], at


class Chance:
    """Choices that are a function of a text alone."""

    def __init__(self, text: str):
        self.left = int.from_bytes(hashlib.blake2b(text.encode()).digest(), "little")

    def below(self, count: int) -> int:
        """A number from 0 to `count` - 1."""
        self.left, found = divmod(self.left, count)
        return found


def has_two_forms(pattern: str) -> bool:
    """Whether a pattern says something else of soft goods than of hard ones."""
    return bool(TWO_FORMS.search(pattern))


def expand(pattern: str, typo_share: float = 0.0, variants: int = VARIANTS, soft: bool = False) -> list[str]:
    """`variants` texts of a pattern, in fixed order; a text may come more than once.

    `soft`: of soft goods, so that of `<a~b>` the second is taken.
    """
    tree, found = parse(TWO_FORMS.sub(r"\2" if soft else r"\1", pattern)), []
    for k in range(variants):
        chance = Chance(f"{k}/{pattern}")
        text = SPACE_BEFORE.sub("", " ".join(_write(tree, chance).split()))
        if chance.below(10_000) < typo_share * 10_000:
            text = slip(text, chance)
        found.append(text)
    return found


def _write(tree: Tree, chance: Chance) -> str:
    said = ""
    for part in tree:
        said += part if isinstance(part, str) else _write(part[chance.below(len(part))], chance)
    return said


def slip(text: str, chance: Chance) -> str:
    """The text with two letters swapped, one left out or one doubled, inside a word of five or more."""
    words = text.split(" ")
    long = [k for k, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return text
    at = long[chance.below(len(long))]
    word = words[at]
    k = 1 + chance.below(len(word) - 2)
    words[at] = (
        word[:k] + word[k + 1] + word[k] + word[k + 2 :],
        word[:k] + word[k + 1 :],
        word[:k] + word[k] + word[k:],
    )[chance.below(3)]
    return " ".join(words)
