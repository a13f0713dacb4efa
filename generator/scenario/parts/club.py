"""The Fernhill Club: who joins, who stays, and what members use."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.scenario.parts.base import Load, Money, Part, Positive, Share, Spread, Tie

Shape = Annotated[float, Field(ge=0.1, le=50)]


class Plan(Part):
    """A plan of the Club: who takes it with the first order, what it costs, and how members leave.

    `logit`: log odds of this plan against none for an average customer; `rate`, `spend`: loads on normal
    scores. `alpha`, `beta`: members leave at the end of each month with a probability of their own, which
    over members is beta(alpha, beta), so durations are shifted-beta-geometric. `benefits`: uses of the plan's
    benefits in a month by a member of average inclination to leave.
    """

    name: str
    fee_eur: Money
    logit: Load
    rate: Load = 0.0
    spend: Load = 0.0
    alpha: Shape
    beta: Shape
    benefits: Positive


class Usage(Part):
    """What is used after the sale: benefits of the Club, and the app.

    `churn`: how much less those use who are inclined to leave (per unit of log odds of leaving). `fading`:
    factors on use in the month in which a membership ends, the month before, and so on. `sessions`: sessions
    of the app in a month; `rate`: how much more frequent buyers have. `spread`: further differences between
    people (log scale).
    """

    churn: Annotated[float, Field(ge=0, le=2)]
    fading: Annotated[list[Share], Field(max_length=12)]
    sessions: Positive
    rate: Load
    spread: Spread


class Club(Part):
    """The Fernhill Club: its plans, and how leaving it hangs together with leaving the shop.

    `dropout`: tie between the inclination to leave the Club and the shop (0: each for itself).
    """

    plans: Annotated[list[Plan], Field(min_length=1, max_length=6)]
    dropout: Tie
    usage: Usage
