"""What a lesson's numbers come to on many companies: the ranges printed in its teaching note.

    python tools/lesson_ranges.py                       # lesson 01, 40 companies of 5,000 customers
    python tools/lesson_ranges.py --seeds 20 --customers 8000

Every figure is worked out here anew, not with the lesson's own code, and tests use the same functions to
hold each sentence of the lesson against seeds that its author has never seen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

import pandas as pd

import generator

YEAR = pd.Timedelta(days=365)
LUMEN, LINEN, BRIO = "Lumen", "Linen", "Brio"


def line_margins(company: generator.Company) -> pd.DataFrame:
    """Per line, euros: revenue, refunds, goods, handling, margin."""
    line_of = company.table("products").set_index("product_id")["line"]
    lines, returns = company.table("order_lines"), company.table("returns")
    lines["line"] = lines["product_id"].map(line_of)
    lines["goods"] = lines["quantity"] * lines["unit_cost_eur"]
    back = returns.merge(lines[["order_id", "line_no", "line"]], on=["order_id", "line_no"])
    table = lines.groupby("line")[["paid_eur", "goods"]].sum()
    table = table.join(back.groupby("line")[["refund_eur", "handling_cost_eur"]].sum()).fillna(0)
    table.columns = ["revenue", "goods", "refunds", "handling"]
    return table.assign(margin=table["revenue"] - table["goods"] - table["refunds"] - table["handling"])


def ledger(company: generator.Company) -> pd.DataFrame:
    """One row per entry: customer_id, booked_at, order_id, line, what, eur (minus for money out)."""
    orders, rates = (
        company.table("orders"),
        company.table("activity_costs").set_index("activity")["rate_eur"],
    )
    lines = company.table("order_lines").merge(orders, on="order_id")
    lines["line"] = lines["product_id"].map(company.table("products").set_index("product_id")["line"])
    keys = lines[["order_id", "line_no", "customer_id", "ordered_at", "line"]]
    back = company.table("returns").merge(keys, on=["order_id", "line_no"])
    tickets, touches = company.table("tickets"), company.table("touches")
    parts = [
        lines.assign(what="sale", booked_at=lines["ordered_at"], eur=lines["paid_eur"]),
        lines.assign(
            what="goods", booked_at=lines["ordered_at"], eur=-lines["quantity"] * lines["unit_cost_eur"]
        ),
        back.assign(what="refund", booked_at=back["ordered_at"], eur=-back["refund_eur"]),
        back.assign(what="handling", booked_at=back["ordered_at"], eur=-back["handling_cost_eur"]),
        orders.assign(
            what="fulfilment",
            booked_at=orders["ordered_at"],
            eur=-(orders["channel"].astype(str) + "_order").map(rates),
        ),
        tickets.assign(what="ticket", booked_at=tickets["opened_at"], eur=-rates["ticket"]),
        touches.assign(what="mailing", booked_at=touches["touched_at"], eur=-touches["cost_eur"]),
    ]
    names = ["customer_id", "booked_at", "order_id", "line", "what", "eur"]
    return pd.concat(parts, ignore_index=True)[names]


def doors(entries: pd.DataFrame) -> pd.DataFrame:
    """Per customer: first order, its time, its main line, and what was paid for it."""
    sales = entries[entries["what"] == "sale"].sort_values(["booked_at", "order_id"])
    first = sales.drop_duplicates("customer_id").set_index("customer_id")[["order_id", "booked_at"]]
    first.columns = ["first_order_id", "first_at"]
    paid = sales[sales["order_id"].isin(first["first_order_id"])]
    paid = paid.groupby(["customer_id", "line"])["eur"].sum().unstack()
    return first.assign(door=paid.idxmax(axis=1), paid=paid.sum(axis=1))


def year_after(entries: pd.DataFrame, first: pd.DataFrame) -> pd.Series:
    """Per customer seen for a full year: profit in the 365 days after the first order."""
    full = first[first["first_at"] <= entries["booked_at"].max() - YEAR]
    rows = entries[entries["customer_id"].isin(full.index)].join(full, on="customer_id")
    inside = (rows["booked_at"] - rows["first_at"] < YEAR) & (rows["order_id"] != rows["first_order_id"])
    return rows[inside].groupby("customer_id")["eur"].sum().reindex(full.index, fill_value=0.0)


def top_fifth(sales: pd.DataFrame) -> float:
    """Share of sales that comes from the best fifth of the buyers."""
    best = sales.groupby("customer_id")["eur"].sum().sort_values(ascending=False)
    return best.head(len(best) // 5).sum() / best.sum()


def facts(company: generator.Company) -> dict[str, float]:
    """The lesson's numbers on one company. Shares are parts of 1, money in euros."""
    lines = line_margins(company)
    entries = ledger(company)
    profit = entries.groupby("customer_id")["eur"].sum()
    sales, end = entries[entries["what"] == "sale"], entries["booked_at"].max()
    first = doors(entries)
    after = year_after(entries, first)
    door = first["door"].reindex(after.index)
    by_door = after.groupby(door).mean().sort_values(ascending=False)
    out = {
        "Lumen's share of sales": lines.loc[LUMEN, "revenue"] / lines["revenue"].sum(),
        "Lumen's margin, share of its sales": lines.loc[LUMEN, "margin"] / lines.loc[LUMEN, "revenue"],
        "lines that lose money": float((lines["margin"] < 0).sum()),
        "Linen's refunds, share of its sales": lines.loc[LINEN, "refunds"] / lines.loc[LINEN, "revenue"],
        "refunds of the next line, share": (lines["refunds"] / lines["revenue"]).drop(LINEN).max(),
        "costs that no line carries, share of line margin": 1 - profit.sum() / lines["margin"].sum(),
        "customers who cost money": (profit < 0).mean(),
        "whale peak, share of profit": profit[profit > 0].sum() / profit.sum(),
        "customers up to the peak": (profit > 0).mean(),
    }
    for days in (30, 91, 365, 1096):
        out[f"best fifth, {days} days"] = top_fifth(sales[sales["booked_at"] > end - pd.Timedelta(days=days)])
    mail = entries[entries["what"] == "mailing"].groupby("customer_id")["eur"].sum()
    mail = -mail.reindex(profit.index, fill_value=0.0)
    spent = sales.groupby("customer_id")["eur"].sum()
    out |= {
        "mailings per customer with a loss": mail[profit < 0].mean(),
        "mailings per customer with a profit": mail[profit > 0].mean(),
        "sales per customer, profit over loss": spent[profit > 0].mean() / spent[profit < 0].mean(),
    }
    needs = sales.groupby("customer_id")["line"].nunique()
    out |= {
        "customers with one line only": (needs == 1).mean(),
        "year after, Lumen door": by_door[LUMEN],
        "year after, other doors": after[door != LUMEN].mean(),
        "year after, next best door": by_door.drop(LUMEN).iloc[0],
        "Lumen's rank among doors": float(by_door.index.get_loc(LUMEN) + 1),
        "year after, look-alikes": _look_alikes(company, first, after),
    }
    early = entries[entries["booked_at"] <= end - YEAR]
    loss, later = -early.loc[early["line"] == LUMEN, "eur"].sum(), after[door == LUMEN].sum()
    out |= {"Lumen door, customers": float((door == LUMEN).sum()), "break-even share": loss / later}
    out |= _brio(company, entries) | _price_trial(company) | _claims(company, entries, first)
    if "truth_customers" in company.truth:
        brought = company.truth.table("truth_customers").set_index("customer_id")["came_for_first_line"]
        gone = brought.index[brought & (first["door"].reindex(brought.index) == LUMEN)]
        theirs = entries[entries["customer_id"].isin(gone) & (entries["line"] != LUMEN)]
        out["truth: share of Lumen customers that lamps brought"] = len(gone) / (first["door"] == LUMEN).sum()
        out["truth: closing loses, per euro that it saves"] = (
            theirs["eur"].sum() / -lines.loc[LUMEN, "margin"]
        )
    return out


