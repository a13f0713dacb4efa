"""What is sold, how orders are made up, what comes back, and what it all costs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.scenario.parts.base import Money, Part, Share, Weight


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


class Orders(Part):
    """Lines per order: weights for 1, 2, 3 … lines; a line is worth at least `smallest_line_eur`."""

    line_weights: Annotated[list[Weight], Field(min_length=1, max_length=12)]
    smallest_line_eur: Annotated[float, Field(ge=0.5, le=1000)]


class ReturnStages(Part):
    """The way of a return.

    The customer asks within `asked_within_days` of delivery and sends it within `sent_within_days` of that;
    `checking` it takes so many times the wait for packing (`deliveries.warehouse`).
    """

    asked_within_days: Annotated[int, Field(ge=0, le=60)]
    sent_within_days: Annotated[int, Field(ge=0, le=60)]
    checking: Annotated[float, Field(ge=0, le=100)]


class Returns(Part):
    """Returned lines: probability by channel, spread over customers, refunds, handling."""

    online_rate: Share
    store_rate: Share
    spread: Annotated[float, Field(ge=0, le=2)]
    full_share: Share
    handling_eur: Money
    reasons: dict[str, Weight]
    stages: ReturnStages


class Costs(Part):
    """Activity rates, EUR for each driver."""

    web_order: Money
    app_order: Money
    store_order: Money
    ticket: Money
