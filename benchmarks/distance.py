"""How far from the truth the right models end up in a company where not all of their assumptions hold.

    python benchmarks/distance.py                                 # 20 companies of 5,000 customers
    python benchmarks/distance.py --seeds 60 --write docs/distance.md
    python benchmarks/distance.py --scenario textbook --json

In `textbook` Pareto/NBD in seasonal weeks is the truth, and the distance is chance. In `fernhill` customers
of later cohorts differ, channels draw different people, an app adds orders, and what frequent buyers spend
is not independent of how often they buy; so estimates settle at a distance, which is measured here.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from classroom import clv  # noqa: E402
from generator import make_company  # noqa: E402

MODELS = {"Pareto/NBD": clv.ParetoNBD, "BG/NBD": clv.BGNBD}
CLOCKS = {"seasonal": True, "calendar": False}
FIRST_MONTHS = 24
YEAR = 52.0


class Setting(NamedTuple):
    """One way to analyse a company: from how many months, in weeks of which clock, with which model."""

    months: int
    clock: str
    model: str


class Distance(NamedTuple):
    """Estimates relative to the truth (1 = right).

    `orders`: expected orders of the following year, all customers together. Within the run the truth is the
    orders that come; after its end, the customers' own expectations. `new`: expected orders of a new
    customer in 52 weeks, against the fitted customers' own. `value`: expected spend of the following year
    (only after the end). `rank`: rank correlation of expected orders with the true expectation (only after
    the end).
    """

    orders: float
    new: float
    value: float
    rank: float


def distances(scenario: str, customers: int, seed: int) -> dict[Setting, Distance]:
    """All settings on one company."""
    company = make_company(scenario, customers=customers, seed=seed, truth=True)
    orders = company.table("orders", ["order_id", "customer_id", "ordered_at"])
    lines = company.table("order_lines", ["order_id", "paid_eur"])
    orders["value"] = orders["order_id"].map(lines.groupby("order_id")["paid_eur"].sum())
    season = clv.Season.of(company.table("clock"))
    truth = company.truth.table("truth_customers").set_index("customer_id")
    start, end = (pd.Timestamp(moment, unit="s", tz="UTC") for moment in (season.first, season.end))
    middle = start + pd.DateOffset(months=FIRST_MONTHS)
    found = {}
    for until in (middle, end):
        months = FIRST_MONTHS if until == middle else company.scenario.calendar.months
        for clock in CLOCKS:
            weeks = season if CLOCKS[clock] else clv.Calendar()
            table = clv.summarise(orders, value="value", until=until, clock=weeks)
            data = tuple(table[name].to_numpy(float) for name in ("x", "t_x", "T"))
            own, later = truth.reindex(table.index), None
            if until == middle:
                ahead = np.diff(weeks.weeks(np.array([until.timestamp(), season.end])))[0]
                later = clv.count_orders(orders, table.index, middle, end).to_numpy()
            else:
                ahead = YEAR
            for name, model in MODELS.items():
                fit = model.fit(*data).model
                expected = fit.expected(ahead, *data)
                new = float(fit.expected_new(YEAR)) / first_year(own).mean()
                if later is not None:
                    one = Distance(expected.sum() / later.sum(), new, np.nan, np.nan)
                else:
                    one = after_the_end(expected, table, own, new)
                found[Setting(months, clock, name)] = one
    return found


def first_year(truth: pd.DataFrame) -> pd.Series:
    """Repeat orders that each customer was to be expected to place in her first 52 weeks, by nature."""
    leaving = truth["dropout_rate_per_week"]
    return truth["purchase_rate_per_week"] * (1 - np.exp(-YEAR * leaving)) / leaving


def after_the_end(expected: np.ndarray, table: pd.DataFrame, truth: pd.DataFrame, new: float) -> Distance:
    """Compare with the truth about the year after the end."""
    spend = clv.GammaGamma.fit(table["x"] + 1, table["mean_value"]).model
    value = expected @ spend.expected_value(table["x"] + 1, table["mean_value"])
    own = truth["expected_orders_next_year"].to_numpy()
    rank = pd.Series(expected).rank().corr(pd.Series(own).rank())
    return Distance(
        expected.sum() / own.sum(), new, value / truth["expected_spend_next_year_eur"].sum(), rank
    )


def table_of(runs: list[dict[Setting, Distance]]) -> list[str]:
    """A Markdown table: mean and range over companies."""

    def cell(values: list[float]) -> str:
        if np.isnan(values).any():
            return "–"
        return f"{np.mean(values):.3f} [{min(values):.2f}, {max(values):.2f}]"

    rows = [
        "| months | clock | model | orders of the next year | a new customer's year | spend of the next year "
        "| rank correlation |",
        "|---|---|---|---|---|---|---|",
    ]
    for setting in runs[0]:
        cells = [cell([getattr(run[setting], name) for run in runs]) for name in Distance._fields]
        rows.append(f"| {setting.months} | {setting.clock} | {setting.model} | {' | '.join(cells)} |")
    return rows


PAGE = """# How far the models are from the truth

Written by `python benchmarks/distance.py{words}`. Fits to {seeds} companies `{scenario}` of {customers:,}
customers: estimate divided by truth, mean [least, largest]. 1 is right.

{table}

- *orders of the next year*: expected orders of all customers together. After {first} months the truth is what
  they really order in the months that follow; at the end it is what each was to be expected to order in 52
  weeks.
- *a new customer's year*: expected repeat orders in the first 52 weeks, against those of the fitted customers
  by their own nature.
- *spend of the next year*: the same orders times gamma-gamma's expected value.
- *rank correlation*: between expected orders and the true expectation, customer by customer.
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", default="fernhill")
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, help="keep the page in this file")
    asked = parser.parse_args()
    seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
    runs = [distances(asked.scenario, asked.customers, seed) for seed in seeds]
    if asked.json:
        lists = {" ".join(map(str, setting)): [run[setting]._asdict() for run in runs] for setting in runs[0]}
        print(json.dumps(lists, indent=2))
        return
    words = "".join(
        f" --{name} {value}"
        for name, value, usual in (
            ("scenario", asked.scenario, "fernhill"),
            ("customers", asked.customers, 5_000),
            ("seeds", asked.seeds, 20),
        )
        if value != usual
    )
    page = PAGE.format(
        words=words,
        seeds=asked.seeds,
        scenario=asked.scenario,
        customers=asked.customers,
        first=FIRST_MONTHS,
        table="\n".join(table_of(runs)),
    )
    print(page)
    if asked.write:
        asked.write.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
