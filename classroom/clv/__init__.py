"""Reference models of customer lifetime value, the ones that answers are compared with.

    from classroom import clv
    table = clv.summarise(orders, clock=clv.Season.of(load("clock")))
    fit = clv.ParetoNBD.fit(table["x"], table["t_x"], table["T"])
    fit.parameters, fit.interval(), fit.converged
    fit.model.expected(52, table["x"], table["t_x"], table["T"])

- `summarise`, `count_orders`: from single orders to x, t_x and T, in weeks of any clock
- `Calendar`, `Season`: the clocks
- `ParetoNBD`, `BGNBD`, `MBGNBD`: when customers who never say goodbye order
- `GammaGamma`: what their orders are worth
- `ShiftedBetaGeometric`, `tenures`: how long members who cancel stay
- `lifetime_value`: expected, discounted margin over a horizon
- `costs_of_winning`: what a newcomer costs on average, and the next one
- `refitted`: a fit moved to each of many crowds of drawn customers, for intervals

Time is in weeks throughout, money in the unit of the data. All models are fitted by maximum likelihood with
analytic gradients; a `Fit` tells whether it has converged, and how sure it is.

"Recency" has two meanings in the field, so the word is no column here: `t_x` is the time from the first to
the last order (the recency of the papers), `weeks_since_last` is the time from the last order to the end of
watching (the recency of RFM).
"""

from __future__ import annotations

from classroom.clv.bg_nbd import BGNBD, MBGNBD
from classroom.clv.clocks import Calendar, Season
from classroom.clv.crowds import refitted
from classroom.clv.fit import Fit
from classroom.clv.gamma_gamma import GammaGamma
from classroom.clv.pareto_nbd import ParetoNBD
from classroom.clv.shifted_beta_geometric import ShiftedBetaGeometric
from classroom.clv.summary import count_orders, summarise, tenures
from classroom.clv.value import lifetime_value
from classroom.clv.winning import costs_of_winning

__all__ = [
    "BGNBD",
    "MBGNBD",
    "Calendar",
    "Fit",
    "GammaGamma",
    "ParetoNBD",
    "Season",
    "ShiftedBetaGeometric",
    "costs_of_winning",
    "count_orders",
    "lifetime_value",
    "refitted",
    "summarise",
    "tenures",
]
