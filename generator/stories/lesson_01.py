"""Lesson 01: a line that loses money and brings the best customers; costs to serve; prices."""

from __future__ import annotations

from generator.stories.ledger import Ledger
from generator.stories.model import Story

LESSON = "01_product_vs_customer"


def _later_ratio(ledger: Ledger) -> float:
    later = ledger.later_margin
    lamp = ledger.first_line.reindex(later.index) == "Lumen"
    return float(later[lamp].mean() / later[~lamp].mean())


def _whale_peak(ledger: Ledger) -> float:
    profit = ledger.profit
    return float(profit[profit > 0].sum() / profit.sum())


def _net_of_dropping(ledger: Ledger) -> float:
    """What dropping Lumen really brings, as a multiple of the line's loss (needs the truth)."""
    truth = ledger.company.truth.table("truth_customers").set_index("customer_id")
    own = ledger.lines[ledger.lines["line"] == "Lumen"]
    rest = ledger.profit.sub(own.groupby("customer_id")["margin"].sum(), fill_value=0)
    gone = truth.index[truth["came_for_first_line"] & (truth["first_line"] == "Lumen")]
    loss = -ledger.by_line.loc["Lumen", "margin"]
    return float((loss - rest.reindex(gone).sum()) / loss)


STORIES = (
    Story(
        "lumen-loses", LESSON, "The Lumen line loses money on its own ledger (margin share of revenue).",
        "lines.Lumen.cost_share", lambda x: x.margin_rate("Lumen"), -0.10, -0.02,
    ),
    Story(
        "others-earn", LESSON, "Every other line earns money (smallest margin share).",
        "lines.*.cost_share",
        lambda x: min(x.margin_rate(line) for line in x.by_line.index if line != "Lumen"), 0.12, 0.60,
    ),
    Story(
        "lumen-brings-the-best", LESSON,
        "Who came with a lamp brings more margin in the following year than others (ratio of means).",
        "ties.first_line and the loads of Lumen", _later_ratio, 1.2, 6.0,
    ),
    Story(
        "lumen-break-even", LESSON,
        "Break-even share of Lumen's first-time buyers, by the line's own loss alone and all of their profit.",
        "all of the above", lambda x: x.break_even("Lumen"), 0.03, 0.42,
    ),
    Story(
        "lumen-worth-keeping", LESSON, "Dropping Lumen costs more than the line's own loss (over 36 months, in multiples of it).",
        "lines.Lumen.brought_share", _net_of_dropping, -50.0, 0.0, truth=True,
    ),
    Story(
        "linen-comes-back", LESSON, "Linen's refunds are at least twice those of the rest (ratio of shares).",
        "lines.Linen.return_factor",
        lambda x: x.return_share("Linen")
        / (x.by_line.drop("Linen")["refund_eur"].sum() / x.by_line.drop("Linen")["paid_eur"].sum()), 2.0, 8.0,
    ),
    Story(
        "whale", LESSON, "Cumulated customer profit peaks well above the total (multiple of the total).",
        "margins and costs to serve together", _whale_peak, 1.20, 1.50,
    ),
    Story(
        "half-cost-money", LESSON, "About half of the customers cost money (share).",
        "margins and costs to serve together", lambda x: float((x.profit < 0).mean()), 0.45, 0.58,
    ),
    Story(
        "brio-erodes", LESSON, "Brio's margin falls from the first to the last half-year (points).",
        "lines.Brio.pressure",
        lambda x: float(x.half_year_margin("Brio").iloc[-1] - x.half_year_margin("Brio").iloc[0]), -0.30, -0.07,
    ),
    Story(
        "price-moves-some", LESSON, "A fifth off moves those who said price much more than others (difference of effects).",
        "price_trial.take_up_*",
        lambda x: (x.take_up[True, "minus_20"] - x.take_up[True, "list"])
        - (x.take_up[False, "minus_20"] - x.take_up[False, "list"]), 0.08, 0.45,
    ),
    Story(
        "a-cut-for-all-costs", LESSON, "A fifth off for everyone earns less per e-mail than the list price (EUR).",
        "price_trial.take_up_*, unit_cost_eur",
        lambda x: x.letter_profit("minus_20") - x.letter_profit("list"), -4.0, -0.3,
    ),
)  # fmt: skip
