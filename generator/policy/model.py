"""Policies: which levers there are, their ranges, and from which quarter on each stands where.

A lever that is not named stays as it is; one that is named holds until it is named again. What every lever's
present value is depends on the company (`generator.policy.decision.as_it_is`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.play.decision import MEASURES
from generator.scenario.parts.base import Part, Share

MOST_QUARTERS = 40
RULES = ("nobody", "random", "risk", "lift", "lift_value")
OWNERS = ("lines", "customer")
CALLERS = ("clerk", "manager")
ANSWERS = ("hold", "match", "targeted")
REGIONS = ("revenue", "need")
Factor = Annotated[float, Field(ge=0, le=4)]


class Retention(Part):
    """Offers to keep customers: most euros a quarter for each live customer, and who gets them first."""

    budget_eur: Annotated[float, Field(ge=0, le=3)]
    whom: Literal["nobody", "random", "risk", "lift", "lift_value"]


class ClosedLoop(Part):
    """Calling customers after bad tickets: share of them that capacity allows, within how many days, by
    whom."""

    share: Share
    days: Annotated[float, Field(ge=1, le=14)] = 2.0
    by: Literal["clerk", "manager"] = "clerk"


class Bonus(Part):
    """What pay hangs on (weights that add up to 1), and how steeply (0: fixed pay)."""

    weights: dict[Literal["product_revenue", "new_customers", "nps", "renewals", "customer_equity"], Share]
    slope: Share

    @model_validator(mode="after")
    def _whole(self) -> Bonus:
        total = sum(self.weights.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"weights of {', '.join(MEASURES)} must add up to 1 (they make {total:g})")
        return self


class Levers(Part):
    """Where levers are put; each that is left out stays where it is."""

    acquire: dict[str, Factor] | None = Field(
        None,
        description="Spend on each channel as a multiple of what it costs now; the range leaves room to stop "
        "a channel and to find where more of it no longer pays.",
    )
    retention: Retention | None = Field(
        None, description="Now: nobody. Three euros for everyone is an offer to each customer each quarter."
    )
    contacts: Annotated[float, Field(ge=0, le=12)] | None = Field(
        None,
        description="Most messages a customer and quarter, on top of the monthly catalogue. Now: none; 12 is "
        "about one a week.",
    )
    owner: Literal["lines", "customer"] | None = Field(
        None, description="Who may contact a customer. Now: each product line for itself."
    )
    personalisation: Share | None = Field(
        None,
        description="Level of personal offers; without shared data (state 0) nothing to go by. Now: 0.",
    )
    staff: Annotated[float, Field(ge=0.88, le=1.6)] | None = Field(
        None,
        description="Clerks as a multiple of now; below .88 the queue would never end in the high season.",
    )
    refund_limit_eur: Annotated[float, Field(ge=0, le=250)] | None = Field(
        None,
        description="What every clerk may refund without asking. Now: each clerk has a limit of her own.",
    )
    closed_loop: ClosedLoop | None = Field(None, description="Now: nobody is called.")
    stage: Annotated[int, Field(ge=0, le=5)] | None = Field(
        None,
        description="State of the organisation aimed at; it moves by one a quarter. Now: the company's own.",
    )
    bonus: Bonus | None = Field(None, description="Now: mostly product revenue and new customers.")
    rival: Literal["hold", "match", "targeted"] | None = Field(
        None, description="Answer to the rival's price cut: none, for all, or for the price-led. Now: hold."
    )
    regions: Literal["revenue", "need"] | None = Field(
        None, description="Regions' assortment by revenue or by need. Now: by revenue."
    )


class Policy(Part):
    """A policy: a name, and the levers that are put somewhere from a quarter on (1 is the first)."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_ -]{0,59}$")]
    title: str = ""
    quarters: dict[Annotated[int, Field(ge=1, le=MOST_QUARTERS)], Levers] = Field(default_factory=dict)

    def of_quarter(self, quarter: int) -> Levers:
        """Where levers stand in a quarter: the latest word on each."""
        said: dict = {}
        for begun in sorted(self.quarters):
            if begun <= quarter:
                said |= {name: value for name, value in self.quarters[begun] if value is not None}
        return Levers.model_construct(**{name: said.get(name) for name in Levers.model_fields})
