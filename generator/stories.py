"""Everything planted, in one list: for which lesson, what it looks like in the data, and how strong it is.

A story is a statistic that any student can compute from the observable tables (or, where marked, one that
needs the truth), with bounds inside which it lies on practically every seed. The tests hold each on many
seeds; a lesson may rely on a story and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from generator.company import Company


@dataclass(frozen=True)
class Story:
    """A planted story: `measure` gives a number from a `Ledger`, which lies between `low` and `high`."""

    name: str
    lesson: str
    says: str
    planted: str
    measure: Callable[[Ledger], float]
    low: float = float("-inf")
    high: float = float("inf")
    truth: bool = False

    def holds(self, ledger: Ledger) -> bool:
        """Whether the story can be seen in this company."""
        return self.low <= self.measure(ledger) <= self.high


class Ledger:
    """The joined ledger of a company, worked out once for all stories."""

    def __init__(self, company: Company):
        self.company = company

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Order lines with order, product line, refunds and margin (EUR)."""
        table = self.company.table
        keys = ["order_id", "line_no"]
        back = table("returns")[[*keys, "refund_eur", "handling_cost_eur"]]
        lines = table("order_lines").merge(table("products")[["product_id", "line"]], on="product_id")
        lines = lines.merge(table("orders"), on="order_id").merge(back, on=keys, how="left")
        lines = lines.fillna({"refund_eur": 0.0, "handling_cost_eur": 0.0})
        goods = lines["quantity"] * lines["unit_cost_eur"]
        lines["margin"] = lines["paid_eur"] - lines["refund_eur"] - goods - lines["handling_cost_eur"]
        joined = self.company.table("customers").set_index("customer_id")["signed_up_at"]
        lines["joined_at"] = lines["customer_id"].map(joined)
        lines["first"] = lines["ordered_at"] == lines["joined_at"]
        return lines

    @cached_property
    def by_line(self) -> pd.DataFrame:
        """Sums by product line."""
        return self.lines.groupby("line")[["paid_eur", "refund_eur", "margin"]].sum()

    @cached_property
    def costs(self) -> pd.Series:
        """Cost to serve by customer: fulfilment, tickets, mailings (EUR)."""
        table = self.company.table
        rates = table("activity_costs").set_index("activity")["rate_eur"]
        orders = table("orders")
        fulfil = orders["channel"].map({name: rates[f"{name}_order"] for name in ("web", "app", "store")})
        cost = fulfil.groupby(orders["customer_id"]).sum()
        cost = cost.add(table("tickets").groupby("customer_id").size() * rates["ticket"], fill_value=0)
        return cost.add(table("touches").groupby("customer_id")["cost_eur"].sum(), fill_value=0)

    @cached_property
    def profit(self) -> pd.Series:
        """Profit by customer (EUR)."""
        return self.lines.groupby("customer_id")["margin"].sum().sub(self.costs, fill_value=0)

    @cached_property
    def first_line(self) -> pd.Series:
        """Line with the largest paid share of the first order, by customer."""
        first = self.lines[self.lines["first"]]
        paid = first.groupby(["customer_id", "line"])["paid_eur"].sum()
        return (
            paid.reset_index()
            .sort_values("paid_eur")
            .drop_duplicates("customer_id", keep="last")
            .set_index("customer_id")["line"]
        )

    @cached_property
    def later_margin(self) -> pd.Series:
        """Margin of the 365 days after the first order, by customer watched for the whole of them (EUR)."""
        lines, year = self.lines, pd.Timedelta(days=365)
        end = pd.Timestamp(self.company.manifest.end, tz="UTC")
        joined = self.company.table("customers").set_index("customer_id")["signed_up_at"]
        watched = joined.index[joined <= end - year]
        age = lines["ordered_at"] - lines["joined_at"]
        later = lines[~lines["first"] & (age <= year)]
        return later.groupby("customer_id")["margin"].sum().reindex(watched, fill_value=0.0)

    def margin_rate(self, line: str) -> float:
        """Margin of a product line as a share of what was paid."""
        return float(self.by_line.loc[line, "margin"] / self.by_line.loc[line, "paid_eur"])

    def return_share(self, line: str) -> float:
        """Refunds of a product line as a share of what was paid."""
        return float(self.by_line.loc[line, "refund_eur"] / self.by_line.loc[line, "paid_eur"])

    def half_year_margin(self, line: str) -> pd.Series:
        """Margin of a line as a share of what was paid, by half-year from the start."""
        own = self.lines[self.lines["line"] == line]
        start = pd.Timestamp(self.company.manifest.start, tz="UTC")
        months = (own["ordered_at"].dt.year - start.year) * 12 + own["ordered_at"].dt.month - start.month
        sums = own.groupby(months // 6)[["margin", "paid_eur"]].sum()
        return sums["margin"] / sums["paid_eur"]

    @cached_property
    def take_up(self) -> pd.Series:
        """Price trial: share who bought, by (answered "price", arm)."""
        trial = self.company.table("trials")
        return trial.groupby([trial["answer"] == "price", "arm"])["bought"].mean()

    def letter_profit(self, arm: str) -> float:
        """Price trial: profit per e-mail in an arm (EUR)."""
        trial = self.company.table("trials")
        own = trial[trial["arm"] == arm]
        return float((own["paid_eur"] - own["unit_cost_eur"] * own["bought"]).mean())

    def break_even(self, line: str) -> float:
        """Share of a line's first-time buyers that must stay away before dropping the line costs more than
        the line loses."""
        mine = self.first_line.index[self.first_line == line]
        own = self.lines[self.lines["line"] == line]
        rest = self.profit.sub(own.groupby("customer_id")["margin"].sum(), fill_value=0)
        return float(-self.by_line.loc[line, "margin"] / rest.reindex(mine).sum())


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
        "Dropping Lumen pays only if fewer than this share of its first-time buyers would stay away.",
        "all of the above", lambda x: x.break_even("Lumen"), 0.03, 0.42,
    ),
    Story(
        "lumen-worth-keeping", LESSON, "In truth dropping Lumen costs more than it saves (in multiples of the loss).",
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
