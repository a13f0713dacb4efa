"""Trials: what is changed by lot, and how each kind of customer takes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.scenario.parts.base import Money, Part, Share


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
