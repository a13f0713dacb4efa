"""With which probability a cell is damaged: alike for all, by another column, or by its own value."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from generator import maths
from generator.errors import WrongUse
from generator.mess.recipe import Missing, Where
from generator.mess.text import values_of
from generator.schema import Table


def chances(table: Table, frame: pd.DataFrame, rule: Missing) -> np.ndarray:
    """Probability for each row that its cell of `rule.column` is left out.

    Over cells that hold something its mean is the rate.

    Raises `WrongUse` if a weight asks for a probability above 1.
    """
    filled = frame[rule.column].notna().to_numpy()
    weights = np.ones(len(frame))
    if rule.by != "random":
        leading = rule.other if rule.by == "other" else rule.column
        weights = _weights(table, frame[leading], leading, rule)
    # Sums over distinct values in their order: the rows' order cannot move a last bit.
    values, count = np.unique(weights[filled], return_counts=True)
    mean = math.fsum((values * count).tolist()) / max(int(count.sum()), 1)
    if not mean:
        return np.zeros(len(frame))
    chance = weights * (rule.rate / mean)
    if filled.any() and chance[filled].max() > 1:
        raise WrongUse(
            f"{table.name}.{rule.column}: with a rate of {rule.rate:g} some rows would be left out with a "
            f"probability of {chance[filled].max():.2f}; lower the rate or the largest weight."
        )
    return np.where(filled, chance, 0.0)


def _weights(table: Table, texts: pd.Series, name: str, rule: Missing) -> np.ndarray:
    if rule.weights is not None:
        return texts.map(rule.weights).astype(float).fillna(1.0).to_numpy()
    kind = table.by_name[name].kind
    if kind in {"text", "prose"}:
        raise WrongUse(
            f"{table.name}.{rule.column}: `lean` needs numbers or times; `{name}` holds text: give `weights`."
        )
    filled = texts.notna().to_numpy()
    place = np.full(len(texts), 0.5)
    values = values_of(kind, texts[filled].to_numpy(dtype=str))
    _, group, count = np.unique(values, return_inverse=True, return_counts=True)
    above = np.cumsum(count)
    if len(count) > 1:  # the lowest value stands at 0, the highest at 1, in between by mean rank
        middle = above - (count + 1) / 2
        scaled = (middle - middle[0]) / (middle[-1] - middle[0])
        place[filled] = scaled[group]
    return maths.exp(place * maths.log(np.array([rule.lean]))[0])


def fitting(frame: pd.DataFrame, where: Where) -> np.ndarray:
    """Rows whose columns hold one of the values asked for (all rows if nothing is asked)."""
    fits = np.ones(len(frame), dtype=bool)
    for column, wanted in where.items():
        fits &= frame[column].isin(wanted).to_numpy()
    return fits
