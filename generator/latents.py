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
            maths.GammaTable(scenario.spend.p),
            maths.gamma_curve(scenario.service.exposure_shape),
        )


@dataclass(frozen=True)
class Latents:
    """Latents of a run of customers (arrays of equal length).

    `rate`, `dropout`: per operational week (under BG/NBD, dropout is the mean hazard: rate × probability of
    leaving after an order). `value_scale`: EUR; an order's value is gamma(p) times this. `z_*`: normal
    scores. `return_factor`, `contact_factor`, `exposure` (to being passed around by service): mean 1.
    `life`: operational weeks until the customer leaves. `repeats`: repeat orders until she leaves.
    """

    rate: np.ndarray
    dropout: np.ndarray
    value_scale: np.ndarray
    z_rate: np.ndarray
    z_spend: np.ndarray
    z_dropout: np.ndarray
    z_satisfaction: np.ndarray
    z_exposure: np.ndarray
    return_factor: np.ndarray
    contact_factor: np.ndarray
    exposure: np.ndarray
    life: np.ndarray
    repeats: np.ndarray


def tied(tie: float, z: np.ndarray, own: np.ndarray) -> np.ndarray:
    """A standard normal score with correlation `tie` to `z`."""
    return own if tie == 0 else tie * z + math.sqrt(1.0 - tie * tie) * own


def draw_latents(
    scenario: Scenario, laws: Laws, seed: int, ids: np.ndarray, late_score: np.ndarray | None = None
) -> Latents:
    """Latents of the customers `ids` (any int array).

    `late_score`: for customers who come after the scenario's own months, the normal score of the time at
    which they come (0 for all others): their quality is drawn given it, as the tie of cohorts demands.
    """
    key = draws.keys(seed, "latents", ids)
    z = [maths.normal_quantile(draws.uniform(draws.bits(key, n))) for n in (0, 1, 2, 3, 4, 5, 7)]
    u = draws.uniform(draws.bits(key, 6))
    ties = scenario.ties
    z_exposure = z[6]
    z_rate, z_satisfaction = z[0], tied(-ties.service_satisfaction, z_exposure, z[1])
    z_dropout = tied(-ties.satisfaction_dropout, z_satisfaction, z[3])
    if late_score is not None:
        quality = (z_rate - z_dropout) * math.sqrt(0.5)
        later = np.where(late_score == 0.0, quality, tied(-ties.cohort, late_score, quality))
        z_rate = z_rate + (later - quality) * math.sqrt(0.5)
        z_dropout = z_dropout - (later - quality) * math.sqrt(0.5)
    z_spend = tied(ties.rate_spend, z_rate, z[2])
    z_return = tied(-ties.satisfaction_return, z_satisfaction, z[4])
    spread_r, spread_c = scenario.returns.spread, scenario.service.spread
    rate = maths.exp(laws.rate(z_rate)) / scenario.purchase.alpha
    dropout, life, repeats = _leaving(scenario, laws, key, u, z_dropout, rate)
    return Latents(
        rate=rate,
        dropout=dropout,
        # nu has its small values where spend is large: hence the sign.
        value_scale=scenario.spend.gamma / maths.exp(laws.spend(-z_spend)),
        z_rate=z_rate,
        z_spend=z_spend,
        z_dropout=z_dropout,
        z_satisfaction=z_satisfaction,
        z_exposure=z_exposure,
        return_factor=maths.exp(spread_r * z_return - 0.5 * spread_r * spread_r),
        contact_factor=maths.exp(spread_c * z[5] - 0.5 * spread_c * spread_c),
        exposure=maths.exp(laws.exposure(z_exposure)) / scenario.service.exposure_shape,
        life=life,
        repeats=repeats,
    )


def _leaving(scenario, laws, key, u, z_dropout, rate) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hazard of leaving, weeks until leaving, repeat orders until leaving."""
    first = maths.exp(laws.leaving[0](z_dropout))
    if scenario.dropout.model == "pareto":
        hazard = first / scenario.dropout.beta
        return hazard, -maths.log(u) / hazard, np.full(len(u), NEVER)
    second = maths.exp(laws.leaving[1](maths.normal_quantile(draws.uniform(draws.bits(key, 8)))))
    leave = first / (first + second)
    # The number of tosses until the first head; the customer cannot leave before her first repeat order.
    stay = np.maximum(second / (first + second), 1e-300)
    tosses = np.minimum(np.floor(maths.log(u) / np.minimum(maths.log(stay), -1e-12)), NEVER)
    return rate * leave, np.full(len(u), np.inf), 1 + tosses.astype(np.int64)
