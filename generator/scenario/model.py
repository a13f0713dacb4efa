"""What is asked of the generator: every number of a company, with its allowed range.

The presets (YAML files beside this module) give each number with its source or reason. Shares in a list
are weights: they are divided by their sum. The unit of time in rates is the week of season-adjusted time
(see `generator.clock`).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=1e6)]
Weight = Annotated[float, Field(ge=0, le=1e6)]
Tie = Annotated[float, Field(ge=-0.95, le=0.95)]
MOST_ORDERS_A_WEEK = 10
Money = Annotated[float, Field(ge=0, le=100_000)]


class Part(BaseModel):
    """Base of every part of a scenario: frozen, and a misspelt name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Calendar(Part):
    """Start, length, and the rhythm of the year, the week and the day (weights around 1)."""

    start: dt.date
    months: Annotated[int, Field(ge=1, le=240)]
    month_factors: Annotated[list[Positive], Field(min_length=12, max_length=12)]
    weekday_factors: Annotated[list[Positive], Field(min_length=7, max_length=7)]
    hour_factors: Annotated[list[Weight], Field(min_length=24, max_length=24)]


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
    """Weekly dropout rates over customers: gamma with shape s and rate beta (weeks)."""

    s: Annotated[float, Field(ge=0.1, le=50)]
    beta: Positive


class Spend(Part):
    """Gamma-gamma order value: gamma(p, nu) with nu gamma(q, gamma); mean p gamma / (q - 1) EUR."""

    p: Annotated[float, Field(ge=0.2, le=100)]
    q: Annotated[float, Field(gt=1.0, le=100)]
    gamma: Positive


class Ties(Part):
    """How latents hang together, as correlations of normal scores or as loads (0 = not at all)."""

    rate_spend: Tie
    cohort: Tie
    channel: Annotated[float, Field(ge=0, le=3)]
    first_line: Annotated[float, Field(ge=0, le=3)]
    satisfaction_dropout: Tie
    satisfaction_return: Tie


class Channel(Part):
    """An acquisition channel: its share, whom it draws (loads on normal scores), and what it costs."""

    name: str
    share: Weight
    rate: float = 0.0
    spend: float = 0.0
    dropout: float = 0.0
    cost_per_customer_eur: Money
    order_channels: Annotated[list[Weight], Field(min_length=3, max_length=3)]


class Line(Part):
    """A product line."""

    name: str
    kind: str
    brand: str
    base_price_eur: Annotated[float, Field(ge=1, le=10_000)]
    cost_share: Annotated[float, Field(ge=0.05, le=1.5)]
    first_share: Weight
    first_rate: float = 0.0
    first_spend: float = 0.0
    first_dropout: float = 0.0
    brought_share: Share
    return_factor: Weight
    pressure: Annotated[float, Field(ge=0, le=2)]
    rival_index_end: Annotated[float, Field(ge=20, le=300)]


class Need(Part):
    """A need segment: its share, its weight for each product line, and how it takes prices."""

    name: str
    share: Weight
    preferences: dict[str, Weight]
    price_led: Share


class Orders(Part):
    """Lines per order: weights for 1, 2, 3 … lines; a line is worth at least `smallest_line_eur`."""

    line_weights: Annotated[list[Weight], Field(min_length=1, max_length=12)]
    smallest_line_eur: Annotated[float, Field(ge=0.5, le=1000)]


class Returns(Part):
    """Returned lines: probability by channel, spread over customers, refunds, handling."""

    online_rate: Share
    store_rate: Share
    spread: Annotated[float, Field(ge=0, le=2)]
    full_share: Share
    handling_eur: Money
    reasons: dict[str, Weight]


class Service(Part):
    """Tickets: how many an order causes, on what, and through how many departments they pass."""

    tickets_per_order: Share
    spread: Annotated[float, Field(ge=0, le=2)]
    hand_offs: Annotated[float, Field(ge=0, le=5)]
    days_per_step: Positive
    answered_share: Share
    topics: dict[str, Weight]


class Contact(Part):
    """The monthly catalogue: until how many months after the last order, and what one costs."""

    months_after_last_order: Annotated[int, Field(ge=0, le=36)]
    mailing_eur: Money
    undeliverable_share: Share


class PriceTrial(Part):
    """A randomised price trial on one product: who is asked, the arms, and take-up by kind of customer."""

    month: Annotated[int, Field(ge=1, le=240)]
    click_share: Share
    list_price_eur: Money
    unit_cost_eur: Money
    window_days: Annotated[int, Field(ge=1, le=90)]
    discounts: Annotated[list[Share], Field(min_length=2, max_length=6)]
    take_up_price_led: list[Share]
    take_up_others: list[Share]
    answer_truth_share: Share


class Costs(Part):
    """Activity rates, EUR for each driver."""

    web_order: Money
    app_order: Money
    store_order: Money
    ticket: Money


class Scenario(Part):
    """A company to be made. See the preset `fernhill` for the meaning and source of every number."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: str
    calendar: Calendar
    growth_per_week: Annotated[float, Field(ge=-0.02, le=0.05)]
    purchase: Purchase
    dropout: Dropout
    spend: Spend
    ties: Ties
    channels: Annotated[list[Channel], Field(min_length=1, max_length=20)]
    lines: Annotated[list[Line], Field(min_length=1, max_length=20)]
    needs: Annotated[list[Need], Field(min_length=1, max_length=12)]
    orders: Orders
    returns: Returns
    service: Service
    contact: Contact
    price_trial: PriceTrial
    costs: Costs

    @model_validator(mode="after")
    def _hang_together(self) -> Scenario:
        lines = {line.name for line in self.lines}
        for need in self.needs:
            if set(need.preferences) != lines:
                raise ValueError(
                    f"needs: `{need.name}` must give a weight for each line: {', '.join(sorted(lines))}"
                )
        trial = self.price_trial
        if not len(trial.discounts) == len(trial.take_up_price_led) == len(trial.take_up_others):
            raise ValueError(
                "price_trial: discounts, take_up_price_led and take_up_others must be equally long"
            )
        if trial.month > self.calendar.months:
            raise ValueError(
                f"price_trial: month {trial.month} lies after the last of {self.calendar.months} months"
            )
        for name, group in (("channels", self.channels), ("lines", self.lines), ("needs", self.needs)):
            if len({part.name for part in group}) != len(group):
                raise ValueError(f"{name}: a name stands twice")
        return self
