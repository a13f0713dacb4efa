"""What it costs to win a customer: on average, and the next one, told from months of raised spend.

A channel's spend wears out: r times the usual spend brings r / ((1 - s) + s r) times the usual newcomers (the
curve of Little 1970 with an exponent of 1). So if r times the spend brought q times the newcomers,

- a newcomer costs r / q times the usual, on average;
- the extra ones cost (r - 1) / (q - 1) times the usual, on average;
- the next one costs r / q times what the extra ones do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from classroom.errors import Misuse
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

SAME = 1e-9
"""Newcomers that differ by no more than this part are as many as usual."""
RAISED = 1.5
"""From so many times a channel's usual on, the others' spend considered, a month counts as raised."""


def costs_of_winning(spend: pd.DataFrame, came: ArrayLike) -> dict[str, np.ndarray]:
    """What a newcomer of each channel costs, in usual months and in raised ones.

    Parameters
    ----------
    spend
        what was spent (EUR): a row per month, a column per channel
    came
        newcomers in the same rows and columns; crowds may stand in front (crowds × months × channels)

    Returns
    -------
    dict
        arrays with a value per channel (and crowd): `usual` and `raised`, the average cost in usual and in
        raised months; `next`, the cost of the next newcomer in raised months, infinite where raised spend
        brought no more than usual; `times`, how many times the usual was spent; `saturation`, the s of the
        curve, from 0 (the next one costs as much as the others) to 1. In EUR but for the last two; NaN for a
        channel that was never raised

    How many would have come in a raised month without the raise is told by the other channels, which were not
    raised then: if they have a busy month, so would this one.

    References
    ----------
    Little (1970), "Models and Managers: The Concept of a Decision Calculus", Management Science 16(8).
    """
    money, people = spend.to_numpy(float), np.asarray(came, dtype=float)
    if people.shape[-2:] != money.shape:
        raise Misuse(say("clv.shapes", names="spend, came", shapes=f"{money.shape}, {people.shape[-2:]}"))
    scale = money / np.median(money, axis=0)
    up = scale > RAISED * np.median(scale, axis=1, keepdims=True)  # all channels spend more before Christmas
    calm = np.where(up, np.nan, people)
    level = calm / np.nanmean(calm, axis=-2, keepdims=True)
    names = ("usual", "raised", "next", "times", "saturation")
    made = {name: np.full(people.shape[:-2] + people.shape[-1:], np.nan) for name in names}
    for place in range(money.shape[1]):
        raised = up[:, place]
        if not raised.any() or raised.all():
            continue
        busy = np.nanmean(np.delete(level, place, axis=-1), axis=-1)
        base, more = busy[..., ~raised].sum(axis=-1), busy[..., raised].sum(axis=-1)
        mine, cost = people[..., place], money[:, place]
        usual = cost[~raised].sum() / mine[..., ~raised].sum(axis=-1)
        r = cost[raised].sum() / more / (cost[~raised].sum() / base)
        q = mine[..., raised].sum(axis=-1) / more / (mine[..., ~raised].sum(axis=-1) / base)
        with np.errstate(divide="ignore", invalid="ignore"):
            after = np.where(q > 1 + SAME, usual * r / q * (r - 1) / (q - 1), np.inf)
            wears = np.clip((r / q - 1) / (r - 1), 0, 1)
        for name, value in zip(names, (usual, usual * r / q, after, r, wears), strict=True):
            made[name][..., place] = value
    return made
