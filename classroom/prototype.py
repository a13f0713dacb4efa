"""Companies on which a reorganisation can be tried out before anybody's desk is moved.

    company = prototype.twin(breadth=1.5, fit=0.8, seed=3)
    company.worth(3)                             # moves to state 3, one state a quarter; pay stays as it is
    company.worth(4, pay=prototype.NEW_PAY)      # pay is changed first, and the move begins a quarter later

A twin is made by the same rules as Fernhill and is not Fernhill. It runs on `generator.simulate`, in expected
mode: chance decides nothing, so two runs on one twin differ by nothing but what was decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from classroom.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from generator.scenario import Scenario
    from generator.simulate import Game, People

PRESENT = 1  # the state from which a twin starts
STATES = range(6)
QUARTERS = 8
CUSTOMERS = 2_000
SLOPE = 0.4  # of pay, as it is now
#: What pay hangs on if it is changed; enough of it is about customers to hold every state.
NEW_PAY = {"product_revenue": 0.2, "new_customers": 0.1, "nps": 0.1, "renewals": 0.3, "customer_equity": 0.3}
FERNHILL = (1.5, 0.8)
ASKED = 120
#: Breadth and fit of two companies in sealed envelopes; the lot says which pair, and which name has which.
_PAIRS = (
    ((0.15, 0.10), (1.6, 0.6)),
    ((0.25, 0.20), (2.0, 0.7)),
    ((0.20, 0.10), (1.8, 1.0)),
    ((0.15, 0.20), (1.4, 1.0)),
)
_NAMES = ("Oakham", "Brightwell")


@dataclass(frozen=True)
class Twin:
    """A company to try moves on: its scenario, and its game (`generator.simulate.Game`)."""

    scenario: Scenario
    game: Game

    def worth(self, state: int, pay: Mapping[str, float] | None = None) -> float:
        """What the company is worth if it moves to a state (EUR).

        Parameters
        ----------
        state : 0 to 5, to which it moves by one state a quarter
        pay : weights of what bonuses hang on, adding up to 1; changed in the first quarter, and the move
            begins in the second. None leaves pay as it is, and the move begins at once

        Returns
        -------
        float
            profits of eight quarters and of the ten years after them, later euros discounted

        Raises
        ------
        Misuse
            there is no such state
        """
        return self._played(state, pay)[0]

    def profits(self, state: int, pay: Mapping[str, float] | None = None) -> list[float]:
        """The profit of each of the eight quarters (EUR); arguments as for `worth`."""
        return [float(profit) for profit in self._played(state, pay)[1]]

    def _played(self, state: int, pay: Mapping[str, float] | None) -> tuple[float, list[float]]:
        from generator.policy import decisions
        from generator.policy.model import Bonus, Levers, Policy

        if state not in STATES:
            raise Misuse(f"There are states 0 to 5 on the road; found {state!r}.")
        if pay is None:
            steps = {1: Levers(stage=int(state))}
        else:
            steps = {1: Levers(bonus=Bonus(weights=dict(pay), slope=SLOPE)), 2: Levers(stage=int(state))}
        plan = decisions(Policy(name="move", quarters=steps), self.scenario, QUARTERS)
        worth, profits = self.game.value(plan, False)
        return float(worth), list(profits)


def twin(breadth: float, fit: float, seed: int, customers: int = CUSTOMERS) -> Twin:
    """A company by Fernhill's rules, with other differences between its customers.

    Parameters
    ----------
    breadth : mean number of further needs of a customer that the shop could serve
    fit : how much it matters to a customer to be served by her own needs (mean; 0: not at all)
    seed : which company; the same seed with another breadth or fit has the same people
    customers : how many have ever bought there
    """
    from dataclasses import replace

    from generator.simulate import Game
    from generator.simulate.rows import breadth_and_fit, lots
    from generator.world import World

    people = _people(seed, customers)
    plan = people.scenario
    differ = plan.policy.differences.model_copy(update={"breadth": breadth, "fit": fit})
    plan = plan.model_copy(update={"policy": plan.policy.model_copy(update={"differences": differ})})
    # both come from lots of their own: all else is the same people's
    rows = people.rows.taken(slice(None), **breadth_and_fit(breadth, fit, lots(seed, people.ids)))
    return Twin(
        plan, Game(replace(people, world=World(plan, seed, customers, people.world.until), rows=rows))
    )


@lru_cache(maxsize=32)
def _people(seed: int, customers: int) -> People:
    """The people of a twin, read once: a map asks for them at every place."""
    from generator.scenario import read_scenario
    from generator.simulate import people_of

    return people_of(read_scenario("fernhill"), seed, customers, QUARTERS)


def sealed(lot: int) -> dict[str, tuple[float, float]]:
    """What is in the envelopes: name -> breadth and fit. Who opens them has nothing left to find out."""
    pair = _PAIRS[lot % len(_PAIRS)]
    names = _NAMES if lot // len(_PAIRS) % 2 == 0 else _NAMES[::-1]
    return dict(zip(names, pair, strict=True))


def interviews(lot: int, asked: int = ASKED) -> pd.DataFrame:
    """Interviews at Fernhill and at two other companies, one row for each customer.

    Parameters
    ----------
    lot : any whole number; it says which companies they are
    asked : customers of each company, drawn by lot

    Returns
    -------
    DataFrame
        `company`; `needs`, further needs that the shop could serve; `fit`, how much it matters to her to be
        served by her own needs (0: not at all)
    """
    import numpy as np
    import pandas as pd

    found = []
    for number, (name, (breadth, fit)) in enumerate({"Fernhill": FERNHILL, **sealed(lot)}.items()):
        rows = twin(breadth, fit, 10_000 + lot % 1_000 + 1_000 * number, 500).game.people.rows
        needs, fits = np.asarray(rows.breadth)[:asked], np.asarray(rows.fit)[:asked]
        found.append(pd.DataFrame({"company": name, "needs": needs.astype(int), "fit": fits.round(2)}))
    return pd.concat(found, ignore_index=True)
