"""Trials: what is changed by lot, and how each kind of customer takes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.scenario.parts.base import Money, Month, Part, Share

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
    """Calls after bad tickets, by lot: who gets in, and what a call does.

    `share`: of the customers concerned who take part (0: no trial). From the start of `month` to the end of
    `until_month`; a ticket with `least_hand_offs` or that took `least_days` is a bad one. `gain`: probability
    of an order on top within `window_days` for a customer of average satisfaction, from half to one and a
    half times that with her discontent; `gain_per_hand_off` for each beyond the least; nothing for the
    `unmoved_share`.
    """

    share: Share
    month: Month
    until_month: Month
    least_hand_offs: Annotated[int, Field(ge=0, le=5)]
    least_days: Annotated[float, Field(ge=0, le=365)]
    window_days: Annotated[int, Field(ge=1, le=365)]
    gain: Share
    gain_per_hand_off: Share
    unmoved_share: Share


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
    mail_eur: Money

    @model_validator(mode="after")
    def _as_long(self) -> ContactPressure:
        for name in ("gain", "loss", "gain_averse", "loss_averse"):
            if len(getattr(self, name)) != len(self.mails):
                raise ValueError(f"{name}: needs one number for each of the {len(self.mails)} arms in mails")
        if self.mails != sorted(set(self.mails)) or max(self.mails) < 1:
            raise ValueError("mails: must rise from arm to arm")
        return self


def apart(first: RetentionOffer, second: ContactPressure) -> None:
    """The windows of two trials must not overlap: nobody could tell whose effect is whose."""
    both: list[RetentionOffer | ContactPressure] = [first, second]
    early, late = sorted(both, key=lambda part: part.month)
    if early.share > 0 and late.share > 0 and early.month + early.months > late.month:
        raise ValueError("retention_offer and contact_pressure: their months must not overlap")
