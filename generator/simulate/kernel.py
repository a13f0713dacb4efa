"""One quarter of expected mode: who is there, who stays, what is ordered and what it earns, all in means.

A customer with hazard h and rate r who is there at the start of a quarter of t operational weeks is still
there at its end with probability exp(-h t) and orders r (1 - exp(-h t)) / h times (Schmittlein, Morrison,
Colombo 1987, given the customer's own parameters). Weights of rows multiply all of it, so a row may be a
cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import maths
from generator.simulate.house import House
from generator.simulate.influences import Influence, Influences
from generator.simulate.rows import AGES, MONTHS, People

STRETCHES = (4, 4, 4, 8, 8, 200)  # quarters after which a rising hazard is looked at again
DEAD_QUARTERS = 4  # for so many quarters catalogues may still go to who has left


@dataclass(frozen=True)
class Standing:
    """Where everybody stands at the start of a quarter (arrays by row, of those who have come).

    `mass`: live persons. `gone`: who left in each of the last quarters, latest first. `treated`: share of
    each row that got an offer, by quarter, latest first.
    """

    mass: np.ndarray
    gone: tuple[np.ndarray, ...]
    treated: tuple[np.ndarray | None, ...]


@dataclass(frozen=True)
class Quarter:
    """What happened in a quarter (arrays by row; EUR unless said).

    `mass`: live persons at its end. `live`: on average. `came`: newcomers. `repeats`: repeat orders. `gross`:
    gross margin (revenue less goods), `revenue`, `goods`. `parcels`, `returns`, `service` (clerks, goodwill,
    calls), `contact` (catalogues, personal and local offers), `house` (coordination, lost scale, gaming).
    `dead_eur`: catalogues to those who had left before the first quarter. `own`: repeat orders by the
    customer's own rate alone. `mailed`: persons whom the house counts as customers, since they ordered within
    the last year.
    """

    mass: np.ndarray
    live: np.ndarray
    left: np.ndarray
    came: np.ndarray
    own: np.ndarray
    repeats: np.ndarray
    revenue: np.ndarray
    first_revenue: np.ndarray
    goods: np.ndarray
    parcels: np.ndarray
    returns: np.ndarray
    service: np.ndarray
    contact: np.ndarray
    house: np.ndarray
    mailed: np.ndarray
    dead_eur: float

    @property
    def gross(self) -> np.ndarray:
        """Revenue less goods."""
        return self.revenue - self.goods

    @property
    def earned(self) -> np.ndarray:
        """What each row leaves after everything that it causes itself."""
        return (
            self.revenue - self.goods - self.parcels - self.returns - self.service - self.contact - self.house
        )


class Kernel:
    """The quarter's arithmetic on a company's rows."""

    def __init__(self, people: People, influences: Influences):
        self.people, self.acts = people, influences
        self.rules, scenario = influences.rules, people.scenario
        rows = people.rows
        weeks = people.mail_weeks - 13.0 * (np.arange(DEAD_QUARTERS) + 0.5)[:, None]
        # Probability that who left so many quarters ago had not ordered in what is left of the last year.
        self.silent = maths.exp(-rows.rate * np.maximum(weeks, 0.0))
        #: Quarters of catalogues that go to a customer of long standing after she has left.
        self.after = 0.5 * (1.0 - self.silent[0]) + (1.0 - self.silent[1:]).sum(axis=0)
        self.lift, self.span = scenario.app.lift, scenario.service.weeks
        late = scenario.deliveries.late
        self.late_lost, self.late = late.lost, rows.late * (late.lost * late.weeks)
        self.wears = bool((rows.wear != 0.0).any())
        self.catalogue = scenario.contact.mailing_eur
        discount = float(maths.log(np.array([1.0 + scenario.future.discount_per_year]))[0])
        self.log_per_quarter = -discount / 4.0
        self.per_quarter = float(maths.exp(np.array([-discount / 4.0]))[0])

    def contact_eur(self, contacts: float) -> float:
        """Cost of a quarter's catalogues and of so many messages to one customer."""
        return MONTHS * self.catalogue + contacts * self.rules.contacting.eur

    def rate(self, n: int, quarter: int, weeks: np.ndarray | float) -> np.ndarray:
        """Orders a week of the first `n` rows by their own nature and the app, over the quarter's last
        weeks."""
        rows, end = self.people.rows, self.people.starts[quarter] + self.people.lengths[quarter]
        share = np.minimum(np.maximum((end - rows.app_week[:n]) / weeks, 0.0), 1.0)
        return rows.rate[:n] * (1.0 + self.lift * share)

    def shares(self, house: House, gaming: float) -> tuple[float, float]:
        """Cost of the organisation as a share of gross margin and of revenue, above now."""
        part, usual = self.rules.organising, self.acts.usual
        coordination = part.coordination[house.stage] - part.coordination[usual.stage]
        return coordination + gaming, part.lost_scale[house.stage] - part.lost_scale[usual.stage]

    def quarter(
        self,
        quarter: int,
        standing: Standing,
        influence: Influence,
        house: House,
        came: np.ndarray | None = None,
    ) -> Quarter:
        """Quarter `quarter` (0 = the first) from where everybody stands; `came`: persons by further row."""
        people, rows = self.people, self.people.rows
        old = len(standing.mass)
        n = old + (0 if came is None else len(came))
        length = people.lengths[quarter]
        weeks: np.ndarray | float = length
        mass, hazard, firsts = standing.mass, rows.hazard[:n] * influence.hazard, np.zeros(n)
        if came is not None:
            mass = np.concatenate([mass, came])
            weeks = np.full(n, length)
            weeks[old:] = rows.weeks[old:n]
            firsts[old:] = came
            if influence.hazard_new != 1.0:
                hazard[old:] *= influence.hazard_new
        if self.wears:
            middle = people.starts[quarter] + 0.5 * length - rows.since[:n]
            middle[old:] = 0.5 * rows.weeks[old:n]
            hazard = hazard * maths.exp(rows.wear[:n] * middle)
        rate = self.rate(n, quarter, weeks) * influence.rate
        stays = maths.exp(-hazard * weeks)
        live_weeks = mass * ((1.0 - stays) / hazard)
        own = rate * live_weeks
        repeats = own * maths.exp(-rate * (self.span * influence.lost + self.late[:n]))
        if came is not None:  # what goes wrong with a first order may cost the next ones, too
            first_wrong = 1.0 - (1.0 - influence.lost[old:]) * (1.0 - self.late_lost * rows.late[old:n])
            repeats[old:] *= 1.0 - first_wrong
        repeats = repeats + influence.gain * (repeats + firsts)
        end = mass * stays

        paid = rows.value[:n] * influence.price
        first_revenue = firsts * paid
        revenue = repeats * paid + first_revenue
        value = rows.value[:n]
        goods = value * (repeats * rows.goods[:n] + firsts * rows.goods_first[:n])
        orders = repeats + firsts
        live, left = live_weeks / length, mass - end
        mail = self._mail(quarter, n, live, left, standing)
        contact = mail * self.contact_eur(influence.contacts) + live * influence.live_eur
        of_gross, of_revenue = self.shares(house, influence.pulls["margin"])
        dead = people.dead_mail[quarter] if quarter < len(people.dead_mail) else 0.0
        return Quarter(
            mass=end,
            live=live,
            left=left,
            came=firsts,
            own=own,
            repeats=repeats,
            revenue=revenue,
            first_revenue=first_revenue,
            goods=goods,
            parcels=orders * rows.fulfil[:n],
            returns=repeats * rows.back[:n] + firsts * rows.back_first[:n],
            service=orders * rows.tickets[:n] * influence.ticket_eur,
            contact=contact,
            house=(revenue - goods) * of_gross + revenue * of_revenue,
            mailed=mail,
            dead_eur=float(dead) * self.catalogue,
        )

    def _mail(
        self, quarter: int, n: int, live: np.ndarray, left: np.ndarray, standing: Standing
    ) -> np.ndarray:
        """Persons to whom a quarter's catalogues go, live or not."""
        people = self.people
        mail = np.empty(n)
        low = 0
        for came, until in enumerate(people.until.tolist()):
            if low == n:
                break
            high = min(until, n)
            age = min(quarter - max(came - 1, 0), AGES - 1)
            mail[low:high] = live[low:high] * self.acts.mail[age, low:high]
            # Who left is still mailed for her last orders, the first one included.
            unmailed = 1.0 - people.rows.mailed[age, low:high]
            mail[low:high] += 0.5 * left[low:high] * (1.0 - self.silent[0, low:high] * unmailed)
            for k, gone in enumerate(standing.gone[: DEAD_QUARTERS - 1], 1):
                end = min(len(gone), high)
                if end > low:
                    mail[low:end] += gone[low:end] * (1.0 - self.silent[k, low:end] * unmailed[: end - low])
            low = high
        return mail

    def owed(self, standing: Standing) -> np.ndarray:
        """EUR of catalogues that still go to those who have left in the last quarters (by row)."""
        found = np.zeros(len(standing.mass))
        for k, gone in enumerate(standing.gone[: DEAD_QUARTERS - 1], 1):
            found[: len(gone)] += gone * (1.0 - self.silent[k:, : len(gone)]).sum(axis=0)
        return found * self.contact_eur(0.0)

    def after_quarter(self, standing: Standing, done: Quarter, treated: np.ndarray | None) -> Standing:
        """Where everybody stands then."""
        gone = (done.left, *standing.gone)[: DEAD_QUARTERS - 1]
        return Standing(done.mass, gone, (treated, *standing.treated)[:4])

    def rest(
        self, quarter: int, mass: np.ndarray, influence: Influence, house: House, quarters: int
    ) -> np.ndarray:
        """EUR that each row earns in so many quarters after `quarter`, discounted to its end, in closed form.

        What acts stays as it is; the four quarters of a year come again and again, each with its own length,
        so each is a geometric series over the years. Where late parcels wear customers out, their hazard
        rises from one stretch of years to the next (`STRETCHES`).
        """
        n, rows = len(mass), self.people.rows
        rate = self.rate(n, quarter, self.people.lengths[quarter]) * influence.rate
        hazard = rows.hazard[:n] * influence.hazard
        of_gross, of_revenue = self.shares(house, influence.pulls["margin"])
        paid = rows.value[:n] * influence.price
        margin = (paid - rows.value[:n] * rows.goods[:n]) * (1.0 - of_gross) - paid * of_revenue
        margin = margin - rows.fulfil[:n] - rows.back[:n] - rows.tickets[:n] * influence.ticket_eur
        lost = self.span * influence.lost + self.late[:n]
        orders = rate * maths.exp(-rate * lost) * (1.0 + influence.gain)
        mail = self.contact_eur(influence.contacts)
        earns, mailed = orders * margin, self.acts.mail[AGES - 1, :n] * mail
        leaves = mail * self.after[:n]

        lengths = [float(self.people.lengths[(quarter + 1 + k) % 4]) for k in range(4)]
        year, there, found, factor, gone = sum(lengths), np.ones(n), np.zeros(n), 1.0, 0
        ages = self.people.starts[quarter] + self.people.lengths[quarter] - rows.since[:n]
        growth = maths.exp(rows.wear[:n] * (0.25 * year)) if self.wears else 1.0
        for stretch in self.stretches(quarters):
            levels = [hazard] * 4
            if self.wears:  # as in the year in its middle
                first = (gone + 0.5 * stretch - 1.5) / 4.0 * year
                levels[0] = hazard * maths.exp(rows.wear[:n] * (ages + first))
                for k in range(1, 4):
                    levels[k] = levels[k - 1] * growth
            worth, stays = self._stretch(levels, lengths, stretch, earns, mailed, leaves)
            found += factor * there * worth
            there = there * stays
            factor *= self.per_quarter**stretch
            gone += stretch
        return mass * found

    def stretches(self, quarters: int) -> list[int]:
        """Quarters cut into stretches in which the hazard is taken for constant, whole years but the last."""
        if not self.wears:
            return [quarters]
        cut = np.minimum(np.cumsum(STRETCHES), quarters)
        return [int(part) for part in np.diff(cut, prepend=0) if part > 0]

    def _stretch(
        self,
        levels: list[np.ndarray],
        lengths: list[float],
        quarters: int,
        earns: np.ndarray,
        mailed: np.ndarray,
        leaves: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """What a live customer earns in a stretch of quarters, discounted to its start; who stays to its
        end."""
        there, found = np.ones(len(earns)), np.zeros(len(earns))
        parts = []
        for k, (hazard, length) in enumerate(zip(levels, lengths, strict=True)):
            stays = maths.exp(-hazard * length)
            live = (1.0 - stays) / hazard
            one = there * (live * (earns - mailed / length) - (1.0 - stays) * leaves)
            parts.append(one * self.per_quarter ** (k + 1))
            there = there * stays
        if quarters == 4:
            return sum(parts, found), there
        every = [hazard * length for hazard, length in zip(levels, lengths, strict=True)]
        year = sum(every[1:], every[0]) - 4.0 * self.log_per_quarter
        over_years = 1.0 - there * self.per_quarter**4
        times = [(quarters - k + 3) // 4 for k in range(4)]  # how often each quarter of the year comes
        series = {n: (1.0 - maths.exp(-n * year)) / over_years for n in set(times)}
        for n, part in zip(times, parts, strict=True):
            found += part * series[n]
        gone = sum((n * part for n, part in zip(times, every, strict=True)), np.zeros(len(earns)))
        return found, maths.exp(-gone)
