"""Contact: the monthly catalogue, sent to everyone who ordered within the last months.

Each month's catalogue promotes one product line and is ordered by that line's product management, which is
measured on the line's revenue. Baseline contact is part of what customers are; it does not change their
rates.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from generator import draws
from generator.clock import DAY_SECONDS, EPOCH

MAILING_DAY, MAILING_SECOND = 2, 8 * 3600  # the third of the month, eight o'clock


def vocabulary(world) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    lines = [line.name for line in world.scenario.lines]
    return {
        ("campaigns", "campaign_name"): campaign_names(world),
        ("campaigns", "channel"): ["mail"],
        ("campaigns", "line"): lines,
        ("campaigns", "owner"): [f"Product management {line}" for line in lines],
        ("campaigns", "objective"): [f"revenue of {line}" for line in lines],
        ("touches", "channel"): ["mail"],
        ("touches", "outcome"): ["delivered", "undeliverable"],
    }


def mailed_months(clock) -> int:
    """Months of the run whose catalogue is sent before the run ends."""
    return int((clock.month_days[:-1] + MAILING_DAY < clock.first_day + clock.days).sum())


def touches_table(block) -> dict[str, np.ndarray]:
    """Columns of `touches`: after each order, the catalogues until the next order or the last month."""
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
    return {
        "customer_id": customer,
        "campaign_id": sent + 1,
        "touched_at": (clock.month_days[sent] + MAILING_DAY) * DAY_SECONDS + MAILING_SECOND,
        "channel": np.zeros(len(order), dtype=np.uint8),
        "outcome": (draws.slice16(bits, 0) < contact.undeliverable_share * 65536.0).astype(np.uint8),
        "cost_eur": np.full(len(order), round(contact.mailing_eur * 100)),
    }


def campaigns_table(world) -> dict[str, np.ndarray]:
    """Columns of `campaigns`: one catalogue a month, the lines take turns."""
    months = mailed_months(world.clock)
    line = np.arange(months) % len(world.scenario.lines)
    return {
        "campaign_id": np.arange(1, months + 1),
        "campaign_name": np.arange(months),
        "channel": np.zeros(months, dtype=np.uint8),
        "line": line,
        "owner": line,
        "objective": line,
        "started_on": world.clock.month_days[:months] + MAILING_DAY,
        "unit_cost_eur": np.full(months, round(world.scenario.contact.mailing_eur * 100)),
    }


def campaign_names(world) -> list[str]:
    """Names of the campaigns, by month."""
    days = [
        EPOCH + dt.timedelta(days=int(day)) for day in world.clock.month_days[: mailed_months(world.clock)]
    ]
    return [f"Catalogue {day:%Y-%m}" for day in days]
