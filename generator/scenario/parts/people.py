"""Time, and who the customers are: the laws of buying, leaving and spending, and their ties."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from generator.scenario.parts.base import Load, Money, Month, Part, Positive, RegionName, Share, Tie, Weight

MOST_ORDERS_A_WEEK = 10
FIRST_START, LAST_START = dt.date(1980, 1, 1), dt.date(2068, 12, 31)
"""Between these every date can be told: customers are 18 to 100 years old at the start (`Demography`) and
the tables know births from 1880 to 2050; no day lies before 1970, from which days are counted."""


class Calendar(Part):
    """Start, length, and the rhythm of the year, the week and the day (weights around 1)."""

    start: dt.date
    months: Annotated[int, Field(ge=1, le=240)]
    month_factors: Annotated[list[Positive], Field(min_length=12, max_length=12)]
    weekday_factors: Annotated[list[Positive], Field(min_length=7, max_length=7)]
    hour_factors: Annotated[list[Weight], Field(min_length=24, max_length=24)]

    @field_validator("start", mode="before")
    @classmethod
    def _a_date(cls, given: object) -> object:
        """A number is no date: it would be read as seconds since 1970."""
        if isinstance(given, int | float):
            raise ValueError("must be a date, written as year-month-day, for example 2023-01-01")
        return given

    @field_validator("start")
    @classmethod
    def _within_what_can_be_told(cls, start: dt.date) -> dt.date:
        if not FIRST_START <= start <= LAST_START:
            raise ValueError(
                f"must lie from {FIRST_START} to {LAST_START}, so that no customer is born before 1880 or "
                f"after 2050; found {start}"
            )
        return start


class Purchase(Part):
    """Weekly purchase rates over customers: gamma with shape r and rate alpha (weeks)."""

    r: Annotated[float, Field(ge=0.1, le=50)]
    alpha: Positive

    @model_validator(mode="after")
    def _people_do_other_things_too(self) -> Purchase:
        if self.r / self.alpha > MOST_ORDERS_A_WEEK:
            raise ValueError(
                f"r / alpha is the mean number of orders a week and must be at most {MOST_ORDERS_A_WEEK}; "
                f"found {self.r / self.alpha:g}"
            )
        return self


class Dropout(Part):
    """How customers leave.

    `pareto`: weekly dropout rates over customers are gamma with shape s and rate beta (weeks), so a customer
    may leave at any time. `bg`: after each repeat order a customer leaves with a probability of her own, beta
    with a and b (BG/NBD), so nobody leaves without buying.
    """

    model: Literal["pareto", "bg"] = "pareto"
    s: Annotated[float, Field(ge=0.1, le=50)] = 0.5
    beta: Positive = 20.0
    a: Annotated[float, Field(ge=0.1, le=50)] = 0.8
    b: Annotated[float, Field(ge=0.1, le=50)] = 2.4


class Spend(Part):
    """Gamma-gamma order value: gamma(p, nu) with nu gamma(q, gamma); mean p gamma / (q - 1) EUR."""

    p: Annotated[float, Field(ge=0.2, le=100)]
    q: Annotated[float, Field(gt=1.0, le=100)]
    gamma: Positive


class Ties(Part):
    """How latents hang together, as correlations of normal scores or as loads (0 = not at all).

    `service_satisfaction`: how much a customer's usual service (how often her tickets change hands) takes
    from her satisfaction.
    """

    rate_spend: Tie
    cohort: Tie
    channel: Annotated[float, Field(ge=0, le=3)]
    first_line: Annotated[float, Field(ge=0, le=3)]
    service_satisfaction: Tie
    satisfaction_dropout: Tie
    satisfaction_return: Tie


class Before(Part):
    """Customers from before the first day, whose first orders the books do not show.

    `share`: of all customers in the books. `weeks`: how long before the first day they may have come.
    """

    share: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    weeks: Annotated[float, Field(ge=1, le=1_000)] = 104.0


class Raised(Part):
    """Months in which a channel's spend is raised to `times` its usual, as far as the calendar has them."""

    month: Month
    months: Annotated[int, Field(ge=1, le=24)]
    times: Annotated[float, Field(ge=0.1, le=10)]


class Channel(Part):
    """An acquisition channel: its share, whom it draws (loads on normal scores), and what it costs.

    `cost_per_customer_eur`: at the channel's usual spend. `saturation`: how far the usual spend has used the
    channel up (0: twice the spend brings twice the newcomers; 1: it brings nobody more). `raised`: months in
    which more is spent; see `generator.business.winning`. `campaigns`: weights of its campaigns (none: the
    channel is one). `word_of_mouth`: customers bring those who come through it.
    """

    name: str
    share: Weight
    rate: float = 0.0
    spend: float = 0.0
    dropout: float = 0.0
    cost_per_customer_eur: Money
    saturation: Share = 1.0
    raised: list[Raised] = Field(default_factory=list)
    order_channels: Annotated[list[Weight], Field(min_length=3, max_length=3)]
    campaigns: Annotated[dict[str, Weight], Field(max_length=12)] = Field(default_factory=dict)
    word_of_mouth: bool = False


class Need(Part):
    """A need segment: its share, its weight for each product line, and how it takes prices.

    `regions`: how much more frequent it is in a region (log odds).
    """

    name: str
    share: Weight
    preferences: dict[str, Weight]
    price_led: Share
    regions: dict[RegionName, Load] = Field(default_factory=dict)


class App(Part):
    """The app: who takes it up after its launch, and what it adds to the rate of buying.

    `share_logit`: log odds of taking it up for an average customer (missing: there is no app). `rate_load`:
    how much more often frequent buyers do. `lift`: share of her own rate that a customer buys on top.
    """

    launch_month: Month = 18
    share_logit: Load | None = None
    rate_load: Load = 0.0
    mean_wait_weeks: Positive = 6.0
    lift: Annotated[float, Field(ge=0, le=1)] = 0.0


class Future(Part):
    """What the truth tells about the time after the end, and how later euros count.

    `weeks`: how long the company is continued to see what each customer really does. `discount_per_year`:
    for lifetime values.
    """

    weeks: Annotated[int, Field(ge=52, le=520)] = 156
    discount_per_year: Annotated[float, Field(ge=0.01, le=1)] = 0.10
    surplus_rate: Share = 0.25
    surplus_load: Annotated[float, Field(ge=0, le=1)] = 0.25
