"""Maximum likelihood for models with a few positive parameters, and what is known about the estimate.

The likelihood is climbed in the logarithms of the parameters, first by L-BFGS-B, then by Newton steps with a
Hessian from differences of the analytic gradient. The same Hessian gives the standard errors. Whether the
top was reached is judged by the gradient in units of the standard error, not by the optimiser's word: an
optimiser that was fed with poor derivatives stops, content, in the wrong place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize
from scipy.special import ndtri

from classroom.errors import Misuse
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

NEAR = 1e-3
"""Largest distance from the top, in standard errors, that counts as having arrived."""
FAR = 1.0
"""A standard error of a logarithm above this says no more than the order of magnitude: the data are mute."""
EDGE = 20.0
"""The logarithm of a parameter is kept within ± this."""


@dataclass(frozen=True)
class Fit:
    """A model fitted by maximum likelihood.

    `model`: with the estimates as its parameters. `log_likelihood`: at the estimates. `customers`: how many
    histories went in. `covariance`: of the logarithms of the estimates, NaN if the likelihood is not curved
    downwards there. `slope`: distance from the top in standard errors, as the gradient tells it.
    """

    model: Any
    log_likelihood: float
    customers: float
    covariance: np.ndarray
    slope: float
    evaluations: int

    @property
    def names(self) -> list[str]:
        """Names of the parameters."""
        return list(vars(self.model))

    @property
    def parameters(self) -> dict[str, float]:
        """The estimates by name."""
        return dict(vars(self.model))

    @property
    def converged(self) -> bool:
        """Whether the top of the likelihood was reached."""
        return bool(self.slope <= NEAR)

    @property
    def mute(self) -> list[str]:
        """Parameters on which the data say next to nothing: a standard error of the logarithm above 1."""
        return [name for name, error in self.log_errors.items() if not error <= FAR]

    @property
    def log_errors(self) -> dict[str, float]:
        """Standard errors of the logarithms of the estimates."""
        with np.errstate(invalid="ignore"):
            return dict(zip(self.names, np.sqrt(np.diag(self.covariance)).tolist(), strict=True))

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors of the estimates themselves (delta method)."""
        return {name: self.parameters[name] * error for name, error in self.log_errors.items()}

    def interval(self, level: float = 0.95) -> pd.DataFrame:
        """Estimates and confidence limits that are symmetric on the log scale.

        Returns a table with a row per parameter and the columns `estimate`, `low`, `high`.
        """
        import pandas as pd

        width = ndtri(0.5 + level / 2)
        estimate, error = np.array(list(self.parameters.values())), np.array(list(self.log_errors.values()))
        with np.errstate(over="ignore"):  # of a mute parameter anything is possible
            low, high = estimate * np.exp(-width * error), estimate * np.exp(width * error)
        columns = {"estimate": estimate, "low": low, "high": high}
        return pd.DataFrame(columns, index=pd.Index(self.names, name="parameter"))

    def error_of(self, quantity: Callable[[Any], float]) -> float:
        """Standard error of a number that is worked out from a model, such as `lambda m: m.expected_new(52)`.

        Delta method, with central differences in the logarithms of the parameters.
        """
        theta, step = np.log(list(self.parameters.values())), 1e-4
        slope = [
            (self._at(quantity, theta + step * one) - self._at(quantity, theta - step * one)) / (2 * step)
            for one in np.eye(len(theta))
        ]
        return float(np.sqrt(np.array(slope) @ self.covariance @ np.array(slope)))

    def _at(self, quantity: Callable[[Any], float], theta: np.ndarray) -> float:
        return float(quantity(type(self.model)(*np.exp(theta))))


def maximise(
    score: Callable[[np.ndarray], tuple[float, np.ndarray]],
    start: list[float],
    model: Callable[..., Any],
    customers: float,
) -> Fit:
    """Fit a model.

    Parameters
    ----------
    score
        gives the log-likelihood and its gradient with respect to the parameters, at given parameters
    start
        parameters to start from, all positive
    model
        makes the model from its parameters
    customers
        how many histories went in
    """
    used = 0

    def down(theta: np.ndarray) -> tuple[float, np.ndarray]:
        nonlocal used
        used += 1
        parameters = np.exp(theta)
        value, slope = score(parameters)
        if not np.isfinite(value):
            return np.inf, np.zeros_like(theta)
        return -value / customers, -slope * parameters / customers

    first = np.log(np.array(start, dtype=np.float64))
    options = {"maxiter": 500, "maxcor": 20, "ftol": 1e-10, "gtol": 1e-7}
    bounds = [(-EDGE, EDGE)] * len(first)
    theta = optimize.minimize(down, first, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    theta, curvature = _polish(down, theta)
    value, slope = down(theta)
    try:
        np.linalg.cholesky(curvature)
        covariance = np.linalg.inv(curvature) / customers
        distance = float(np.sqrt(slope @ covariance @ slope) * customers)
    except np.linalg.LinAlgError:
        covariance, distance = np.full_like(curvature, np.nan), np.inf
    return Fit(model(*np.exp(theta).tolist()), -value * customers, customers, covariance, distance, used)


def _polish(down: Callable, theta: np.ndarray, rounds: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Newton steps, each taken only if it leads downwards; the place reached and the Hessian there."""
    curvature, place = _hessian(down, theta), theta
    for _ in range(rounds):
        value, slope = down(theta)
        try:
            step = np.linalg.solve(curvature, slope)
        except np.linalg.LinAlgError:
            break
        longest = np.abs(step).max()
        if longest < 1e-9 or longest > 1.0 or down(theta - step)[0] > value + 1e-14 * abs(value):
            break
        theta = theta - step
        if np.abs(theta - place).max() > 1e-3:
            curvature, place = _hessian(down, theta), theta
    return theta, curvature


def _hessian(down: Callable, theta: np.ndarray, step: float = 1e-4) -> np.ndarray:
    rows = [
        (down(theta + step * one)[1] - down(theta - step * one)[1]) / (2 * step) for one in np.eye(len(theta))
    ]
    return 0.5 * (np.array(rows) + np.array(rows).T)


def positive(**parameters: float) -> None:
    """Check the parameters of a model. Raises `Misuse` for the first that is not a positive number."""
    for name, value in parameters.items():
        if not (np.isfinite(value) and value > 0):
            raise Misuse(say("clv.not-positive", name=name, value=value))
