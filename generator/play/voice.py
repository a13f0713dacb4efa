"""What customers say: the net promoter score, as measured and as it is."""

from __future__ import annotations

from generator.play.arrays import Array
from generator.play.company import YEAR_WEEKS, Company
from generator.play.influences import Influence
from generator.play.kernel import Quarter
from generator.play.normal import normal_cdf

PROMOTER, DETRACTOR = 8, 6  # edges of the score above and below which somebody is one
USUAL_TICKETS = 0.2  # an order, at which a point of mood moves satisfaction by `points`


class Voice:
    """Opinions of a company's customers, with what no decision moves worked out once."""

    def __init__(self, company: Company):
        rules, rows, arrays = company.scenario.voice.nps, company.rows, company.arrays
        self.rules, self.arrays = rules, arrays
        some, many = company.often
        a_year = rows.rate * YEAR_WEEKS
        often = arrays.where(a_year >= some, 1.0, 0.0) + arrays.where(a_year >= many, 1.0, 0.0)
        recent = 1.0 - arrays.exp(rows.rate * -13.0)
        paid = arrays.row([
            rules.paid_gap if channel.name in rules.paid_channels else 0.0
            for channel in company.scenario.channels
        ])  # fmt: skip
        base = rules.base + rules.phases[-1].lift
        self.opinion = base + arrays.taken(paid, rows.channel) + rules.by_frequency * often
        self.opinion = self.opinion + rules.by_recency * recent + rules.by_satisfaction * rows.satisfaction
        odds = rules.answer + rules.answer_by_frequency * often + rules.answer_by_recency * recent
        #: Probability that each answers.
        self.answers = 1.0 / (1.0 + arrays.exp(-odds))
        points = company.scenario.policy.serving.points
        #: How much opinion moves with a point of tickets' mood.
        self.by_mood = rows.tickets * (rules.by_satisfaction * points / USUAL_TICKETS)

    def nps(self, done: Quarter, influence: Influence) -> tuple[float, float]:
        """Net promoter score as measured and as it is (points).

        As it is: of all who are live. As measured: of those who answer (often and late buyers do more), with
        what pay on the score adds to it.
        """
        rules, arrays, n = self.rules, self.arrays, len(done.mass)
        opinion = self.opinion[:n] + rules.by_satisfaction * influence.satisfaction
        if influence.mood != 0.0:
            opinion = opinion + influence.mood * self.by_mood[:n]
        noise = max(rules.noise, 1e-9)
        above = normal_cdf(arrays, (opinion - rules.score_edges[PROMOTER]) / noise)
        below = normal_cdf(arrays, (rules.score_edges[DETRACTOR] - opinion) / noise)
        net, answers = above - below, done.live * self.answers[:n]

        def mean(weights: Array) -> float:
            return 100.0 * arrays.total(weights * net) / max(arrays.total(weights), 1e-300)

        seen = mean(answers) + influence.pulls["nps_points"]
        return min(max(seen, -100.0), 100.0), mean(done.live)
