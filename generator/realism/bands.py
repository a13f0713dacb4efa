"""What is measured, under which name, and between which bounds real retailers lie.

Bounds are for retailers who sell to consumers, watched for 18 to 24 months. They were drawn around two real
logs, measured with the functions of this package: CDNOW (23,570 customers, 18 months) and UCI Online
Retail II (5,878 customers, 24 months; many are shops themselves, so it lies at the edge or beyond).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from generator.realism import answers, measures
from generator.realism.log import Log


@dataclass(frozen=True)
class Band:
    """One measure: its name, what it is, its bounds (None: none on that side), and how it is taken.

    `needs`: the parts of a `Log` without which it cannot be taken. `whole`: taken on everything there is,
    not on the window, because it follows each customer's own time. `meaning`: what the number tells.
    """

    name: str
    title: str
    measure: Callable[[Log], float]
    low: float | None = None
    high: float | None = None
    needs: tuple[str, ...] = ()
    whole: bool = False
    digits: int = 3
    meaning: str = ""

    @property
    def judged(self) -> bool:
        """Whether there are bounds; the others are printed for comparison."""
        return self.low is not None or self.high is not None

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if self.low is None:
            return f"below {self.high:g}" if self.high is not None else ""
        return f"above {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"

    def holds(self, value: float) -> bool:
        """Whether a value lies between the bounds."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


JUDGED = (
    Band("repeat_rate", "customers who buy again", measures.repeat_rate, 0.40, 0.65,
         meaning="Share of customers with orders on two days or more."),
    Band("top_fifth", "revenue of the best 20 % of customers", measures.top_share, 0.60, 0.78,
         meaning="Their share of all revenue."),
    Band("gini", "Gini of revenue", lambda log: measures.gini(measures.revenue(log)), 0.55, 0.75,
         meaning="0: all customers bring the same; 1: one brings everything. Grows with the window."),
    Band("gap_ratio", "days between orders, median / mean", measures.gap_ratio, None, 0.60,
         meaning="Far below 1: many short gaps, a few very long ones."),
    Band("gap_variation", "days between orders, sd / mean", measures.gap_variation, 1.1, 1.4,
         meaning="1 if all customers bought by chance at one rate. Grows with the window."),
    Band("spend_spread", "sd of log order value", measures.spend_spread, 0.7, 1.0,
         meaning="How unequal orders are, whatever the currency."),
    Band("frequency_spend", "frequency and spend, Spearman", measures.frequency_spend, 0.1, 0.3,
         meaning="Among those who come again: do they who come more often spend more each time?"),
    Band("activity_falls", "active in quarter 5 / quarter 1", measures.activity_drop, None, 0.85, whole=True,
         meaning="After the first order, ever fewer customers order in a quarter of a year."),
    Band("activity_flattens", "later fall of activity / early fall", measures.activity_flattening, None, 0.60,
         whole=True, meaning="Fall per quarter in the later half of quarters 1 to 9 against the earlier."),
    Band("returns", "refunds, share of revenue", measures.refund_share, 0.03, 0.08, ("refunds",),
         meaning="Of orders placed in the window."),
    Band("returns_online", "refunds online / in stores", measures.refund_ratio, 1.2, None, ("refunds",),
         digits=2, meaning="Who cannot touch what is bought sends more back."),
    Band("answers_split", "NPS answers, bimodality", answers.bimodality, 0.555, None, ("answers",),
         meaning="Bimodality coefficient; 5/9 (.555) if all scores were equally common, .33 for a bell."),
    Band("answers_extreme", "NPS answerers / silent, extremeness", answers.extremeness, 1.05, None,
         ("answers",), digits=2,
         meaning="Share of scores 0-2 and 9-10 that they would give, against those who do not answer."),
    Band("product_tail", "lines of the best 20 % of products", measures.tail_share, 0.72, 0.88,
         ("product_lines",), meaning="Of the products that were sold at all."),
    Band("product_steepens", "steepness of the tail / of the head", measures.tail_steepening, 1.2, None,
         ("product_lines",), digits=2,
         meaning="Slope of log lines on log rank beyond the best fifth, against that within it."),
)  # fmt: skip

COMPARED = (
    Band("top_1", "revenue of the best 1 %", lambda log: measures.top_share(log, 0.01)),
    Band("top_10", "revenue of the best 10 %", lambda log: measures.top_share(log, 0.10)),
    Band("gini_orders", "Gini of orders", lambda log: measures.gini(measures.counts(log))),
    Band("gap_median", "days between orders, median", measures.gap_median, digits=0),
    Band("gap_mean", "days between orders, mean", measures.gap_mean, digits=1),
    *(
        Band(f"active_month_{k}", f"active in calendar month {k}", partial(measures.active_in_month, k=k))
        for k in (1, 3, 6, 12)
    ),
)  # fmt: skip

BANDS = (*JUDGED, *COMPARED)
NAMES = tuple(band.name for band in JUDGED)
