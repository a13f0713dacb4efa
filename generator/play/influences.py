"""What a quarter's decisions, and those of the quarters before it, do to orders, leaving, prices and costs.

Everything is relative to the company as it is: with present decisions every factor is exactly 1 and every sum
exactly 0. What acts late (contacts, offers, personal offers, calls, the organisation) is read from the
quarters before.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.play import house as houses
from generator.play.arrays import Array
from generator.play.claims import Claims, Refunds
from generator.play.company import AGES, Company
from generator.play.decision import Decision
from generator.play.elementary import added, exp, log
from generator.play.house import House
from generator.play.keeping import kept
from generator.play.waiting import mean_wait

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

    rate: Array | float
    hazard: Array | float
    price: Array | float
    gain: Array
    lost: Array
    ticket_eur: Array
    contacts: float
    newcomers: float
    hazard_new: float
    mood: float
    satisfaction: float
    pulls: dict[str, float]
    live_eur: float


class Influences:
    """The response numbers of a company, with what is worked out once."""

    def __init__(self, company: Company, usual: Decision):
        self.company, self.usual, self.arrays = company, usual, company.arrays
        self.scenario, self.rules = company.scenario, company.scenario.policy
        self.claims = Claims(company)
        self._ends: dict[float | None, tuple[Refunds, Array, Array, Array]] = {}
        self._waits: dict[float, tuple[list[float], float]] = {}
        self._pulls: dict[tuple[tuple[float, ...], float], dict[str, float]] = {}
        self._rivals: dict[str, tuple[Array | float, Array | float, Array | float]] = {}
        rows, part, arrays = company.rows, self.rules.organising, self.arrays
        service = self.scenario.service
        self.needs = arrays.minimum(rows.breadth, 3.0)
        self.reach = part.sell * rows.breadth
        self.serve = rows.stay * (self.rules.serving.points / 0.2) * rows.tickets
        # An order brings catalogues from the next month on: those of the last weeks bring none yet.
        weeks = [min(age * 13.0 + 4.0, company.mail_weeks) for age in range(AGES)]
        #: Age × row: share of catalogues that a live customer gets, by past orders or by one since.
        self.mail = [
            1.0 - arrays.exp(rows.heard * -one) * (1.0 - mailed)
            for one, mailed in zip(weeks, rows.mailed, strict=True)
        ]
        # A row may stand for many.
        claims, tickets = (arrays.total(rows.weight * one) for one in (rows.claims, rows.tickets))
        self.claimed = claims / max(tickets, 1e-300)
        self.tires = self.rules.contacting.fatigue + self.rules.contacting.fatigue_averse * rows.averse
        self.near = 1.0 + self.rules.local.lift * rows.local
        #: Share of her tickets that are bad ones; bad ones an order; what they do to her stay.
        self.bad = 1.0 - arrays.exp(rows.exposure * -service.hand_offs)
        self.bad_tickets, self.bad_serve = rows.tickets * self.bad, self.bad * self.serve
        #: Share of her tickets that have a claim; probability that passing her around costs nothing.
        self.claim_share = rows.claims / arrays.maximum(rows.tickets, 1e-300)
        self.not_lost = arrays.exp(rows.exposure * -(service.lost_per_hand_off * service.hand_offs))
        self._wait_at_80 = mean_wait(0.8, service.waiting.clerks, exp, log)

    def limit(self, limit_eur: float | None) -> Refunds:
        """How claims end under a limit; kept."""
        return self._ending(limit_eur)[0]

    def _service(self, limit_eur: float | None) -> tuple[Array, Array, Array]:
        """Orders on top, orders at risk and goodwill for each order under a limit, at present hand-offs."""
        return self._ending(limit_eur)[1:]

    def _ending(self, limit_eur: float | None) -> tuple[Refunds, Array, Array, Array]:
        def made() -> tuple[Refunds, Array, Array, Array]:
            rows, service = self.company.rows, self.scenario.service
            ends = self.claims.refunds(limit_eur)
            gain = rows.claims * (ends.settled * service.claims.repurchase)
            good = self.claim_share * self.claims.at_own_scale(ends.goodwill)
            passed = service.lost_per_hand_off * ends.passed
            lost = 1.0 - self.not_lost * (1.0 - passed * self.claim_share)
            return ends, gain, rows.tickets * lost, good

        return kept(self._ends, limit_eur, made)

    def wait_days(self, staff: float, quarter: int) -> float:
        """Mean wait for a first answer, days, in a quarter's season; the rota follows the season in part."""
        return self._waiting(staff)[0][quarter % 4]

    def helped(self, staff: float) -> float:
        """Share of tickets that somebody answers before a caller hangs up (both times exponential; year's
        mean)."""
        return self._waiting(staff)[1]

    def _waiting(self, staff: float) -> tuple[list[float], float]:
        """Days by season, and the share of tickets that is answered, with so many clerks."""

        def made() -> tuple[list[float], float]:
            part, lengths = self.scenario.service.waiting, self.company.lengths[:4]
            days = []
            for length in lengths:
                season = length / (added(lengths) / 4.0)
                load = part.load * season / ((1.0 + part.follow * (season - 1.0)) * staff)
                long = mean_wait(min(load, MOST_LOAD), part.clerks, exp, log) / self._wait_at_80
                days.append(min(part.hours_at_80 / 24.0 * long, self.scenario.service.mood.most_days))
            callers = self.scenario.service.callers
            left = [24.0 * one / (24.0 * one + callers.patience_hours) for one in days]
            return days, 1.0 - callers.share * added(left) / 4.0

        return kept(self._waits, staff, made)

    def pulls(self, house: House) -> dict[str, float]:
        """What pay pulls at; see `house.pulls`."""
        pay = house.weights, house.slope
        return kept(self._pulls, pay, lambda: houses.pulls(self.rules, self.usual, house))

    def contacts(self, decision: Decision, house: House) -> float:
        """Contacts a quarter that customers really get: the cap, and what pay for revenue adds."""
        return decision.contacts * (1.0 + self.pulls(house)["contacts"])

    def tiring(self, decision: Decision, house: House) -> float:
        """Contacts as customers feel them: coordinated ones tire less."""
        return self.contacts(decision, house) * (
            self.rules.contacting.own if decision.owner == "customer" else 1.0
        )

    def sells(self, contacts: float, owner: str) -> float:
        """Factor on orders of so many contacts."""
        part = self.rules.contacting
        lift = part.lift * (1.0 - (part.slack if owner == "customer" else 0.0))
        return 1.0 + lift * (1.0 - exp(-contacts / part.scale))

    def of_quarter(
        self,
        quarter: int,
        n: int,
        past: list[Decision],
        homes: list[House],
        treated: Array | None,
        pressed: bool,
    ) -> Influence:
        """What acts in quarter `quarter` (0 = the first) on the first `n` rows.

        `past`: decisions, latest last, from some quarters before the first on; `homes`: likewise. `treated`:
        share of each row that got an offer last quarter. `pressed`: whether events press.
        """
        rules, rows, usual, scenario = self.rules, self.company.rows, self.usual, self.scenario
        now, house = past[-1], homes[-1]

        def ago(lag: int) -> Decision:
            return past[-1 - lag]

        pull = self.pulls(house)
        rate: Array | float = 1.0
        log_hazard: Array | float = pull["hazard"]

        # Contacts: more orders at once, fatigue later.
        contacts = self.contacts(now, house)
        present = self.sells(usual.contacts, usual.owner)
        scalar = self.sells(contacts, now.owner) / present
        lag = rules.contacting.lag
        felt = [self.tiring(past[-1 - k], homes[-1 - k]) for k in range(lag, lag + FATIGUE_QUARTERS)]
        tired = added(felt) / FATIGUE_QUARTERS - usual.contacts
        if tired != 0.0:
            log_hazard = log_hazard + tired * self.tires[:n]

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
            rate = rate * self.near[:n]

        # Service: the queue, refunds, calls.
        serving = rules.serving
        staff, limit = ago(serving.staff_lag).staff, ago(serving.limit_lag).limit_eur
        mood = self._mood(staff, limit, hands, quarter)
        if mood != 0.0:
            log_hazard = log_hazard - mood * self.serve[:n]
        if pull["satisfaction"] != 0.0:
            log_hazard = log_hazard - pull["satisfaction"] * rows.stay[:n]
        helped = self.helped(staff)
        gains, losses, goodwill = self._service(limit)
        gain = helped * gains[:n]
        ticket_eur = scenario.costs.ticket * now.staff + helped * goodwill[:n]
        lost = helped * (hands / org.hand_offs[usual.stage]) * losses[:n]
        call = ago(serving.call_lag)
        if call.called > 0.0 or now.called > 0.0:
            fades = max(1.0 - serving.call_fades * (call.call_days - 1.0), 0.0)
            helps = serving.call_gain * fades * (1.0 + serving.manager_gain * (call.caller == "manager"))
            mends = self.arrays.minimum(helps * rows.sore[:n], 1.0)
            gain = gain + call.called * self.bad_tickets[:n] * mends
            log_hazard = log_hazard - (serving.call_mood * fades * call.called) * self.bad_serve[:n]
            dear = serving.call_eur * (1.0 + serving.manager_eur * (now.caller == "manager"))
            ticket_eur = ticket_eur + self.bad[:n] * (now.called * dear * (1.0 + 1.0 / now.call_days))

        # Events and prices.
        price: Array | float = 1.0
        if pressed:
            rival = rules.pressure.rival
            if quarter + 1 >= rival.quarter:
                factor, log_more, price = (
                    one if isinstance(one, float) else one[:n] for one in self._rival(now.rival)
                )
                rate, log_hazard = rate * factor, log_hazard + log_more
            if quarter + 1 >= rules.pressure.recession_quarter:
                scalar *= 1.0 - rules.pressure.recession
        hazard: Array | float = (
            exp(log_hazard) if isinstance(log_hazard, float) else self.arrays.exp(log_hazard)
        )
        if treated is not None:
            hazard = (1.0 - rows.effect[:n] * treated) * hazard
        live = 0.0
        if now.personalisation > 0.0:
            live += rules.personalising.eur * now.personalisation * now.personalisation
        if now.regions == "need":
            live += rules.local.eur
        return Influence(
            rate * scalar, hazard, price, gain, lost, ticket_eur, contacts, 1.0 + pull["newcomers"],
            exp(pull["hazard_new"]), mood, pull["satisfaction"], pull, live,
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

    def _rival(self, answer: str) -> tuple[Array | float, Array | float, Array | float]:
        """Factor on orders, further log hazard and factor on price by the answer to the rival's price cut."""

        def made() -> tuple[Array | float, Array | float, Array | float]:
            rival, led = self.rules.pressure.rival, self.company.rows.price_led
            if answer == "match":
                return 1.0, 0.0, 1.0 - rival.cut
            price: Array | float = 1.0
            touched = led + rival.others * (1.0 - led)
            if answer == "targeted":
                touched = rival.others * (1.0 - led) * (1.0 - rival.leak)
                price = 1.0 - rival.cut * (led + rival.leak * (1.0 - led))
            return 1.0 - rival.lost * touched, rival.hazard * touched, price

        return kept(self._rivals, answer, made)
