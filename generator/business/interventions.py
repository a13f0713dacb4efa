"""What is done to customers, in one order: each intervention sees what those before it have left.

The baseline is drawn first and never drawn again. To add an intervention, write a class of the kind
`changes.Intervention` in the file of its subject and put it here, at its place in time and cause.
"""

from __future__ import annotations

import math

from generator.business.app import App
from generator.business.changes import Histories, Intervention, applied
from generator.business.customer_base import CustomerBase
from generator.business.deliveries import Deliveries
from generator.business.order_history import draw_baseline
from generator.business.service import Service
from generator.business.trials.enrolled import Enrolled
from generator.business.trials.held import Trials

TRIALS = Trials()
INTERVENTIONS: tuple[Intervention, ...] = (App(), Service(), Deliveries(), TRIALS)


def order_histories(
    base: CustomerBase, horizon: float, interventions: tuple[Intervention, ...] = INTERVENTIONS
) -> Histories:
    """What the customers of a block do up to the operational week `horizon`, intervention by intervention."""
    least = math.prod(intervention.least_hazard(base.world) for intervention in interventions)
    history = baseline = draw_baseline(base, horizon, least)
    without_trials = None
    enrolled: dict[str, Enrolled] = {}
    for intervention in interventions:
        if intervention is TRIALS:
            without_trials = history.lived
        changes = intervention.changes(base, history)
        enrolled |= changes.enrolled
        history = applied(base, history, changes, intervention.name)
    realised = history.lived
    return Histories(baseline, without_trials or realised, realised, enrolled)
