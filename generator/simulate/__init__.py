"""The company forward, quarter by quarter, under a policy: expected mode.

`simulate(policy, scenario, customers, seed)` runs a policy; `Game` is a company that can be played turn by
turn. Weights instead of chance: who is there at the end of the run is known, whether she stays and how often
she orders is expected given her own parameters, so two policies on one company differ by nothing but the
policies.
"""

from generator.simulate.game import Game
from generator.simulate.rows import people_of
from generator.simulate.running import Simulation, run, simulate

__all__ = ["Game", "Simulation", "people_of", "run", "simulate"]
