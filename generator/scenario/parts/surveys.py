"""Surveys: whether customers recommend Fernhill, what they look for, how they rate brands and choose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.scenario.parts.base import Load, Month, Part, Positive, Share, Spread

AttributeName = Literal["quality", "price", "delivery", "service", "range", "sustainability", "repair"]

Motive = Literal["price", "quality", "service", "sustainability"]

Scale = Annotated[float, Field(ge=0, le=10)]
Floor = Annotated[int, Field(ge=0, le=1_000_000)]


class SurveyPhase(Part):
    """How the survey is run from a month on, until the next phase.

    `asked_own`, `asked_paid`: how many of those who could be asked are asked, by the group of channels that
    they came through (`Nps.paid_channels`). `lift`: points on the score of everybody since then.
    `answer_by_score`: log odds of answering for each point of the score above 7; `answer_extremes`: log odds
    on top for 0 to 2 and for 10. Where both are 0, who answers depends on nothing but orders.
    """

    from_month: Month
    mode: Literal["email", "text message"]
    asked_own: Share
    asked_paid: Share
    lift: Load
    answer_by_score: Load
    answer_extremes: Load


class Nps(Part):
    """The survey "Would you recommend us?" (0 to 10): who is asked, what they would say, who answers.

    Everyone who ordered in the last 365 days may be asked, in the middle of every third month. `share`: how
    many are, in a large company; `floor_customers`: companies up to this size ask everybody.
    Opinion = `base` + `by_frequency` × (0, 1, 2 for 1, 2–3, 4 and more orders in the last 365 days)
    + `by_recency` if the last order is at most 90 days old + `by_satisfaction` × normal score of satisfaction
    + `paid_gap` for those who came through paid channels + the phase's lift + normal noise.
    `score_edges`: opinions at which the score steps from 0 to 1 … from 9 to 10.
    Log odds of answering = `answer` + `answer_by_frequency` × (0, 1, 2) + `answer_by_recency` + the phase's.
    `writes`: how many of the detractors, passives and promoters who answer also write.
    """

    share: Share
    floor_customers: Floor
    base: Scale
    by_frequency: Load
    by_recency: Load
    by_satisfaction: Load
    noise: Annotated[float, Field(gt=0, le=5)]
    paid_channels: list[str]
    paid_gap: Load
    score_edges: Annotated[list[float], Field(min_length=10, max_length=10)]
    answer: Load
    answer_by_frequency: Load
    answer_by_recency: Load
    writes: Annotated[list[Share], Field(min_length=3, max_length=3)]
    phases: Annotated[list[SurveyPhase], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _in_order(self) -> Nps:
        months = [phase.from_month for phase in self.phases]
        if months != sorted(months):  # of two that begin in one month the later counts
            raise ValueError("phases must be given in the order of their months")
        if self.score_edges != sorted(self.score_edges):
            raise ValueError("score_edges must rise")
        return self


class Stated(Part):
    """What people say when asked how important something is, 1 to 10: mean and what price-led people add."""

    mean: Scale
    price_led: Load = 0.0


class NeedsSurvey(Part):
    """A paid panel is asked what it looks for (eight statements, agreement 1 to 5), and what is important.

    `share`: of the customers; `floor`: customers asked at least, if there are so many. `items`: the need
    segment that each statement belongs to. Agreement = `usual` + `own` if the statement is about the
    customer's own need + `style` × normal (one for a person: some agree with everything) + `noise` × normal.
    `stated`: importance of each motive, with `stated_spread`. `left_share`: how many say that they ever left
    a shop after bad service; it has nothing to do with what they do here.
    """

    month: Month
    share: Share
    floor: Floor
    items: Annotated[list[str], Field(min_length=8, max_length=8)]
    usual: Scale
    own: Load
    style: Spread
    noise: Spread
    stated: dict[Motive, Stated]
    stated_spread: Spread
    left_share: Share


class Attribute(Part):
    """Something that brands are rated on.

    `stated`: importance that people state, 1 to 10. `gain`, `loss`: what a point above (below) the
    reference rating adds to (takes from) the overall rating: a delighter only gains, a must-be only loses.
    `means`: mean rating of each brand, in the order of `Brands.names`.
    """

    stated: Scale
    gain: Load
    loss: Load
    means: Annotated[list[Scale], Field(min_length=3, max_length=3)]


class PartWorths(Part):
    """Utilities in a choice (logit): of the brands, of ten euros more, and of what else an offer has."""

    brands: Annotated[list[Load], Field(min_length=3, max_length=3)]
    ten_euros: Load = 0.0
    premium: Load = 0.0
    delivery_day: Load = 0.0
    repair: Load = 0.0
    sustainable: Load = 0.0


class Brands(Part):
    """A paid panel rates three brands and chooses between offers.

    `share`, `floor`: as in the needs survey. Ratings (1 to 10) = the brand's mean + `style` × normal (of the
    person) + `halo` × normal (of person and brand) + `noise` × normal. Overall = `usual` + gains and losses
    around the `reference` rating + `overall_noise` × normal. `tasks`: choices for each respondent, between
    one offer of each brand. `part_worths`: of everybody; `part_worths_by_need`: other values for a need
    segment. `best_worst_scale`: how sharply best and worst are picked by these (1: as offers are chosen).
    """

    month: Month
    share: Share
    floor: Floor
    names: Annotated[list[str], Field(min_length=3, max_length=3)]
    style: Spread
    halo: Spread
    noise: Annotated[float, Field(gt=0, le=5)]
    stated_spread: Spread
    usual: Scale
    reference: Scale
    overall_noise: Spread
    attributes: dict[AttributeName, Attribute]
    tasks: Annotated[int, Field(ge=1, le=20)]
    prices_eur: Annotated[list[Positive], Field(min_length=2, max_length=6)]
    delivery_days: Annotated[list[int], Field(min_length=2, max_length=6)]
    part_worths: PartWorths
    part_worths_by_need: dict[str, dict[str, Load | list[Load]]]
    best_worst_scale: Annotated[float, Field(gt=0, le=5)]
