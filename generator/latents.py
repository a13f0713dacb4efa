"""Who the customers are: latent rates, spend and temper, tied in correlated normal scores.

Generative process, for customer i:

1. normal scores z of rate, satisfaction, spend, dropout, return and contact propensity are drawn with the
   scenario's ties between them;
2. each is mapped by the inverse distribution function of its law, so the laws over all customers are
   *exactly* gamma (rate: r, alpha; dropout: s, beta) and gamma-gamma (spend), whatever the ties;
3. everything discrete (when, by which channel, with which product, which need) is drawn *given* the scores.
   Never the other way round: "the channel shifts the rate" would make a mixture, not a gamma.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator import draws, maths
from generator.scenario.model import Scenario

NEVER = 1 << 40  # a number of repeat orders that nobody reaches


@dataclass(frozen=True)
class Laws:
    """Inverse distribution functions of the scenario's laws, made once for a run.

    `leaving`: of the gamma variates behind dropout: the rate (Pareto/NBD), or the two whose ratio is the
    probability of leaving after an order (BG/NBD).
    """

    rate: maths.Curve
    leaving: tuple[maths.Curve, ...]
    spend: maths.Curve
    order_value: maths.GammaTable
    exposure: maths.Curve

    @classmethod
    def of(cls, scenario: Scenario) -> Laws:
        """The laws of a scenario."""
        dropout = scenario.dropout
        shapes = (dropout.s,) if dropout.model == "pareto" else (dropout.a, dropout.b)
        return cls(
            maths.gamma_curve(scenario.purchase.r),
            tuple(maths.gamma_curve(shape) for shape in shapes),
            maths.gamma_curve(scenario.spend.q),
            maths.gamma_table(scenario.spend.p),
            maths.gamma_curve(scenario.service.exposure_shape),
        )


class Latents:
    """Latents of a run of customers (arrays of equal length), each worked out when it is first asked for.

    `late_score`: for customers who come after the scenario's own months, the normal score of the time at
    which they come (0 for all others): their quality is drawn given it, as the tie of cohorts demands.
    """

    def __init__(
        self,
        scenario: Scenario,
        laws: Laws,
        seed: int,
        ids: np.ndarray,
        late_score: np.ndarray | None = None,
    ):
        self._scenario, self._laws, self._late = scenario, laws, late_score
        self._key = draws.keys(seed, "latents", ids)

    def normal(self, number: int) -> np.ndarray:
        """Independent standard normal score `number` of each customer."""
        return maths.normal_quantile(draws.uniform(draws.bits(self._key, number)))

    @cached_property
    def z_exposure(self) -> np.ndarray:
        """Score of being passed around by service."""
        return self.normal(7)

    @cached_property
    def z_satisfaction(self) -> np.ndarray:
        """Score of satisfaction with the baseline service."""
        return tied(-self._scenario.ties.service_satisfaction, self.z_exposure, self.normal(1))

    @cached_property
    def _quality(self) -> tuple[np.ndarray, np.ndarray]:
        """Scores of rate and of dropout."""
        ties = self._scenario.ties
        rate, dropout = self.normal(0), tied(-ties.satisfaction_dropout, self.z_satisfaction, self.normal(3))
        if self._late is None:
            return rate, dropout
        quality = (rate - dropout) * math.sqrt(0.5)
        later = np.where(self._late == 0.0, quality, tied(-ties.cohort, self._late, quality))
        shift = (later - quality) * math.sqrt(0.5)
        return rate + shift, dropout - shift

    @property
    def z_rate(self) -> np.ndarray:
        """Score of the purchase rate."""
        return self._quality[0]

    @property
    def z_dropout(self) -> np.ndarray:
        """Score of the dropout rate."""
        return self._quality[1]

    @cached_property
    def z_spend(self) -> np.ndarray:
        """Score of spend."""
        return tied(self._scenario.ties.rate_spend, self.z_rate, self.normal(2))

    @cached_property
    def rate(self) -> np.ndarray:
        """Orders per operational week."""
        return maths.exp(self._laws.rate(self.z_rate)) / self._scenario.purchase.alpha

    @cached_property
    def value_scale(self) -> np.ndarray:
        """EUR; an order's value is gamma(p) times this."""
        # nu has its small values where spend is large: hence the sign.
        return self._scenario.spend.gamma / maths.exp(self._laws.spend(-self.z_spend))

    @cached_property
    def return_factor(self) -> np.ndarray:
        """Propensity to return; mean 1."""
        z = tied(-self._scenario.ties.satisfaction_return, self.z_satisfaction, self.normal(4))
        return _log_normal(z, self._scenario.returns.spread)

    @cached_property
    def contact_factor(self) -> np.ndarray:
        """Propensity to contact service; mean 1."""
        return _log_normal(self.normal(5), self._scenario.service.spread)

    @cached_property
    def exposure(self) -> np.ndarray:
        """How often service passes her around; mean 1."""
        return maths.exp(self._laws.exposure(self.z_exposure)) / self._scenario.service.exposure_shape

    @cached_property
    def _leaving(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Hazard of leaving, operational weeks until leaving, repeat orders until leaving."""
        scenario, u = self._scenario, draws.uniform(draws.bits(self._key, 6))
        first = maths.exp(self._laws.leaving[0](self.z_dropout))
        if scenario.dropout.model == "pareto":
            hazard = first / scenario.dropout.beta
            return hazard, -maths.log(u) / hazard, np.full(len(u), NEVER)
        second = maths.exp(self._laws.leaving[1](self.normal(8)))
        leave = first / (first + second)
        # The number of tosses until the first head; nobody leaves before her first repeat order.
        stay = np.maximum(second / (first + second), 1e-300)
        tosses = np.minimum(np.floor(maths.log(u) / np.minimum(maths.log(stay), -1e-12)), NEVER)
        return self.rate * leave, np.full(len(u), np.inf), 1 + tosses.astype(np.int64)

    @property
    def dropout(self) -> np.ndarray:
        """Hazard of leaving per operational week (BG/NBD: rate × probability of leaving after an order)."""
        return self._leaving[0]

    @property
    def life(self) -> np.ndarray:
        """Operational weeks until she leaves (BG/NBD: infinite)."""
        return self._leaving[1]

    @property
    def repeats(self) -> np.ndarray:
        """Repeat orders until she leaves (Pareto/NBD: more than anybody places)."""
        return self._leaving[2]


def tied(tie: float, z: np.ndarray, own: np.ndarray) -> np.ndarray:
    """A standard normal score with correlation `tie` to `z`."""
    return own if tie == 0 else tie * z + math.sqrt(1.0 - tie * tie) * own


def _log_normal(z: np.ndarray, spread: float) -> np.ndarray:
    return maths.exp(spread * z - 0.5 * spread * spread)


def draw_latents(
    scenario: Scenario, laws: Laws, seed: int, ids: np.ndarray, late_score: np.ndarray | None = None
) -> Latents:
    """Latents of the customers `ids` (any int array); see `Latents`."""
    return Latents(scenario, laws, seed, ids, late_score)
