# ---
# title: Who gets one of 1,500 offers?
# minutes: [81, 89]
# plan: [95, 135]
# asks: the head of customer relations
# objectives:
#   - id: scores
#     text: Score customers by recency, frequency and money so that equal customers get equal scores.
#     exercise: rfm
#     key: Tied customers are equal. A score that splits them is a lottery.
#   - id: groups
#     text: Put customers into the groups that an algorithm found, check such a list, and say who could act on a group.
#     exercise: [assign, check_assign, monday]
#     key: k-means always finds groups. Units decide which. Ask who could act on them.
#   - id: steady
#     text: Find out which groups hold up when customers are drawn anew.
#     exercise: stability
#     key: Ask of each group by itself whether it holds up.
#   - id: choice
#     text: Measure what people choose, and compare it with what they say.
#     exercise: picked
#     key: What people call important may not win them. Make them choose.
#   - id: target
#     text: Choose whom to send an offer, by value and effect, under a budget.
#     exercise: [choose, agency_report, memo]
#     key: Send an offer where effect times margin is above its cost. A trial tells the effect.
#   - id: fair
#     text: Find out whom a rule passes over, and what a safeguard costs.
#     exercise: rates
#     key: A rule can pass over people whom it never names. A proxy shows less than the whole gap.
# glossary:
#   RFM scores: Three scores for each customer, from her last order, her number of orders and her spending.
#   segment: A group of customers who are alike in something, and differ from the others in it.
#   k-means: A method that puts points into k groups, so that each lies nearest to the mean of its own group.
#   silhouette: How much nearer points lie to their own group than to the next one, from -1 to 1.
#   centred: Less its own mean, so that only differences from that mean are left.
#   delighter: A feature that people do not ask for, and that pleases them when it is there.
#   best–worst scaling: A survey in which people pick the best and the worst of a few things, again and again. Also MaxDiff.
#   value proposition: One sentence that says whom an offer is for, what it does for them, and why they should believe it.
#   shrinkage: Pulling a noisy mean towards the overall mean, the more so the less is known about it.
#   proxy: Something that you can see, and that hints at something that you cannot.
# prerequisites: [Python functions, pandas groupby, pandas merge, a mean and a range by drawing anew]
# needs: [customers, orders, order_lines, products, returns, tickets, activity_costs, consents, needs_survey, ratings, best_worst, trials]
# functions: [.unique, .unstack, .map, .reindex, .sub, .T, pd.crosstab]
# claims: []
# ---

# %% [markdown]
# # Who gets one of 1,500 offers?
#
# Iris Lang runs customer relations at Fernhill. Her note to you:
#
# > In January we can send 1,500 personal offers by e-mail. Each is made by hand and costs us 2.50 euros.
# > They should go to our best customers, those who have spent most with us. Please send me the list by Friday,
# > or tell me what is wrong with the idea.

# %%
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from classroom import check, explore, figures, load, study, toys

threadpool_limits(1)  # tables as small as these are clustered fastest on one processor
study.begin("04_segmentation")
orders, products, customers = load("orders"), load("products"), load("customers").set_index("customer_id")
lines = load("order_lines").merge(orders, on="order_id").merge(products[["product_id", "line"]], on="product_id")

# %%
def known(until):
    """Each customer's orders, days since the last, euros, and order lines by product line, up to a moment."""
    seen = lines[lines["ordered_at"] <= until]
    by = seen.groupby("customer_id")
    table = pd.DataFrame({"orders": by["order_id"].nunique(), "eur": by["paid_eur"].sum()})
    table["days"] = (until - by["ordered_at"].max()).dt.days
    return table.join(pd.crosstab(seen["customer_id"], seen["line"].astype(str)))

people = known(orders["ordered_at"].max())
mail = load("consents").query("channel == 'email' and purpose == 'marketing' and opted_out_on.isna()")
people["may"] = (people["orders"] >= 2) & (people["days"] < 548) & people.index.isin(mail["customer_id"])
may = people[people["may"]]

# %% [markdown]
# An offer can fit only if Fernhill knows something about a customer. So the rules say: two orders or more, the last
# one within 548 days (18 months), and e-mail is allowed. Here is Iris's case.

# %% folded
iris = may["eur"].rank(ascending=False) <= 1500
share = 100 * pd.Series({"all others": may["eur"][~iris].sum(), "the 1,500 who spent most": may["eur"][iris].sum()}) / may["eur"].sum()
figures.bars(
    share.rename_axis("customers"), stands_out="the 1,500 who spent most",
    finding=f"1,500 of {len(may):,} customers brought {share['the 1,500 who spent most']:.0f} % of the sales",
    says=f"Two bars: the 1,500 who spent most brought {share['the 1,500 who spent most']:.0f} %, all others {share['all others']:.0f} %.",
    xlabel=f"share of what these {len(may):,} have spent (%)",
)

# %% [markdown]
# So is her list right? Guess before you look any further, and say how sure you are, from 1 (a coin toss) to 5 (I would
# bet on it).
#
# `pays_back`: of Iris's 1,500 offers, how many should bring in more than the 2.50 euros that they cost?

# %% [predict] pays_back minutes=0.5
study.predict("pays_back", ..., confidence=...)

# %% [markdown]
# A personal offer is an e-mail with a few things picked for this one customer, with no discount. `moved`: of 100 customers who
# get one, how many *more* order within 30 days than of 100 who get none?

