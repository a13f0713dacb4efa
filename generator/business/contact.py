"""Contact: the monthly catalogue, sent to everyone who ordered within the last months, and a trial's e-mails.

Each month's catalogue promotes one product line and is ordered by that line's product management, which is
measured on the line's revenue. Baseline contact is part of what customers are; it does not change their
rates. What the e-mails of the contact pressure trial change stands in `trials.pressure`.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.business.trials import pressure
from generator.clock import DAY_SECONDS, EPOCH

MAILING_DAY, MAILING_SECOND = 2, 8 * 3600  # the third of the month, eight o'clock
CHANNELS, OUTCOMES = ("mail", "email"), ("delivered", "undeliverable", "unsubscribed")
CRM, CRM_GOAL = "Customer relations", "repurchase"


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
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


def mailed_months(clock) -> int:
    """Months of the run whose catalogue is sent before the run ends."""
    return int((clock.month_days[:-1] + MAILING_DAY < clock.first_day + clock.days).sum())


def touches_table(block) -> dict[str, np.ndarray]:
    """Columns of `touches`: after each order, the catalogues to the next order or last month; e-mails."""
    world, ids, times = block.world, block.ids, block.orders.times
    contact, clock = world.scenario.contact, world.clock
    month = clock.months[times.day].astype(np.int64)
    last = np.full(len(month), mailed_months(clock) - 1)
    same = times.customer[1:] == times.customer[:-1]
    last[:-1][same] = np.minimum(last[:-1], month[1:])[same]
    counts = np.clip(last - month, 0, contact.months_after_last_order)
    order = np.repeat(np.arange(len(counts)), counts)
    step = np.arange(len(order)) - (np.cumsum(counts) - counts)[order]
    sent = month[order] + 1 + step
    customer = ids[times.customer[order]]
    bits = draws.bits(draws.keys(world.seed, "touch", customer), sent)
    catalogues = {
        "customer_id": customer,
        "campaign_id": sent + 1,
        "touched_at": (clock.month_days[sent] + MAILING_DAY) * DAY_SECONDS + MAILING_SECOND,
        "channel": np.zeros(len(order), dtype=np.uint8),
        "outcome": (draws.slice16(bits, 0) < contact.undeliverable_share * 65536.0).astype(np.uint8),
        "cost_eur": np.full(len(order), round(contact.mailing_eur * 100)),
    }
    mails = pressure.mails(block, block.enrolled[pressure.TRIAL])
    e_mails = {
        "customer_id": mails["customer_id"],
        "campaign_id": mails["campaign"] + pressure.FIRST_CAMPAIGN,
        "touched_at": mails["second"],
        "channel": np.ones(len(mails["second"]), dtype=np.uint8),
        "outcome": mails["unsubscribed"].astype(np.uint8) * np.uint8(2),
        "cost_eur": np.full(len(mails["second"]), round(world.scenario.contact_pressure.mail_eur * 100)),
    }
    # Customer by customer, so that the rows' order does not depend on how customers are cut into blocks.
    at = np.searchsorted(customer, e_mails["customer_id"], side="right")
    return {name: np.insert(values, at, e_mails[name]) for name, values in catalogues.items()}


def campaigns_table(world) -> dict[str, np.ndarray]:
    """Columns of `campaigns`: one catalogue a month, the lines take turns; one e-mail a week in the trial."""
    months, lines = mailed_months(world.clock), len(world.scenario.lines)
    sent = pressure.campaigns(world)
    line = np.concatenate([np.arange(months) % lines, np.full(len(sent), lines)])
    by_mail = line < lines
    costs = (world.scenario.contact.mailing_eur, world.scenario.contact_pressure.mail_eur)
    return {
        "campaign_id": np.concatenate([np.arange(1, months + 1), sent + pressure.FIRST_CAMPAIGN]),
        "campaign_name": np.arange(months + len(sent)),
        "channel": np.where(by_mail, 0, 1),
        "line": Nullable(np.where(by_mail, line, 0), ~by_mail),
        "owner": line,
        "objective": line,
        "started_on": np.concatenate(
            [world.clock.month_days[:months] + MAILING_DAY, pressure.days_of_mails(world)[sent]]
        ),
        "unit_cost_eur": np.where(by_mail, *(round(cost * 100) for cost in costs)),
    }


def campaign_names(world) -> list[str]:
    """Names of the campaigns, by month."""
    days = [
        EPOCH + dt.timedelta(days=int(day)) for day in world.clock.month_days[: mailed_months(world.clock)]
    ]
    e_mails = [f"E-mail {number + 1} of the contact trial" for number in pressure.campaigns(world)]
    return [*(f"Catalogue {day:%Y-%m}" for day in days), *e_mails]
