"""How far a fit can be trusted: the same model, moved to where each crowd of drawn customers puts it.

To draw customers with replacement and fit anew, some hundred times, takes minutes. One Newton step from the
fit to all customers does nearly the same at once: each customer pulls the parameters by her own score, and a
crowd by the sum of the scores of those who are in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from classroom.clv.fit import EDGE, Fit
from classroom.errors import Misuse
from classroom.words import say

STEP = 1e-4
NOTHING = 1e-8
"""A direction in which scores spread by less than this part of their widest spread says nothing."""


def refitted(fit: Fit, history: tuple[ArrayLike, ...], times: ArrayLike) -> list[Any]:
    """The model of `fit` as each crowd would have it.

    Parameters
    ----------
    fit
        of all customers
    history
        what the model was fitted to, such as (x, t_x, T): arrays with a value for each customer
    times
        how often each customer was drawn: crowds × customers. Crowds are as large as the whole, or nearly so

    Returns
    -------
    A model for each crowd. The step is taken in the logarithms of the parameters, so all stay positive, and
    ends where a fit would end at the latest.

    Raises
    ------
    Misuse
        `times` has another number of customers than the history

    Notes
    -----
    The curvature at the top says how far a score moves the parameters. A fit that found none (its covariance
    is NaN) is moved by the spread of the scores instead, which comes to the same with many customers. A
    direction about which they say nothing is left as it is.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 10 (infinitesimal version);
    Davidson and MacKinnon (1999), "Bootstrap Testing in Nonlinear Models" (few steps from the full fit);
    Berndt, Hall, Hall and Hausman (1974), "Estimation and Inference in Nonlinear Structural Models" (the
    spread of the scores).
    """
    theta, kind = np.log(list(fit.parameters.values())), type(fit.model)
    drawn = np.atleast_2d(np.asarray(times, dtype=np.float64))
    scores = np.column_stack(
        [
            (
                kind(*np.exp(theta + STEP * one)).log_likelihood(*history)
                - kind(*np.exp(theta - STEP * one)).log_likelihood(*history)
            )
            / (2 * STEP)
            for one in np.eye(len(theta))
        ]
    )
    if drawn.shape[1] != len(scores):
        shapes = f"{drawn.shape[1]}, {len(scores)}"
        raise Misuse(say("clv.shapes", names="times, history", shapes=shapes))
    curved = np.isfinite(fit.covariance).all()
    spread = fit.covariance if curved else np.linalg.pinv(scores.T @ scores, rcond=NOTHING, hermitian=True)
    moved = np.clip(theta + (drawn @ scores) @ spread, -EDGE, EDGE)
    return [kind(*np.exp(one).tolist()) for one in moved]