# %% [predict] moved minutes=0.5
study.predict("moved", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=2
# There are two sittings: plan {{plan.1}} for the first and {{plan.2}} for the second. Parts whose heading ends in
# *(more)* can wait, and are not counted. An assistant may help you with code. Your guesses, your rule and your memo must
# be your own.
#
# ## Three questions from earlier lessons
#
# Answer from memory, with one letter each. A wrong answer costs nothing.

# %%
study.recall(k=3)

# %%
study.recall_answer(..., ..., ...)

# %% [markdown]
# ## The usual way: three scores
#
# Mail-order firms have long scored customers on three things: how *recently* they ordered, how *frequently*, and how much
# *money* they spent. These are **RFM scores**. Each runs from 1 to 5: a fifth of customers per score.
#
# Then comes the first trap: more than two in five of Fernhill's customers have ordered once.

# %%
print(people["orders"].quantile([0, 0.2, 0.4, 0.6, 0.8, 1]).tolist())
split = pd.qcut(people["orders"].rank(method="first"), 5, labels=False) + 1
once = split[people["orders"] == 1]
print("Customers with one order, by score:", once.value_counts().to_dict())

# %% [markdown]
# The edges of the fifths are tied: the first three are 1. A popular fix ranks tied customers by their place in the
# table (`method="first"`). Then customers with one order get three different scores. What told them apart? The order of the
# rows, and nothing else.

# %% [markdown]
# ### Watch: count who is worse
#
# Equal customers must get equal scores. So ask of each how many are *strictly* worse. Below, three people with 20 are
# tied: nobody is worse. Three are worse than 50, and four are worse than 90.

# %%
spent = pd.Series([20, 20, 20, 50, 90], index=["Ada", "Ben", "Cleo", "Dan", "Eve"])
worse = spent.rank(method="min") - 1
print(worse.tolist(), (2 * worse // 5).tolist())

# %% [markdown]
# The second list puts them into halves: 0 if fewer than half of the five are worse, else 1. (`//` divides and rounds
# down.) Dan and Eve are in the upper half. The lower half holds three people, not two and a half. That is as it should be.

# %% [markdown]
# ### Exercise 1: scores without a lottery
#
# Complete `rfm(customers)`. `customers` has `days` since the last order, `orders` and `eur`. Give a table with `r`, `f`
# and `m`, 1 (worst) to 5 (best). The score is 1 if fewer than a fifth of all customers are strictly worse, 2 from a fifth
# on, up to 5. For `r`, worse means *more* days. Some scores may go to nobody. For `toy["contacts"]`:
#
# {{rfm}}
#
# Fernhill's agency sorts by these scores, so they must not rest on chance. Your function gets the table as it is shown
# below: `customer_id` is the index, and no column.

# %%
toy = toys.page("04_segmentation")
contacts = toy["contacts"].set_index("customer_id")  # as your function gets it
contacts

# %% [answer] rfm
def rfm(customers):
    # 1 measure
    n = len(customers)
    worse = ...
    ### BEGIN SOLUTION
    better = pd.DataFrame({"r": -customers["days"], "f": customers["orders"], "m": customers["eur"]})
    worse = better.rank(method="min") - 1
    ### END SOLUTION
    # 2 summarise
    result = ...
    ### BEGIN SOLUTION
    result = (1 + 5 * worse // n).astype(int)
    ### END SOLUTION
    return result

# %% [test] rfm 2
from classroom import check

check.on_page(rfm, "04/rfm")
### BEGIN HIDDEN TESTS
check.on_companies(rfm, reference.rfm, "04/rfm", inputs=reference.contacts_of)
### END HIDDEN TESTS

# %% [try] rfm
# Most customers with one order should share one score.
scores = check.table(rfm(people[["days", "orders", "eur"]]), "rfm", index="customer_id")
best = (scores == 5).all(axis=1)
print("Customers by score f:", scores["f"].value_counts().sort_index().to_dict())
print(f"Read aloud: {best.sum():,} customers score 5, 5, 5, and brought {100 * people['eur'][best].sum() / people['eur'].sum():.0f} % of sales.")

# %% [markdown]
# RFM scores say who *was* good. They do not say what anybody wants. Can an algorithm tell us?

# %% [markdown]
# ## Groups by hand
#
# A **segment** is a group of customers who are alike in something, and differ from the others in it. There are
# many ways to find segments. You take the best-known one, and do it by hand first.

# %% [markdown]
# ### Puzzle: one turn
#
# That way is **k-means** (Lloyd, 1982). Start with k centres. Assign each point to the nearest centre, move each centre to
# the mean of its points, and repeat until nothing moves.
#
# Put the lines in order, so that `centres` holds the moved centres. Two lines are not needed.

# %% [puzzle] one_turn minutes=3
pieces = {
    "A": "centres = points.groupby(nearest).mean()",
    "B": "off = {name: ((points - centre) ** 2).sum(axis=1) for name, centre in centres.iterrows()}",
    "C": "nearest = pd.DataFrame(off).idxmax(axis=1)",
    "D": "nearest = pd.DataFrame(off).idxmin(axis=1)",
    "E": "centres = points.groupby(nearest).sum()",
}
order = ...
study.order(pieces, order)

# %% [markdown]
# Here is all of it. It starts from customers drawn by lot. `spread` adds up the squared distances to the nearest centre: the
# smaller, the tighter the groups.

# %%
def k_means(points, k, seed, turns=100):
    centres = points.sample(k, random_state=seed)
    for turn in range(turns):
        off = {name: ((points - centre) ** 2).sum(axis=1) for name, centre in centres.iterrows()}
        nearest = pd.DataFrame(off).idxmin(axis=1)
        moved = points.groupby(nearest).mean()
        if moved.equals(centres):
            break
        centres = moved
    spread = pd.DataFrame(off).min(axis=1).sum()
    return nearest, spread

# %% [markdown]
# Try it on the euros that each customer spent in each of the six product lines. Guess `largest`: of 100 customers, how many
# are in the largest of four groups?

# %% [predict] largest minutes=0.5
study.predict("largest", ..., confidence=...)

# %%
euros = lines.pivot_table(index="customer_id", columns="line", values="paid_eur", aggfunc="sum", fill_value=0.0)
for seed in (1, 2, 3):
    nearest, spread = k_means(euros, 4, seed)
    print(sorted(nearest.value_counts().tolist()), f"spread {spread / 1e6:.1f} million")
by_euros = KMeans(4, n_init=10, random_state=4).fit(euros)
print("scikit-learn:", sorted(np.bincount(by_euros.labels_).tolist()), f"spread {by_euros.inertia_ / 1e6:.1f} million")

# %% [markdown]
# Each start may end elsewhere. So scikit-learn starts ten times (`n_init=10`) and keeps the tightest result. From here on
# we use it, since you know what is in it. How good are its groups? The **silhouette** says how much nearer points lie
# to their own group than to the next one: 1 is best (Rousseeuw, 1987).

# %% folded
sizes = pd.Series(np.bincount(by_euros.labels_)).sort_values()
sizes.index = ["smallest", "third", "second", "largest"]
width = silhouette_score(euros, by_euros.labels_, sample_size=2000, random_state=4)
study.compare("largest", 100 * sizes["largest"] / len(euros))
figures.bars(
    sizes.rename_axis("group"), stands_out="smallest",
    finding=f"On raw euros k-means finds {sizes['smallest']} whales and a crowd of {sizes['largest']:,}",
    says=f"Four bars: {sizes['smallest']}, {sizes['third']}, {sizes['second']} and {sizes['largest']:,} customers.",
    xlabel="customers in the group",
)
print(f"The silhouette is {width:.2f}, which many would call excellent.")

# %% [markdown]
# It is high because a few whales, huge spenders, are far from everybody. It praises groups nobody can use. Distances in euros
# are distances in size.
#
# A logarithm tames the whales:

# %%
logs = np.log1p(euros)
tame = KMeans(4, n_init=10, random_state=4).fit(logs)
width = silhouette_score(logs, tame.labels_, sample_size=2000, random_state=4)
groups = people["eur"].groupby(tame.labels_).agg(["size", "mean"]).sort_values("mean").round().astype(int)
figures.table_beside(groups.set_axis(["customers", "euros each"], axis=1).rename_axis("group"), "Four groups on logarithms of euros")
print(f"The silhouette is {width:.2f}.")

# %% [markdown]
# These groups are more even in size. The last one in the table holds the big spenders. The others are split by whether people ever bought a line or not:
# after a logarithm, nothing versus something is the largest distance. Again the unit has decided.

# %% [markdown]
# ## Ask what they look for
#
# A paid panel said how far they agree with eight statements, from 1 to 5. There are two each on cooking, a cosy
# home, deals, and tidiness and the garden. Guess `apart`: if k-means sorts people into four groups by these answers, what will
# set one of the groups apart most: "likes" (what they look for) or "manner" (how they answer)?

# %% [predict] apart minutes=0.5
study.predict("apart", ..., confidence=...)

# %%
survey = load("needs_survey").set_index("customer_id")
answers = survey.filter(like="item_")
raw = KMeans(4, n_init=10, random_state=4).fit(answers)
means = answers.mean(axis=1).groupby(raw.labels_).mean()
study.compare("apart", "manner" if means.max() - means.median() > 0.4 else "likes")
print(f"{len(answers):,} answered. Mean answer by group:", means.round(1).tolist())

# %% [markdown]
# One group agrees with nearly everything. Some people like high numbers, whatever you ask: k-means found *how they
# answer*. So take each person's mean off her answers. They are then **centred** on the person: what is
# left is what she likes *more than the rest*. The price: someone who truly loves everything looks like someone who ticks high.

# %%
centred = answers.sub(answers.mean(axis=1), axis=0)
fit = KMeans(4, n_init=10, random_state=4).fit(centred)
centres = pd.DataFrame(fit.cluster_centers_, columns=answers.columns)
ABOUT = dict(zip(answers.columns, ["cooks"] * 2 + ["cosy"] * 2 + ["deals"] * 2 + ["tidy"] * 2))
centres.index = pd.Index([ABOUT[item] for item in centres.idxmax(axis=1)], name="segment")
figures.table_beside(centres.round(1), "Each group's mean answers, less the person's own mean", digits=1)

# %% [markdown]
# Each group stands out in the two statements of one subject, so it can be named after it. Nobody told k-means which
# statements belong together.

# %% [markdown]
# ### Watch: which shop is nearer?
#
# Two people, two shops, positions in kilometres. Distance is the root of the sum of squares.

# %%
home = pd.DataFrame({"east": [1.0, 4.0], "north": [1.0, 5.0]}, index=["Ada", "Ben"])
shops = pd.DataFrame({"east": [0.0, 4.0], "north": [0.0, 3.0]}, index=["old town", "mall"])
away = pd.DataFrame({name: ((home - shop) ** 2).sum(axis=1) ** 0.5 for name, shop in shops.iterrows()})
print(away.round(2), away.idxmin(axis=1), away.min(axis=1), sep="\n")

# %% [markdown]
# ### Exercise 2: to which group does each belong?
#
# Write `assign(answers, centres)`. `answers` has one row per `customer_id` and only columns of answers. `centres` has one
# row per group, in the same columns; they are centres of *centred* answers. Give a table by `customer_id`: `segment`, the
# name of the nearest centre, and `distance` to it. For `toy["needs_survey"]` and `toy["centres"]`:
#
# {{assign}}
#
# With it, Fernhill can put next year's respondents into these groups.

# %%
eight, three = toy["needs_survey"].set_index("customer_id"), toy["centres"].set_index("segment")  # as your function gets them
print(eight, three, sep="\n")

# %% [answer] assign
def assign(answers, centres):
    ### BEGIN SOLUTION
    # 1 measure
    own = answers.sub(answers.mean(axis=1), axis=0)
    off = pd.DataFrame({name: ((own - centre) ** 2).sum(axis=1) ** 0.5 for name, centre in centres.iterrows()})
    # 2 summarise
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
    ### END SOLUTION

# %% [test] assign 2
from classroom import check

check.on_page(assign, "04/assign")
### BEGIN HIDDEN TESTS
check.on_companies(assign, reference.assign, "04/assign", inputs=reference.panel_of)
### END HIDDEN TESTS

# %% [try] assign
# Everybody should land where scikit-learn put them.
segments = check.table(assign(answers, centres), "assign", index="customer_id")
same = (segments["segment"] == centres.index[fit.labels_]).mean()
print(f"Read aloud: {100 * same:.0f} of 100 are where scikit-learn put them. The groups: {segments['segment'].value_counts().to_dict()}.")

# %% [markdown]
# ### A grouping that you did not make
#
# Next year the agency will send such a table. Your `data` will hold three things from elsewhere: `customers`, how many were
# asked; `sizes`, a dict that says how many are in each group; and `inertia`, the sum of squared distances. (scikit-learn
# gives it, too.) Other answers, or another distance, will hardly match it.
#
# Here are four groupings, each with its `data`.

# %%
for one in toy.shown("assign"):
    print(f"Grouping {one.letter} is {'right' if one.right else 'wrong'}.")
    print(one.result.round(2), one.data, sep="\n")

# %% [markdown]
# Write `check_assign(result, data)`. Return `""` if you accept the table, else your reason in a few words. Ask three
# things. Is every customer there, once? Is each segment the right size? (Turn your counts into a dict with `.to_dict()`:
# two dicts are equal in any order.) Do the squared distances add up to `data["inertia"]`, to within 0.01? Rows may come in any order.
#
# You earn points for each kind of slip that you catch. You lose as many if you reject tables that are right.

# %% [check] assign 3
def check_assign(result, data):
    reason = ...
    ### BEGIN SOLUTION
    once = len(result) == data["customers"] == result.index.nunique()
    sizes = result["segment"].value_counts().to_dict() == data["sizes"]
    adds_up = abs((result["distance"] ** 2).sum() - data["inertia"]) < 0.01
    reason = "" if once and sizes and adds_up else "wrong"
    ### END SOLUTION
    return reason

# %% [markdown]
# ## And if there is nothing to find?
#
# Shuffle the answers to each statement among all people. Now no answer has anything to do with another: nobody is a cook. Guess
# `noise`: will k-means find four good-sized groups, "yes" or "no"?

# %% [predict] noise minutes=0.5
study.predict("noise", ..., confidence=...)

# %%
rng = np.random.default_rng(4)
noise = centred.apply(lambda column: rng.permutation(column))
found = KMeans(4, n_init=10, random_state=4).fit(noise)
smallest = np.bincount(found.labels_).min()
study.compare("noise", "yes" if smallest > len(noise) / 10 else "no")
print("Sizes in noise:", sorted(np.bincount(found.labels_).tolist()))

# %% [markdown]
# k-means was asked for four groups, and gives four. It cannot answer "none". So ask something else: if other people had
# been in the panel, would the *same* groups have come out? Draw crowds (lesson 01), cluster each, and compare. A group *holds
# up* if much the same people are together in nearly every crowd.

# %%
def drawn_again(points, k, runs=20):
    """The groups of crowds drawn anew: one column for each crowd, gaps where somebody is not in it."""
    table = {}
    for run in range(runs):
        crowd = points.sample(frac=1, replace=True, random_state=run)
        fit = KMeans(k, n_init=3, random_state=run).fit(crowd)
        there = points.loc[crowd.index.unique()]
        table[f"run_{run}"] = pd.Series(fit.predict(there), there.index)
    return pd.DataFrame(table).reindex(points.index)

# %% [markdown]
# ### Watch: how far do two groups overlap?
#
# In each crowd the groups get new numbers. So a group must be *recognised*, by its members. Take two lists, and divide those
# on both by those on either (Jaccard, 1912).

# %%
choir = pd.Series([True, True, True, False], index=["Ada", "Ben", "Cleo", "Dan"])
band = pd.Series([False, True, True, True], index=choir.index)
print((choir & band).sum() / (choir | band).sum())
numbers = []
for group in set(pd.Series([2.0, 1.0, np.nan]).dropna()):
    numbers.append(group)
print(numbers)

# %% [markdown]
# ### Exercise 3: which groups hold up?
#
# Write `stability(first, again)`. `first` has each customer's segment. `again` has a column per run, with the group's number
# there, or a gap for anyone not drawn. For each segment and run: among those drawn, take the group of that run that
# overlaps most with it. Give the mean over the runs, one value per segment (Hennig, 2007). That is a loop over segments, in it one over
# runs, and in that one over the run's groups. For `toy["first"]`
# and `toy["again"]` they are {{stability.cooks}} for cooks, {{stability.cosy}} for cosy and {{stability.deals}} for deals.
#
# A segment that does not hold up is no basis for a campaign.

# %%
page_first = toy["first"].set_index("customer_id")["segment"]  # as your function gets them
page_again = toy["again"].set_index("customer_id")
print(page_first, page_again, sep="\n")

# %% [answer] stability
def stability(first, again):
    ### BEGIN SOLUTION
    # 1 measure
    result = {}
    for segment in set(first):
        best = []
        for run in again.columns:
            there = again[run].dropna()
            mine = first.reindex(there.index) == segment
            shares = [(mine & (there == group)).sum() / (mine | (there == group)).sum() for group in set(there)]
            best.append(max(shares))
        # 2 summarise
        result[segment] = sum(best) / len(best)
    return pd.Series(result)
    ### END SOLUTION

# %% [test] stability 3
from classroom import check

check.on_page(stability, "04/stability")
### BEGIN HIDDEN TESTS
check.on_companies(stability, reference.stability, "04/stability", inputs=reference.runs_of)
### END HIDDEN TESTS

# %% [markdown]
# Now for the panel. Hennig's advice: a group above 0.85 is steady, one below 0.6 should not be trusted.

# %%
def steady(points, k, runs=20):
    labels = KMeans(k, n_init=10, random_state=4).fit(points).labels_
    told = stability(pd.Series(labels, points.index), drawn_again(points, k, runs))
    return check.series(told, "stability").sort_values(ascending=False).round(2).tolist()

# %% [try] stability
# One number for each group, the weakest last. How many are steady?
check.answered(stability(page_first, page_again), "stability")
for name, points, k in [("centred, four", centred, 4), ("centred, five", centred, 5), ("noise, four", noise, 4)]:
    told = steady(points, k)
    print(f"{name}: {told}. Steady: {sum(one > 0.85 for one in told)}. Not to be trusted: {sum(one < 0.6 for one in told)}.")

# %% [markdown]
# Four groups of centred answers hold up. With five, the weakest is far from steady. In noise no group holds up. Look at *each* group: the
# mean over groups would have hidden the weak one.

# %% [markdown]
# ### How many groups? Four rules
#
# - *Spread*: take the k after which it falls little.
# - *Silhouette*: take the highest.
# - *BIC*: take the lowest. It says how badly a model fits, plus a fine for each further number that the model may choose.
# - *Weakest*: the least stable group. Take the largest k at which it is steady.

# %% [try] stability
# Look for a k on which all four agree: first on raw answers, then on centred ones.
check.answered(stability(page_first, page_again), "stability")
for name, points in {"raw": answers, "centred": centred}.items():
    rows = {}
    for k in range(2, 8):
        fit_k = KMeans(k, n_init=5, random_state=4).fit(points)
        law = GaussianMixture(k, covariance_type="spherical", random_state=4).fit(points)
        width = silhouette_score(points, fit_k.labels_, sample_size=1000, random_state=4)
        rows[k] = {"spread": f"{fit_k.inertia_:,.0f}", "silhouette": f"{width:.2f}", "BIC": f"{law.bic(points):,.0f}"}
        rows[k]["weakest"] = f"{min(steady(points, k, runs=8)):.2f}"
    figures.table_beside(pd.DataFrame(rows).T.rename_axis("k"), f"Four rules on {name} answers")

# %% [markdown]
# On raw answers BIC falls on and on, while other rules may stop at five: the four wishes, and those who agree with everything.
# On centred answers all four rules stop at four. So first ask what a distance should mean. Look also at two groups of raw
# answers: they hold up, and they are those who agree readily and those who do not. What holds up is there. Whether it is *of
# use* is another question.
#
# (Eight crowds are few. An overlap of about 0.7 may differ by 0.2 from one try to the next, one of 0.9 by less than 0.1. So the explorer
# shows other numbers.)

# %% [markdown]
# ### What if? First think, then move
#
# The explorer asks three questions. Write a guess for each before you move a slider. The cell after it says the same
# in words.

# %% minutes=3
explore.segments()

# %%
explore.segments_text(groups=5)

# %% [markdown]
# ## Who could act on this on Monday?
#
# The panel is a fraction of all customers. Nobody can send an offer to "cooks" they do not know. But everybody leaves a
# trace: order lines. So take shares of lines, for customers with six lines or more, and cluster these.

# %%
LINES = ["Brio", "Hearth", "Linen", "Lumen", "Stow", "Terra"]
def mix(table):
    return table[LINES].div(table[LINES].sum(axis=1), axis=0)

enough = people[LINES].sum(axis=1) >= 6
by_line = KMeans(4, n_init=10, random_state=4).fit(mix(people[enough]))
names = np.array(LINES)[by_line.cluster_centers_.argmax(axis=1)]
people["segment"] = names[by_line.predict(mix(people))]
may = people[people["may"]]

# %%
both = people[enough].join(centres.index.to_series(index=range(4)).reindex(fit.labels_).set_axis(answers.index).rename("says"), how="inner")
table = 100 * pd.crosstab(both["says"], both["segment"], normalize="index")
figures.table_beside(table.round(), f"Of 100 who say it, how many buy it ({len(both)} people of the panel with six lines or more)")

# %% [markdown]
# What people look for shows in what they buy. Most who wait for deals buy Brio, the line of appliances; most cooks buy
# Hearth. And this rule reaches every customer today. It is a guess for those with few lines: one line says little about taste.

# %% [markdown]
# Now judge six groups. Who could act on each on Monday? Give one letter each. If several fit, take the first in this order:
#
# - **e** it does not hold up when people are drawn anew
# - **b** no reach: nobody knows who is in it, beyond those who were asked
# - **c** too few people for an offer by rule: ring them up instead
# - **d** nothing to do differently from what you do with everybody
# - **a** somebody could: it is known who is in it, and there is something to do differently
#
# Each right letter earns a third of a point. Each wrong letter loses a sixth. A blank costs nothing.

# %% [answer] monday options=a,b,c,d,e
# One letter each, for example "a".
whale = ...  # the smallest of the four groups on raw euros
panel_cooks = ...  # all customers who would say that they love to cook, known from the panel's answers alone
brio_buyers = ...  # customers whose order lines lie nearest to the Brio group
odd_ids = ...  # customers with an odd number
fifth_group = ...  # the weakest of five groups of centred answers
two_orders_mailable = ...  # two orders or more, the last within 548 days, e-mail allowed
### BEGIN SOLUTION
whale, panel_cooks = "c", "b"  # "e" fits the whales, too
brio_buyers, odd_ids = "a", "d"
fifth_group = "e"
two_orders_mailable = "a"
### END SOLUTION

# %% [test] monday 2
from classroom import check

letters = {
    "whale": whale,
    "panel_cooks": panel_cooks,
    "brio_buyers": brio_buyers,
    "odd_ids": odd_ids,
    "fifth_group": fifth_group,
    "two_orders_mailable": two_orders_mailable,
}
check.letters(letters, "monday", options="abcde")
### BEGIN HIDDEN TESTS
check.fitting(letters, reference.MONDAY, "monday", options="abcde", points=2)
### END HIDDEN TESTS

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# An agency sells Fernhill "seven personas, found by AI". Which three questions would you ask before you paid? Decide
# alone, then compare.

# %% [markdown]
# ## A good place to stop
#
# So far: scores must not split equals. k-means finds groups everywhere, and they are only as good as the distance. Some hold
# up, and some can be reached.
#
# Which of the groups would you write to first? Write it on paper.

# %% [markdown]
# ### Where to read on about groups
#
# - Lloyd (1982), "Least Squares Quantization in PCM", *IEEE Transactions on Information Theory* 28(2).
# - Rousseeuw (1987), "Silhouettes: A Graphical Aid to the Interpretation and Validation of Cluster Analysis", *Journal of
#   Computational and Applied Mathematics* 20.
# - Hennig (2007), "Cluster-Wise Assessment of Cluster Stability", *Computational Statistics & Data Analysis* 52(1).
# - Jaccard (1912), "The Distribution of the Flora in the Alpine Zone", *New Phytologist* 11(2).

# %%
study.progress()

# %% [markdown] sitting
# ## Second sitting: what wins them?
#
# Before you choose who gets an offer, ask what should be in it. A second panel was asked in three ways. First, how
# *important* is each thing to you, from 1 to 10? Guess `last`: which of these is called least important: "price", "quality",
# "delivery", "service", "range", "sustainability" or "repair" (free repair for five years)?

# %% [predict] last minutes=0.5
study.predict("last", ..., confidence=...)

# %%
ratings = load("ratings")
stated = ratings.groupby("attribute", observed=True)["importance"].mean().drop("overall")
rated = ratings.pivot(index=["customer_id", "brand"], columns="attribute", values="rating")
things = rated.drop(columns="overall")
study.compare("last", stated.idxmin())

# %% [markdown]
# Second, derive it. They rated Fernhill and two rivals on each thing, and overall. What goes with a better
# overall rating? Taken one at a time, nearly everything does: people who like a brand rate everything higher. A *slope* with all
# things in one equation asks what one point more adds if the others stay the same. Guess `steepest`: which of the seven has the highest slope?

# %% [predict] steepest minutes=0.5
study.predict("steepest", ..., confidence=...)

# %%
design = np.column_stack([np.ones(len(things)), things])
slopes = np.linalg.lstsq(design, rated["overall"], rcond=None)[0][1:]
matters = pd.DataFrame({"stated": stated, "alone": things.corrwith(rated["overall"])})
matters["slope"] = pd.Series(slopes, things.columns)
study.compare("steepest", matters["slope"].idxmax())
figures.table_beside(matters.sort_values("stated").round(2), f"Importance to {ratings['customer_id'].nunique()} people: stated (1 to 10), correlation alone, slope", digits=2)

# %% folded
ranked = matters.sort_values("slope")
shown = pd.Series(ranked["slope"].to_numpy(), [f"{name} ({row['stated']:.1f})" for name, row in ranked.iterrows()])
figures.bars(
    shown.rename_axis("thing (stated importance)"), stands_out=shown.index[list(ranked.index).index("repair")],
    finding="Repair is called least important, and goes with the best ratings",
    says=f"Seven bars of slopes. Repair has {matters.loc['repair', 'slope']:.2f}, the highest, and {matters.loc['repair', 'stated']:.1f} for stated importance, the lowest.",
    xlabel="slope (points overall per point)", ylabel="thing (stated importance, 1 to 10)", digits=2,
)

# %% [markdown]
# ### What must be there, and what delights
#
# One slope may hide two. Most brands get a 6, so split the ratings there. (The idea is Kano's, 1984; the two
# slopes are from Mittal, Ross and Baldasare, 1998.)

# %%
off = things - 6
sides = pd.concat([off.clip(lower=0), off.clip(upper=0)], axis=1)
both_slopes = np.linalg.lstsq(np.column_stack([np.ones(len(sides)), sides]), rated["overall"], rcond=None)[0][1:]
kano = pd.DataFrame(both_slopes.reshape(2, -1).T, things.columns, ["above 6", "below 6"])
figures.table_beside(kano.round(2), "What a point adds above 6, and what a point less costs below 6", digits=2)

# %% [markdown]
# Repair is a **delighter**: a point above adds far more than a point below costs. Nobody asks for it, because nobody expects it.
# Delivery is a must-be: late parcels cost a lot, early ones bring little. Fix a must-be until it is good enough. Then delight.

# %% [markdown]
# ### Make them choose
#
# Third, let them choose. In **best–worst scaling** people see four of seven things, and pick the one most likely to win them
# and the one least likely, seven times (Marley and Louviere, 2005). Nobody can call everything important.
#
# Guess `brio_first`: what do Brio buyers (appliances) pick first: "repair", "price" (twenty euros less) or "quality"?

# %% [predict] brio_first minutes=0.5
study.predict("brio_first", ..., confidence=...)

# %%
picks = load("best_worst")
picks["group"] = picks["customer_id"].map(people["segment"].where(enough))
picks = picks.dropna(subset="group")
picks.head(4)

# %% [markdown]
# ### Watch: wins less losses
#
# Added up, True counts as 1. `unstack` turns the inner label into columns.

# %%
games = pd.DataFrame({"team": ["red", "red", "blue"], "place": ["home", "away", "home"], "won": [True, False, True], "lost": [False, True, False]})
sums = games.groupby(["place", "team"])[["won", "lost"]].sum()
print((sums["won"] - sums["lost"]).unstack())

# %% [markdown]
# ### Exercise 4: what do they pick?
#
# Write `picked(picks)`. One row is one thing that was shown to one person: `group`, `item`, `best` and `worst` (True or
# False). Give a table with a row per `item` and a column per `group`: the times picked as best, less the times picked as
# worst, over the times that the thing was *shown* to that group. For `toy["picks"]`:
#
# {{picked}}
#
# It tells what the offer to each group should promise.

# %%
toy["picks"].head(6)

# %% [answer] picked
def picked(picks):
    ### BEGIN SOLUTION
    # 1 measure
    shown = picks.groupby(["item", "group"])
    won, lost = shown["best"].sum(), shown["worst"].sum()
    # 2 summarise
    return ((won - lost) / shown["best"].count()).unstack()
    ### END SOLUTION

# %% [test] picked 2
from classroom import check

check.on_page(picked, "04/picked")
### BEGIN HIDDEN TESTS
check.on_companies(picked, reference.picked, "04/picked", inputs=reference.picks_of)
### END HIDDEN TESTS

# %% [try] picked
# What people call least important should be picked first by some.
score = check.table(picked(picks.assign(item=picks["item"].astype(str))), "picked", index="item")
table = score.sort_values("Hearth", ascending=False)
n = picks.groupby("group")["customer_id"].nunique()
figures.table_beside(table.round(2), f"Best less worst, per time shown ({n.min()} to {n.max()} people per group)", digits=2)
SHORT = {"free repair for five years": "repair", "twenty euros less": "price", "premium quality": "quality"}
study.compare("brio_first", SHORT.get(score["Brio"].idxmax(), score["Brio"].idxmax()))

# %% [markdown]
# The other groups pick repair first. Brio buyers care far more than the others about twenty euros less. Here a
# segment is good for something: it says *what to offer*. What people state would have sent you to quality. But mind what was
# shown: forty euros less might have won everywhere.

# %% [markdown] more
# ### A map of three brands (more)
#
# Brands can be mapped by their mean ratings (Gabriel, 1971). `np.linalg.svd` finds the two directions in which they differ most.
# Three brands always fit into a plane; more may not.

# %% more
means = things.groupby("brand", observed=True).mean()
gaps = means - means.mean()
left, strength, right = np.linalg.svd(gaps, full_matrices=False)
places = pd.DataFrame(left[:, :2] * strength[:2], means.index)
arrows = pd.DataFrame(right[:2].T, means.columns)
print("Share of the differences on the first axis:", round(strength[0] ** 2 / (strength**2).sum(), 2))

# %% more folded
ax = figures.axes()
ax.scatter(places[0], places[1], color="black", marker="s")
ax.quiver(*np.zeros((2, len(arrows))), *2.4 * arrows.T.to_numpy(), angles="xy", scale_units="xy", scale=1, color="0.6", width=0.004)
labels = pd.concat([2.4 * arrows, places]).sort_values(1)
for left_half, rows in labels.groupby(labels[0] < 0):
    step = 0.36 * np.arange(len(rows))  # names that are near each other stand one above the other
    for (name, (x, y)), level in zip(rows.iterrows(), np.maximum.accumulate(rows[1] - step) + step):
        side = {"ha": "right" if left_half else "left", "weight": "bold" if name in places.index else "normal"}
        ax.annotate(name, (x, y), (x - 0.2 if left_half else x + 0.2, level), va="center", **side)
ax.set(xlim=(-4, 4), ylim=(-3, 3))
says = "Against the mean of the three: " + ", ".join(f"{brand} is best at {thing}" for brand, thing in gaps.idxmax(axis=1).items()) + "."
figures.show(ax, f"Fernhill stands out in {gaps.loc['Fernhill'].idxmax()}", says, xlabel="first direction (points)", ylabel="second direction (points)", table=means.round(1))

# %% [markdown] more
# An axis of such a map has no meaning of its own. It could be turned round, and the picture would be equally true. What means
# something is the distance between brands, and how far a brand lies along an arrow.

# %% [markdown]
# ### One sentence for one group
#
# A **value proposition** says in one sentence whom an offer is for, what it does for them, and why they should believe it. Write
# one for one group. Your memo needs it.

# %%
promise = ...  # "For …, Fernhill is the shop that …, because …"

# %% [markdown] more
# ### Sixty cities: raw or shrunken? (more)
#
# Should the garden offer go to the city that loves gardens most? Means of small cities are mostly chance. *Shrunken* ones are pulled
# towards the overall mean, the more so the less is known. Half of the customers give the means; the other half is the test.

# %% more
garden = people[["Stow", "Terra"]].sum(axis=1) / people[LINES].sum(axis=1)
half = pd.Series(people.index % 2 == 0, people.index)
city = customers["city"].astype(str).reindex(people.index)
by = garden[half].groupby(city).agg(["mean", "var", "size"])
noise_of = by["var"].mean() / by["size"]
gap = by["mean"] - garden[half].mean()
real = max((gap**2 - noise_of).mean(), 0)
by["shrunken"] = garden[half].mean() + gap * real / (real + noise_of)
by["other half"] = garden[~half].groupby(city).mean()

# %% more
miss = {name: ((by[name] - by["other half"]) ** 2).mean() ** 0.5 for name in ("mean", "shrunken")}
top = (100 * by.nlargest(1, "mean")[["mean", "shrunken", "other half"]]).round().astype(int).iloc[0]
figures.table_beside(top.rename("of 100 lines").to_frame(), "The city with the highest share of storage and garden")
print(f"Over {len(by)} cities raw means miss by {100 * miss['mean']:.1f} points, shrunken ones by {100 * miss['shrunken']:.1f}.")

# %% [markdown]
# ## What does an offer do?
#
# Fernhill ran a trial in June. By lot, a fifth of those who may get an offer got none, two fifths the same voucher, and
# two fifths a personal offer. Did they order within 30 days? What is known of them must be from *before* the trial, since orders after
# that are what we measure.

# %%
trial = load("trials").query("trial_id == 'personal_offer'").set_index("customer_id")
before = known(pd.Timestamp(trial["assigned_on"].iloc[0]).tz_localize("UTC")).reindex(trial.index)
trial["segment"] = names[by_line.predict(mix(before))]
arms = trial.groupby("arm", observed=True)["bought"].agg(["size", "mean"])
study.compare("moved", 100 * (arms.loc["personal", "mean"] - arms.loc["no_offer", "mean"]))
figures.table_beside((arms * [1, 100]).round(1).set_axis(["customers", "ordered (of 100)"], axis=1), "Within 30 days of the start of the trial")

# %% [markdown]
# The **effect** is the share who order with an offer, less the share without. It is large. For everybody alike? Start with
# the plainest score, the `r` of exercise 1: how long ago was the last order?

# %%
def effects(rows, arm="personal"):
    share = rows.groupby(["segment", "arm"], observed=True)["bought"].mean().unstack()
    return share[arm] - share["no_offer"]

when = trial.assign(segment=np.where(before["days"] < 365, "in the last year", "longer ago"))
drawn = 100 * pd.DataFrame([effects(when.sample(frac=1, replace=True, random_state=run)) for run in range(200)])
told = pd.DataFrame({"customers": when.groupby("segment").size(), "effect": 100 * effects(when), "low": drawn.quantile(0.025), "high": drawn.quantile(0.975)})
figures.table_beside(told.round(), "How many of 100 a personal offer moves, by the last order before the trial")

# %% [markdown]
# Most of those who have not ordered for a year are gone (lesson 03), and an offer hardly brings them back. So nobody whose last order
# is a year old or more gets one, and we look only at the others.
#
# Guess `brio_moved`: of 100 *Brio buyers* among these, how many more order if they get a personal offer?

# %% [predict] brio_moved minutes=0.5
study.predict("brio_moved", ..., confidence=...)

# %%
recent = trial[before["days"] < 365]
effect = effects(recent)
crowds = [recent.sample(frac=1, replace=True, random_state=run) for run in range(200)]
drawn = pd.DataFrame([effects(crowd) for crowd in crowds])
low, high = drawn.quantile(0.025), drawn.quantile(0.975)
study.compare("brio_moved", 100 * effect["Brio"])

# %% folded
arm = recent.groupby(["segment", "arm"], observed=True).size().unstack()[["personal", "no_offer"]]
figures.bars(
    (100 * effect).sort_values().rename_axis("segment"), stands_out="Brio", low=100 * low[effect.sort_values().index], high=100 * high[effect.sort_values().index],
    finding=f"A personal offer moves {100 * effect['Brio']:.0f} of 100 Brio buyers, and {100 * effect.drop('Brio').mean():.0f} of 100 others",
    says=f"Four bars with ranges. Brio has {100 * effect['Brio']:.0f} ({100 * low['Brio']:.0f} to {100 * high['Brio']:.0f}) of 100, the highest is {effect.idxmax()} with {100 * effect.max():.0f}.",
    xlabel="order because of the offer (of 100)", ylabel="segment",
    table=arm.join((100 * pd.DataFrame({"effect": effect, "low": low, "high": high})).round()), digits=0,
)

# %%
two = [rows.assign(segment=np.where(rows["segment"] == "Brio", "Brio buyers", "others")) for rows in (recent, *crowds)]
moves = {}
for name, arm in {"voucher": "one_size", "personal offer": "personal"}.items():
    told = 100 * pd.DataFrame([effects(rows, arm) for rows in two])
    for who in told:
        moves[f"{who}, {name}"] = {"effect": told[who].iloc[0], "low": told[who].quantile(0.025), "high": told[who].quantile(0.975)}
figures.table_beside(pd.DataFrame(moves).T.sort_index().round(), "How many of 100 each offer moves")

# %% [markdown]
# The others are moved far less by a voucher, and chance does not explain that. For Brio buyers the ranges overlap, so the trial cannot
# tell which offer moves them more. A personal offer moves Brio buyers less than it moves the others: they wait for deals, and it is no deal. So
# *who* and *what* go together. What a voucher costs is not in our tables: ask, before you send one.
#
# Among the other three groups the ranges are wide, too: do not read much into who is first.

# %% [markdown] deep
# ### A group with errors hides its effect (deep)
#
# Some of those who look for deals buy other things, and count as Hearth buyers here. So the effects that we see are mixed.
# Mix them further, and the gap shrinks. By true needs, if we knew them, effects would differ *more*.

# %% deep
rng = np.random.default_rng(4)
gaps_seen = {}
for share_wrong in (0, 0.2, 0.4):
    told = []
    for run in range(30):
        wrong = rng.random(len(recent)) < share_wrong
        seen = effects(recent.assign(segment=np.where(wrong, rng.permutation(recent["segment"]), recent["segment"])))
        told.append(seen.drop("Brio").mean() - seen["Brio"])
    gaps_seen[f"{100 * share_wrong:.0f} of 100"] = 100 * np.mean(told)
figures.table_beside(pd.Series(gaps_seen).round(1).to_frame("gap"), "Others less Brio (of 100), by how many are put into a group at random", digits=1)

# %% [markdown]
# ### What does one more order leave?
#
# An order of 70 euros is not 70 euros for Fernhill. Take what is left after goods, refunds, packing and questions
# (lessons 01 and 03). Guess `order_left`: how many euros are left of an order on average?

# %% [predict] order_left minutes=0.5
study.predict("order_left", ..., confidence=...)

# %%
rates_eur = load("activity_costs").set_index("activity")["rate_eur"]
returns, tickets = load("returns"), load("tickets")
lines["left"] = lines["paid_eur"] - lines["quantity"] * lines["unit_cost_eur"]
book = orders.set_index("order_id").join(lines.groupby("order_id")[["paid_eur", "left"]].sum())
back = returns[["refund_eur", "handling_cost_eur"]].sum(axis=1).groupby(returns["order_id"]).sum()
asked = (tickets["goodwill_eur"].fillna(0) + rates_eur["ticket"]).groupby(tickets["order_id"]).sum()
book["margin_eur"] = book["left"] - (book["channel"].astype(str) + "_order").map(rates_eur)
for part in (back, asked):
    book["margin_eur"] -= part.reindex(book.index).fillna(0)

# %%
study.compare("order_left", book["margin_eur"].mean())
print(f"Read aloud: an order of {book['paid_eur'].mean():.0f} euros leaves {book['margin_eur'].mean():.0f} on average.")

# %% [markdown]
# Now a number for each customer. Many have only two orders, and one of them may be a duvet for 300 euros. **Shrinkage** pulls a noisy
# number towards the overall mean, the more so the less is known (Efron and Morris, 1977). So take each customer's mean order as if she
# had one extra average order, and read off what such an order leaves in her segment. That is `margin_eur`: what one more order of hers
# should leave.

# %%
typical = (may["eur"] / may["orders"]).mean()
size = (people["eur"] + typical) / (people["orders"] + 1)
for name, rows in book.groupby(book["customer_id"].map(people["segment"])):
    slope, level = np.polyfit(rows["paid_eur"], rows["margin_eur"], 1)  # what an order leaves, by what is paid for it
    people.loc[people["segment"] == name, "margin_eur"] = slope * size + level
people.loc[may.index[:3], ["segment", "orders", "eur", "margin_eur"]].round(1)

# %% [markdown]
# The four groups' effects are noisy, too. A list that takes the highest would take groups that the trial happened to flatter, and promise
# too much (Smith and Winkler, 2006). So pull them towards the overall effect, the more so the larger their error.

# %%
def careful(rows):
    told = rows.groupby(["segment", "arm"], observed=True)["bought"].agg(["mean", "size"]).unstack()
    error = (told["mean"] * (1 - told["mean"]) / told["size"])[["personal", "no_offer"]].sum(axis=1)  # squared
    share = rows.groupby("arm", observed=True)["bought"].mean()
    of_all = share["personal"] - share["no_offer"]
    gap = effects(rows) - of_all
    real = max((gap**2 - error).mean(), 0)  # the part of the squared gaps that is not error
    return of_all + gap * real / (real + error)

people["effect"] = people["segment"].map(careful(recent)).where(people["days"] < 365, 0)
may = people[people["may"]]
print((100 * careful(recent)).round().to_dict())

# %% [markdown]
# ### Exercise 5: whom would you choose?
#
# Write `choose(customers, cost, budget)`. `effect` is how much an offer raises the chance of an order, `margin_eur` what
# that order leaves. The expected gain of an offer is effect times margin, less `cost`. Give the gains of those you choose:
# one value (euros) per `customer_id`. Choose the largest gains, at most `budget` of them, and nobody whose gain is 0 or
# less. For `toy["candidates"]`, 2.5 and 3 they are {{choose.7}}, {{choose.2}} and {{choose.4}}, for customers 7, 2 and 4.
# This is the list for Iris.

# %%
nine = toy["candidates"].set_index("customer_id")  # as your function gets it
nine

# %% [answer] choose
def choose(customers, cost, budget):
    ### BEGIN SOLUTION
    # 1 measure
    gain = customers["effect"] * customers["margin_eur"] - cost
    # 2 summarise
    return gain[gain > 0].sort_values(ascending=False).head(budget)
    ### END SOLUTION

# %% [test] choose 2
from classroom import check

check.on_page(choose, "04/choose")
### BEGIN HIDDEN TESTS
check.on_companies(choose, reference.choose, "04/choose", inputs=reference.offers_of)
check.on_companies(choose, reference.choose, "04/choose", inputs=reference.few_offers_of, also="with a small budget")
### END HIDDEN TESTS

# %%
expected = may["effect"] * may["margin_eur"] - 2.5
iris = may["eur"].rank(ascending=False) <= 1500
by_chance = pd.Series(np.random.default_rng(4).permutation(len(may)) < 1500, may.index)
careful_drawn = pd.DataFrame([careful(crowd) for crowd in crowds])

def brings(one):
    """Offers of a list, its expected gain, and the range in the trial's crowds."""
    margin = may["margin_eur"][one & (may["days"] < 365)].groupby(may["segment"]).sum()
    sums = (careful_drawn[margin.index] * margin).sum(axis=1) - 2.5 * one.sum()
    return {"offers": one.sum(), "gain": expected[one].sum(), "low": sums.quantile(0.025), "high": sums.quantile(0.975)}

# %% [try] choose
# The list may be shorter than the budget.
gain = check.series(choose(may, 2.5, 1500), "choose", index="customer_id")
study.compare("pays_back", (expected[iris] > 0).sum())
print(f"Read aloud: {len(gain):,} offers are worth their cost. Of Iris's 1,500, {(expected[iris] > 0).sum():,} are.")

# %% [try] choose
# Each list stays as it is; the trial's customers are drawn anew.
value = pd.Series(may.index.isin(check.series(choose(may, 2.5, 1500), "choose", index="customer_id").index), may.index)
told = pd.DataFrame({"at random": brings(by_chance), "best customers": brings(iris), "value × effect": brings(value)}).T
figures.bars(
    told["gain"].rename_axis("list"), stands_out="value × effect", low=told["low"], high=told["high"],
    finding=f"Value × effect brings {told['gain'].iloc[2]:,.0f} euros, Iris's list {told['gain'].iloc[1]:,.0f}",
    says="Three bars with ranges: " + ", ".join(f"{name} {row['gain']:,.0f} euros" for name, row in told.iterrows()) + ".",
    xlabel="expected gain after the cost of the offers (euros)", ylabel="list", table=told.round().astype(int),
)
print("Offers by segment:", may["segment"][value].value_counts().to_dict())

# %% [markdown]
# What makes the list better? Go from Iris's to yours in steps.

# %% [try] choose
# Each step changes one thing.
value = pd.Series(may.index.isin(check.series(choose(may, 2.5, 1500), "choose", index="customer_id").index), may.index)
share = recent.groupby("arm", observed=True)["bought"].mean()
moved = share["personal"] - share["no_offer"]
largest = may["margin_eur"].where(may["days"] < 365).rank(ascending=False) <= 1500
steps = {"spent most, 1,500": iris, "largest next order, 1,500": largest, "… while they pay": largest & (moved * may["margin_eur"] > 2.5), "value × effect": value}
figures.table_beside(pd.DataFrame({name: brings(one) for name, one in steps.items()}).T.round()[["offers", "gain"]], "From Iris's list to yours, one step at a time")

# %% [markdown]
# Two plain things do most of it. Spending adds up many orders, but an offer brings *one* more, so what counts is what the next order leaves, among
# people who are still there. And a budget is a limit, not a target: the last few hundred offers would cost more than they bring. The groups add little
# to *who* gets an offer. They say *what* to offer.

# %% [markdown]
# The ranges cover the trial's chance, but not that June may differ from January. We also tried this on forty made-up companies of this
# size, whose truth is known. On average such a list brought about a tenth less than it promised, since within a group those with large orders
# are moved a little less. In six of the forty it brought less than the low end of its range. So do not promise Iris the middle.

# %% [markdown]
# ## Commit
#
# Which rule would you sign: `"best"` (the 1,500 who spent most), `"chance"` (1,500 at random) or `"value"` (value × effect)? Write it down with
# your confidence *before* you read on. Your first answer is kept. You will meet it again at the end, and on your feedback page.

# %% [predict] my_rule minutes=1
study.predict("my_rule", ..., confidence=...)

# %% [markdown]
# ## Whom does it leave out?
#
# No rule above knows more about a customer than her orders. Are they fair, then? Take the device on which people shop. Guess
# `old_phones`: suppose we go by value × effect. If 100 is the rate at which other customers get an offer, what is it for
# owners of an old phone?

# %% [predict] old_phones minutes=0.5
study.predict("old_phones", ..., confidence=...)

# %% [markdown]
# ### Exercise 6: rates by group
#
# Write `rates(customers)`. One row is a customer: `group`, and `chosen` (True or False). Give a table by `group`:
# `customers`, how many there are; `rate`, the share of them who are chosen; and `ratio`, their rate over the highest rate of
# all groups. For `toy["chosen"]`:
#
# {{rates}}
#
# American guidelines on hiring take a ratio below 0.8 as a sign to look closer (EEOC, 1978). In Europe a neutral rule that puts a protected
# group at a disadvantage without good reason is *indirect discrimination* (Directive 2000/43/EC).

# %% [answer] rates
def rates(customers):
    ### BEGIN SOLUTION
    # 1 measure
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.count(), "rate": chosen.mean()})
    # 2 divide
    result["ratio"] = result["rate"] / result["rate"].max()
    return result
    ### END SOLUTION

# %% [test] rates 2
from classroom import check

check.on_page(rates, "04/rates")
### BEGIN HIDDEN TESTS
check.on_companies(rates, reference.rates, "04/rates", inputs=reference.devices_of)
### END HIDDEN TESTS

# %%
old = pd.Series(np.where(customers["device"].reindex(may.index) == "old phone", "old phone", "others"), may.index)
mine = expected.where(expected > 0).rank(ascending=False) <= 1500  # the list by value × effect

# %% [try] rates
# The rule never saw the device.
told = check.table(rates(pd.DataFrame({"group": old, "chosen": mine})), "rates", index="group")
study.compare("old_phones", 100 * told.loc["old phone", "ratio"])
figures.bars(
    100 * told["rate"].iloc[::-1], stands_out="old phone",
    finding=f"Owners of an old phone get an offer at {100 * told.loc['old phone', 'ratio']:.0f} % of the others' rate",
    says=f"Two bars: {100 * told.loc['old phone', 'rate']:.0f} of 100 owners of an old phone get an offer, and {100 * told.loc['others', 'rate']:.0f} of 100 others.",
    xlabel="get an offer (of 100)", ylabel="device", table=told.round(2), digits=2,
)

# %% [markdown]
# A device is not a protected trait. But it is a **proxy**: something that you can see, and that hints at something you cannot.
# Fernhill does not ask who belongs to a group that the law protects. A trusted office has counted under seal: of 100
# owners of an old phone about 55 belong to it, of 100 others about 10. So what is the rate of the *group*? The list
# knows nothing of devices, so with `g` for the group and `r` for the rest:
#
# - rate of old phones = 0.55 g + 0.45 r
# - rate of others = 0.10 g + 0.90 r

# %%
def unmixed(chosen, is_old):
    one, other = chosen[is_old].mean(), chosen[~is_old].mean()
    gap = (one - other) / (0.55 - 0.10)
    rest = other - 0.10 * gap
    return rest + gap, rest

group, rest = unmixed(mine, old == "old phone")
redrawn = [may.index.to_series().sample(frac=1, replace=True, random_state=run) for run in range(200)]
ratios = pd.Series([np.divide(*unmixed(mine[ids], old[ids] == "old phone")) for ids in redrawn])
print(f"Group: {100 * group:.0f} of 100 get an offer. All others: {100 * rest:.0f} of 100.")
print(f"The ratio is {group / rest:.2f} (range {ratios.quantile(0.025):.2f} to {ratios.quantile(0.975):.2f}, {len(may):,} customers).")
for name, one in {"at random": by_chance, "best customers": iris, "value × effect": mine}.items():
    print(f"{name}: by device {one[old == 'old phone'].mean() / one[old == 'others'].mean():.2f}, for the group {np.divide(*unmixed(one, old == 'old phone')):.2f}")

# %% [markdown]
# The gap for the group is wider than the gap between devices, since each kind of device has both kinds of owner. A check by
# proxy that looks harmless may hide a list that is not. Nobody meant it: people whose orders leave less are passed over. The list that earns
# more passes over more of the group than Iris's list would.

# %% [markdown]
# ### What would equal rates cost?
#
# Send as many offers, at the same rate to owners of an old phone and to others, the largest gains first. Guess `kept`: of 100
# euros of gain, how many are left?

# %% [predict] kept minutes=0.5
study.predict("kept", ..., confidence=...)

# %%
def equal_rates(gains, groups, number):
    chosen = pd.Series(False, gains.index)
    for name, own in gains.groupby(groups):
        chosen[own.nlargest(round(number * len(own) / len(gains))).index] = True
    return chosen

equal = equal_rates(expected, old, int(mine.sum()))
kept = 100 * expected[equal].sum() / expected[mine].sum()
study.compare("kept", kept)
moved_over = int((equal & ~mine).sum())
print(f"Equal rates keep {kept:.1f} % of the gain. {moved_over} offers go to other people.")

# %% [markdown]
# Almost nothing is lost: the list ends where an offer brings nothing, so those who drop out and those who come in gain about 0 either
# way. Does it help the group? A little. But we
# can no longer say how much: `unmixed` takes for granted that the list knows nothing of devices, and now it does. Within
# each device it still goes by value. A measure you steer by stops measuring.

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# Iris says: "My list passed over fewer of them than yours. An offer is a favour, not a right." A privacy officer says: "You used a device to guess at a trait.
# That is worse." What do you answer to each? Decide alone, then compare.

# %% [markdown]
# Now set your final rule: `"best"`, `"chance"`, `"value"` or `"equal"` (value × effect, at equal rates for both kinds of device).

# %%
final_rule = ...

# %% [markdown]
# ## Sign it, or correct it
#
# An agency has sent a report on *your* company. Two to four of its seven sentences are wrong, and one or two only look wrong. The task is
# that of lesson 01: verdict, kind (its letter), severity and the right figure. *Fatal*: put this one figure right, leave all other
# errors in, and the recommendation is reversed. *Material*: the rule uses the figure, and the recommendation stays. *Cosmetic*: the rule
# does not use it.
#
# {{audit_kinds.abcdefghikl}}

# %% [markdown]
# For a wrong sentence write, for instance, `[8, "wrong", "c", "cosmetic", 12.3]`, for a right one
# `[9, "right", ..., ..., ...]`. Of what a wrong sentence earns, the figure brings 45 of 100, the kind 25, verdict and severity 15
# each. A figure may be off by 2 %, and is in the sentence's unit. A false alarm costs as much as a miss.
#
# Your own tables tell you what is right: `people`, `may`, `trial`, `book`, `ratings`, `picks`, `answers`. Look first at the figures that the rule
# uses. Take each sentence apart: which customers, known when, divided by what?

# %% [audit] agency_report 10 minutes=12

# %% [markdown]
# ## Write to Iris
#
# One page, plain words. Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | who gets an offer, how many, what it promises to whom, and what would change it |
# | evidence | effect and gain with range and number of people, and why the list beats "our best customers" |
# | customer | who gains, who is passed over compared with Iris's list, and a safeguard with its cost |
# | limits | what is not known, and what the next trial will tell |
# | language | plain, one page; numbers in place of "few" and "about"; no claim without one |

# %% [markdown]
# ### Mark these two first
#
# They come from another company. Mark each row, and the cell shows the agreed marks, and why. Memo A:
#
# > The offers should go to our 1,500 best customers. They bring 85 % of the sales of all who may get one, so they have
# > earned it, and nothing makes people more loyal than being treated as special. Our new segments confirm this. Their
# > silhouette is 0.8, which is excellent. I propose to send all 1,500 offers, since the budget is there.

# %%
memo_a = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_a", memo_a)

# %% [markdown]
# Memo B:
#
# > Please send 860 offers and not 1,500: to those who ordered in the last year, and for whom effect times what an order
# > leaves is more than 2.50 euros. Brio buyers get few: in the June trial an offer moved 10 of 100 of them (range 1 to
# > 19; 210 with an offer, 110 without), and about 30 of 100 of the others.
# >
# > This list should bring 3,000 euros (range 2,000 to 4,100). Yours would bring 1,700, since your customers would have ordered anyway.
# > June may differ from January, so we should keep a tenth of the list without an offer, by lot. The list passes over owners of
# > old phones a little. We should watch that.

# %%
memo_b = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_b", memo_b)

# %% [markdown]
# Where you were a point or more too kind, read that reason once more. Then write *your* memo into the next cell, with your own figures.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours may differ.)
#
# Iris, your budget is well meant, and the best customers are the wrong list. Please send 883 offers and not 1,500: to those who
# ordered in the last year, and for whom effect times what an order leaves is more than the 2.50 euros that an offer costs. Promise Hearth, Linen and
# Terra buyers free repair for five years, which they pick first; Brio buyers pick twenty euros less. And please send as many to owners
# of old phones as to others, for every 100 of each.
#
# The trial in June says what an offer does. It hardly moves those who had not ordered for a year: 5 of 100 (range -2 to 13; 286 people in three
# groups). Of 100 Brio buyers it moves 15 (range 7 to 24; 214 with an offer, 115 without), of the others 26 to 42. A plain voucher moved 18
# of 100 Brio buyers. What it costs should be known before we send it.
#
# This list is expected to bring 3,735 euros after its cost (range 2,883 to 4,619). On average such lists bring a tenth less than
# they promise, and one in seven brings less than the low end of its range. Yours brings 2,149 (1,283 to 3,023): it has brought 91 % of the sales, but these are sums of many orders, and an offer brings one more. Only
# 734 of the 1,500 are worth an offer.
#
# Whom does it pass over? Of 100 owners of an old phone 27 get an offer, of 100 others 35, a ratio of 0.77. But a phone is only a hint. By the
# sealed count the group itself gets offers at 0.52 of the others' rate (range 0.34 to 0.78); by your list it would be 0.67. Equal rates for
# both kinds of device move 33 offers and keep 99.6 % of the gain, so there is no reason not to. They will not close the gap. So I ask for a
# second safeguard: let the office count under seal, once a quarter, whom we reached.
#
# Not known: whether January is like June, what an offer does after 30 days, and how many it puts off. We keep a tenth of the list without
# an offer, by lot. These 88 can tell whether the effect has halved, and nothing about single groups. If it has, we stop.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you learn alone, save the notebook and run this. It leads you through the rubric.
#
# Feedback on your letters and on the audit comes with your grade. To grade yourself, copy this notebook into the folder
# `submitted/me/04_segmentation/`, in the folder that holds `centric.py`. There type `python3 centric.py grade 04`. It takes a few minutes.

# %%
study.mark_memo()

# %% [markdown] minutes=1
# ## Before you go
#
# Look at your guesses once more, and at how sure you were. Then take the rule that you would have signed before you saw whom it passes
# over: `"best"`, `"chance"` or `"value"`. Which of the three would you sign now, and how sure are you? What changed your mind, or
# made you surer? Write one sentence.

# %%
study.revise("my_rule", ..., confidence=...)
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
# On groups there is a list in the middle, before the second sitting. On what people want:
#
# - Kano, Seraku, Takahashi and Tsuji (1984), "Attractive Quality and Must-Be Quality", *Journal of the Japanese Society for
#   Quality Control* 14(2).
# - Mittal, Ross and Baldasare (1998), "The Asymmetric Impact of Negative and Positive Attribute-Level Performance on Overall
#   Satisfaction and Repurchase Intentions", *Journal of Marketing* 62(1).
# - Marley and Louviere (2005), "Some Probabilistic Models of Best, Worst, and Best–Worst Choices", *Journal of Mathematical
#   Psychology* 49(6).
# - Gabriel (1971), "The Biplot Graphic Display of Matrices with Application to Principal Component Analysis", *Biometrika* 58(3).

# %% [markdown]
# On whom to write to, and on fairness:
#
# - Bult and Wansbeek (1995), "Optimal Selection for Direct Mail", *Marketing Science* 14(4).
# - Smith and Winkler (2006), "The Optimizer's Curse: Skepticism and Postdecision Surprise in Decision Analysis", *Management
#   Science* 52(3).
# - Efron and Morris (1977), "Stein's Paradox in Statistics", *Scientific American* 236(5).
# - EEOC (1978), "Uniform Guidelines on Employee Selection Procedures", *Federal Register* 43(166).
# - Chen, Kallus, Mao, Svacha and Udell (2019), "Fairness Under Unawareness: Assessing Disparity When Protected Class Is
#   Unobserved", *Proceedings of FAT\* '19*.
# - Ascarza (2018), "Retention Futility: Targeting High-Risk Customers Might Be Ineffective", *Journal of Marketing Research*
#   55(1).
