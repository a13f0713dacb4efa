"""Journeys of visitors: what they meet on the way to an order, and what it changes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.scenario.parts.base import Month, Part, Share, Weight

Lift = Annotated[float, Field(ge=-3, le=3)]
Open = Annotated[float, Field(gt=0, lt=1)]
DEVICES = {"computer", "phone", "tablet"}
CHANNELS = {"social", "search", "organic", "email", "direct"}


class Intent(Part):
    """A kind of visitor: its share, how likely she buys by herself, and what she meets."""

    name: str
    share: Weight
    buys: Annotated[float, Field(gt=0, lt=1)]
    sees_social: Share
    clicks_search: Share
    opens_email: Share


class Steps(Part):
    """How far a visit that does not end with an order gets.

    `product`, `basket`, `checkout`: share who go on to each step from the one before it, on a computer by an
    unpaid search result. `devices`, `channels`: what is added to the log odds, by device for each of the
    three steps, by channel for all (0 where not said).
    """

    product: Open
    basket: Open
    checkout: Open
    devices: dict[str, Annotated[list[Lift], Field(min_length=3, max_length=3)]]
    channels: dict[str, Lift]


class Journeys(Part):
    """Journeys in the `months` months from `month` on (if the calendar has them all).

    `per_customer`: journeys for each customer of the scenario (0: none), but `least` in all.
    `held_out_share`: of visitors who are shown no social ads. `…_lift`: what meeting a channel adds to
    the log odds of buying. `social_click`: of those who see an ad, who come by it; `social_last`: of
    these, buyers or not, whose last visit it is. `own_way`: channels of visits on one's own. `own_visits`:
    weights of 0, 1, 2 such visits before the last. `last_visit`: channels of buyers' last visits.
    `most_days_between` two visits. `devices`, `buyers_on`: weights of devices among journeys without and
    with an order. `steps`: within a visit.
    """

    per_customer: Annotated[int, Field(ge=0, le=100)]
    least: Annotated[int, Field(ge=0, le=10_000_000)]
    month: Month
    months: Annotated[int, Field(ge=2, le=36)]
    held_out_share: Share
    intents: Annotated[list[Intent], Field(min_length=1, max_length=10)]
    social_lift: Lift
    search_lift: Lift
    email_lift: Lift
    social_click: Share
    social_last: Share
    own_way: dict[str, Weight]
    own_visits: Annotated[list[Weight], Field(min_length=3, max_length=3)]
    last_visit: dict[str, Weight]
    most_days_between: Annotated[int, Field(ge=1, le=5)]
    devices: dict[str, Weight]
    buyers_on: dict[str, Weight]
    steps: Steps

    @model_validator(mode="after")
    def _known(self) -> Journeys:
        for name, keys in (
            ("own_way", self.own_way),
            ("last_visit", self.last_visit),
            ("steps.channels", self.steps.channels),
        ):
            unknown = set(keys) - CHANNELS
            if unknown:
                known = ", ".join(sorted(CHANNELS))
                raise ValueError(f"{name}: `{sorted(unknown)[0]}` is not a channel of visits ({known})")
        for name, keys in (("devices", self.devices), ("buyers_on", self.buyers_on)):
            if set(keys) != DEVICES:
                raise ValueError(f"{name}: must give a weight for each of {', '.join(sorted(DEVICES))}")
        unknown = set(self.steps.devices) - DEVICES
        if unknown:
            known = ", ".join(sorted(DEVICES))
            raise ValueError(f"steps.devices: `{sorted(unknown)[0]}` is not a device of visits ({known})")
        return self
