"""The company forward, quarter by quarter, under a policy: expected mode and event mode.

`simulate(policy, scenario, customers, seed)` runs a policy; `Game` is a company that can be played turn by
turn. Weights instead of chance: who is there at the end of the run is known, whether she stays and how often
she orders is expected given her own parameters, so two policies on one company differ by nothing but the
policies. `simulate_events` runs the same in event mode, where chance decides for each person, and `event_log`
shows what she did (`generator.simulate.events`).
"""

from generator.play.house import House
from generator.play.influences import Influence
from generator.play.kernel import Quarter, Standing
from generator.simulate.company import company_of, write_company
from generator.simulate.events import EventGame, EventSimulation, event_log, simulate_events
from generator.simulate.game import Game, Position, Turn
from generator.simulate.rows import People, Rows, people_of
from generator.simulate.running import Simulation, run, simulate

__all__ = [
    "EventGame",
    "EventSimulation",
    "Game",
    "House",
    "Influence",
    "People",
    "Position",
    "Quarter",
    "Rows",
    "Simulation",
    "Standing",
    "Turn",
    "company_of",
    "event_log",
    "people_of",
    "run",
    "simulate",
    "simulate_events",
    "write_company",
]
