"""Lesson 07, worked out once: what hidden tests, ranges, stories, gate, audit and debrief compute with.

Each exercise's function takes what the student's takes and gives what it should give. The others make an
exercise's arguments from a company's tables, or say what is so in truth. They are written apart from the
lesson's own solutions, so that the two hold each other.
"""

from functools import cache

import numpy as np
import pandas as pd

WEEKS = 8  # within which an order counts as coming back
HANDLED = 7.5  # EUR: a department's work on a ticket (`activity_costs`)
SHUFFLES = 100
PAYS_ON = "rating of own tickets"
TWINS = 12  # companies on which moves are tried
PRESENT = 1  # the state in which Fernhill and its twins are


# ------------------------------------------------------------------------------------ the exercises


def modularity(talk):
    """Newman's modularity of messages (`a`, `b`: groups of both ends) by these groups."""
    table = talk.pivot_table(index="a", columns="b", values="messages", aggfunc="sum", fill_value=0)
    names = table.index.union(table.columns)
    table = table.reindex(index=names, columns=names, fill_value=0).to_numpy(float)
    table = (table + table.T) / (2 * table.sum())
    return float(np.trace(table) - (table.sum(axis=0) ** 2).sum())


def against_shuffles(real, shuffled):
    """What chance gives, how far above it the real one is, and the share of all that are as large (with it)."""
    values = np.asarray(shuffled, float)
    return {
        "chance": float(values.mean()),
        "excess": float(real - values.mean()),
        "as_large": float((1 + np.count_nonzero(values >= real)) / (1 + len(values))),
    }


def faults_in_decisions(roles, cases):
    """Per decision: departments accountable, cases that are decided, and their mean days."""
    counted = roles["role"].astype(str).eq("accountable").groupby(roles["decision"].astype(str)).sum()
    days = (cases["decided_on"] - cases["asked_on"]) / pd.Timedelta(days=1)
    by = days.groupby(cases["decision"].astype(str))
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})


def bonus_against_equity(results, months):
    """Per department: rank correlation of its monthly result with finance's, and of their changes over so many months."""
    by = results.groupby([results["month_on"], results["department"].astype(str)])["result_index"]
    wide = by.mean().unstack().sort_index()
    level, change = (table.dropna().rank().corr()["finance"] for table in (wide, wide - wide.shift(months)))
    return pd.DataFrame({"level": level, "change": change}).drop("finance").rename_axis("department")


def paid_ratings(rows):
    """By how much more a value changed with clerks who are paid for it; the error, by clerks; and the clerks."""
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().reset_index()
    wide = mean.pivot(index=["paid", "clerk"], columns="after", values="value")
    change = (wide[True] - wide[False]).dropna()
    with_it, without = change[True], change[False]
    error = np.sqrt(with_it.var() / len(with_it) + without.var() / len(without))
    return {"clerks": len(change), "effect": float(with_it.mean() - without.mean()), "error": float(error)}


