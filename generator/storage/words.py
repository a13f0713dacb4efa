"""What is worked out once of a vocabulary: the same lists of texts come with every block."""

from __future__ import annotations

import hashlib
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from generator import arrow_values

MOST = 256  # vocabularies that are kept; a company has fewer


@lru_cache(1 << 16)  # columns share many of their words
def word_hash(word: str) -> int:
    """A 64-bit hash of a text."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


class Words:
    """A vocabulary: the texts that the codes of a column stand for.

    Where every value of a column is missing there may be no text at all; the codes of what is missing still
    point somewhere, so there is always one.
    """

    def __init__(self, texts: list[str]):
        self.texts = texts  # the list itself: while it is kept, no other list can have its identity
        self._distinct = list(dict.fromkeys(texts or [""]))

    @cached_property
    def hashes(self) -> np.ndarray:
        """The hash of each text (uint64)."""
        return np.array([word_hash(word) for word in self.texts or [""]], dtype=np.uint64)

    @cached_property
    def dictionary(self) -> pa.StringArray:
        """The texts without those that stand twice, which a dictionary must not hold."""
        return arrow_values.texts(self._distinct)

    @cached_property
    def places(self) -> np.ndarray | None:
        """Where each text stands in the dictionary (int32); None if each stands in its own place."""
        if len(self._distinct) == len(self.texts or [""]):
            return None
        place = {word: k for k, word in enumerate(self._distinct)}
        return np.array([place[word] for word in self.texts], dtype=np.int32)


_kept: dict[int, Words] = {}


def words_of(texts: list[str]) -> Words:
    """The vocabulary of this list, which must not be changed any more."""
    found = _kept.get(id(texts))
    if found is None:  # a list that is kept is not another one: nobody else can have its identity
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[id(texts)] = Words(texts)
    return found
