"""What decisions would change: the response numbers behind `generator.policy` and `generator.simulate`.

All effects are measured from the company as it is: a lever at its present value changes nothing.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.play.decision import MEASURES
from generator.scenario.parts.base import Money, Part, Positive, Share

Six = Annotated[list[Annotated[float, Field(ge=0, le=100)]], Field(min_length=6, max_length=6)]
Effect = Annotated[float, Field(ge=-2, le=2)]
Lag = Annotated[int, Field(ge=0, le=4)]


class Differences(Part):
    """How customers differ in what moves them.

    `breadth`: mean number of needs beyond the first that the house could serve (Poisson). `fit`: mean of how
    much it matters to a customer to be served by her own needs (gamma with shape 2). `averse`: share who
    cannot stand being contacted often.
    """

    breadth: Annotated[float, Field(ge=0, le=5)] = 0.0
    fit: Annotated[float, Field(ge=0, le=3)] = 0.0
    averse: Share = 0.0


class Contacting(Part):
    """E-mails and messages in a quarter, on top of the monthly catalogue: what they sell at once, and what
    they wear out later.

    `usual`: as things are. `lift`: share of her orders that a customer places on top under very many;
    `scale`: contacts that bring two thirds of it. `fatigue`: log hazard for each contact above the usual,
    `lag` quarters later; `fatigue_averse`: on top, for who cannot stand it. `own`: share of the fatigue that
    is left if one owner coordinates all contacts instead of each line for itself; `slack`: share of the lift
    that is lost then. `eur`: cost of one, with the offer that it carries.
    """

    usual: Annotated[float, Field(ge=0, le=12)] = 0.0
    lift: Share = 0.0
    scale: Positive = 4.0
    fatigue: Annotated[float, Field(ge=0, le=1)] = 0.0
    fatigue_averse: Annotated[float, Field(ge=0, le=1)] = 0.0
    own: Share = 1.0
    slack: Share = 0.0
    eur: Money = 0.10
    lag: Lag = 2


class Offers(Part):
    """Offers to keep customers: individual effect on the hazard of leaving, `lag` quarters later.

    `gain`: mean share by which the hazard falls for those whom an offer helps (gamma with shape 2, at most
    .9); `harmed`: share of customers whom it harms, `harm`: by how much their hazard rises. `offer_eur`: cost
    of one offer. `noise`: standard deviation of the error of an estimated effect, as a share of `gain`.
    """

    gain: Share = 0.0
    harmed: Share = 0.0
    harm: Share = 0.0
    offer_eur: Positive = 3.0
    noise: Annotated[float, Field(ge=0, le=5)] = 0.5
    lag: Lag = 1


class Personalising(Part):
    """Personal offers: `lift` on orders at full level for a customer to whom fit matters by 1, as far as the
    organisation shares data about her; `eur`: cost a live customer and quarter at full level (quadratic)."""

    lift: Share = 0.0
    eur: Money = 0.40
    lag: Lag = 2


class Serving(Part):
    """Service levers.

    `points`: standard deviations of satisfaction for each point of mood that tickets change, at one ticket
    for five orders. `call_eur`: cost of calling back. `call_gain`: probability of an order on top after a
    call (by the trial), lessened for each day of waiting by `call_fades`; `call_mood`: points of mood that it
    mends. `manager_gain`, `manager_eur`: what it adds if managers call, as shares. Lags in quarters.
    """

    points: Annotated[float, Field(ge=0, le=2)] = 0.0
    call_eur: Money = 9.0
    call_gain: Share = 0.0
    call_fades: Share = 0.06
    call_mood: Annotated[float, Field(ge=0, le=3)] = 0.0
    manager_gain: Share = 0.25
    manager_eur: Share = 1.0
    staff_lag: Lag = 1
    limit_lag: Lag = 1
    call_lag: Lag = 2


class Organising(Part):
    """States 0 to 5 of the organisation, from product silos to segment managers (lists by state).

    `reach`: share of a customer's needs that the house can see and serve; `fit`: how far it is cut to her
    needs; `hand_offs`: times that a ticket changes department. `coordination`: cost as a share of gross
    margin; `lost_scale`: of revenue. `upkeep`: least weight of customer measures in bonuses that holds a
    state; below it, a state's effect decays by `decay` for each quarter and point of missing weight.
    `latency_days`: from a customer's question of policy to a decision. `sell`: log orders for each further
    need at full reach; `stay`: fall of log hazard at full fit for whom it matters by 1; `hand_off`: log
    hazard for each hand-off and need (at most three). `disturbed`: share of orders lost in a quarter of a
    move.
    """

    reach: Six
    fit: Six
    hand_offs: Six
    coordination: Six
    lost_scale: Six
    upkeep: Six
    latency_days: Six
    decay: Share = 0.5
    sell: Annotated[float, Field(ge=0, le=1)] = 0.0
    stay: Annotated[float, Field(ge=0, le=3)] = 0.0
    hand_off: Annotated[float, Field(ge=0, le=1)] = 0.0
    disturbed: Share = 0.0
    lag: Lag = 2


class Pull(Part):
    """What a measure does when pay hangs on it, for each point of weight × slope above the present one.

    `contacts`: share of further contacts (nobody's cap holds). `newcomers`: share of further newcomers for
    the same spend, of whom `hazard_new` (log) more leave. `hazard`: log hazard of everybody. `satisfaction`:
    sd. `nps_points`: what the measured score gains without anybody being more content. `margin`: share of
    gross margin lost to gaming, for the square of weight × slope.
    """

    contacts: Effect = 0.0
    newcomers: Effect = 0.0
    hazard_new: Effect = 0.0
    hazard: Effect = 0.0
    satisfaction: Effect = 0.0
    nps_points: Annotated[float, Field(ge=0, le=100)] = 0.0
    margin: Share = 0.0


class Bonuses(Part):
    """What pay hangs on: present weights and slope, and what each measure pulls.

    `goodwill`: share of orders lost in the quarter in which pay is changed.
    """

    weights: dict[str, Share]
    slope: Share
    pulls: dict[str, Pull]
    goodwill: Share = 0.0

    @model_validator(mode="after")
    def _same_measures(self) -> Bonuses:
        if set(self.weights) != set(MEASURES) or set(self.pulls) != set(MEASURES):
            raise ValueError(f"bonus: give weights and pulls for each of {', '.join(MEASURES)}")
        if abs(sum(self.weights.values()) - 1.0) > 1e-9:
            raise ValueError("bonus: weights must add up to 1")
        return self


class Rival(Part):
    """The rival's price cut from `quarter` on: `lost`, share of orders that price-led customers take there,
    and `hazard`, what it adds to their log hazard, if prices are held; `others`: share of both for the rest.
    `cut`: share of the price given away when it is matched, for all or for the price-led; `leak`: share of
    the others who get a targeted price too."""

    quarter: Annotated[int, Field(ge=1, le=8)] = 3
    lost: Share = 0.0
    hazard: Annotated[float, Field(ge=0, le=1)] = 0.0
    others: Share = 0.2
    cut: Share = 0.05
    leak: Share = 0.25


class Pressure(Part):
    """Events that press: the letter about the missed target (which changes nothing by itself), the rival's
    price cut, a warehouse full of lamps, a recession.

    `lamps_eur`: written off, for each customer of the company, if contacts stay as they are; each contact
    above the usual sells `lamps_sold` of it. `recession`: share of orders lost from its quarter on.
    """

    letter_quarter: Annotated[int, Field(ge=1, le=8)] = 2
    rival: Rival = Rival()
    lamps_quarter: Annotated[int, Field(ge=1, le=8)] = 5
    lamps_eur: Money = 0.0
    lamps_sold: Share = 0.08
    recession_quarter: Annotated[int, Field(ge=1, le=8)] = 6
    recession: Share = 0.0


class Local(Part):
    """Regions' assortment by need instead of by revenue: `lift` on orders for each unit of how much more
    frequent a customer's need is in her region; `eur`: cost a live customer and quarter."""

    lift: Annotated[float, Field(ge=0, le=2)] = 0.0
    eur: Money = 0.02
    lag: Lag = 1


class Policies(Part):
    """What decisions would change; `budget`: most that may be spent in a quarter on newcomers and offers, as
    a multiple of what newcomers cost as things are; `tail_quarters`: quarters after the last that value
    counts."""

    budget: Annotated[float, Field(ge=1, le=10)] = 2.0
    tail_quarters: Annotated[int, Field(ge=8, le=100)] = 40
    differences: Differences
    contacting: Contacting
    offers: Offers
    personalising: Personalising
    serving: Serving
    organising: Organising
    bonus: Bonuses
    pressure: Pressure
    local: Local
