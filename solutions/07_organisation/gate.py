"""Lesson 07's decision beside the truth: where Fernhill should stand, who should stay, and what a bonus moved."""

from functools import cache

import numpy as np
import reference

from staffroom.lessons.gates import Estimate, Outcome

CUSTOMERS = 8_000
RIGHT = 0.95
WHY = "Twelve twins and 120 interviews leave little doubt at these places on the map; nearer to a border they would leave more."


def gate(company, truth):
    """Gains on twelve twins, the places of two sealed companies, and what the bonus did to orders.

    The bonus changes which tickets are rated and nothing else, so truly nobody orders again because of it. A
    gain is truly that over twenty-four other twins, a place that of the envelope.
    """
    from classroom import prototype

    lot = reference.lot_of(company)
    estimates, seen = [], {}
    for first, state in ((False, 3), (True, 4)):
        gains = reference.gains(first, tuple(reference.seeds_of(lot)))
        mean, half = gains[state].mean(), 2.2 * gains[state].std() / np.sqrt(len(gains))
        says = "first" if first else "later"
        estimates.append(Estimate(f"gain of state {state}, pay {says}, %", mean, mean - half, mean + half, known(first)[state]))
        seen[says] = int(gains.mean().idxmax()), mean
    asked, stays = prototype.interviews(lot), []
    for name, place in prototype.sealed(lot).items():
        found = reference.placed(asked[asked["company"] == name])
        estimates += [Estimate(f"breadth, {name}", *found["needs"], place[0]), Estimate(f"fit, {name}", *found["fit"], place[1])]
        if reference.best_at((found["needs"][0], found["fit"][0])) <= 1:
            stays.append(name)
    told = reference.paid_ratings(reference.valued(reference.tickets_of(company), "again"))
    half = 2.07 * told["error"]
    estimates.append(Estimate("orders again because of the bonus", told["effect"], told["effect"] - half, told["effect"] + half, 0.0))
    order = max(seen, key=lambda name: seen[name][1])
    right = "first" if known(True).max() > known(False).max() else "later"
    so = [name for name, place in prototype.sealed(lot).items() if known(False, place).idxmax() <= 1]
    return Outcome(estimates, f"state {seen[order][0]}, pay {order}; {stays} stay", f"state {int(known(right == 'first').idxmax())}, pay {right}; {so} stay")


@cache
def known(first, differences=(1.5, 0.8)):
    seeds = reference.MANY if differences == (1.5, 0.8) else reference.MANY[:8]
    return reference.gains(first, seeds, differences).mean()
