"""Deliveries: how parcels travel, when they are late, and what a late one does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.scenario.parts.base import Part, Positive, RegionName, Share, Weight
from generator.scenario.parts.service import Waiting

Factor = Annotated[float, Field(ge=0, le=100)]


class Carrier(Part):
    """Who carries parcels.

    `share`: weight among the carriers. `regions`: factors on it where it differs. `transit`: weights of one,
    two and three days on the way. `held_up`: probability that a parcel is held up on the way.
    """

    name: str
    share: Weight
    regions: dict[RegionName, Factor] = Field(default_factory=dict)
    transit: Annotated[list[Weight], Field(min_length=3, max_length=3)]
    held_up: Share


class Late(Part):
    """What a late parcel does.

    `lost`: probability that the orders of the `weeks` (operational) after the promised day are lost.
    `hazard`: factor on the hazard of leaving from then on, for each late parcel.
    `mood`: points off the rating of a ticket about that order. `opinion`: points off the opinion in a survey
    for which it is the last order (see `voice.nps`).
    """

    lost: Share
    weeks: Positive
    hazard: Annotated[float, Field(ge=1, le=10)]
    mood: Annotated[float, Field(ge=0, le=3)]
    opinion: Annotated[float, Field(ge=0, le=5)]


class Deliveries(Part):
    """Parcels of orders that are not placed in a store.

    `promised_days`: days from the order within which delivery is promised. `held_up_days`: mean number of
    days that a parcel is held up. `warehouse`: the queue in which orders wait to be packed. `topic`: the
    topic of tickets about deliveries (none of that name: tickets have nothing to do with parcels).
    `tickets_late`, `tickets_on_time`: factors on how many of them such an order raises; orders in stores
    raise none. `written_within_days`: of the promised day, in which a ticket about a late parcel is opened.
    `reason`: the reason of returns that only late parcels have (none of that name: all are free of it).
    `reason_factor`: on the weight of that reason for them.
    """

    carriers: Annotated[list[Carrier], Field(min_length=1, max_length=20)]
    promised_days: Annotated[int, Field(ge=1, le=30)]
    held_up_days: Positive
    warehouse: Waiting
    topic: str
    tickets_late: Factor
    tickets_on_time: Factor
    written_within_days: Annotated[int, Field(ge=1, le=30)]
    reason: str
    reason_factor: Factor
    late: Late

    @model_validator(mode="after")
    def _each_carrier_once(self) -> Deliveries:
        if len({carrier.name for carrier in self.carriers}) != len(self.carriers):
            raise ValueError("carriers: a name stands twice")
        return self
