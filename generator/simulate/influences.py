"""What a quarter's decisions, and those of the quarters before it, do to orders, leaving, prices and costs.

Everything is relative to the company as it is: with present decisions every factor is exactly 1 and every sum
exactly 0. What acts late (contacts, offers, personal offers, calls, the organisation) is read from the
quarters before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import maths
from generator.business.waiting import queue
from generator.policy.decision import Decision
from generator.simulate import house as houses
from generator.simulate import worth
from generator.simulate.house import House
from generator.simulate.rows import AGES, People

FATIGUE_QUARTERS = 2  # fatigue is that of two quarters together
MOST_LOAD = 0.99  # of clerks for a whole quarter: with too few the queue grows until customers give up


@dataclass(frozen=True)
class Influence:
    """What acts in one quarter (arrays by row, or one number for all).

    `rate`, `hazard`: factors. `price`: factor on what is paid. `gain`: orders on top for each order, from
    claims settled on the spot and calls. `lost`: probability, for each order, that a hand-off costs the next
    weeks' orders. `ticket_eur`: of clerks, goodwill and calls, for each ticket. `contacts`: a quarter, with
    those that pay pulls. `newcomers`, `hazard_new`: factors. `mood`: points by which tickets' mood is above
    now. `pulls`: see `house.pulls`. `live_eur`: cost for each live customer.
    """

    rate: np.ndarray | float
    hazard: np.ndarray | float
    price: np.ndarray | float
    gain: np.ndarray
    lost: np.ndarray
    ticket_eur: np.ndarray
    contacts: float
    newcomers: float
    hazard_new: float
    mood: float
    satisfaction: float
    pulls: dict[str, float]
    live_eur: float


class Influences:
    """The response numbers of a company, with what is worked out once."""

    def __init__(self, people: People, usual: Decision):
        self.people, self.usual = people, usual
        self.scenario, self.rules = people.scenario, people.scenario.policy
        self._limits: dict[float | None, worth.Refunds] = {}
        self._lifts: dict[float | None, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        rows, part = people.rows, self.rules.organising
        self.needs = np.minimum(rows.breadth, 3.0)
        self.reach = part.sell * rows.breadth
        self.serve = rows.stay * (self.rules.serving.points / 0.2) * rows.tickets
        self.mail = self._mail_shares()
        self.claimed = float(rows.claims.sum() / max(float(rows.tickets.sum()), 1e-300))

    def _mail_shares(self) -> np.ndarray:
        """Age × row: share of catalogues that a live customer gets, by past orders or by one since."""
        rows = self.people.rows
        # An order brings catalogues from the next month on: those of the last weeks bring none yet.
        weeks = np.minimum(np.arange(AGES) * 13.0 + 4.0, self.people.mail_weeks)[:, None]
        return 1.0 - maths.exp(-rows.rate * weeks) * (1.0 - rows.mailed)

    def limit(self, limit_eur: float | None) -> worth.Refunds:
        """How claims end under a limit; kept."""
        if limit_eur not in self._limits:
            self._limits[limit_eur] = worth.refunds(self.people.world, self.people.scales, limit_eur)
        return self._limits[limit_eur]

    def _service(self, limit_eur: float | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Orders on top, orders at risk and goodwill for each order under a limit, at present hand-offs."""
        if limit_eur not in self._lifts:
            rows, service = self.people.rows, self.scenario.service
            ends = self.limit(limit_eur)
            gain = rows.claims * (ends.settled * service.claims.repurchase)
            share = rows.claims / np.maximum(rows.tickets, 1e-300)
            good = share * self.people.scales.at(rows.log_scale, ends.goodwill)
            stays = maths.exp(-service.lost_per_hand_off * service.hand_offs * rows.exposure)
            lost = 1.0 - stays * (1.0 - service.lost_per_hand_off * ends.passed * share)
            self._lifts[limit_eur] = gain, rows.tickets * lost, good
        return self._lifts[limit_eur]

    def wait_days(self, staff: float, quarter: int) -> float:
        """Mean wait for a first answer, days, in a quarter's season; the rota follows the season in part."""
        part = self.scenario.service.waiting
        lengths = self.people.lengths
        season = lengths[quarter % 4] / lengths[:4].mean()
        load = part.load * season / ((1.0 + part.follow * (season - 1.0)) * staff)
        both = np.array([min(load, MOST_LOAD), 0.8])
        long, usual = queue(both, part.clerks)
        return min(part.hours_at_80 / 24.0 * long / usual, self.scenario.service.mood.most_days)

    def helped(self, staff: float) -> float:
        """Share of tickets that somebody answers before a caller hangs up (both times exponential; year's
        mean)."""
        callers = self.scenario.service.callers
        waits = [24.0 * self.wait_days(staff, quarter) for quarter in range(4)]
        left = [wait / (wait + callers.patience_hours) for wait in waits]
        return 1.0 - callers.share * sum(left) / 4.0

    def contacts(self, decision: Decision, house: House) -> float:
        """Contacts a quarter that customers really get: the cap, and what pay for revenue adds."""
        return decision.contacts * (1.0 + houses.pulls(self.rules, self.usual, house)["contacts"])

    def tiring(self, decision: Decision, house: House) -> float:
        """Contacts as customers feel them: coordinated ones tire less."""
        return self.contacts(decision, house) * (
            self.rules.contacting.own if decision.owner == "customer" else 1.0
        )

    def sells(self, contacts: float, owner: str) -> float:
        """Factor on orders of so many contacts."""
        part = self.rules.contacting
        lift = part.lift * (1.0 - (part.slack if owner == "customer" else 0.0))
        return 1.0 + lift * (1.0 - float(maths.exp(np.array([-contacts / part.scale]))[0]))

    def of_quarter(
        self,
        quarter: int,
        n: int,
        past: list[Decision],
        homes: list[House],
        treated: np.ndarray | None,
        pressed: bool,
    ) -> Influence:
        """What acts in quarter `quarter` (0 = the first) on the first `n` rows.

        `past`: decisions, latest last, from some quarters before the first on; `homes`: likewise. `treated`:
        share of each row that got an offer last quarter. `pressed`: whether events press.
        """
        rules, rows, usual, scenario = self.rules, self.people.rows, self.usual, self.scenario
        now, house = past[-1], homes[-1]

        def ago(lag: int) -> Decision:
            return past[-1 - lag]

        pull = houses.pulls(rules, usual, house)
        rate: np.ndarray | float = 1.0
        log_hazard: np.ndarray | float = pull["hazard"]

        # Contacts: more orders at once, fatigue later.
        contacts = self.contacts(now, house)
        present = self.sells(usual.contacts, usual.owner)
        scalar = self.sells(contacts, now.owner) / present
        lag, part = rules.contacting.lag, rules.contacting
        felt = [self.tiring(past[-1 - k], homes[-1 - k]) for k in range(lag, lag + FATIGUE_QUARTERS)]
        tired = sum(felt) / FATIGUE_QUARTERS - usual.contacts
        if tired != 0.0:
            log_hazard = log_hazard + tired * (part.fatigue + part.fatigue_averse * rows.averse[:n])

        # Organisation: further needs are served, customers by their needs; tickets change hands less.
        org = rules.organising
        reach = houses.acting(rules, usual, house, org.reach)
        fit = houses.acting(rules, usual, house, org.fit)
        hands = houses.acting(rules, usual, house, org.hand_offs)
        if reach != org.reach[usual.stage]:
            own = self.reach[:n]
            rate = rate * ((1.0 + reach * own) / (1.0 + org.reach[usual.stage] * own))
        if fit != org.fit[usual.stage]:
            log_hazard = log_hazard - org.stay * (fit - org.fit[usual.stage]) * rows.fit[:n]
        if hands != org.hand_offs[usual.stage]:
            log_hazard = log_hazard + org.hand_off * (hands - org.hand_offs[usual.stage]) * self.needs[:n]
        if house.moved:
            scalar *= 1.0 - org.disturbed
        if house.repaid:
            scalar *= 1.0 - rules.bonus.goodwill

        # Personal offers need data about the whole customer, which reach brings.
        level = ago(rules.personalising.lag).personalisation
        if level * reach > 0.0:
            rate = rate * (1.0 + rules.personalising.lift * level * reach * rows.fit[:n])
        if ago(rules.local.lag).regions == "need":
            rate = rate * (1.0 + rules.local.lift * rows.local[:n])

        # Service: the queue, refunds, calls.
        serving = rules.serving
        staff, limit = ago(serving.staff_lag).staff, ago(serving.limit_lag).limit_eur
        mood = self._mood(staff, limit, hands, quarter)
        if mood != 0.0 or pull["satisfaction"] != 0.0:
            log_hazard = log_hazard - (mood * self.serve[:n] + pull["satisfaction"] * rows.stay[:n])
        helped = self.helped(staff)
        gain, lost, goodwill = (helped * part[:n] for part in self._service(limit))
        ticket_eur = scenario.costs.ticket * now.staff + goodwill
        if hands != org.hand_offs[usual.stage]:
            lost = lost * (hands / org.hand_offs[usual.stage])
        call = ago(serving.call_lag)
        if call.called > 0.0 or now.called > 0.0:
            bad = 1.0 - maths.exp(-scenario.service.hand_offs * rows.exposure[:n])
            fades = max(1.0 - serving.call_fades * (call.call_days - 1.0), 0.0)
            helps = serving.call_gain * fades * (1.0 + serving.manager_gain * (call.caller == "manager"))
            reached = bad * call.called
            gain = gain + rows.tickets[:n] * reached * np.minimum(helps * rows.sore[:n], 1.0)
            log_hazard = log_hazard - (serving.call_mood * fades) * reached * self.serve[:n]
            dear = serving.call_eur * (1.0 + serving.manager_eur * (now.caller == "manager"))
            ticket_eur = ticket_eur + bad * (now.called * dear * (1.0 + 1.0 / now.call_days))

        # Events and prices.
        price: np.ndarray | float = 1.0
        if pressed:
            rival = rules.pressure.rival
            if quarter + 1 >= rival.quarter:
                factor, log_more, price = self._rival(now.rival, n)
                rate, log_hazard = rate * factor, log_hazard + log_more
            if quarter + 1 >= rules.pressure.recession_quarter:
                scalar *= 1.0 - rules.pressure.recession
        if treated is not None:
            offered = 1.0 - rows.effect[:n] * treated
        else:
            offered = 1.0
        hazard = offered if np.ndim(log_hazard) == 0 and log_hazard == 0.0 else offered * _exp(log_hazard)
        live = 0.0
        if now.personalisation > 0.0:
            live += rules.personalising.eur * now.personalisation * now.personalisation
        if now.regions == "need":
            live += rules.local.eur
        return Influence(
            rate * scalar, hazard, price, gain, lost, ticket_eur, contacts, 1.0 + pull["newcomers"],
            float(_exp(np.array([pull["hazard_new"]]))[0]), mood, pull["satisfaction"], pull, live,
        )  # fmt: skip

    @property
    def late(self) -> int:
        """Quarters after which all that was decided has had its effect."""
        rules = self.rules
        lags = (
            rules.contacting.lag + FATIGUE_QUARTERS - 1, rules.offers.lag, rules.personalising.lag,
            rules.serving.staff_lag, rules.serving.limit_lag, rules.serving.call_lag, rules.organising.lag,
            rules.local.lag,
        )  # fmt: skip
        return max(lags)

    def presses(self, quarter: int) -> bool:
        """Whether an event moves customers in a quarter."""
        part = self.rules.pressure
        return quarter + 1 >= min(part.rival.quarter, part.recession_quarter)

    def _mood(self, staff: float, limit: float | None, hands: float, quarter: int) -> float:
        """Points by which tickets' mood is above now."""
        mood, usual = self.scenario.service.mood, self.usual
        found = 0.0
        if staff != usual.staff:
            found += mood.day * (self.wait_days(usual.staff, quarter) - self.wait_days(staff, quarter))
        if limit != usual.limit_eur:
            now, then = self.limit(limit), self.limit(usual.limit_eur)
            better = mood.settled * (now.settled - then.settled) - mood.hand_off * (now.passed - then.passed)
            found += better * self.claimed
        return found

    def _rival(
        self, answer: str, n: int
    ) -> tuple[np.ndarray | float, np.ndarray | float, np.ndarray | float]:
        """Factor on orders, further log hazard and factor on price by the answer to the rival's price cut."""
        rival, led = self.rules.pressure.rival, self.people.rows.price_led[:n]
        touched = led + rival.others * (1.0 - led)
        if answer == "match":
            return 1.0, 0.0, 1.0 - rival.cut
        if answer == "targeted":
            touched = rival.others * (1.0 - led) * (1.0 - rival.leak)
            price = 1.0 - rival.cut * (led + rival.leak * (1.0 - led))
            return 1.0 - rival.lost * touched, rival.hazard * touched, price
        return 1.0 - rival.lost * touched, rival.hazard * touched, 1.0


def _exp(x: np.ndarray | float) -> np.ndarray:
    return maths.exp(np.atleast_1d(np.asarray(x, dtype=np.float64)))
