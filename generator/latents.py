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


@dataclass(frozen=True)
class Laws:
    """Inverse distribution functions of the scenario's laws, made once for a run."""

    rate: maths.Curve
    dropout: maths.Curve
    spend: maths.Curve
    order_value: maths.GammaTable

    @classmethod
    def of(cls, scenario: Scenario) -> Laws:
        """The laws of a scenario."""
        return cls(
            maths.gamma_curve(scenario.purchase.r),
            maths.gamma_curve(scenario.dropout.s),
            maths.gamma_curve(scenario.spend.q),
            maths.GammaTable(scenario.spend.p),
        )


@dataclass(frozen=True)
class Latents:
    """Latents of a run of customers (arrays of equal length).

    `rate`, `dropout`: per operational week. `value_scale`: EUR; an order's value is gamma(p) times this.
    `z_*`: normal scores. `return_factor`, `contact_factor`: mean 1. `life`: operational weeks until the
    customer leaves.
    """

    rate: np.ndarray
    dropout: np.ndarray
    value_scale: np.ndarray
    z_rate: np.ndarray
    z_spend: np.ndarray
    z_dropout: np.ndarray
    z_satisfaction: np.ndarray
    return_factor: np.ndarray
    contact_factor: np.ndarray
    life: np.ndarray


def tied(tie: float, z: np.ndarray, own: np.ndarray) -> np.ndarray:
    """A standard normal score with correlation `tie` to `z`."""
    return own if tie == 0 else tie * z + math.sqrt(1.0 - tie * tie) * own


def draw_latents(scenario: Scenario, laws: Laws, seed: int, ids: np.ndarray) -> Latents:
    """Latents of the customers `ids` (any int array)."""
    key = draws.keys(seed, "latents", ids)
    z = [maths.normal_quantile(draws.uniform(draws.bits(key, n))) for n in range(6)]
    ties = scenario.ties
    z_rate, z_satisfaction = z[0], z[1]
    z_spend = tied(ties.rate_spend, z_rate, z[2])
    z_dropout = tied(-ties.satisfaction_dropout, z_satisfaction, z[3])
    z_return = tied(-ties.satisfaction_return, z_satisfaction, z[4])
    spread_r, spread_c = scenario.returns.spread, scenario.service.spread
    dropout = maths.exp(laws.dropout(z_dropout)) / scenario.dropout.beta
    life = -maths.log(draws.uniform(draws.bits(key, 6))) / dropout
    return Latents(
        rate=maths.exp(laws.rate(z_rate)) / scenario.purchase.alpha,
        dropout=dropout,
        # nu has its small values where spend is large: hence the sign.
        value_scale=scenario.spend.gamma / maths.exp(laws.spend(-z_spend)),
        z_rate=z_rate,
        z_spend=z_spend,
        z_dropout=z_dropout,
        z_satisfaction=z_satisfaction,
        return_factor=maths.exp(spread_r * z_return - 0.5 * spread_r * spread_r),
        contact_factor=maths.exp(spread_c * z[5] - 0.5 * spread_c * spread_c),
        life=life,
    )
