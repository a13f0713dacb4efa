"""One quarter of expected mode: who is there, who stays, what is ordered and what it earns, all in means.

A customer with hazard h and rate r who is there at the start of a quarter of t operational weeks is still
there at its end with probability exp(-h t) and orders r (1 - exp(-h t)) / h times (Schmittlein, Morrison,
Colombo 1987, given the customer's own parameters). Weights of rows multiply all of it, so a row may be a
cell.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.play.arrays import Array
from generator.play.company import AGES, MONTHS, Company
from generator.play.elementary import added, exp, log, power
from generator.play.house import House
from generator.play.influences import Influence, Influences
from generator.play.keeping import kept

STRETCHES = (4, 4, 4, 8, 8, 200)  # quarters after which a rising hazard is looked at again
FEW = 4  # ends of a horizon for which wear is kept: a search asks for one, a run for two at a time
DEAD_QUARTERS = 4  # for so many quarters catalogues may still go to who has left


@dataclass(frozen=True)
class Standing:
    """Where everybody stands at the start of a quarter (arrays by row, of those who have come).

    `mass`: live persons. `gone`: who left in each of the last quarters, latest first. `treated`: share of
    each row that got an offer, by quarter, latest first.
    """

    mass: Array
    gone: tuple[Array, ...]
    treated: tuple[Array | None, ...]


@dataclass(frozen=True)
class Quarter:
    """What happened in a quarter (arrays by row; EUR unless said).

    `mass`: live persons at its end. `live`: on average. `came`: newcomers. `repeats`: repeat orders. `gross`:
    gross margin (revenue less goods), `revenue`, `goods`. `parcels`, `returns`, `service` (clerks, goodwill,
    calls), `contact` (catalogues, personal and local offers), `house` (coordination, lost scale, gaming).
    `dead_eur`: catalogues to those who had left before the first quarter. `own`: repeat orders by the
    customer's own rate alone. `mailed`: persons whom the house counts as customers, since they ordered within
    the last year. `buyers`: persons who order, where they are counted (None: expected from the means).
    """

    mass: Array
    live: Array
    left: Array
    came: Array
    own: Array
    repeats: Array
    revenue: Array
    first_revenue: Array
    goods: Array
    parcels: Array
    returns: Array
    service: Array
    contact: Array
    house: Array
    mailed: Array
    dead_eur: float
    buyers: Array | None = None

    @property
    def gross(self) -> Array:
        """Revenue less goods."""
        return self.revenue - self.goods

    @property
    def earned(self) -> Array:
        """What each row leaves after everything that it causes itself."""
        return (
            self.revenue - self.goods - self.parcels - self.returns - self.service - self.contact - self.house
        )


@dataclass(frozen=True)
class Pace:
    """How fast people leave and order in a quarter (arrays by row).

    `weeks`: operational, for which each may be there; `hazard`, `rate`: a week. `kept`: probability that an
    order is not lost by an earlier one that went wrong; `kept_first`: likewise by the first order, of those
    who come in the quarter.
    """

    weeks: Array
    hazard: Array
    rate: Array
    kept: Array
    kept_first: Array


@dataclass(frozen=True)
class Fixed:
    """What no decision changes in a quarter (arrays by row, of those who have come by its end).

    `weeks`: operational, that each row has of it. `wears`: factor on the hazard by late parcels so
    far. `rate`: orders a week by nature and the app. `mail`: share of catalogues that a live customer gets;
    `last`: that one who leaves still gets of them, by whether and how long ago she ordered; `late`: that who
    left one, two, … quarters ago gets.
    """

    weeks: Array
    wears: Array | None
    rate: Array
    mail: Array
    last: Array
    late: tuple[Array, ...]


class Kernel:
    """The quarter's arithmetic on a company's rows."""

    def __init__(self, company: Company, influences: Influences):
        self.company, self.acts, self.arrays = company, influences, company.arrays
        self.rules, scenario, rows = influences.rules, company.scenario, company.rows
        arrays = self.arrays
        weeks = [max(company.mail_weeks - 13.0 * (k + 0.5), 0.0) for k in range(DEAD_QUARTERS)]
        # Probability that who left so many quarters ago had not ordered in what is left of the last year.
        self.silent = [arrays.exp(rows.heard * -one) for one in weeks]
        #: Quarters of catalogues that go to a customer of long standing after she has left.
        self.after = 0.5 * (1.0 - self.silent[0])
        for silent in self.silent[1:]:
            self.after = self.after + (1.0 - silent)
        self.lift, self.span = scenario.app.lift, scenario.service.weeks
        late = scenario.deliveries.late
        self.late_lost, self.late = late.lost, rows.late * (late.lost * late.weeks)
        self.wears = any(arrays.listed(rows.wear != 0.0))
        self.catalogue = scenario.contact.mailing_eur
        self.log_per_quarter = -log(1.0 + scenario.future.discount_per_year) / 4.0
        self.per_quarter = exp(self.log_per_quarter)
        self._fixed: dict[int, Fixed] = {}
        self._worn: dict[tuple[int, int], list[Array]] = {}
        self._settled: dict[int, Array] = {}

    def contact_eur(self, contacts: float) -> float:
        """Cost of a quarter's catalogues and of so many messages to one customer."""
        return float(MONTHS * self.catalogue + contacts * self.rules.contacting.eur)

    def _rate(self, quarter: int, weeks: Array | float) -> Array:
        """Orders a week of as many rows as there are weeks (all of them for a number), by nature and the app,
        over the quarter's last weeks."""
        rows, arrays = self.company.rows, self.arrays
        n = len(rows.rate) if isinstance(weeks, float) else len(weeks)
        end = self.company.starts[quarter] + self.company.lengths[quarter]
        share = (end - rows.app_week[:n]) / weeks
        share = arrays.minimum(arrays.maximum(share, 0.0), 1.0)
        return rows.rate[:n] * (1.0 + self.lift * share)

    def shares(self, house: House, gaming: float) -> tuple[float, float]:
        """Cost of the organisation as a share of gross margin and of revenue, above now."""
        part, usual = self.rules.organising, self.acts.usual
        coordination = part.coordination[house.stage] - part.coordination[usual.stage]
        return coordination + gaming, part.lost_scale[house.stage] - part.lost_scale[usual.stage]

    def fixed(self, quarter: int) -> Fixed:
        """What no decision changes in a quarter; kept."""
        if quarter not in self._fixed:
            self._fixed[quarter] = self._fixed_in(quarter)
        return self._fixed[quarter]

    def _fixed_in(self, quarter: int) -> Fixed:
        company, rows, arrays = self.company, self.company.rows, self.arrays
        until, length = company.until, company.lengths[quarter]
        n = until[min(quarter + 1, len(until) - 1)]
        old = until[min(quarter, len(until) - 1)]
        weeks = arrays.joined([arrays.full(old, length), rows.weeks[old:n]])
        wears = None
        if self.wears:
            middle = (company.starts[quarter] + 0.5 * length) - rows.since[:old]
            middle = arrays.joined([middle, 0.5 * rows.weeks[old:n]])
            wears = arrays.exp(rows.wear[:n] * middle)
        mail, unmailed, low = [], [], 0
        for came, high in enumerate(until):
            age = min(max(quarter - max(came - 1, 0), 0), AGES - 1)
            mail.append(self.acts.mail[age][low : min(high, n)])
            unmailed.append(1.0 - rows.mailed[age][low : min(high, n)])
            low = min(high, n)
        never = arrays.joined(unmailed)
        late = tuple(1.0 - silent[:n] * never for silent in self.silent[:DEAD_QUARTERS])
        return Fixed(weeks, wears, self._rate(quarter, weeks), arrays.joined(mail), 0.5 * late[0], late[1:])

    def pace(self, quarter: int, old: int, n: int, influence: Influence) -> Pace:
        """How fast the first `n` rows leave and order in a quarter; those from `old` on come in it."""
        rows, fixed = self.company.rows, self.fixed(quarter)
        hazard = rows.hazard[:n] * influence.hazard
        if n > old and influence.hazard_new != 1.0:
            hazard[old:] = hazard[old:] * influence.hazard_new
        if fixed.wears is not None:
            hazard = hazard * fixed.wears[:n]
        rate = fixed.rate[:n] * influence.rate
        kept = self.arrays.exp(-rate * (self.span * influence.lost + self.late[:n]))
        # What goes wrong with a first order may cost the next ones, too.
        kept_first = (1.0 - influence.lost[old:]) * (1.0 - self.late_lost * rows.late[old:n])
        return Pace(fixed.weeks[:n], hazard, rate, kept, kept_first)

    def quarter(
        self,
        quarter: int,
        standing: Standing,
        influence: Influence,
        house: House,
        came: Array | None = None,
    ) -> Quarter:
        """Quarter `quarter` (0 = the first) from where everybody stands; `came`: persons by further row."""
        rows, arrays = self.company.rows, self.arrays
        old = len(standing.mass)
        n = old + (0 if came is None else len(came))
        mass, firsts = standing.mass, arrays.full(n, 0.0)
        if came is not None:
            mass, firsts = arrays.joined([mass, came]), arrays.joined([firsts[:old], came])
        pace = self.pace(quarter, old, n, influence)
        stays = arrays.exp(-(pace.hazard * pace.weeks))
        live_weeks = mass * ((1.0 - stays) / pace.hazard)
        own = pace.rate * live_weeks
        repeats = own * pace.kept
        repeats[old:] = repeats[old:] * pace.kept_first
        repeats = repeats + influence.gain * (repeats + firsts)
        end = mass * stays

        value = rows.value[:n]
        paid = value * influence.price
        first_revenue = firsts * paid
        revenue = repeats * paid + first_revenue
        goods = value * (repeats * rows.goods[:n] + firsts * rows.goods_first[:n])
        orders = repeats + firsts
        live, left = live_weeks / self.company.lengths[quarter], mass - end
        mail = self.mailed(quarter, n, live, left, standing)
        contact = mail * self.contact_eur(influence.contacts) + live * influence.live_eur
        of_gross, of_revenue = self.shares(house, influence.pulls["margin"])
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
            dead_eur=self.dead_eur(quarter),
        )

    def dead_eur(self, quarter: int) -> float:
        """EUR of catalogues to those who had left before the first quarter."""
        dead = self.company.dead_mail
        return dead[quarter] * self.catalogue if quarter < len(dead) else 0.0

    def mailed(self, quarter: int, n: int, live: Array, left: Array, standing: Standing) -> Array:
        """Persons to whom a quarter's catalogues go, live or not."""
        fixed = self.fixed(quarter)
        mail = live * fixed.mail[:n] + left * fixed.last[:n]
        for gone, late in zip(standing.gone[: DEAD_QUARTERS - 1], fixed.late, strict=False):
            mail[: len(gone)] = mail[: len(gone)] + gone * late[: len(gone)]
        return mail

    def owed(self, standing: Standing) -> Array:
        """EUR of catalogues that still go to those who have left in the last quarters (by row)."""
        found = self.arrays.full(len(standing.mass), 0.0)
        for k, gone in enumerate(standing.gone[: DEAD_QUARTERS - 1], 1):
            n = len(gone)
            for silent in self.silent[k:]:
                found[:n] = found[:n] + gone * (1.0 - silent[:n])
        return found * self.contact_eur(0.0)

    def after_quarter(self, standing: Standing, done: Quarter, treated: Array | None) -> Standing:
        """Where everybody stands then."""
        gone = (done.left, *standing.gone)[: DEAD_QUARTERS - 1]
        return Standing(done.mass, gone, (treated, *standing.treated)[:4])

    def rest(self, quarter: int, mass: Array, influence: Influence, house: House, quarters: int) -> Array:
        """EUR that each row earns in so many quarters after `quarter`, discounted to its end, in closed form.

        What acts stays as it is; the four quarters of a year come again and again, each with its own length,
        so each is a geometric series over the years. Where late parcels wear customers out, their hazard
        rises from one stretch of years to the next (`STRETCHES`).
        """
        n, rows, arrays = len(mass), self.company.rows, self.arrays
        if quarter not in self._settled:
            self._settled[quarter] = self._rate(quarter, self.company.lengths[quarter])
        rate = self._settled[quarter][:n] * influence.rate
        hazard = rows.hazard[:n] * influence.hazard
        of_gross, of_revenue = self.shares(house, influence.pulls["margin"])
        paid = rows.value[:n] * influence.price
        margin = (paid - rows.value[:n] * rows.goods[:n]) * (1.0 - of_gross) - paid * of_revenue
        margin = margin - rows.fulfil[:n] - rows.back[:n] - rows.tickets[:n] * influence.ticket_eur
        lost = self.span * influence.lost + self.late[:n]
        orders = rate * arrays.exp(-rate * lost) * (1.0 + influence.gain)
        mail = self.contact_eur(influence.contacts)
        earns, mailed = orders * margin, self.acts.mail[AGES - 1][:n] * mail
        leaves = mail * self.after[:n]

        lengths = [self.company.lengths[(quarter + 1 + k) % 4] for k in range(4)]
        there, found, factor = arrays.full(n, 1.0), arrays.full(n, 0.0), 1.0
        levels = [hazard] * 4
        if self.wears:
            year = added(lengths)
            worn, growth = self._wear(quarter, quarters, year), arrays.exp(rows.wear[:n] * (0.25 * year))
        for number, stretch in enumerate(self.stretches(quarters)):
            if self.wears:
                levels = [hazard * worn[number][:n]]
                for _ in range(3):
                    levels.append(levels[-1] * growth)
            worth, stays = self._stretch(levels, lengths, stretch, earns, mailed, leaves)
            found = found + factor * there * worth
            there = there * stays
            factor *= power(self.per_quarter, stretch)
        return mass * found

    def stretches(self, quarters: int) -> list[int]:
        """Quarters cut into stretches in which the hazard is taken for constant, whole years but the last."""
        if not self.wears:
            return [quarters]
        found = []
        for most in STRETCHES:
            if quarters > 0:
                found.append(min(most, quarters))
                quarters -= found[-1]
        return found

    def _wear(self, quarter: int, quarters: int, year: float) -> list[Array]:
        """Factor on the hazard in the first quarter of each stretch, as in the year in its middle; kept."""

        def made() -> list[Array]:
            company, rows = self.company, self.company.rows
            ages = (company.starts[quarter] + company.lengths[quarter]) - rows.since
            found, gone = [], 0
            for stretch in self.stretches(quarters):
                weeks = (gone + 0.5 * stretch - 1.5) / 4.0 * year
                found.append(self.arrays.exp(rows.wear * (ages + weeks)))
                gone += stretch
            return found

        return kept(self._worn, (quarter, quarters), made, FEW)

    def _stretch(
        self,
        levels: list[Array],
        lengths: list[float],
        quarters: int,
        earns: Array,
        mailed: Array,
        leaves: Array,
    ) -> tuple[Array, Array]:
        """What a live customer earns in a stretch of quarters, discounted to its start; who stays to its
        end."""
        arrays = self.arrays
        every = [hazard * length for hazard, length in zip(levels, lengths, strict=True)]
        parts, factor, there = [], 1.0, arrays.full(len(earns), 1.0)
        for hazard, length, stays in zip(levels, lengths, arrays.exps([-one for one in every]), strict=True):
            goes = 1.0 - stays
            factor *= self.per_quarter
            parts.append(there * (goes / hazard * (earns - mailed / length) - goes * leaves) * factor)
            there = there * stays
        if quarters == 4:
            return parts[0] + parts[1] + parts[2] + parts[3], there
        year = every[0] + every[1] + every[2] + every[3]
        over_years = 1.0 - there * factor
        times = [(quarters - k + 3) // 4 for k in range(4)]  # how often each quarter of the year comes
        counts = sorted(set(times))
        stayed = dict(zip(counts, arrays.exps([year * -float(n) for n in counts]), strict=True))
        series = {n: (1.0 - stayed[n] * power(factor, n)) / over_years for n in counts}
        found = parts[0] * series[times[0]]
        for n, part in zip(times[1:], parts[1:], strict=True):
            found = found + part * series[n]
        if len(counts) == 1:
            return found, stayed[times[0]]
        gone = every[0] * float(times[0])
        for n, part in zip(times[1:], every[1:], strict=True):
            gone = gone + part * float(n)
        return found, arrays.exp(-gone)