def _look_alikes(company: generator.Company, first: pd.DataFrame, after: pd.Series) -> float:
    """Mean of the others in each Lumen customer's cell: same channel, quarter and size of first order."""
    channel = company.table("customers").set_index("customer_id")["acquisition_channel"].astype(str)
    size = pd.qcut(first["paid"], 3, labels=["small", "middle", "large"]).astype(str)
    quarter = first["first_at"].dt.strftime("%Y-") + first["first_at"].dt.quarter.astype(str)
    cell = (channel.reindex(first.index) + quarter + size).reindex(after.index)
    lumen = first["door"].reindex(after.index) == LUMEN
    return float(cell[lumen].map(after[~lumen].groupby(cell[~lumen]).mean()).mean())


def _brio(company: generator.Company, entries: pd.DataFrame) -> dict[str, float]:
    """Brio's margin by half-year as share of its sales, and its rivals' prices at the end."""
    brio = entries[entries["line"] == BRIO]
    half = brio["booked_at"].dt.year + 0.5 * (brio["booked_at"].dt.month > 6)
    share = (
        brio.groupby(half)["eur"].sum() / brio[brio["what"] == "sale"].groupby(half)["eur"].sum()
    ).sort_index()
    share = share[brio.groupby(half).size() > 100]  # the last midnight may open a half-year of its own
    rivals = company.table("rival_prices")
    rivals = rivals[rivals["line"] == BRIO].sort_values("month_on")["price_index"]
    falls = (share.diff().dropna() < 0).sum()
    return {
        "Brio's margin, first half-year": share.iloc[0],
        "Brio's margin, last half-year": share.iloc[-1],
        "half-years in which Brio's margin falls (of 5)": float(falls),
        "rivals' prices at the end": float(rivals.iloc[-1]),
    }


