"""Contact: the monthly catalogue, sent to everyone who ordered within the last months, and e-mails of trials.

Each month's catalogue promotes one product line and is ordered by that line's product management, which is
measured on the line's revenue. Baseline contact is part of what customers are; it does not change their
rates. What the e-mails change stands with their trials (`trials.e_mailed`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.readers import EMails, Readers
from generator.business.trials import e_mailed
from generator.clock import DAY_SECONDS, EPOCH, Clock
from generator.rows import Merge, chosen, owners, runs
from generator.world import World

MAILING_DAY, MAILING_SECOND = 2, 8 * 3600  # the third of the month, eight o'clock
E_MAIL_SECOND = 9 * 3600
CHANNELS, OUTCOMES = ("mail", "email"), ("delivered", "undeliverable", "unsubscribed")
CRM, CRM_GOAL = "Customer relations", "repurchase"


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    lines = [line.name for line in world.scenario.lines]
    return {
        ("campaigns", "campaign_name"): campaign_names(world),
        ("campaigns", "channel"): list(CHANNELS),
        ("campaigns", "line"): lines,
        ("campaigns", "owner"): [*(f"Product management {line}" for line in lines), CRM],
        ("campaigns", "objective"): [*(f"revenue of {line}" for line in lines), CRM_GOAL],
        ("touches", "channel"): list(CHANNELS),
        ("touches", "outcome"): list(OUTCOMES),
    }


def mailed_months(clock: Clock) -> int:
    """Months of the run whose catalogue is sent before the run ends."""
    return int((days_of_catalogues(clock) < clock.first_day + clock.days).sum())


@dataclass(frozen=True)
class Contacts:
    """Contacts of a block's customers.

    Catalogues, customer by customer and month by month: `customer` (position in the block) and `month` (of
    the run, from 0). `mails`: e-mails of trials, customer by customer.
    """

    customer: np.ndarray
    month: np.ndarray
    mails: EMails

    def readers(self, before: Readers) -> Readers:
        """Who may be written to by e-mail after these contacts, given who might if no e-mail came."""
        return before.after(self.mails)

    def without(self, catalogues: np.ndarray) -> Contacts:
        """The contacts without some catalogues (bool)."""
        customer, month = chosen(~catalogues, self.customer, self.month)
        return Contacts(customer, month, self.mails)


def contacts(block: Block) -> Contacts:
    """After each order, the catalogues to the next order or last month; e-mails."""
    world, times = block.world, block.orders.times
    clock, most = world.clock, world.scenario.contact.months_after_last_order
    month = clock.months[times.day].astype(np.int32)
    last = np.full(len(month), mailed_months(clock) - 1, dtype=np.int32)
    same = times.customer[1:] == times.customer[:-1]
    last[:-1] -= np.maximum(last[:-1] - month[1:], 0) * same
    counts = np.minimum(np.maximum(last - month, 0), most)
    order = owners(counts)
    mails = e_mailed.sent(block.base, block.enrolled)
    return Contacts(times.customer.take(order), runs(month + 1, counts, order), mails)


def days_of_catalogues(clock: Clock) -> np.ndarray:
    """Day (since 1970) on which the catalogue of each month is sent."""
    return clock.month_days[:-1] + MAILING_DAY


def touches_table(block: Block, made: Contacts) -> dict[str, np.ndarray]:
    """Columns of `touches`."""
    world, mails = block.world, made.mails
    # Customer by customer, so that the rows' order does not depend on how customers are cut into blocks.
    merge = Merge(np.searchsorted(made.customer, mails.customer, side="right"), len(made.customer))
    customer, month = merge(made.customer, mails.customer), merge(made.month, mails.campaign)
    # Columns are made as if all contacts were catalogues; then what is about the few e-mails is put in.
    campaign = month + 1
    campaign[merge.more] = mails.campaign
    month[merge.more] = 0
    second = (days_of_catalogues(world.clock) * DAY_SECONDS + MAILING_SECOND).take(month)
    second[merge.more] = mails.day * DAY_SECONDS + E_MAIL_SECOND
    bits = draws.bits(draws.keys(world.seed, "touch", block.ids).take(customer), month)
    lost = draws.slice16(bits, 0) < world.scenario.contact.undeliverable_share * 65536.0
    outcome = lost.view(np.uint8)
    outcome[merge.more] = mails.unsubscribed * np.uint8(2)
    cost = np.full(len(customer), round(world.scenario.contact.mailing_eur * 100))
    cost[merge.more] = round(world.scenario.contact.e_mail_eur * 100)
    return {
        "customer_id": block.ids.take(customer),
        "campaign_id": campaign,
        "touched_at": second,
        "channel": merge.added.view(np.uint8),
        "outcome": outcome,
        "cost_eur": cost,
    }


def campaigns_table(world: World) -> dict[str, np.ndarray | Nullable]:
    """Columns of `campaigns`: one catalogue a month, the lines take turns; the e-mails of trials."""
    months, lines = mailed_months(world.clock), len(world.scenario.lines)
    sent = e_mailed.campaigns(world)
    line = np.concatenate([np.arange(months) % lines, np.full(len(sent.names), lines)])
    by_mail = line < lines
    costs = (world.scenario.contact.mailing_eur, world.scenario.contact.e_mail_eur)
    return {
        "campaign_id": np.concatenate([np.arange(1, months + 1), sent.number]),
        "campaign_name": np.arange(months + len(sent.names)),
        "channel": np.where(by_mail, 0, 1),
        "line": Nullable(np.where(by_mail, line, 0), ~by_mail),
        "owner": line,
        "objective": line,
        "started_on": np.concatenate([world.clock.month_days[:months] + MAILING_DAY, sent.day]),
        "unit_cost_eur": np.where(by_mail, *(round(cost * 100) for cost in costs)),
    }


def campaign_names(world: World) -> list[str]:
    """Names of the campaigns, by month."""
    days = [
        EPOCH + dt.timedelta(days=int(day)) for day in world.clock.month_days[: mailed_months(world.clock)]
    ]
    return [*(f"Catalogue {day:%Y-%m}" for day in days), *e_mailed.campaigns(world).names]
