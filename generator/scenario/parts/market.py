"""The market: regions, and what is done differently in one of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.scenario.parts.base import Part, Positive, Share

RegionName = Literal["Coast", "East", "North", "South", "West"]


class Region(Part):
    """A region: how many households live there, and how many stores stand there."""

    name: RegionName
    households: Annotated[int, Field(ge=1, le=2_000_000_000)]
    stores: Annotated[int, Field(ge=0, le=100_000)]


class SameDay(Part):
    """From one month on, one region's tickets are answered on the day they come in.

    `month`: first month of it (missing: never). `hours`: a first answer comes within so many.
    `working_time`: working time in each department relative to before. `rating`: points gained in the rating.
    """

    region: RegionName = "Coast"
    month: Annotated[int, Field(ge=1, le=240)] | None = None
    hours: Positive = 8.0
    working_time: Share = 1.0
    rating: Annotated[float, Field(ge=0, le=3)] = 0.0


class Market(Part):
    """The market: its regions, and the change of service in one of them."""

    regions: Annotated[list[Region], Field(min_length=5, max_length=5)]
    same_day: SameDay

    @model_validator(mode="after")
    def _each_region_once(self) -> Market:
        if len({region.name for region in self.regions}) != len(self.regions):
            raise ValueError("regions: each region must stand once")
        return self
