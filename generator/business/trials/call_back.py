"""The call-back trial: detractors of the survey are called once its wave is in, by lot.

A customer's first score of 6 or less in the months of the trial brings her in, unless the window of her call
would meet that of another trial of hers. The lot is drawn two days after the wave's field time ends, for all
of it; so neither group has chosen anything, and both would rise in the next wave by themselves.

A call brings back who came on her own and was there a moment ago. It does little for who was bought with
advertising, and nothing for who has long been away: these are at the highest risk, and no lift is to be had.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from generator import draws
from generator.business import surveys
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.trials.enrolled import Enrolled, halves, sampled
from generator.business.trials.offer import part
from generator.clock import DAY_SECONDS
from generator.rows import chosen

TRIAL, ARMS, FIRST_DRAW = "call_back", ("not_called", "called"), 200_000
DAYS_AFTER = 2  # from the end of a wave's field time to the lot


def enrol(base: CustomerBase, history: OrderHistory, others: Iterable[Enrolled]) -> Enrolled:
    """Customers of a block in the trial, with what a call would do to each.

    `history`: under all other trials, as it is lived. `others`: who is in these.
    """
    world, ids = base.world, base.ids
    rules, clock, sent = world.scenario.call_back, world.long_clock, surveys.waves_to_come(world)
    history = history.before(clock.end_week)
    asked = surveys.ask(base, history, sent)
    called_on = sent.second // DAY_SECONDS + surveys.FIELD_DAYS + DAYS_AFTER
    end = clock.day_of_month(min(rules.until_month, world.scenario.calendar.months) + 1)
    fits = (called_on >= clock.day_of_month(rules.month)) & (called_on + rules.window_days <= end)
    bad = surveys.GROUP_OF_SCORE[asked.would] == surveys.DETRACTOR
    rows = np.flatnonzero(asked.answered & bad & fits[asked.wave])
    rows = rows[_free(base, asked.customer[rows], called_on[asked.wave[rows]], others)]
    rows = rows[np.diff(asked.customer[rows], prepend=-1) > 0]  # surveys stand customer by customer
    key = draws.keys(world.seed, "call-back", ids[asked.customer[rows]])
    rows, key = chosen(sampled(key, rules.share), rows, key)
    customer, day = asked.customer[rows], called_on[asked.wave[rows]]

    away = clock.weeks[day - clock.first_day] - history.week[asked.order[rows]]
    falls = 1.0 - (1.0 - rules.gain_long_gone) * part(away, rules.falls_weeks[0], rules.falls_weeks[1])
    paid = surveys.tables(world).paid[base.who.channel[customer]]
    gain = falls * np.where(paid, rules.gain_paid, rules.gain_own)
    gain[draws.slice16(draws.bits(key, 3), 2) < rules.unmoved_share * 65536.0] = 0.0
    return Enrolled(
        TRIAL, ARMS, customer, day, rules.window_days, halves(key, 0.5),
        np.stack([np.zeros(len(gain)), gain]), np.zeros((2, len(gain))), key, FIRST_DRAW,
        surveys.survey_ids(ids[customer], asked.wave[rows]),
    )  # fmt: skip


def _free(
    base: CustomerBase, customer: np.ndarray, day: np.ndarray, others: Iterable[Enrolled]
) -> np.ndarray:
    """Whether a window that starts on `day` meets none of the customer's windows in other trials."""
    free = np.ones(len(customer), dtype=bool)
    days = base.world.scenario.call_back.window_days
    for other in others:
        starts = np.full(len(base), np.iinfo(np.int64).min // 2)
        starts[other.customer] = other.day
        start = starts[customer]
        free &= (day >= start + other.days) | (day + days <= start)
    return free
