# ---
# title: Who owns the customer?
# minutes: [78, 76]
# plan: [130, 90, 60]
# asks: the CEO draws a new chart
# objectives:
#   - id: talk
#     text: Measure within which groups people work together, and compare that with chance.
#     exercise: [modularity, against_shuffles]
#     key: A chart says who should talk. Messages say who does. Check what they say against chance.
#   - id: decide
#     text: Find decisions with two owners or none, say what they cost in days, and check a table of them.
#     exercise: [faults_in_decisions, check_faults_in_decisions]
#     key: Exactly one department should be accountable for a decision. With two or none it takes two to three times as long.
#   - id: pay
#     text: Say what a bonus changed, and what only changed alongside it.
#     exercise: [bonus_against_equity, paid_ratings]
#     key: Two trends prove nothing. Whoever is paid for a number moves the number first.
#   - id: prototype
#     text: Try a move on model companies before any desk is moved, and give a range.
#     exercise: best_state
#     key: Where to stand depends on the customers. Similar customers with one need are best served by product lines.
#   - id: sustain
#     text: Say when a move has arrived, check a report on one, and propose the first small step.
#     exercise: [milestone, reorganisation, memo]
#     key: Seen once does not mean arrived. A move slips back if pay does not support it.
# glossary:
#   modularity: The share of messages inside groups, less the share that chance alone would put there.
#   RASCI: A table of who is responsible, accountable, supporting, consulted and informed, for each decision.
#   difference in differences: The change in a treated group, less the change in another group over the same time.
#   twin: A company made by the same rules as Fernhill, on which you can try things out.
#   coordination cost: What it costs when more people must agree before anything is done.
#   second-order effect: What follows later from the way people react to a change.
# prerequisites: [Python functions, pandas groupby, a range by drawing anew, the error of a difference, NPS]
# needs: [employees, interactions, decisions, decision_cases, department_results, tickets, hand_offs, orders]
# functions: [.unstack, .div, .days]
# claims:
#   - claim: bona fide segment managers responsible for all aspects of segment experience delivery
#     source: Seybold (2008)
# ---

# %% [markdown]
# # Who owns the customer?
#
# Ruth Adeyemi is Fernhill's chief executive. Her note to you:
#
# > Nobody here owns the customer. From January, each of our four segments gets a manager who does, with all its teams
# > under her. The chart is drawn. Bonuses can follow next year. Please tell me by Friday where Fernhill should stand.

# %%
import numpy as np
import pandas as pd

from classroom import check, explore, figures, load, prototype, study, toys

study.begin("07_organisation")
roles, cases = load("decisions"), load("decision_cases")
days = (cases["decided_on"] - cases["asked_on"]).dt.days
owners = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
wait = days.groupby(cases["decision"].map(owners)).mean()

# %% [markdown]
# For each of sixteen decisions the books say who is *accountable*: the department that has the last word. Some decisions have
# two such departments, and some have none. How long did each kind take, from the day somebody asked to the day it was decided?

# %% folded
told = wait.rename({0: "nobody", 1: "one department", 2: "two departments"}).rename_axis("accountable")
figures.bars(
    told.iloc[::-1], stands_out="nobody",
    finding=f"Decisions that nobody owns take {told['nobody']:.0f} days, those with one owner {told['one department']:.0f}",
    says="Three bars: " + ", ".join(f"{name} {value:.0f} days" for name, value in told.items()) + ".",
    xlabel="days from asked to decided (mean)", ylabel="accountable", digits=0,
)

# %% [markdown]
# So Ruth has a point. Does her chart follow from it? Make two guesses, and say how sure you are of each, from 1 (a coin toss) to 5 (I would bet on it).
#
# `my_state`: practitioners speak of a road with six states, from 0 (product lines alone) to 5 (segment managers own
# everything). Fernhill is at 1. Where should it stand in two years?

# %% [predict] my_state minutes=0.5
study.predict("my_state", ..., confidence=...)

# %% [markdown]
# `pilot_left`: a year ago one segment got a team of its own. Its members talked far more with one another. If this
# gain is 100, how much of it is left after a year?

