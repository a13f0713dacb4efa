"""Event mode: people instead of weights. Who comes, is there, orders and leaves is drawn, person by person.

`simulate_events(policy, scenario, customers, seed)` runs a policy; `event_log` tells it person by person.

Every draw is shared with the baseline (`chances`), so two policies on one company differ by what they cause
and by nothing else: before a policy's first quarter all is the same to the bit, and so is the course of
everybody whose hazard and rate it leaves alone. The mean over other luck (`noise`) is expected mode.

At present decisions, without events that press, this is the company that `centric append` carries on, as far
as expected mode knows it. The same: who comes and when, first orders, the times, numbers and values of orders
by a customer's own rate and by the app, and when she leaves by her hazard at the run's end. Another: an order
is lost by a lot of its own with her mean probability, not by the very parcel or ticket that went wrong; the
harm of late parcels to her hazard grows steadily instead of parcel by parcel; orders on top of settled claims
have their own moments; trials are not held.
"""

from generator.simulate.events.game import EventGame
from generator.simulate.events.log import event_log
from generator.simulate.events.running import EventSimulation, run_events, simulate_events

__all__ = ["EventGame", "EventSimulation", "event_log", "run_events", "simulate_events"]
