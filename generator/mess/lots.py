"""Whose row is damaged: draws that depend on the seed, the table and the row's key, never on its place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from generator import draws
from generator.storage.prose import hash_texts


class Lots:
    """Draws for the rows of one table. `keys`: the rows' keys as text."""

    def __init__(self, seed: int, table: str, keys: pd.Series):
        self.seed, self.table = seed, table
        self.entities = entities(keys)

    def bits(self, purpose: str, together: pd.Series | None = None, number: int = 0) -> np.ndarray:
        """64 random bits for each row; rows with the same text in `together` share them."""
        who = self.entities if together is None else entities(together)
        return draws.bits(draws.keys(self.seed, f"mess/{self.table}/{purpose}", who), number)

    def uniform(self, purpose: str, together: pd.Series | None = None) -> np.ndarray:
        """A uniform number for each row."""
        return draws.uniform(self.bits(purpose, together))


def entities(texts: pd.Series) -> np.ndarray:
    """A number for each text (uint64), the same wherever the text stands."""
    return hash_texts(pa.array(texts.astype(object).where(texts.notna(), None), pa.string()))
