"""A company as stories look at it: tables read once, and joined once for all stories that need them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import TypeVar, cast

import pandas as pd

from generator.company import Company

T = TypeVar("T")


def once(make: Callable[[Ledger], T]) -> Callable[[Ledger], T]:
    """Decorate a function of a ledger that several stories need: it is worked out once for each ledger."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def kept(ledger: Ledger) -> T:
        if name not in ledger.memo:
            ledger.memo[name] = make(ledger)
        return cast("T", ledger.memo[name])

    return kept


class Ledger:
    """The joined ledger of a company, worked out once for all stories."""

    def __init__(self, company: Company):
        self.company = company
        self.memo: dict[str, object] = {}

    def table(self, name: str) -> pd.DataFrame:
        """An observable or a truth table, read once; not to be changed."""
        side = self.company.truth if name.startswith("truth_") else self.company
        if name not in self.memo:
            self.memo[name] = side.table(name)
        return self.memo[name]

    @property
    def end(self) -> pd.Timestamp:
        """First moment after the company's last day."""
        return pd.Timestamp(self.company.manifest.end, tz="UTC")

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
