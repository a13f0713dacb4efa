"""Lesson 03's decision beside the truth: what a newcomer of each channel is worth, and where to stop."""

import reference

from staffroom.lessons.gates import Estimate, Outcome

CUSTOMERS = 8_000
SURE = 0.95  # from this share of crowds on, a channel is decided
RIGHT = 0.8
WHY = "Few newcomers came in the raised months of a channel, so chance now and then makes the next one look cheap."


def gate(company, truth):
    """The value of a newcomer by channel, and which channels may keep their raised spend.

    In truth, her orders come from her own nature and what Fernhill made of it. Channels on which the crowds
    do not agree are left open by the lesson, and are not counted.
    """
    fitted = reference.fits_of(company)
    orders, _, _, fits = fitted
    values = reference.channel_value(orders, reference.later_orders(fits))
    drawn = reference.drawn_crowds(company, fitted)
    told = reference.limits(drawn)
    worth = reference.true_values(company, truth, orders)
    after = reference.true_next(company, truth)
    estimates = [
        Estimate(f"value, {name}", values[name], told.loc[name, "low_eur"], told.loc[name, "high_eur"], worth[name])
        for name in told.index
    ]
    sure = told["pays"][(told["pays"] >= SURE) | (told["pays"] <= 1 - SURE)]
    return Outcome(
        estimates,
        recommended=", ".join(f"{name} {'on' if share > 0.5 else 'off'}" for name, share in sure.items()),
        right=", ".join(f"{name} {'on' if worth[name] > after[name] else 'off'}" for name in sure.index),
    )
