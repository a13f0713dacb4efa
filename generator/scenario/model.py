"""What is asked of the generator: every number of a company, with its allowed range.

The presets (YAML files beside this module) give each number with its source or reason. Shares in a list
are weights: they are divided by their sum. The unit of time in rates is the week of season-adjusted time
(see `generator.clock`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.scenario.parts.accounts import Accounts
from generator.scenario.parts.base import Part
from generator.scenario.parts.club import Club
from generator.scenario.parts.contact import Contact
from generator.scenario.parts.deliveries import Deliveries
from generator.scenario.parts.demography import Demography, Referral
from generator.scenario.parts.journeys import Journeys
from generator.scenario.parts.market import Market
from generator.scenario.parts.organisation import Organisation
from generator.scenario.parts.people import (
    App,
    Before,
    Calendar,
    Channel,
    Dropout,
    Future,
    Need,
    Purchase,
    Spend,
    Ties,
)
from generator.scenario.parts.policy import Policies
from generator.scenario.parts.realism import Realism
from generator.scenario.parts.service import Service
from generator.scenario.parts.shop import Costs, Line, Orders, Returns
from generator.scenario.parts.text import Texts
from generator.scenario.parts.trials import (
    CallBack,
    ContactPressure,
    PersonalOffer,
    PriceTrial,
    RetentionOffer,
    apart,
)
from generator.scenario.parts.voice import Voice


class Scenario(Part):
    """A company to be made. See the preset `fernhill` for the meaning and source of every number."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    title: str
    calendar: Calendar
    growth_per_week: Annotated[float, Field(ge=-0.02, le=0.05)]
    before: Before = Before()
    purchase: Purchase
    dropout: Dropout
    spend: Spend
    ties: Ties
    channels: Annotated[list[Channel], Field(min_length=1, max_length=20)]
    lines: Annotated[list[Line], Field(min_length=1, max_length=20)]
    needs: Annotated[list[Need], Field(min_length=1, max_length=12)]
    demography: Demography
    referral: Referral
    app: App
    future: Future
    orders: Orders
    returns: Returns
    service: Service
    deliveries: Deliveries
    contact: Contact
    club: Club
    accounts: Accounts
    voice: Voice
    texts: Texts
    price_trial: PriceTrial
    call_back: CallBack
    retention_offer: RetentionOffer
    contact_pressure: ContactPressure
    personal_offer: PersonalOffer
    journeys: Journeys
    organisation: Organisation
    market: Market
    costs: Costs
    policy: Policies
    realism: Realism

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
        self._within_the_calendar()
        apart(
            retention_offer=self.retention_offer,
            contact_pressure=self.contact_pressure,
            personal_offer=self.personal_offer,
        )
        for name, group in (("channels", self.channels), ("lines", self.lines), ("needs", self.needs)):
            if len({part.name for part in group}) != len(group):
                raise ValueError(f"{name}: a name stands twice")
        return self

    def _within_the_calendar(self) -> None:
        """Dated events must lie in the scenario's own months."""
        for place, month in (
            ("price_trial", self.price_trial.month),
            ("app.launch_month", self.app.launch_month),
            ("market.same_day.month", self.market.same_day.month),
            ("organisation.pilot.month", self.organisation.pilot.month),
            ("organisation.rating_bonus.month", self.organisation.rating_bonus.month),
        ):
            if month is not None and month > self.calendar.months:
                raise ValueError(
                    f"{place}: month {month} lies after the last of {self.calendar.months} months"
                )