# %% [predict] pilot_left minutes=0.5
study.predict("pilot_left", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=2
# ## Three questions from earlier lessons
#
# Answer from memory, with one letter each. A wrong answer costs nothing. (An assistant may help you with code. Your
# guesses, your choice of a state and your memo must be your own.)

# %%
study.recall(k=3)

# %%
study.recall_answer(..., ..., ...)

# %% [markdown]
# ## The road, as a practitioner describes it
#
# | state | who looks after the customer |
# |---|---|
# | 0 | each product line, for itself |
# | 1 | networks of colleagues, informally |
# | 2 | teams across departments |
# | 3 | a coordinator for each segment |
# | 4 | segment teams that report to product and segment alike |
# | 5 | segment managers |
#
# The last are *bona fide segment managers responsible for all aspects of segment experience delivery* (Hill, quoted by
# Seybold, 2008). This is experience, well told. It is not a study, and it does not say who should stop where.

# %% [markdown]
# ## Who talks with whom
#
# A chart says who should work together. Messages show who does. In one week of each month Fernhill counted who wrote to whom. Here are 96
# employees, each of whom works for one product line *and* one segment.

# %%
staff = load("employees").dropna(subset=["line", "segment"]).set_index("employee_id")
talk = load("interactions")
talk = talk[talk["employee_a"].isin(staff.index) & talk["employee_b"].isin(staff.index)].copy()
for side in "ab":
    for name in ("line", "segment"):
        talk[f"{name}_{side}"] = talk[f"employee_{side}"].map(staff[name])
for name in ("line", "segment"):
    inside = talk["messages"][talk[f"{name}_a"] == talk[f"{name}_b"]].sum()
    print(f"inside a {name}: {100 * inside / talk['messages'].sum():.0f} of 100 messages")

# %% [markdown]
# More stay inside a line. But there are six lines and four segments, so chance alone would put more messages inside a segment. We need a
# measure that takes chance out.
#
# **Modularity** does (Newman, 2006): the share of messages inside groups, less the share that would be there if everybody wrote as much
# as now, but to anybody at random. It is 0 for chance, and near 1 for groups that never meet.

# %% [markdown]
# ### Watch: handshakes at a wedding
#
# Each handshake has two ends. What share of all ends belongs to each family? If ends met by chance, the square of that share would be
# the chance that a handshake stays inside the family.

# %%
shakes = pd.DataFrame({"one": ["Ash", "Ash", "Birch", "Ash"],
                       "other": ["Ash", "Birch", "Birch", "Ash"], "times": [3, 1, 2, 2]})
by_one, by_other = (shakes.groupby(end)["times"].sum() for end in ("one", "other"))
ends = pd.concat([by_one, by_other])
share = ends.groupby(level=0).sum() / (2 * shakes["times"].sum())
print(share.round(2).to_dict(), "by chance inside:", round((share**2).sum(), 2))

# %% [markdown]
# ### Exercise 1: within which groups do they talk?
#
# Complete `modularity(talk)`. A row of `talk` has `a` and `b`, the groups at its two ends, and `messages`. Give one number: the share of messages
# with both ends in the same group, less the sum of the squares of the groups' shares of all ends. (Shares are parts of 1; each
# message has two ends.) For `toy["talk"]` it is {{modularity}}.
#
# If Fernhill already works by segment, there is nothing to move.

# %%
toy = toys.page("07_organisation")
toy["talk"]

# %% [answer] modularity
def modularity(talk):
    # 1 measure
    total = talk["messages"].sum()
    within = talk["a"] == talk["b"]
    inside = ...
    ### BEGIN SOLUTION
    inside = talk["messages"][within].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    ### END SOLUTION
    # 2 summarise
    result = ...
    ### BEGIN SOLUTION
    result = inside - (share**2).sum()
    ### END SOLUTION
    return result

# %% [test] modularity 2
from classroom import check

check.on_page(modularity, "07/modularity")
### BEGIN HIDDEN TESTS
check.on_companies(modularity, reference.modularity, "07/modularity", inputs=reference.talk_inputs)
check.on_companies(modularity, reference.modularity, "07/modularity", inputs=reference.segment_inputs, also="by segment")
### END HIDDEN TESTS

# %% [try] modularity
# By line and by segment.
def by_group(name, rows=talk):
    pairs = rows[[f"{name}_a", f"{name}_b", "messages"]].set_axis(["a", "b", "messages"], axis=1)
    return check.answered(modularity(pairs), "modularity")

real = pd.Series({name: by_group(name) for name in ("line", "segment")})
print(f"Modularity by line {real['line']:.2f}, by segment {real['segment']:.2f}")

# %% [markdown]
# ### Could that be chance?
#
# Shuffle the network. Everybody keeps the same number of messages, and the other ends are drawn anew. Do it 100 times: that is what
# modularity looks like when nobody cares about groups.

# %%
def shuffled(name, seed=7):
    """Modularity of 100 networks in which everybody writes as much as now, but to anybody."""
    rng, found = np.random.default_rng(seed), []
    ends = np.concatenate([np.repeat(talk[f"{name}_{side}"].to_numpy(), talk["messages"]) for side in "ab"])
    codes = pd.factorize(ends)[0]
    chance = ((np.bincount(codes) / len(codes)) ** 2).sum()
    for run in range(100):
        rng.shuffle(codes)
        found.append((codes[: len(codes) // 2] == codes[len(codes) // 2 :]).mean() - chance)
    return pd.Series(found)

# %% [markdown]
# ### Watch: is this die loaded?
#
# A die gave 30 sixes. Of 9 fair dice, one gave at least as many. The real die is one of the ten that we look at, so the share with "as many or more" is
# 2 in 10 and not 1 in 9. It can never be 0: nine dice cannot tell us that something never happens.

# %%
fair = pd.Series([18, 22, 31, 20, 17, 25, 21, 19, 23])
print(fair.mean().round(1), (1 + (fair >= 30).sum()) / (1 + len(fair)))

# %% [markdown]
# ### Exercise 2: real against shuffled
#
# Write `against_shuffles(real, shuffled)`. `real` is a number, `shuffled` a Series of numbers from shuffles. Give a dict:
#
# - `chance`: the mean of the shuffles
# - `excess`: how far the real number is above it
# - `as_large`: of the shuffles and the real one together, the share (a part of 1) that is at least as large as the real one
#
# For 0.3 and `toy["shuffled"]` they are {{against_shuffles.chance}}, {{against_shuffles.excess}} and {{against_shuffles.as_large}}.

# %% [answer] against_shuffles
def against_shuffles(real, shuffled):
    ### BEGIN SOLUTION
    # 1 measure
    chance = shuffled.mean()
    as_large = (1 + (shuffled >= real).sum()) / (1 + len(shuffled))
    # 2 summarise
    return {"chance": chance, "excess": real - chance, "as_large": as_large}
    ### END SOLUTION

# %% [test] against_shuffles 2
from classroom import check

check.on_page(against_shuffles, "07/against_shuffles")
### BEGIN HIDDEN TESTS
check.on_companies(against_shuffles, reference.against_shuffles, "07/against_shuffles", inputs=reference.shuffle_inputs)
check.on_companies(against_shuffles, reference.against_shuffles, "07/against_shuffles", inputs=reference.few_shuffle_inputs, also="with few shuffles")
### END HIDDEN TESTS

# %% [try] against_shuffles
# Both ways to group people, each against its own 100 shuffles.
real = pd.Series({name: by_group(name) for name in ("line", "segment")})
chance = {name: shuffled(name) for name in real.index}
for name in real.index:
    told = check.answered(against_shuffles(real[name], chance[name]), "against_shuffles")
    print(f"{name}: {real[name]:.2f}, shuffled {chance[name].min():.3f} to {chance[name].max():.3f}; at least as large: {100 * told['as_large']:.0f} in 100")
figures.bars(
    real.iloc[::-1].rename_axis("grouped by"), stands_out="line",
    finding=f"People talk within product lines ({real['line']:.2f}), and a little within segments ({real['segment']:.2f})",
    says=f"Two bars: by line {real['line']:.2f}, by segment {real['segment']:.2f}. All 200 shuffles lie between -0.02 and 0.02.",
    xlabel="modularity (0 is chance)", ylabel="grouped by", digits=2,
)

# %% [markdown]
# Both are far beyond chance, but that does not make them equally large. Fernhill works by line, with informal ties within segments:
# state 1, as the books say. You learned this without asking anyone for a chart.

# %% [markdown]
# ## A pilot that everybody praises
#
# In January 2025 a team for families was put together across the product lines. Bonuses stayed as they were. Of all its members' messages, what share
# stays inside the team?

# %%
day = staff["pilot_since_on"].dropna().iloc[0]
one, other = (talk[f"employee_{side}"].map(staff["pilot_since_on"]).notna() for side in "ab")
month = (talk["week_on"].dt.year - day.year) * 12 + talk["week_on"].dt.month - day.month
ends = talk["messages"] * (one.astype(int) + other)
pilot = (2 * talk["messages"] * (one & other)).groupby(month).sum() / ends.groupby(month).sum()

# %%
parts = pd.cut(pilot.index, [-25, -13, -1, 2, 5, 8, 11], labels=["2023", "2024", "months 1-3", "months 4-6", "months 7-9", "months 10-12"])
told = 100 * pilot.groupby(parts, observed=True).agg(["mean", "min", "max"])
left = 100 * (told["mean"].iloc[-1] - told["mean"].iloc[:2].mean()) / (told["mean"].iloc[2] - told["mean"].iloc[:2].mean())
study.compare("pilot_left", left)
figures.bars(
    told["mean"].iloc[::-1].rename_axis("when"), low=told["min"].iloc[::-1], high=told["max"].iloc[::-1], stands_out="months 10-12",
    finding=f"The pilot shows at once, and after a year {left:.0f} of 100 parts of its gain are left",
    says="Six bars, with the lowest and highest month: " + ", ".join(f"{name} {value:.0f} of 100" for name, value in told["mean"].items()) + ".",
    xlabel="messages of the team's members that stay inside it (of 100)", ylabel="when", table=told.round(0), digits=0,
)

# %% [markdown]
# A report after three months would have called this a success. Why does it slip back? Pay is a suspect: everybody's bonus still
# depends on a product line. One team, with nothing to compare it with, cannot prove a cause. Remember this for the second sitting.

# %% [markdown]
# ## Passed from hand to hand
#
# Each time a ticket moves to another department, somebody must read it again. Where does it wait, and for how long?

# %% [markdown]
# ### Puzzle: hours at each stop
#
# `rows` has a row per stop: `ticket_id`, `department`, `hour` (when the ticket arrived there). Put lines in order so that `hours` is the mean
# time that a ticket stays in each department, until its next stop. Two lines are not needed.

# %% [puzzle] stops minutes=3
pieces = {
    "A": "rows = rows.sort_values(['ticket_id', 'hour'])",
    "B": "left = rows.groupby('ticket_id')['hour'].shift(-1)",
    "C": "left = rows['hour'].shift(-1)",
    "D": "hours = (left - rows['hour']).groupby(rows['department']).mean()",
    "E": "left = rows.groupby('ticket_id')['hour'].shift(1)",
}
order = ...
study.order(pieces, order)

# %%
closed = load("tickets").dropna(subset="closed_at")
begin = closed.assign(department="service", at=closed["opened_at"])[["ticket_id", "department", "at"]]
end = closed.assign(department="closed", at=closed["closed_at"])[["ticket_id", "department", "at"]]
stops = pd.concat([begin, load("hand_offs").rename(columns={"handed_at": "at"})[["ticket_id", "department", "at"]], end])
stops = stops[stops["ticket_id"].isin(closed["ticket_id"])].sort_values(["ticket_id", "at"])
stay = (stops.groupby("ticket_id")["at"].shift(-1) - stops["at"]).dt.total_seconds() / 3600
print(stay.groupby(stops["department"]).agg(["count", "mean"]).drop("closed").round(0).to_string())

# %%
orders = load("orders")[["customer_id", "ordered_at"]].sort_values("ordered_at")
tickets = pd.merge_asof(
    closed.sort_values("opened_at"), orders.assign(next_at=orders["ordered_at"]),
    left_on="opened_at", right_on="ordered_at", by="customer_id",
    direction="forward", allow_exact_matches=False,
)
known = tickets["opened_at"] + pd.Timedelta(weeks=8) <= orders["ordered_at"].max()
soon = tickets["next_at"] - tickets["opened_at"] <= pd.Timedelta(weeks=8)
tickets["again"] = soon.astype(float).where(known)
tickets["days"] = (tickets["closed_at"] - tickets["opened_at"]).dt.total_seconds() / 86400

# %%
by = tickets.groupby(tickets["hand_offs"].clip(upper=3))
by_hands = by.agg(tickets=("days", "size"), days=("days", "mean"),
                  rating=("satisfaction", "mean"), again=("again", "mean"))
by_hands["again"] *= 100
by_hands["eur"] = 7.5 * (1 + by_hands.index)
figures.table_beside(
    by_hands.round(1), "By number of hand-offs (3: three or more): days to close, rating, "
    "ordered again within 8 weeks (of 100), euros of work", digits=1,
)

# %% [markdown]
# Each hand-off goes with about one more day, a rating more than half a point lower, and fewer customers who order again. It also costs 7.50 euros of work.
#
# But hard cases are passed on more often, so part of this comes from the case and not from passing it on. The cost of the work is certain. The rest is an upper bound.

# %% [markdown]
# ## Who decides?
#
# A **RASCI** table says for each decision who is responsible (does it) and who is accountable (has the last word). It also says who supports, who is consulted and who is informed. One rule matters most:
# exactly one department is accountable.

# %% [markdown]
# ### Watch: keys to a clubhouse
#
# How many keys are there to each door, and how long was it shut? A door that is still shut has no end, so it has no days. `count` leaves it out.

# %%
keys = pd.DataFrame({"door": ["bar", "bar", "gym"], "role": ["key", "key", "guest"]})
shut = pd.DataFrame({"door": ["bar", "gym", "gym"], "from": [1, 2, 5], "to": [4, 9, None]})
by_door = (shut["to"] - shut["from"]).groupby(shut["door"])
held = (keys["role"] == "key").groupby(keys["door"]).sum()
print(pd.DataFrame({"keys": held, "times": by_door.count(), "mean": by_door.mean()}))

# %% [markdown]
# ### Exercise 3: decisions with two owners, or none
#
# Write `faults_in_decisions(roles, cases)`. `roles` has a row per `decision` and `department` with its `role`. `cases` has a row for each time a `decision` came up, with `asked_on` and
# `decided_on` (missing while it is open). Give a table with a row per `decision`: `accountable`, the number of departments with that role; `cases`, how
# many were decided; `days`, the mean from asked to decided. For `toy["decisions"]` and `toy["decision_cases"]`:
#
# {{faults_in_decisions}}

# %% [answer] faults_in_decisions
def faults_in_decisions(roles, cases):
    ### BEGIN SOLUTION
    # 1 measure
    counted = (roles["role"] == "accountable").groupby(roles["decision"]).sum()
    by = (cases["decided_on"] - cases["asked_on"]).dt.days.groupby(cases["decision"])
    # 2 summarise
    return pd.DataFrame({"accountable": counted, "cases": by.count(), "days": by.mean()})
    ### END SOLUTION

# %% [test] faults_in_decisions 2
from classroom import check

check.on_page(faults_in_decisions, "07/faults_in_decisions")
### BEGIN HIDDEN TESTS
check.on_companies(faults_in_decisions, reference.faults_in_decisions, "07/faults_in_decisions", inputs=reference.decision_inputs)
check.on_companies(faults_in_decisions, reference.faults_in_decisions, "07/faults_in_decisions", inputs=reference.few_decisions, also="with fewer cases")
### END HIDDEN TESTS

# %% [try] faults_in_decisions
# The slowest, and whether a range leaves room for doubt.
table = check.table(faults_in_decisions(roles, cases), "faults_in_decisions", index="decision")
print(table.sort_values("days").tail(7).round(0).to_string())
rng, drawn = np.random.default_rng(7), []
for run in range(400):
    some = rng.integers(len(cases), size=len(cases))
    mean = days.iloc[some].groupby(cases["decision"].map(owners).iloc[some]).mean()
    drawn.append([mean[2] / mean[1], mean[0] / mean[1]])
low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
print(f"Compared with one owner, decisions with two take {low[0]:.1f} to {high[0]:.1f} times as long, those with none {low[1]:.1f} to {high[1]:.1f} times.")

# %% [markdown]
# This fault has a remedy that needs no reorganisation: name one owner for each of seven decisions. (That they would then take ten days is a forecast. Perhaps
# they are the hard ones. Name owners for four of the seven, drawn by lot, and compare.)

# %% [markdown]
# ### A table that somebody else made
#
# Next year each region will send such a table. You will have the ledger: how many `decisions` there are, how many A's (`accountable`) the matrix holds,
# how many cases were `decided`, and their `days` in total. Here are five tables, each with its ledger.

# %%
for one in toy.shown("faults_in_decisions"):
    print(f"Table {one.letter} is {'right' if one.right else 'wrong'}.")
    print(one.result.round(2), one.data, sep="\n")

# %% [markdown]
# Write `check_faults_in_decisions(result, data)`. Return `""` if you accept the table, and otherwise your reason. Ask four things. Is there a row for each decision?
# Do the A's add up to `data["accountable"]`, and the cases to `data["decided"]`? Does `days` times `cases`, added up, give `data["days"]`? Let
# differences of less than half a day or half a case pass: numbers may be rounded.

# %% [check] faults_in_decisions 3
def check_faults_in_decisions(result, data):
    reason = ...
    ### BEGIN SOLUTION
    rows = len(result) == data["decisions"]
    off = abs(result["accountable"].sum() - data["accountable"]) + abs(result["cases"].sum() - data["decided"])
    total = (result["days"] * result["cases"]).sum()
    reason = "" if rows and off < 0.5 and abs(total - data["days"]) < 0.5 else "wrong"
    ### END SOLUTION
    return reason

# %% [markdown]
# ## What are they paid for?
#
# Finance estimates what a customer of Fernhill is worth, month by month. Each department's bonus depends on a measure of its own.
# Which of these rise and fall with that worth, and which go against it?

# %% [markdown]
# ### Watch: two things that grow
#
# A tree and a pension grow for six years. By rank, they go together perfectly. What about their *changes* from year to year?

# %%
years = pd.DataFrame({"tree": [1, 3, 4, 7, 8, 10], "pension": [20, 22, 25, 26, 30, 31]})
print(years.corrwith(years["pension"], method="spearman").round(2).to_dict())
moved = years.diff(1)
print(moved.corrwith(moved["pension"], method="spearman").round(2).to_dict())

# %% [markdown]
# ### Exercise 4: bonus against equity
#
# Write `bonus_against_equity(results, months)`. `results` has a row per `month_on`, `department` and unit, with `result_index`. A department's result is the mean of its units. Give a table with a
# row per department *other than* finance: `level`, the rank correlation (Spearman) of its monthly result with finance's; `change`, the same for their
# changes over so many `months`. For `toy["results"]` and 2:
#
# {{bonus_against_equity}}

# %% [answer] bonus_against_equity
def bonus_against_equity(results, months):
    ### BEGIN SOLUTION
    # 1 measure
    wide = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
    moved = wide.diff(months)
    # 2 summarise
    level = wide.corrwith(wide["finance"], method="spearman")
    change = moved.corrwith(moved["finance"], method="spearman")
    return pd.DataFrame({"level": level, "change": change}).drop("finance")
    ### END SOLUTION

# %% [test] bonus_against_equity 2
from classroom import check

check.on_page(bonus_against_equity, "07/bonus_against_equity")
### BEGIN HIDDEN TESTS
check.on_companies(bonus_against_equity, reference.bonus_against_equity, "07/bonus_against_equity", inputs=reference.results_inputs)
check.on_companies(bonus_against_equity, reference.bonus_against_equity, "07/bonus_against_equity", inputs=reference.late_results, also="with other months")
### END HIDDEN TESTS

# %% [try] bonus_against_equity
# Levels, and changes over a year.
results = load("department_results")
told = check.table(bonus_against_equity(results, 12), "bonus_against_equity", index="department").sort_values("level")
measures = results.drop_duplicates("department").set_index("department")["measure"]
told.index = [f"{name}: {measures[name]}" for name in told.index]
figures.bars(
    told["level"].rename_axis("department"), stands_out=told.index[0],
    finding="Two departments are paid for what rises while a customer's worth falls",
    says="Seven bars: " + ", ".join(f"{name} {value:.1f}" for name, value in told["level"].items()) + ".",
    xlabel="rank correlation with a customer's worth", ylabel="department", table=told.round(2), digits=2,
)

# %% [markdown]
# Product is paid for its lines' revenue, marketing for new customers. Both rose while the worth of a customer fell. "Two bonuses pay for harm!" says a
# colleague. Before you agree, look at the *total* worth of all customers, not at the mean.

# %%
by_department = results.groupby(["month_on", "department"])["result_index"].mean().unstack()
first = orders.drop_duplicates("customer_id")["ordered_at"].dt.strftime("%Y-%m").value_counts().sort_index().cumsum()
total = by_department["finance"] * first.to_numpy()[: len(by_department)]
print("With the worth of all:", by_department[["product", "marketing"]].corrwith(total, method="spearman").round(2).to_dict())
late = by_department.tail(12)
print(f"Product with the worth of one, in the last year alone: {late['product'].corr(late['finance'], method='spearman'):.2f}")

# %% [markdown]
# The sign turns round. Growth brought many customers who are each worth less: revenue rises, the mean falls, the total rises. Two trends
# always move together or in opposite directions, and 36 months are only a handful of facts. In yearly changes no clear link is left for these two, and in the
# last year alone product's is weak or has turned round.
#
# So the books show what is *paid for*. They cannot show what pay *does*. For that we need a comparison.

# %% [markdown]
# ## Paid for ratings
#
# From May 2024 half of the clerks got a bonus on the ratings of their own tickets. The other half did not. Guess `more_again`: of 100 customers with a ticket,
# how many more (or, with a minus, fewer) order again within eight weeks because of it?

# %% [predict] more_again minutes=0.5
study.predict("more_again", ..., confidence=...)

# %%
clerks = load("employees").set_index("employee_id")
tickets["clerk"] = tickets["agent_id"]
tickets["paid"] = tickets["clerk"].map(clerks["bonus_on"]) == "rating of own tickets"
since = clerks["bonus_since_on"].dropna().iloc[0].tz_localize("UTC")
tickets["after"] = tickets["opened_at"] >= since
tickets["rated"] = tickets["satisfaction"].notna().astype(float)

# %% [markdown]
# A **difference in differences** takes the change among those who are paid, less the change among the others in the same months. Whatever happened to
# everybody drops out. And the unit is the *clerk*: each answers hundreds of tickets, and one clerk's tickets are alike.

# %% [markdown]
# ### Watch: two schools and a new lunch
#
# Three classes got a new lunch, two did not. Each class has a mark before and after.

# %%
marks = pd.DataFrame({"new": [True] * 6 + [False] * 4, "room": list("aabbccddee"),
                      "later": [False, True] * 5, "mark": [3, 5, 4, 5, 2, 5, 3, 4, 2, 4]})
wide_marks = marks.groupby(["new", "room", "later"])["mark"].mean().unstack()
change = (wide_marks[True] - wide_marks[False]).groupby("new")
told = change.agg(["mean", "var", "count"])
print(told.loc[True, "mean"] - told.loc[False, "mean"], ((told["var"] / told["count"]).sum() ** 0.5).round(2))

# %% [markdown]
# ### Exercise 5: what did the bonus move?
#
# Write `paid_ratings(rows)`. A row is a ticket, with `clerk`, `paid` and `after` (True or False), and `value`. Take each clerk's mean before and after, and her change. Give a dict:
# `clerks`, how many there are; `effect`, the mean change of paid clerks less that of the others; `error`, its standard error, from the variances of the
# clerks' changes. For `toy["rated"]`: {{paid_ratings.clerks}}, {{paid_ratings.effect}}, {{paid_ratings.error}}.

# %% [answer] paid_ratings
def paid_ratings(rows):
    ### BEGIN SOLUTION
    # 1 measure
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack()
    told = (mean[True] - mean[False]).groupby("paid").agg(["mean", "var", "count"])
    error = (told["var"] / told["count"]).sum() ** 0.5
    # 2 summarise
    effect = told.loc[True, "mean"] - told.loc[False, "mean"]
    return {"clerks": told["count"].sum(), "effect": effect, "error": error}
    ### END SOLUTION

# %% [test] paid_ratings 2
from classroom import check

check.on_page(paid_ratings, "07/paid_ratings")
### BEGIN HIDDEN TESTS
check.on_companies(paid_ratings, reference.paid_ratings, "07/paid_ratings", inputs=reference.rating_inputs)
check.on_companies(paid_ratings, reference.paid_ratings, "07/paid_ratings", inputs=reference.rated_inputs, also="for the share of rated tickets")
### END HIDDEN TESTS

# %% [try] paid_ratings
# Ratings, the share of tickets that are rated, and who orders again. With 24 clerks the range is 2.07 errors to either side.
told = {}
for name, factor in (("satisfaction", 1), ("rated", 100), ("again", 100)):
    rows = tickets[["clerk", "paid", "after"]].assign(value=factor * tickets[name]).dropna()
    one = check.answered(paid_ratings(rows), "paid_ratings")
    told[name] = [one["effect"], one["effect"] - 2.07 * one["error"], one["effect"] + 2.07 * one["error"]]
told = pd.DataFrame(told, index=["effect", "low", "high"]).T
told.index = ["rating (points of 1 to 5)", "rated (of 100 tickets)", "order again (of 100)"]
study.compare("more_again", told.loc["order again (of 100)", "effect"])
figures.table_beside(told.round(2), f"Effect of the bonus, with its 95 % range ({one['clerks']} clerks)", digits=2)

# %% [markdown]
# Ratings rise by about half a point. Fewer tickets are rated: a clerk who fears a bad mark does not ask for one. And orders? In nearly every company the last range
# includes zero, so nobody can say that even one more customer came back. In lesson 05 you guessed how one would earn such a bonus. Here you see it earned.

# %% [markdown]
# ### Two tasks, one pay
#
# A clerk has two tasks: selling and keeping customers loyal. Effort on one takes strength away from the other. Each is paid on a noisy measure. Now the
# measure of *loyalty* gets ten times as noisy. What happens to the best bonus on *sales*?
#
# Guess `sales_bonus`: "up", "down" or "same".

# %% [predict] sales_bonus minutes=0.5
study.predict("sales_bonus", ..., confidence=...)

# %% [markdown]
# Holmström and Milgrom (1991) worked it out. The best rates β solve (I + C N) β = B. C is what effort costs, N is the noise, and B = (1, 1) is what
# effort brings.

# %%
cost = np.array([[1, 0.5], [0.5, 1]])
rates = {noise: np.linalg.solve(np.eye(2) + cost @ np.diag([1, noise]), [1, 1]) for noise in (1, 10)}
study.compare("sales_bonus", "down" if rates[10][0] < rates[1][0] else "up")
print({f"noise {noise}": dict(zip(["sales", "loyalty"], rate.round(3).tolist())) for noise, rate in rates.items()})

# %% [markdown]
# Both fall. If loyalty can hardly be paid for, a strong bonus on sales would pull everybody away from it. So the answer to a bad measure is a
# smaller bonus on the good one, not a larger one.

# %% [markdown] more
# ### Two levers without a chart (more)
#
# It was drawn by lot how much training each clerk got, and how much she may refund. How do hand-offs change with a day of training, and with a doubled limit?

# %% more
rows = tickets.assign(training=tickets["clerk"].map(clerks["training_days"]), double=np.log2(1 + tickets["clerk"].map(clerks["refund_limit_eur"])))
by_clerk = rows.groupby("clerk")[["hand_offs", "satisfaction", "training", "double"]].mean()
design = np.column_stack([np.ones(len(by_clerk)), by_clerk[["training", "double"]]])
for name in ("hand_offs", "satisfaction"):
    rate, left_over = np.linalg.lstsq(design, by_clerk[name], rcond=None)[:2]
    error = (np.linalg.inv(design.T @ design).diagonal() * left_over / (len(by_clerk) - 3)) ** 0.5
    print(name, {lever: f"{rate[k]:+.2f} ({rate[k] - 2.08 * error[k]:+.2f} to {rate[k] + 2.08 * error[k]:+.2f})" for k, lever in ((1, "a day of training"), (2, "a doubled limit"))})

# %% [markdown] more
# Doubling a limit saves about a tenth of a hand-off on each ticket. No box on the chart has to move. But its cost in goodwill must be set against it.

# %% [markdown]
# ## A good place to stop
#
# So far: people at Fernhill talk within lines. A pilot showed at once and then slipped back. Seven decisions do not have exactly one owner, and wait. Correlations
# of trends could be read either way. A bonus on ratings moved ratings.
#
# Guess `my_pay` before you go: should bonuses change "first", before desks move, or "later", as Ruth says?

# %% [predict] my_pay minutes=0.5
study.predict("my_pay", ..., confidence=...)

# %%
study.progress()

# %% [markdown] sitting
# ## Second sitting: move it on paper first
#
# Fernhill can be reorganised only once. So we first try it on a **twin**: a company made by the same rules, with other customers. It runs for eight quarters and then ten more years.
# Its rules are assumptions. They are the same for every state, and you may argue with each of them.

# %%
from generator.policy.model import Levers, Policy
from generator.simulate import simulate

chart = Policy(name="the new chart", quarters={1: Levers(stage=5)})
run = simulate(chart, "fernhill", customers=2000, seed=3, pressed=False)
looks = pd.DataFrame({"state": [q.stage for q in run.quarters], "days to decide": [q.latency_days for q in run.quarters],
                      "true NPS": [q.nps[1] for q in run.quarters], "live customers": [q.live for q in run.quarters]}, index=range(1, 9))
figures.table_beside(looks.round(0).rename_axis("quarter"), "Ruth's chart on one twin: one state a quarter", digits=0)

# %% [markdown]
# While the company moves, every decision takes ten days longer. Apart from that, days fall up to state 4 and rise at 5: more people must agree. That is
# **coordination cost**.

# %% [markdown]
# ### What does a move cost, and when does it pay?
#
# `prototype.twin` makes a twin, and `profits` gives the profit of its eight quarters. Compare each target state with staying at 1. Guess `pays_from`: if Fernhill moves to state 3, in which
# quarter (1 to 8) does its profit first exceed that of staying?

# %% [predict] pays_from minutes=0.5
study.predict("pays_from", ..., confidence=...)

# %%
twins = [prototype.twin(*prototype.FERNHILL, seed) for seed in range(1, 13)]
stay = np.mean([one.profits(1) for one in twins], axis=0)
moves = pd.DataFrame(index=pd.RangeIndex(1, 9, name="quarter"))
for state in (0, 2, 3, 4, 5):
    moves[f"to {state}"] = np.mean([one.profits(state) for one in twins], axis=0) - stay
study.compare("pays_from", int((moves["to 3"] > 0).idxmax()))
figures.table_beside(
    moves.round(0), "Profit less that of staying, euros a quarter, mean of twelve twins "
    "of 2,000 customers; pay as it is", digits=0,
)

# %% [markdown]
# Each move costs at once: there is a quarter of confusion, and from then on agreeing takes more time. The benefit comes a year later, through customers who stay. Whoever
# judges after four quarters will stop every move that is right. Going back to 0 shows the reverse: after one bad quarter it pays for three, and then it costs.

# %% [markdown]
# The table ends where most of the gain begins. So take the *worth*: all profits of the eight quarters and of the ten years after them, with later euros discounted. For a twin, `worth(state)` gives it.

# %% [markdown]
# ### Watch: which bus is faster?
#
# Three days, two buses. Compare them *within* each day, since a rainy day slows both. Then take the mean over days.

# %%
trips = pd.DataFrame({"day": [1, 1, 2, 2, 3, 3], "bus": ["A", "B"] * 3,
                      "minutes": [20, 18, 40, 35, 30, 28]})
wide = trips.pivot(index="day", columns="bus", values="minutes")
gain = 100 * (wide.div(wide["A"], axis=0) - 1)
print(gain.mean().round(1).to_dict(), "best:", gain.mean().idxmin(), "error:", (gain["B"].std() / len(gain) ** 0.5).round(1))

# %% [markdown]
# ### Exercise 6: the best state, with a range
#
# Write `best_state(runs, now)`. `runs` has a row per `seed` and `state` with `worth`; `now` is the state the company is in. For each seed, a state's gain is its worth divided by that of `now`, less 1, times 100.
# Give a dict: `state`, the one with the highest mean gain; `gain`, that mean; `low` and `high`, that mean minus and plus 2.2 standard errors (standard deviation over seeds / root
# of their number). For `toy["runs"]` and 2: state {{best_state.state}}, {{best_state.gain}} ({{best_state.low}} to {{best_state.high}}).

# %% [answer] best_state
def best_state(runs, now):
    ### BEGIN SOLUTION
    # 1 measure
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    # 2 choose
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain) ** 0.5
    # 3 summarise
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
    ### END SOLUTION

# %% [test] best_state 2
from classroom import check

check.on_page(best_state, "07/best_state")
### BEGIN HIDDEN TESTS
check.on_companies(best_state, reference.best_state, "07/best_state", inputs=reference.run_inputs)
check.on_companies(best_state, reference.best_state, "07/best_state", inputs=reference.other_run_inputs, also="of another company")
### END HIDDEN TESTS

# %% [markdown]
# ### Commit
#
# Before you see the result: which state would you sign for at Fernhill, 0 to 5? And should pay change "first" or "later"? Write both down. Your
# first answers are kept, and you will see them again.

# %% [predict] signed_state minutes=0.5
study.predict("signed_state", ..., confidence=...)

# %% [predict] signed_pay minutes=0.5
study.predict("signed_pay", ..., confidence=...)

# %%
def runs_of(twins, pay=None):
    """Worth of each state on each twin. With `pay`, bonuses change a quarter before the move."""
    rows = []
    for seed, one in enumerate(twins):
        for state in range(6):
            rows.append((seed, state, one.worth(state, pay if state != 1 else None)))
    return pd.DataFrame(rows, columns=["seed", "state", "worth"])

later, first = runs_of(twins), runs_of(twins, prototype.NEW_PAY)

# %% [try] best_state
# Pay later and pay first. New pay: less than half as much on revenue and newcomers, most on renewals and equity.
found = pd.DataFrame({name: check.answered(best_state(runs, 1), "best_state") for name, runs in (("pay later", later), ("pay first", first))}).T
print(found.round(1).to_string())

# %% [try] best_state
# Every target state, with pay later and with pay first.
check.answered(best_state(later, 1), "best_state")
gain, rows = {}, {}
for name, runs in (("pay later", later), ("pay first", first)):
    worths = runs.pivot(index="seed", columns="state", values="worth")
    gain[name] = 100 * (worths.div(worths[1], axis=0) - 1)
    for state in (2, 3, 4, 5):
        rows[f"{state}, {name}"] = [gain[name][state].mean(), 2.2 * gain[name][state].std() / 12**0.5]
gains = pd.DataFrame(rows, index=["gain", "half"]).T.sort_index(ascending=False)

# %% [try] best_state
# The picture.
check.answered(best_state(later, 1), "best_state")
figures.bars(
    gains["gain"].rename_axis("target state"), low=gains["gain"] - gains["half"], high=gains["gain"] + gains["half"], stands_out=f"{found.loc['pay first', 'state']:.0f}, pay first",
    finding=f"Pay later: state {found.loc['pay later', 'state']:.0f} is best. Pay first: state {found.loc['pay first', 'state']:.0f}, and more is gained",
    says="Bars with ranges over twelve twins: " + ", ".join(f"state {name} {value:.0f} %" for name, value in gains["gain"].iloc[::-1].items()) + ".",
    xlabel="worth against staying at 1 with pay as it is (%)", ylabel="target state", table=gains.iloc[::-1].round(1), digits=1,
)

# %% [markdown]
# State 5 is never best, and with pay later it loses worth. With pay as it is, a state's effect fades, as the pilot's did, and 3 is the best that holds. With pay first, 4 is best, and
# worth far more. Is that because of the *order*, or is new pay good by itself?

# %% [try] best_state
# New pay without a move, and both orders at state 4.
check.answered(best_state(later, 1), "best_state")
base = np.array([one.worth(1) for one in twins])
pay_alone = 100 * (np.array([one.worth(1, prototype.NEW_PAY) for one in twins]) / base - 1)
both = gain["pay first"][4] - gain["pay later"][4]
middle, half = pay_alone.mean(), 2.2 * pay_alone.std(ddof=1) / 12**0.5
print(f"New pay without any move: {middle:+.1f} % (range {middle - half:.1f} to {middle + half:.1f})")
print(f"At state 4, pay first compared with later: {both.mean():+.1f} percentage points")

# %% [markdown]
# New pay alone brings a few points. The rest comes from what it makes *last*. In a twin, a move made while pay stays the same is undone by people who do what they
# are paid for: a **second-order effect**. So "bonuses can follow next year" is the most expensive line in Ruth's note.
#
# Remember that this is a rule we put into the twins. The pilot fits it, but one pilot proves nothing. If you doubt the rule, ask for a second pilot with new pay,
# next to one without.

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# Each move needs a sponsor, and somebody loses by it. The regional sales head would lose 24 people and, under new pay, a third of her bonus. What would you offer her, and what would
# you refuse? Which small step could she lead? Decide alone, then compare.

# %% [markdown]
# ## Where should others stand?
#
# Two things differ between companies. *Breadth*: how many more of a customer's needs could the shop serve? *Fit*: how much does it matter to her to be served according to her own needs? You will draw
# the map from runs, with two twins for each place on it.
#
# Guess `matters_more`: which of the two does more to decide where to stand, "breadth" or "fit"?

# %% [predict] matters_more minutes=0.5
study.predict("matters_more", ..., confidence=...)

# %% [try] best_state
# Twins of 1,000 customers.
breadths, fits = [0.2, 0.6, 1.0, 1.4, 1.8], [0.1, 0.3, 0.5, 0.7, 0.9]
maps = pd.DataFrame(index=pd.Index(fits, name="fit"), columns=breadths, dtype=int)
for fit in fits:
    for breadth in breadths:
        some = [prototype.twin(breadth, fit, seed, 1000) for seed in (1, 2)]
        maps.loc[fit, breadth] = check.answered(best_state(runs_of(some), 1), "best_state")["state"]

# %% [try] best_state
# The map.
check.answered(best_state(later, 1), "best_state")
study.compare("matters_more", "breadth" if maps.diff(axis=1).sum().sum() >= maps.diff().sum().sum() else "fit")
ax = figures.axes()
ax.pcolormesh(breadths, fits, maps.to_numpy(float), cmap="Blues", vmin=0, vmax=5)
for fit in fits:
    for breadth in breadths:
        ax.text(breadth, fit, f"{maps.loc[fit, breadth]:.0f}", ha="center", va="center", bbox={"boxstyle": "round", "fc": "white"})
figures.show(
    ax, "Similar customers with one need: stay by product. Varied ones with many: move",
    "A map of best states. Bottom left, with few needs and a low fit, 0 is best; top right, with many needs and a high fit, 3 is.",
    xlabel="breadth (further needs of a customer)", ylabel="fit (how much one's own needs matter)", table=maps.astype(int), digits=0,
)

# %% [markdown]
# Customer centricity is not a virtue in itself. At the bottom left it destroys worth: there is little to coordinate, and coordinating costs money.
# Breadth matters more than fit.

# %% minutes=3
explore.where_to_stand()

# %%
explore.where_to_stand_text(breadth=0.5, fit=0.9)

# %% [markdown]
# ### Two companies in envelopes
#
# Ruth may buy a company: Oakham or Brightwell. Head office has interviewed 120 customers of each, and of Fernhill. Which is which depends on your own data. Guess `who_stays`: which one should stay
# product-centric? Look at five interviews from each first.

# %%
lot = int(load("interactions")["messages"].sum())
asked = prototype.interviews(lot)
print(asked.groupby("company").head(5).to_string(index=False))

# %% [predict] who_stays minutes=0.5
study.predict("who_stays", ..., confidence=...)

# %%
by = asked.groupby("company")[["needs", "fit"]]
mean, half = by.mean(), 1.96 * by.std() / 120**0.5
placed = pd.DataFrame({"breadth": mean["needs"], "from": (mean - half)["needs"], "to": (mean + half)["needs"],
                       "fit": mean["fit"], "fit from": (mean - half)["fit"], "fit to": (mean + half)["fit"]})
print(placed.round(2).to_string())

# %% [try] best_state
# The three companies on your map.
check.answered(best_state(later, 1), "best_state")
ax = figures.axes()
ax.pcolormesh(breadths, fits, maps.fillna(0).to_numpy(float), cmap="Blues", vmin=0, vmax=5)
ax.errorbar(placed["breadth"], placed["fit"], xerr=half["needs"], yerr=half["fit"], fmt="o", color="black", capsize=4)
for name, row in placed.iterrows():
    ax.annotate(name, (row["breadth"], row["fit"]), xytext=(6, 8), textcoords="offset points", weight="bold")
figures.show(
    ax, f"{placed['breadth'].idxmin()} lies where staying by product is best",
    "The map of best states, darker for higher states, with the places of three companies and their ranges.",
    xlabel="breadth (further needs of a customer)", ylabel="fit (how much one's own needs matter)", table=placed.round(2), digits=2,
)

# %% [try] best_state
# Twins at the place of each company, and at the corners of its ranges.
told = {}
for name, row in placed.iterrows():
    for where, breadth, fit in (("middle", row["breadth"], row["fit"]), ("low", row["from"], row["fit from"]), ("high", row["to"], row["fit to"])):
        some = [prototype.twin(max(breadth, 0), max(fit, 0), seed, 1000) for seed in range(1, 9)]
        told[name, where] = check.answered(best_state(runs_of(some), 1), "best_state")
told = pd.DataFrame(told).T.rename_axis(["company", "place in its range"])
figures.table_beside(told.round(1), "Best state with pay as it is, and its gain over staying at 1 (%), eight twins each", digits=1)
stays = told.xs("middle", level=1)["state"].idxmin()
study.compare("who_stays", stays)

# %% [markdown]
# Each company's place is not known exactly, and need not be: at both corners of its range each company gets nearly the same answer. One of the two should stay product-centric. To buy it and "make it
# customer-centric" would be a costly mistake. Now write down your own decision for Fernhill: a state from 0 to 5, and pay `"first"` or `"later"`.

# %%
final_state = ...
final_pay = ...

# %% [markdown]
# ## What others have found
#
# - A survey of 347 firms: after moving towards customers, they were better at accountability and at sharing information. Their performance was no better (Day, 2006).
# - Fortune 500 firms, 1998 to 2010: a structure by customer raised satisfaction *and* coordination costs. It paid only in some markets (Lee and others, 2015).
#
# Both agree with the map. Neither can say what Fernhill would gain: firms that moved had chosen to.

# %% [markdown]
# ## When has a move arrived?
#
# "Seen" does not mean "arrived". A milestone is a measure, a bar and a time for which it must hold, all three fixed beforehand.

# %% [markdown]
# ### Watch: three dry days in a row
#
# On which day did the first three dry days in a row begin? A loop keeps count, and starts again from 0 on a wet day.

# %%
rain = pd.Series([0, 0, 5, 0, 0, 0, 2], index=[1, 2, 3, 4, 5, 6, 7])
dry = 0
for number, millimetres in rain.items():
    dry = dry + 1 if millimetres == 0 else 0
    if dry == 3:
        print("from day", number - 3 + 1)

# %% [markdown]
# ### Exercise 7: a milestone that holds
#
# Write `milestone(monthly, bar, months)`. `monthly` is a Series whose index is the number of the month (1, 2, 3 …, no gaps). Give the number of the *first* month from which `months` values in a
# row are at or above `bar`. If there is none, give -1. For `toy["monthly"]`, 0.5 and 3 it is {{milestone}}.

# %% [answer] milestone
def milestone(monthly, bar, months):
    ### BEGIN SOLUTION
    # 1 count
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value >= bar else 0
        if row == months:
            return number - months + 1
    return -1
    ### END SOLUTION

# %% [test] milestone 2
from classroom import check

check.on_page(milestone, "07/milestone")
### BEGIN HIDDEN TESTS
check.on_companies(milestone, reference.milestone, "07/milestone", inputs=reference.milestone_inputs)
check.on_companies(milestone, reference.milestone, "07/milestone", inputs=reference.long_milestone_inputs, also="for a year")
### END HIDDEN TESTS

# %% [try] milestone
# The pilot, at two thirds of its first three months' gain. Month 0 is January 2025.
before, begun = pilot[pilot.index < 0].mean(), pilot[pilot.index.isin([0, 1, 2])].mean()
bar = before + 2 / 3 * (begun - before)
for months in (3, 6, 12):
    told = check.answered(milestone(pilot, bar, months), "milestone")
    print(f"{months} months in a row at {100 * bar:.0f} of 100 or more: " + ("never" if told == -1 else f"from month {told:.0f} on"))

# %% [markdown]
# If you want to praise the pilot, ask for three months. If you want to know, ask for a year. Here is a milestone for each of the five moves. The next cell says where Fernhill is today.
#
# | move | arrived if, for a whole year, |
# |---|---|
# | to 1, networks | modularity by segment is above every shuffle |
# | to 2, teams | a team keeps two thirds of its first gain |
# | to 3, coordinator | each decision has exactly one owner |
# | to 4, matrix | a ticket changes hands less than 0.8 times on average |
# | to 5, managers | people talk more by segment than by line |

# %% [try] modularity
# Where Fernhill is today: the last twelve months.
check.answered(modularity(toy["talk"]), "modularity")
lately = talk[talk["week_on"] > talk["week_on"].max() - pd.Timedelta(days=360)]
recent = tickets[tickets["opened_at"] > tickets["opened_at"].max() - pd.Timedelta(days=365)]
today = {name: round(float(by_group(name, lately)), 2) for name in ("line", "segment")}
print("to 1 and to 5: modularity in the last year", today)
print(f"to 3: {(owners == 1).sum()} of {len(owners)} decisions have one owner")
print(f"to 4: {recent['hand_offs'].mean():.2f} hand-offs per ticket")

# %% [markdown]
# ### How long must a trial run?
#
# A first small step: clerks drawn by lot may refund four times as much. Going by what limits do today, that would save about 0.2 hand-offs per ticket. How long until
# we could see it? Lesson 05's rule is 16 times the variance over the difference squared. The unit is the clerk, so take the variance of the clerks' changes.

# %%
for weeks in (4, 13, 26, 52):
    begun = tickets["opened_at"].max() - pd.Timedelta(weeks=weeks)
    then, before = tickets[tickets["opened_at"] > begun], tickets[tickets["opened_at"] <= begun]
    change = then.groupby("clerk")["hand_offs"].mean() - before.groupby("clerk")["hand_offs"].mean()
    print(f"{weeks} weeks, 12 clerks in each arm: we would see a change of {(16 * change.var() / 12) ** 0.5:.2f} hand-offs per ticket, or more")

# %% [markdown]
# Half a year shows a change of about 0.2, and a month shows nothing. A *doubled* limit would save 0.1: with 24 clerks, not even a year shows that. So
# propose the larger step, or none.

# %% [markdown] more
# ### The matrix of your class (more)
#
# Has your class played the RASCI workshop? Type in who is accountable (several with commas between them; if there is none, "nobody"). `days` is how long decisions with that many owners take in your company.
# `conflict`: an owner's bonus depends on something that rises while a customer's worth falls.

# %% more
matrix = pd.DataFrame({"accountable": {"price of a product": "product", "offer to a customer who may leave": "marketing, service", "policy on returns": "nobody"}})
who = matrix["accountable"].str.split(", ")
matrix["days"] = who.map(lambda names: 0 if names == ["nobody"] else min(len(names), 2)).map(wait)
level = by_department.corrwith(by_department["finance"], method="spearman")
matrix["conflict"] = who.map(lambda names: any(level.get(name, 0) < -0.3 for name in names))
print(matrix.round(0).to_string(), f"\nmean days {matrix['days'].mean():.0f}, conflicts {matrix['conflict'].sum()} of {len(matrix)}")

# %% [markdown]
# ## Sign it, or correct it
#
# A consultant has sent the board a report on *your* company. Two to four of its seven sentences are wrong, and one or two only look wrong. For each wrong one, give its kind, its severity and the right figure. *Fatal*: if you put this one
# figure right and leave all the other errors in, the recommendation is reversed. *Material*: the rule uses the figure, but the recommendation stays. *Cosmetic*: the rule does not use it.
#
# {{audit_kinds.abcdefghijl}}
#
# Your own tables show what is right: `talk`, `pilot`, `tickets`, `cases`, `owners`, `by_department`, `total`, `clerks`. A false alarm costs as much as a miss. An empty place costs nothing.

# %% [audit] reorganisation 10 minutes=12

# %% [markdown]
# ## Write to Ruth
#
# One page, in plain words. Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | a state, what comes first, and what would change it |
# | evidence | two numbers from the books and one from twins, with ranges and sample sizes |
# | customer | which customers gain, who in the company loses by it or sponsors it, and the first small step |
# | limits | what the twins assume, and a trial with its length |
# | language | plain, one page |

# %% [markdown]
# ### Mark these two first
#
# They come from another company, so their numbers are not yours.
#
# - Memo A: "Customer-centric firms win. The pilot shows it. Go to segment managers by January."
# - Memo B: "Go to state 4, pay first: 24 % more worth on twelve twins (20 to 28). Name one owner for seven decisions now."
#
# The agreed marks: A 2 of 15, B 10. What does B still lack? Write *your* memo into the next cell, with your own figures.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours may differ.)
#
# Ruth, please do three things in this order. Name one owner for each of seven decisions. Change the bonuses in January. Then move one state a quarter, up to state 4, the
# matrix. Do not appoint segment managers (5).
#
# What nobody owns takes 24 days, what two own 21, what one owns 9 (378 cases). Mending that needs no new chart. People work by line: modularity is 0.53, by segment 0.12, and none of 200 shuffles came above 0.01. The
# team for families is your best warning: of its members' messages 35 of 100 stayed inside, 62 in its first three months, and 48 in months 10 to 12. Half of the gain is gone, and bonuses had not changed. One team
# cannot prove a cause. So I tried both orders on twelve twins. Pay later: state 3 is best, with 13 % more worth (range 11 to 16). Pay first: state 4, with 25 % (20 to 29). New pay alone brings 3 % (3 to 4). State 5 loses
# 10 % with pay later, and with pay first it is ten points below state 4. For five quarters, with pay later, moving to 3 earns less than staying. Please do not judge after four.
#
# Do not pay for ratings. They rose by 0.60 points (0.36 to 0.83; 24 clerks), while 17 fewer of 100 tickets were rated. Of 100 customers 4 more ordered again (-3 to 11): that may be nothing. Product and marketing are
# paid for what rises while a customer's worth falls, but with the worth of all it is the other way round. I conclude nothing from it.
#
# Customers gain twice: answers come sooner, and fewer cases pass from hand to hand (each hand-off goes with one more day and a lower rating). You must sponsor this. The regional sales head loses most: keep her pay whole for a year, and let her lead the first team. First small step: of the seven decisions, four drawn by lot get an owner now; compare days after half a
# year. And a trial: 12 of 24 clerks, by lot, may refund four times as much. 26 weeks show a change of 0.2 hand-offs per ticket.
#
# Buy Oakham only to leave it as it is: its customers are alike and need one thing (0.2 further needs, 0.1 to 0.3; 120 interviews), so state 0 is best there.
#
# Not known: what a move brings at Fernhill itself. The twins assume how fit and hand-offs affect who stays. Among 347 firms, those that moved had better accountability and no better performance. If a team does not keep two thirds of its gain for a year under new pay, I
# am wrong, and we stop at 3.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you learn alone, save the notebook and run this. It leads you through the rubric.
#
# Feedback on the audit comes with your grade. To grade yourself, go to the folder in which `centric.py` lies, two above
# this notebook. Copy the notebook into `submitted/me/07_organisation/` there (make the folders that are missing), and
# type `python3 centric.py grade 07`. It takes some minutes.

# %%
study.mark_memo()

# %% [markdown] minutes=1
# ## Before you go
#
# Look at your guesses once more, and at how sure you were. What changed your mind? Write one sentence.

# %%
study.revise("my_state", ..., confidence=...)
study.revise("my_pay", ..., confidence=...)
changed_my_mind = "..."

# %%
study.progress()

# %% [markdown]
# ## Key points
#
# {{key_points}}

# %% [markdown]
# ## Where to read on
#
# - Hill, quoted in Seybold (2008), on the road from product to customer: a blog, retold at whencustomersrule.blogspot.com in November 2008.
# - Newman (2006), "Modularity and Community Structure in Networks", *Proceedings of the National Academy of Sciences* 103(23).
# - Holmström and Milgrom (1991), "Multitask Principal-Agent Analyses", *Journal of Law, Economics, & Organization* 7.
# - Day (2006), "Aligning the Organization with the Market", *MIT Sloan Management Review* 48(1).
# - Lee, Sridhar, Henderson and Palmatier (2015), "Effect of Customer-Centric Structure on Long-Term Financial Performance",
#   *Marketing Science* 34(2).
# - Galbraith (2005), *Designing the Customer-Centric Organization*, Jossey-Bass.
