"""Rows that stand twice: letter by letter, or under a key of their own and with slips."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator import draws
from generator.mess.lots import Lots
from generator.mess.recipe import Duplicates
from generator.mess.text import texts_of, values_of
from generator.schema import Table

LONGEST_DELAY = 120
"""Seconds by which the time of a near copy differs at most."""


def exact_copies(
    frame: pd.DataFrame, keys: pd.Series, rule: Duplicates, lots: Lots
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows (as damaged as they are) that stand twice, and their notes for the key."""
    hit = lots.uniform("duplicates/exact") < rule.exact
    note = pd.DataFrame({"row_key": keys[hit], "column": "", "kind": "duplicate_exact", "true_value": ""})
    return frame[hit].copy(), note


def near_copies(
    table: Table, clean: pd.DataFrame, keys: pd.Series, rule: Duplicates, lots: Lots
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Copies with keys of their own, and their notes. Each differs in at least one of the columns.

    Not of rows that stand twice letter by letter.
    """
    hit = (lots.uniform("duplicates/near") < rule.near) & (lots.uniform("duplicates/exact") >= rule.exact)
    copies = clean[hit].copy()
    if not len(copies):
        return copies, pd.DataFrame({"row_key": [], "column": [], "kind": [], "true_value": []})
    name = table.key[0]
    copies[name] = other_numbers(clean[name].to_numpy(dtype=str).astype(np.int64), hit, lots).astype(str)
    coins = lots.bits("duplicates/columns")[hit]
    changed = np.zeros(len(copies), dtype=bool)
    for k, column in enumerate(rule.near_columns):
        last = k == len(rule.near_columns) - 1
        slips = ((coins >> np.uint64(k)) & np.uint64(1)).astype(bool) | (last & ~changed)
        slips &= copies[column].notna().to_numpy()
        bits = lots.bits(f"duplicates/slip/{column}")[hit]
        copies[column] = _slipped(table.by_name[column].kind, copies[column], slips, bits)
        changed |= slips
    note = {
        "row_key": copies[name],
        "column": name,
        "kind": "duplicate_near",
        "true_value": keys[hit].to_numpy(),
    }
    return copies, pd.DataFrame(note)


def other_numbers(numbers: np.ndarray, hit: np.ndarray, lots: Lots) -> np.ndarray:
    """Numbers above all others, different for different rows, which do not show what they were."""
    most = int(numbers.max())
    prime = next(n for n in range(most + 1, 2 * most + 3) if _is_prime(n))
    lot = draws.keys(lots.seed, f"mess/{lots.table}/duplicates/numbers", np.arange(2))
    times = int(lot[0]) % min(prime - 1, 1 << 31) + 1
    return most + 1 + (numbers[hit] * times + int(lot[1]) % prime) % prime


def _is_prime(n: int) -> bool:
    return n > 1 and all(n % k for k in range(2, int(n**0.5) + 1))


def _slipped(kind: str, texts: pd.Series, slips: np.ndarray, bits: np.ndarray) -> np.ndarray:
    now = texts.to_numpy(dtype=object).copy()
    if kind == "time":
        values = values_of("time", now[slips].astype(str))
        delay = (bits[slips] % np.uint64(LONGEST_DELAY)).astype(np.int64) + 1
        now[slips] = texts_of("time", values + delay)
    else:
        now[slips] = [slip(text, int(lot)) for text, lot in zip(now[slips], bits[slips], strict=True)]
    return now


def slip(text: str, lot: int) -> str:
    """A slip of the pen: a letter lost, two swapped, one doubled, all capitals, or a space too many."""
    if not text:
        return " "
    kind, place = lot % 5, (lot >> 8) % len(text)
    now = {
        0: text[:place] + text[place + 1 :],
        1: text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
        2: text[: place + 1] + text[place:],
        3: text.upper(),
        4: text + " ",
    }[kind]
    return now if now and now != text else text + " "
