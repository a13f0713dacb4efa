"""How names get written: nicknames, initials, typing errors, abbreviations, and capitals without accents.

All ways of writing all names of a pool are worked out once; an account's name is a code into them. Where an
error falls depends on the word alone.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

# Letters that do not fall apart into a plain letter and an accent.
PLAIN = str.maketrans(
    {"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "ß": "ss", "Æ": "Ae", "æ": "ae", "Đ": "D", "đ": "d"}
)
SHORT = {"Street": "St.", "Road": "Rd.", "Roads": "Rds.", "Avenue": "Ave.", "Lane": "Ln.", "Drive": "Dr.",
         "Court": "Ct.", "Place": "Pl.", "Square": "Sq.", "Terrace": "Ter.", "Crescent": "Cres."}  # fmt: skip


def plain(text: str) -> str:
    """The text without accents."""
    parts = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def local_part(text: str) -> str:
    """The text as it stands in an e-mail address: small letters and digits only."""
    return "".join(letter for letter in plain(text).lower() if letter.isascii() and letter.isalnum())


def misspelt(word: str) -> tuple[str, str]:
    """The word with one letter dropped, and with two neighbours swapped (never the first letter)."""
    if len(word) < 3:
        return word + word[-1:], word + word[-1:]
    lot = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "little")
    at = 1 + lot % (len(word) - 1)
    dropped = word[:at] + word[at + 1 :]
    places = [k for k in range(1, len(word) - 1) if word[k] != word[k + 1] and " " not in word[k : k + 2]]
    if not places:
        return dropped, word + word[-1]
    at = places[lot // 7 % len(places)]
    return dropped, word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def abbreviated(street: str) -> str:
    """A street with its last word cut short, as people write it."""
    *name, kind = street.split(" ")
    vowels_gone = kind[0] + "".join(letter for letter in kind[1:] if letter not in "aeiou")
    return " ".join([*name, SHORT.get(kind, vowels_gone + "." if len(kind) > 4 else kind)])


@dataclass(frozen=True)
class Spellings:
    """All ways of writing the names of a pool.

    `words`: the texts, each once. `code`: capitals (0, 1) × way of writing × name -> place in `words`.
    """

    words: list[str]
    code: np.ndarray

    def codes(self, capital: np.ndarray, way: np.ndarray | int, name: np.ndarray) -> np.ndarray:
        """Places in `words` of some ways of writing some names (see `code`)."""
        _, ways, names = self.code.shape
        return self.code.take((capital.astype(np.intp) * ways + way) * names + name)

    @classmethod
    def of(cls, ways: Sequence[Sequence[str]]) -> Spellings:
        """From ways of writing (the first is the right one), each a list over the same names."""
        both = [ways, [[plain(text).upper() for text in way] for way in ways]]
        words = list(dict.fromkeys(text for group in both for way in group for text in way))
        place = {word: k for k, word in enumerate(words)}
        return cls(words, np.array([[[place[t] for t in way] for way in group] for group in both], np.int32))


@cache
def of_first_names(names: tuple[str, ...], nicknames: tuple[tuple[str, str], ...]) -> Spellings:
    """Ways of writing first names: right, nickname, initial, a letter dropped, letters swapped."""
    known = dict(nicknames)
    dropped, swapped = zip(*map(misspelt, names), strict=True)
    short = [known.get(name) or (name[:4] if len(name) > 5 else name) for name in names]
    return Spellings.of([names, short, [f"{name[0]}." for name in names], dropped, swapped])


@cache
def of_last_names(names: tuple[str, ...]) -> Spellings:
    """Ways of writing last names: right, a letter dropped, letters swapped."""
    dropped, swapped = zip(*map(misspelt, names), strict=True)
    return Spellings.of([names, dropped, swapped])


@cache
def of_streets(names: tuple[str, ...]) -> Spellings:
    """Ways of writing streets: right, a letter dropped, letters swapped, cut short."""
    dropped, swapped = zip(*map(misspelt, names), strict=True)
    return Spellings.of([names, dropped, swapped, [abbreviated(name) for name in names]])


@cache
def of_cities(names: tuple[str, ...]) -> Spellings:
    """Ways of writing cities: right."""
    return Spellings.of([names])
