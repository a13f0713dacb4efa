"""Who lives with whom and where, how old people are, what they shop on, and who brings whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.scenario.parts.base import Load, Part, Share, Spread, Tie, Weight

Device = Literal["desktop", "tablet", "new phone", "old phone"]


class Demography(Part):
    """What is known of people beside their orders. None of it is tied to what they buy, but where said.

    `together`: probability that a customer lives with the customer before her (households of one to four).
    `own_name`: share of those living with another who have a surname of their own. `youngest`, `oldest`:
    ages at the start. `city_spread`: how far a city's needs lie from its region's (log odds).
    `protected_share`, `protected_spend`: how many belong to a group that must not be disadvantaged, and the
    tie of belonging to spend. `devices`, `protected_devices`: weights of what others, and people of that
    group, shop on.
    """

    together: Share
    own_name: Share
    youngest: Annotated[int, Field(ge=18, le=60)]
    oldest: Annotated[int, Field(ge=61, le=100)]
    city_spread: Spread
    protected_share: Annotated[float, Field(ge=0.001, le=0.5)]
    protected_spend: Tie
    devices: dict[Device, Weight]
    protected_devices: dict[Device, Weight]

    @model_validator(mode="after")
    def _weights_are_weights(self) -> Demography:
        for name in ("devices", "protected_devices"):
            if sum(getattr(self, name).values()) <= 0:
                raise ValueError(f"{name}: at least one weight must be above 0")
        return self


class Referral(Part):
    """Who is named by those who come by word of mouth: how much more often it is a contented customer.

    `never_bought`: share of them who were brought by someone who never bought anything herself.
    """

    satisfaction: Load
    never_bought: Share