def _price_trial(company: generator.Company) -> dict[str, float]:
    """Take-up and profit per customer asked, by arm; take-up by what customers say."""
    trial = company.table("trials")
    trial = trial[trial["trial_id"].astype(str) == "brio_kettle"]
    trial = trial.assign(gain=trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"]))
    arms = trial.groupby(trial["arm"].astype(str))
    out = {f"take-up, {arm}": value for arm, value in arms["bought"].mean().items()}
    out |= {f"profit per customer asked, {arm}": value for arm, value in arms["gain"].mean().items()}
    price_led = trial["answer"].astype(str) == "price"
    for word, rows in (("price", trial[price_led]), ("others", trial[~price_led])):
        take_up = rows.groupby(rows["arm"].astype(str))["bought"].mean()
        out[f"rise of take-up at 20 % off, {word}"] = take_up["minus_20"] - take_up["list"]
    return out


def _claims(company: generator.Company, entries: pd.DataFrame, first: pd.DataFrame) -> dict[str, float]:
    """How often ten times the first purchase holds, and two ratios of winning to keeping."""
    sales = entries[entries["what"] == "sale"]
    old = first[first["first_at"] <= entries["booked_at"].max() - 2 * YEAR]
    times = sales.groupby("customer_id")["eur"].sum().reindex(old.index) / old["paid"]
    orders, touches = company.table("orders"), company.table("touches")
    win = company.table("acquisition_spend")["spend_eur"].sum() / len(first)
    catalogues = touches.loc[touches["channel"].astype(str) == "mail", "cost_eur"]
    more = orders.groupby("customer_id").size().sub(1).sum()
    return {
        "ten times the first purchase": (times >= 10).mean(),
        "times the first purchase, median": times.median(),
        "to win one customer": win,
        "to win / to write to one for a year": win / (12 * catalogues.mean()),
        "to win / one further order by catalogue": win / (catalogues.sum() / more),
    }


def ranges(seeds: Iterable[int], customers: int) -> pd.DataFrame:
    """One row per number: lowest, median and highest over companies."""
    companies = (generator.make_company(customers=customers, seed=seed, truth=True) for seed in seeds)
    rows = [facts(company) for company in companies]
    table = pd.DataFrame(rows).T
    columns = {"lowest": table.min(axis=1), "median": table.median(axis=1), "highest": table.max(axis=1)}
    return pd.DataFrame(columns)


def main() -> None:
    """Print the ranges as a Markdown table."""
    words = argparse.ArgumentParser(description="Ranges of lesson 01's numbers over companies.")
    words.add_argument("--seeds", type=int, default=40, help="how many companies")
    words.add_argument("--first", type=int, default=1001, help="the first seed")
    words.add_argument("--customers", type=int, default=5000)
    asked = words.parse_args()
    table = ranges(range(asked.first, asked.first + asked.seeds), asked.customers)
    print(
        f"{asked.seeds} companies of {asked.customers:,} customers\n\n| number | lowest | median | highest |"
    )
    print("|---|---|---|---|")
    for name, row in table.iterrows():
        print(f"| {name} | " + " | ".join(f"{value:,.3g}" for value in row) + " |")


if __name__ == "__main__":
    main()
