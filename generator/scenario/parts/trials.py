"""Trials: what is changed by lot, and how each kind of customer takes it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from generator.scenario.parts.base import Money, Month, Part, Share, Weight

Weeks = Annotated[float, Field(ge=0, le=520)]
Span = Annotated[list[Weeks], Field(min_length=2, max_length=2)]
Shares = Annotated[list[Share], Field(min_length=2, max_length=8)]


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


class CallBack(Part):
    """Calls to detractors of the survey, by lot: who gets in, and what a call does.

    `share`: of the customers concerned who take part (0: no trial). From the start of `month` to the end of
    `until_month`, windows included; the first score of 6 or less counts. `gain_own`, `gain_paid`: probability
    of an order on top within `window_days` for who came on her own, and through paid channels
    (`voice.nps.paid_channels`). It falls from the first to the second of `falls_weeks` since the last order,
    to the share `gain_long_gone`; nothing for the `unmoved_share`.
    """

    share: Share
    month: Month
    until_month: Month
    window_days: Annotated[int, Field(ge=1, le=365)]
    gain_own: Share
    gain_paid: Share
    falls_weeks: Span
    gain_long_gone: Share
    unmoved_share: Share

    @model_validator(mode="after")
    def _fall(self) -> CallBack:
        if self.falls_weeks[0] >= self.falls_weeks[1]:
            raise ValueError("falls_weeks: the second number must be larger than the first")
        return self


class RetentionOffer(Part):
    """A voucher by lot, for the `months` months from `month` on (it needs all of them in the calendar).

    `share`: of those who joined `notice_weeks` before who take part (0: no trial). `gain_price_led`,
    `gain_others`: largest probability of an order on top in the window. It is 0 up to the first of
    `rises_weeks` since the last order and whole at the second; it falls from the first to the second of
    `falls_weeks`, to the share `gain_long_gone`. `loss`: probability of losing the window's orders up to the
    first of `loss_weeks`, and 0 from the second. All weeks are season-adjusted.
    """

    share: Share
    month: Month
    months: Annotated[int, Field(ge=1, le=12)]
    notice_weeks: Weeks
    treated_share: Share
    gain_price_led: Share
    gain_others: Share
    gain_long_gone: Share
    rises_weeks: Span
    falls_weeks: Span
    loss: Share
    loss_weeks: Span

    @model_validator(mode="after")
    def _rise(self) -> RetentionOffer:
        for name in ("rises_weeks", "falls_weeks", "loss_weeks"):
            low, high = getattr(self, name)
            if low >= high:
                raise ValueError(f"{name}: the second number must be larger than the first")
        return self


class ContactPressure(Part):
    """E-mails by lot: `mails` of each arm, spread over the weeks from the start of `month`, if the calendar
    has all months of the trial.

    `share`: of those with an order in the last `active_weeks` who take part (0: no trial). `gain`, `loss`:
    for each arm the probability of an order on top, and of losing the orders of the window (`months` months);
    `…_averse` for those who cannot stand mails. `unsubscribe_averse`: probability after each mail for
    them, if of average satisfaction (others: `voice.consents.channels.email.opt_out`).
    """

    share: Share
    month: Month
    months: Annotated[int, Field(ge=1, le=12)]
    active_weeks: Weeks
    mails: Annotated[list[Annotated[int, Field(ge=0, le=52)]], Field(min_length=2, max_length=8)]
    gain: Shares
    loss: Shares
    averse_share: Share
    gain_averse: Shares
    loss_averse: Shares
    unsubscribe_averse: Share

    @model_validator(mode="after")
    def _as_long(self) -> ContactPressure:
        for name in ("gain", "loss", "gain_averse", "loss_averse"):
            if len(getattr(self, name)) != len(self.mails):
                raise ValueError(f"{name}: needs one number for each of the {len(self.mails)} arms in mails")
        if self.mails != sorted(set(self.mails)) or max(self.mails) < 1:
            raise ValueError("mails: must rise from arm to arm")
        return self


class PersonalOffer(Part):
    """Offers by lot and e-mail, for `months` months from `month` on, if the calendar has all of them.

    `share`: of those with `least_orders` and one in the last `active_weeks` who may be written to and take
    part (0: no trial). `arm_shares`: weights of no offer, of one voucher for all, of a personal offer.
    Probabilities of an order on top in the window: `gain_one_size_price_led` and `gain_one_size` (others)
    from the voucher; `gain_personal` by need segment (missing: none) from a personal offer, but nothing for
    the `put_off_share`, who lose the orders of the window with probability `loss_personal`.
    """

    share: Share
    month: Month
    months: Annotated[int, Field(ge=1, le=12)]
    least_orders: Annotated[int, Field(ge=1, le=20)]
    active_weeks: Weeks
    arm_shares: Annotated[list[Weight], Field(min_length=3, max_length=3)]
    gain_one_size_price_led: Share
    gain_one_size: Share
    gain_personal: dict[str, Share]
    put_off_share: Share
    loss_personal: Share

    @model_validator(mode="after")
    def _somebody_gets_it(self) -> PersonalOffer:
        if sum(self.arm_shares) <= 0:
            raise ValueError("arm_shares: at least one weight must be above 0")
        return self


MonthsTrial = RetentionOffer | ContactPressure | PersonalOffer  # trials that take whole months


def apart(**trials: MonthsTrial) -> None:
    """The windows of trials must not overlap: nobody could tell whose effect is whose."""
    held = sorted((name for name in trials if trials[name].share > 0), key=lambda name: trials[name].month)
    for early, late in pairwise(held):
        if trials[early].month + trials[early].months > trials[late].month:
            raise ValueError(f"{early} and {late}: their months must not overlap")