def best_state(runs, now):
    """The state that is worth most on average, its gain over staying where one is (of 100), and the 95 % range."""
    wide = runs.set_index(["seed", "state"])["worth"].unstack()
    gain = 100 * wide.div(wide[now], axis=0).sub(1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / np.sqrt(len(gain))
    return {"state": int(state), "gain": float(mean), "low": float(mean - half), "high": float(mean + half)}


def milestone(monthly, bar, months):
    """Number of the first month from which so many in a row reach the bar; -1 if there is none."""
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value >= bar else 0
        if row == months:
            return int(number) - months + 1
    return -1


# ------------------------------------------------------------------------------ from a company's tables


def staff_of(company):
    """Employees with a line and a segment, by number."""
    people = company["employees"].set_index("employee_id")
    people = people.assign(line=people["line"].astype(object), segment=people["segment"].astype(object))
    return people.dropna(subset=["line", "segment"])


def pairs_of(company):
    """Messages between staff, with line, segment and pilot of both."""
    staff, rows = staff_of(company), company["interactions"]
    rows = rows[rows["employee_a"].isin(staff.index) & rows["employee_b"].isin(staff.index)]
    for side in "ab":
        for name in ("line", "segment"):
            rows = rows.assign(**{f"{name}_{side}": rows[f"employee_{side}"].map(staff[name]).astype(str)})
        rows = rows.assign(**{f"pilot_{side}": rows[f"employee_{side}"].map(staff["pilot_since_on"]).notna()})
    return rows


def talk_of(company, group="line", last=None):
    """What `modularity` takes; `last`: only so many months."""
    rows = pairs_of(company)
    if last:
        rows = rows[rows["week_on"].isin(sorted(rows["week_on"].unique())[-last:])]
    made = rows.groupby([f"{group}_a", f"{group}_b"])["messages"].sum().reset_index()
    return made.set_axis(["a", "b", "messages"], axis=1)


def talk_inputs(company):
    return (talk_of(company),)


def segment_inputs(company):
    return (talk_of(company, "segment"),)


def shuffled_of(company, group="line", shuffles=SHUFFLES, seed=7):
    """Modularities of networks in which everybody writes as much as she does, to anybody."""
    rows = pairs_of(company)
    codes, _ = pd.factorize(np.concatenate([rows[f"{group}_a"], rows[f"{group}_b"]]))
    ends = codes.repeat(np.tile(rows["messages"], 2))
    chance = ((np.bincount(ends) / len(ends)) ** 2).sum()
    rng, made = np.random.default_rng(seed), []
    for _ in range(shuffles):
        rng.shuffle(ends)
        made.append((ends[: len(ends) // 2] == ends[len(ends) // 2 :]).mean() - chance)
    return pd.Series(made)


def shuffle_inputs(company):
    return modularity(talk_of(company)), shuffled_of(company)


def few_shuffle_inputs(company):
    """A network of few, which is not much more parted than chance."""
    made = shuffled_of(company, "segment", 40)
    return float(made.sort_values().iloc[-4]), made


def pilot_of(company):
    """Share of the pilot's messages with staff that stay inside it, by month from its start (0)."""
    rows = pairs_of(company)
    day = staff_of(company)["pilot_since_on"].dropna().iloc[0]
    both, one = rows["pilot_a"] & rows["pilot_b"], rows["pilot_a"] | rows["pilot_b"]
    age = (rows["week_on"].dt.year - day.year) * 12 + rows["week_on"].dt.month - day.month
    ends = rows["messages"] * (one.astype(int) + both)
    return ((2 * rows["messages"] * both).groupby(age).sum() / ends.groupby(age).sum()).rename_axis("month").rename("share")


def bar_of(share):
    """Two thirds of the gain of the pilot's first three months."""
    before, begun = share[share.index < 0].mean(), share[(share.index >= 0) & (share.index < 3)].mean()
    return float(before + 2 / 3 * (begun - before))


def milestone_inputs(company):
    """The pilot at two thirds of its first gain, for three months."""
    share = pilot_of(company)
    return share, bar_of(share), 3


def long_milestone_inputs(company):
    """The same for a year; it begins at another month."""
    share = pilot_of(company)
    return share[share.index >= 0].rename(lambda month: month + 1), bar_of(share), 12


def decision_inputs(company):
    return company["decisions"], company["decision_cases"]


def few_decisions(company):
    """Other cases: only those of the last year, and each third one."""
    cases = company["decision_cases"]
    end = cases["asked_on"].max()
    return company["decisions"], cases[(cases["asked_on"] > end - pd.Timedelta(days=400)) | (cases["case_id"] % 3 == 0)]


def came_up(company):
    """Decisions that came up, and the times that they did: what a table is checked on."""
    roles, cases = company["decisions"], company["decision_cases"]
    decided = cases.loc[cases["decided_on"].notna(), "decision"].astype(str)
    roles = roles[roles["decision"].astype(str).isin(decided)].reset_index(drop=True)
    return roles, cases[cases["decision"].astype(str).isin(decided)].reset_index(drop=True)


def ledger_of(company):
    """What the check of a table of decisions is given."""
    roles, cases = came_up(company)
    days = (cases["decided_on"] - cases["asked_on"]).dt.days
    return {"decisions": int(roles["decision"].nunique()), "accountable": int((roles["role"].astype(str) == "accountable").sum()),
            "decided": int(days.notna().sum()), "days": float(days.sum())}  # fmt: skip


def results_inputs(company):
    return company["department_results"], 12


def late_results(company):
    rows = company["department_results"]
    return rows[rows["month_on"] >= rows["month_on"].min() + pd.DateOffset(months=9)], 3


def tickets_of(company):
    """Tickets with their clerk, whether her pay hangs on ratings, before or after, and whether an order came within eight weeks."""
    tickets, people = company["tickets"], company["employees"].set_index("employee_id")
    rows = tickets.dropna(subset=["agent_id"]).sort_values("opened_at")
    paid = people["bonus_on"].astype(str) == PAYS_ON
    day = people["bonus_since_on"].dropna().iloc[0].tz_localize("UTC")
    orders = company["orders"][["customer_id", "ordered_at"]].sort_values("ordered_at")
    rows = pd.merge_asof(rows, orders.assign(next_at=orders["ordered_at"]), left_on="opened_at", right_on="ordered_at",
                         by="customer_id", direction="forward", allow_exact_matches=False)  # fmt: skip
    window = pd.Timedelta(weeks=WEEKS)
    end = company["orders"]["ordered_at"].max()
    over = rows["opened_at"] + window <= end
    rows["again"] = ((rows["next_at"] - rows["opened_at"]) <= window).astype(float).where(over)
    rows["clerk"] = rows["agent_id"].astype(int)
    for name in ("training_days", "refund_limit_eur"):
        rows[name] = rows["clerk"].map(people[name]).astype(float)
    rows["paid"], rows["after"] = rows["clerk"].map(paid).astype(bool), rows["opened_at"] >= day
    rows["rated"] = rows["satisfaction"].notna().astype(float).where(rows["closed_at"].notna())
    return rows


def valued(rows, column):
    """What `paid_ratings` takes."""
    return rows[["clerk", "paid", "after"]].assign(value=rows[column].astype(float)).dropna()


def rating_inputs(company):
    return (valued(tickets_of(company), "satisfaction"),)


def rated_inputs(company):
    return (valued(tickets_of(company), "rated"),)


def slope(rows, column, on):
    """Slope of a column on others (least squares), with the topic held."""
    rows = rows.dropna(subset=[column])
    held = pd.get_dummies(rows["topic"].astype(str), dtype=float)
    held["paid"] = rows["paid"].astype(float)
    held["paid after"] = (rows["paid"] & rows["after"]).astype(float)
    design = np.column_stack([*(rows[name].astype(float) for name in on), held])
    return dict(zip(on, np.linalg.lstsq(design, rows[column].to_numpy(float), rcond=None)[0], strict=False))


# ------------------------------------------------------------------------------ companies to try moves on


def lot_of(company):
    """The number that says which sealed companies a student gets."""
    return int(company["interactions"]["messages"].sum())


def runs_of(differences, seeds, pay=None):
    """What `best_state` takes: seed × state -> worth. `differences`: breadth and fit."""
    from classroom import prototype

    made = []
    for seed in seeds:
        company = prototype.twin(*differences, seed)
        for state in range(6):
            same = None if state == PRESENT else pay
            made.append((seed, state, company.worth(state, same)))
    return pd.DataFrame(made, columns=["seed", "state", "worth"])


def seeds_of(lot, twins=TWINS):
    """Twins of a student."""
    return range(lot % 1000 + 1, lot % 1000 + 1 + twins)


@cache
def gains(first, seeds=tuple(range(1, TWINS + 1)), differences=(1.5, 0.8)):
    """Seed × state: gain over staying at 1 with present pay (of 100); `first`: whether pay is changed first."""
    from classroom import prototype

    pay = prototype.NEW_PAY if first else None
    made = {}
    for seed in seeds:
        company = prototype.twin(*differences, seed)
        stays = company.worth(PRESENT)
        made[seed] = {state: 100 * (company.worth(state, pay) / stays - 1) for state in range(6)}
    return pd.DataFrame(made).T


MANY = tuple(range(5001, 5025))  # other twins: what a state is truly worth


def stays_of(company):
    """Which of the sealed companies should stay product-centric."""
    from classroom import prototype

    sealed = prototype.sealed(lot_of(company))
    return min(sealed, key=lambda name: sealed[name][0])


@cache
def pay_effects(seeds=MANY[:8]):
    """What it does to worth if all of pay hangs on one measure, while nobody moves (of 100)."""
    from classroom import prototype

    made = {}
    for seed in seeds:
        company = prototype.twin(1.5, 0.8, seed)
        stays = company.worth(PRESENT)
        made[seed] = {name: 100 * (company.worth(PRESENT, dict.fromkeys(prototype.NEW_PAY, 0.0) | {name: 1.0}) / stays - 1) for name in prototype.NEW_PAY}
    return pd.DataFrame(made).T.mean()


def best_at(differences, twins=8):
    """The best state with present pay at a place of the map, as the notebook finds it."""
    from classroom import prototype

    rows = []
    for seed in range(1, twins + 1):
        company = prototype.twin(*(max(one, 0.0) for one in differences), seed, 1_000)
        rows += [(seed, state, company.worth(state)) for state in range(6)]
    return best_state(pd.DataFrame(rows, columns=["seed", "state", "worth"]), PRESENT)["state"]


def run_inputs(company):
    return runs_of((1.5, 0.8), seeds_of(lot_of(company), 3)), PRESENT


def other_run_inputs(company):
    """A company that should stay where it is, and stands at 2."""
    return runs_of((0.2, 0.1), seeds_of(lot_of(company), 3)), 2


def placed(rows):
    """Mean of each column of interviews, with the 95 % range: name -> (mean, low, high)."""
    made = {}
    for name in ("needs", "fit"):
        mean, half = rows[name].mean(), 1.96 * rows[name].std() / np.sqrt(len(rows))
        made[name] = (float(mean), float(mean - half), float(mean + half))
    return made
