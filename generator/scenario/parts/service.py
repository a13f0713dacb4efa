"""Service: tickets, the way they take, and what customers think of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.scenario.parts.base import Part, Positive, Share, Spread, Weight


class Service(Part):
    """Tickets: how many an order causes, on what, and through how many departments they pass.

    `hand_offs`: mean number of times a ticket changes department. `exposure_shape`: customers' usual service
    differs by a gamma factor with this shape and mean 1 (a small shape: some are always passed around).
    """

    tickets_per_order: Share
    spread: Spread
    hand_offs: Annotated[float, Field(ge=0, le=5)]
    exposure_shape: Annotated[float, Field(ge=0.3, le=100)]
    days_per_step: Positive
    answered_share: Share
    topics: dict[str, Weight]
