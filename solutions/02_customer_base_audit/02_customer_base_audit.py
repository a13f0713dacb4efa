# ---
# title: Is the growth real?
# minutes: [75, 85]
# plan: [90, 105, 25]
# asks: the finance chief
# objectives:
#   - id: growth
#     text: Take a year's growth apart, and say who brought it.
#     exercise: [revenue_tree, gain_loss, growth_report, memo]
#     key: A total hides who came, who left and who changed. Compare the same people over equal windows, and look back equally far in both years.
#   - id: cohorts
#     text: Build a cohort table that compares like with like, and check one that others made.
#     exercise: [cohort_table, check_cohort_table]
#     key: Leave out those who came before the books began, and leave a gap where you have not looked long enough.
#   - id: survivors
#     text: Tell a change in customers from a change in who is still counted.
#     exercise: own_trend
#     key: Those who got that far differ from the others. Before you say that customers grow, follow the same ones.
#   - id: size
#     text: Say what a line's size alone predicts for its buyers, and find the line that differs.
#     exercise: dirichlet
#     key: Small lines have fewer buyers, who also buy a little less often. Only what goes beyond that needs explaining.
#   - id: again
#     text: Say how likely existing customers are to buy again, and which customers you mean.
#     exercise: buys_again
#     key: There is no single chance that "existing customers" buy. It depends on how recently, and how often.
# glossary:
#   share active: Of a group of customers, the share who ordered in a given window.
#   like for like: A comparison of the same people, over windows of the same length.
#   left truncation: The start of the books cuts off what came before, so old customers look new.
#   right censoring: The end of the books cuts off what comes later, so recent customers look idle.
#   survivorship: A difference that appears because only those who got that far are still counted.
#   penetration: Of all customers, the share who bought a line at least once in a given window.
#   double jeopardy: Small brands suffer twice, with fewer buyers who also buy a little less often.
#   repeat-buying rate: Of a group that was fixed by one day, the share who buy in the window after it.
# prerequisites: [lesson 01, pandas groupby, pandas merge]
# needs: [orders, order_lines, products, acquisition_spend]
# claims:
#   - claim: loyal customers spend more per order
#     source: Reichheld and Sasser (1990)
#   - claim: 14 times more likely to buy
#     source: Jill Griffin
# ---

# %% [markdown]
# # Is the growth real?
#
# Omar Haddad is Fernhill's finance chief. His note to the board:
#
# > Revenue is up once more. Our customers are more loyal than ever: the longer they stay, the larger their orders.
# > Let us celebrate on Friday, and raise the budget for winning customers by half.
#
# Before it decides, the board asks you. Here is Omar's case, from your own company's books.

# %%
import numpy as np
import pandas as pd

from classroom import check, explore, figures, load, study, toys

study.begin("02_customer_base_audit")
lines = load("order_lines")
sums = lines.groupby("order_id").agg(items=("quantity", "sum"), eur=("paid_eur", "sum"))
orders = load("orders").merge(sums, on="order_id")

# %% folded
ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
revenue = orders.groupby(ago // 365)["eur"].sum()[[1, 0]] / 1000
revenue.index = ["year before", "last year"]
rise = 100 * (revenue["last year"] / revenue["year before"] - 1)
figures.bars(
    revenue.iloc[::-1],
    finding=f"Revenue {'rose' if rise > 0 else 'fell'} by {abs(rise):.0f} % in a year",
    says=f"Two bars: {revenue.iloc[0]:,.0f} k€ in the year before, {revenue.iloc[1]:,.0f} k€ in the last.",
    xlabel="revenue (k€)", stands_out="last year",
)

# %% [markdown]
# So celebrate, and spend more? Before you look any further, guess. Say how sure you are, from 1 (a coin toss) to
# 5 (I would bet on it).
#
# - `old_customers`: take only those who had ordered before these two years began. Did they spend "less", "the same"
#   or "more" in the last year than in the year before?
# - `ordered_again`: of 100 customers who ordered in the year before, how many ordered in the last year too?

# %% [predict] old_customers minutes=1
study.predict("old_customers", ..., confidence=...)

# %% [predict] ordered_again minutes=1
study.predict("ordered_again", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=1
# You need pandas, and lesson 01 for the likely range. There are two sittings: plan {{plan.1}} for the
# first and {{plan.2}} for the second. You draft the memo in the second, and finish it at home, in {{plan.3}} more.
#
# Parts whose heading ends in *(more)* can wait: no other cell, no sentence of the report and no row of the memo
# needs them. They take another 90 minutes. Two exercises there bring 7 of the 48 points, and
# without them objectives 2 and 4 stay open in your progress. An assistant may help you with code. Your guesses and
# your memo must be your own.
#
# First, three questions from earlier lessons, from memory. A wrong answer costs nothing.

# %%
study.recall(k=3)

# %% minutes=3
study.recall_answer(..., ..., ...)

# %% [markdown]
# ## Five questions to ask of any customer base
#
# All you need is a log of who ordered, when, and for how much. Fader, Hardie and Ross (2022) ask five questions of it,
# which they call lenses:
#
# | lens | question | here |
# |---|---|---|
# | 1 | How different are our customers? | lesson 01: the whale |
# | 2 | What changed from one year to the next? | exercises 1 and 2 |
# | 3 | How does one group of newcomers develop? | exercise 3 |
# | 4 | How do such groups compare? | exercise 3, and three Aprils |
# | 5 | How healthy is the whole base? | the second sitting |

# %% [markdown]
# ## Revenue is four numbers multiplied
#
# Revenue is customers, times orders per customer, times items per order, times euros per item. Which of the four
# grew? A year here is 365 days, and the last one ends with the last order in the log.
#
# ### Watch: orders of two years, on one page
#
# `//` divides and drops the remainder: 0 for the last year, 1 for the year before, 2 or more for anything earlier.

# %%
toy = toys.page("02_customer_base_audit")
sales = toy["sales"]
# 2 measure
ago = (sales["ordered_at"].max() - sales["ordered_at"]).dt.days
year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
# 3 summarise
sales.groupby(year).agg(orders=("order_id", "size"), items=("items", "sum"), eur=("eur", "sum"))

# %% [markdown]
# Read it aloud: the last year holds twice the orders of the year before, but not twice the euros.
# `map` has no name for older orders, so `groupby` leaves them out.

# %% [markdown]
# ### Exercise 1: which of the four grew?
#
# Complete `revenue_tree(orders)`. It gives a table with one row per `year` ("before" and "last") and five columns.
#
# - `customers`: those who ordered in that year
# - `orders_per_customer`, `items_per_order`, `eur_per_item`: each is one total divided by another
# - `revenue_eur`: in euros
#
# Multiply the first four, and you get the fifth. The table shows the board where growth came from.
# For `toy["sales"]`:
#
# {{revenue_tree}}

# %% [answer] revenue_tree
def revenue_tree(orders):
    # 2 measure
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).rename("year")
    # 3 summarise
    years = orders.groupby(year)
    tree = ...
    ### BEGIN SOLUTION
    tree = pd.DataFrame({"customers": years["customer_id"].nunique()})
    tree["orders_per_customer"] = years.size() / tree["customers"]
    tree["items_per_order"] = years["items"].sum() / years.size()
    tree["eur_per_item"] = years["eur"].sum() / years["items"].sum()
    ### END SOLUTION
    return tree.assign(revenue_eur=years["eur"].sum())

# %% [test] revenue_tree 2
from classroom import check

check.on_page(revenue_tree, "02/revenue_tree")
### BEGIN HIDDEN TESTS
check.on_companies(revenue_tree, reference.revenue_tree, "02/revenue_tree", inputs=reference.log_of)
### END HIDDEN TESTS

# %% [try] revenue_tree
# One factor should stand out. (The first line stops here if your function is not right yet.)
check.on_page(revenue_tree, "02/revenue_tree")
tree = check.table(check.call(revenue_tree, "revenue_tree", orders), "revenue_tree", index="year")
tree = tree[["customers", "orders_per_customer", "items_per_order", "eur_per_item", "revenue_eur"]]
grew = 100 * (tree.loc["last"] / tree.loc["before"] - 1)
grew.index = ["customers", "orders per customer", "items per order", "euros per item", "revenue"]
others = np.floor(grew.iloc[1:4].abs().max()) + 1
figures.bars(
    grew.iloc[::-1],
    finding=f"Customers: {grew['customers']:+.0f} %; the other three factors moved by less than {others:.0f} %",
    says=f"Five bars: revenue changed by {grew['revenue']:.0f} %, customers by {grew['customers']:.0f} %.",
    xlabel="change from the year before (%)", stands_out="customers", table=tree.T.round(2),
)

# %% [markdown]
# Read it aloud: more people bought, but each bought about as much as before. That may be
# newcomers, or fewer who left: the tree cannot tell.
#
# Newcomers would fit a rival view. Byron Sharp (2010), of the Ehrenberg-Bass Institute, says that brands grow by
# winning more buyers, hardly ever by making buyers more loyal.

# %% [markdown]
# ## A total hides who came and who went
#
# More customers: are they new, or did fewer leave? Follow each one from the year before to the last.
#
# ### Watch: one row for each customer
#
# `unstack` lays the years side by side. A customer without an order in a year gets a 0.

# %%
# 2 measure
ago = (sales["ordered_at"].max() - sales["ordered_at"]).dt.days
year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier").rename("year")
# 3 summarise
spent = sales.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
spent.head(4)

# %% [markdown]
# Read it aloud: customer 21 spent 30 euros in the year before and 105 in the last. Customer 23 spent 90 and then
# nothing. A condition in brackets picks rows, and you can set a value in those rows alone. A later line overwrites an
# earlier one. So begin with the name for whoever is left over in the end:

# %%
kind = pd.Series("stayed", index=spent.index)
kind[spent["last"] == 0] = "lost"
kind[(spent["last"] > 0) & (spent["before"] == 0)] = "came"
kind.value_counts()

# %% [markdown]
# ### Exercise 2: who made the difference?
#
# Complete `gain_loss(orders)`. It gives a Series of five amounts in euros. Each is the change in spending of one kind
# of customer, from the year before to the last.
#
# - `new`: her first order in the log falls in the last year
# - `back`: ordered in the last year and earlier, but not in the year before
# - `more`, `less`: ordered in both years; `more` spent more in the last, `less` did not
# - `lost`: ordered in the year before and not in the last (below zero)
#
# Together they make up the whole change. They show the board who brought it. For `toy["sales"]` they are
# {{gain_loss.new}}, {{gain_loss.back}}, {{gain_loss.more}}, {{gain_loss.less}} and {{gain_loss.lost}}.

# %% [answer] gain_loss
def gain_loss(orders):
    # 2 measure
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    kind = ...
    ### BEGIN SOLUTION
    kind = pd.Series("less", index=spent.index)
    kind[spent["last"] > spent["before"]] = "more"
    kind[spent["before"] == 0] = "back"
    kind[(spent["before"] == 0) & (spent["earlier"] == 0)] = "new"
    kind[spent["last"] == 0] = "lost"
    ### END SOLUTION
    # 3 summarise
    change = spent["last"] - spent["before"]
    return change.groupby(kind).sum()

# %% [test] gain_loss 3
from classroom import check

check.on_page(gain_loss, "02/gain_loss")
### BEGIN HIDDEN TESTS
check.on_companies(gain_loss, reference.gain_loss, "02/gain_loss", inputs=reference.log_of)
### END HIDDEN TESTS

# %% [try] gain_loss
# Three kinds above zero, two below.
check.on_page(gain_loss, "02/gain_loss")
kinds = check.series(check.call(gain_loss, "gain_loss", orders), "gain_loss")
kinds = kinds[["lost", "less", "more", "back", "new"]] / 1000
figures.bars(
    kinds,
    finding=f"Newcomers spent {kinds['new']:,.0f} k€, and {-kinds['lost']:,.0f} k€ went with lost customers",
    says=f"Five bars. All together come to {kinds.sum():+,.0f} k€, the change of revenue.",
    xlabel="change of revenue from the year before (k€)", stands_out="new",
)

# %% [markdown] minutes=1
# A shop stands still for ten years: each year the same number of customers, and the same revenue. Draw its five bars
# on paper. Which stand above zero?

# %% [markdown]
# Three stand above zero and two below: in each year some come and some leave, some spend more and some less. Together they add
# up to nothing. So the bars set a trap. A newcomer spent nothing the year before, so "new" stands above zero in every
# shop, even in one that shrinks.
#
# To see who made the shop *grow*, ask the same of both years, and look back equally far. Who had ordered in the 365 days
# before that year (they *stayed*), and who had not (they *came*: `new` and `back` together)?

# %%
ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
spent_in = orders.groupby(["customer_id", ago // 365])["eur"].sum().unstack(fill_value=0)
who = {}
for name, k in {"year before": 1, "last year": 0}.items():
    kind = (spent_in[k + 1] == 0).map({True: "came", False: "stayed"})
    people = spent_in[k][spent_in[k] > 0].groupby(kind)
    who[f"customers, {name}"], who[f"k€, {name}"] = people.size(), people.sum() / 1000
who = pd.DataFrame(who)
who["change (k€)"] = who["k€, last year"] - who["k€, year before"]
figures.table_beside(who.round(), "Those who came, and those who stayed: how many, and their revenue")

# %% [markdown]
# Read it aloud: those who came brought about as much as those who came a year earlier. Most of the growth came from
# those who stayed. There were more of them, for the year before had more customers than the first year. So customers
# won in one year feed the growth of the next, if they order again.

# %% [markdown]
# ### The same people, the same length of time
#
# Omar's note sounds as if old customers spend more than they did. The bar `more` does not show it. Whoever came in the middle of the year
# before was there for half of it, and for all of the last.
#
# A comparison is **like for like** if it holds the same people, over windows of the same length. So take only
# customers who had ordered before both years began. This is another question than who brought the growth.

# %%
year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
both = spent[spent["earlier"] > 0][["before", "last"]]
fall = 100 * (both["last"].sum() / both["before"].sum() - 1)
study.compare("old_customers", "less" if fall < -2 else "more" if fall > 2 else "the same")
active, each = (both > 0).sum(), both.sum() / (both > 0).sum()
print(f"Read aloud: {len(both):,} customers had ordered before both years. Spending: {fall:+.0f} %.")
print(f"Of them, {active['before']:,} ordered in the year before, on average for {each['before']:.0f} euros.")
print(f"And {active['last']:,} ordered in the last, for {each['last']:.0f} euros.")
stay = both[(both > 0).all(axis=1)]
print(f"{len(stay):,} ordered in both years: for {stay['before'].mean():.0f} euros each, then for {stay['last'].mean():.0f}.")

# %% [markdown] minutes=3
# ### Talk to your neighbour
#
# A fixed group loses people: some leave, and nobody can join. That is no scandal. Which number would worry you, and which would
# reassure you? Decide alone, then compare.

# %% [markdown]
# The spending of a fixed group falls, too, unless those who stay spend more, as in some software firms. So a fall does not
# show that loyalty fell. And a mean per head that rises does not show that loyalty rose: it also rises if small spenders leave.
# So the last line takes those who ordered in both years. It says nothing about those who left.
#
# Is the change more than luck? As in lesson 01, `likely_range` draws 1,000 crowds from your customers, and works out the
# number for each crowd. You need not read it. The range covers luck in who our customers are, not a lucky year.

# %% folded minutes=0.2
def likely_range(parts, number):
    rng = np.random.default_rng(seed=7)
    times = rng.multinomial(len(parts), np.full(len(parts), 1 / len(parts)), 1000)  # how often each is drawn
    crowds = pd.DataFrame(times @ parts.to_numpy(float), columns=parts.columns)  # the sums of each crowd
    return number(crowds).quantile([0.025, 0.975]).tolist()

# %%
low, high = likely_range(both, lambda crowd: 100 * (crowd["last"] / crowd["before"] - 1))
print(f"Like for like: {fall:+.0f} %, likely range {low:+.0f} % to {high:+.0f} %.")
print("The range leaves out zero." if low * high > 0 else "The range holds zero, so it may be luck.")

# %% [markdown]
# Every fixed group loses customers. So ask whether more are lost *than a year earlier*. Of one year's customers, how many
# ordered in the next? Count it for two pairs of years.

# %%
in_year = spent_in > 0
two = pd.DataFrame({"n_then": in_year[2], "again_then": in_year[2] & in_year[1]})
two = two.assign(n_now=in_year[1], again_now=in_year[1] & in_year[0])
sums = two.sum()
then, now = 100 * sums["again_then"] / sums["n_then"], 100 * sums["again_now"] / sums["n_now"]
study.compare("ordered_again", round(now))
print(f"Read aloud: the first year had {sums['n_then']:,} customers; {then:.0f} of 100 ordered again in the next.")
print(f"The second year had {sums['n_now']:,}, and {now:.0f} of 100 did.")

# %%
def more_again(crowd):
    return 100 * (crowd["again_now"] / crowd["n_now"] - crowd["again_then"] / crowd["n_then"])

low, high = likely_range(two, more_again)
print(f"Ordered again: {now - then:+.1f} of 100 against a year earlier, likely range {low:+.1f} to {high:+.1f}.")
verdict = "A larger share returns" if low > 0 else "A smaller share returns" if high < 0 else "It may be luck"
print(f"{verdict}: Omar {'has part of a case' if low > 0 else 'cannot count on it'}.")

# %% [markdown]
# So there are four counts, and each answers another question:
#
# | count | whom it compares | question |
# |---|---|---|
# | five bars | each customer with herself | who came, left or changed? |
# | came and stayed | a year's revenue with that of the next | who brought the growth? |
# | like for like | old customers with themselves | do the same people spend more? |
# | ordered again | one year's customers with those of another | do more of them return? |
#
# Old customers can spend less in all while a larger share of a year's customers returns: these are mostly other people.
# But a year's customers are newcomers and old ones, and the mix can change, too.

# %% [markdown]
# ## Follow newcomers by age, not by calendar
#
# Omar says that customers are more loyal than ever. So compare those who came early with those who came late. Guess:
# compared with newcomers of the first year, do those of the last come back within a quarter "less often", "as often" or
# "more often"?

# %% [predict] newer_customers minutes=1
study.predict("newer_customers", ..., confidence=...)

# %% [markdown]
# First, who came when? Here are customers by the quarter of their first order. A quarter here has 91 days.

# %%
first = orders.groupby("customer_id")["ordered_at"].min()
start = first.min()
quarter = ((first - start).dt.days // 91).rename("quarter")
table = quarter.value_counts().sort_index().to_frame("first orders")
figures.table_beside(table.loc[[0, 1, 8, 9, 10, 11]], "The first two quarters in the books, and the last four full ones")

# %% [markdown]
# Read it aloud: the last quarter holds Christmas, so leave it aside. But the first quarter has more newcomers than the second.
# Was it such a good one?
#
# No. Fernhill is older than its books. An old customer also has a first order *in the books*, but it is not her first
# ever. The start of the books cuts off what came before: **left truncation**. These old customers are the ones who
# stayed, so the first group looks too good. We leave it out, as in lesson 01. Later groups hold some old customers
# too, who had paused for longer. The next quarter may still have many. Later they are fewer, but the log cannot tell
# how many.

# %% [markdown]
# The other end cuts, too. Somebody who came last month has had one month to come back. It would be unfair to count her as
# "did not come back within a year". This is **right censoring**: we have not looked long enough. In such places the
# table needs a gap, never a 0.
#
# So lay out customers by *age*, the time since their first order, and not by calendar. Then each column covers the same
# length of time.

# %% [markdown]
# ### Watch: who ordered again, by age?
#
# `transform` gives each order the first date of its customer. `reindex` adds missing rows and columns, filled with 0.
# `div(..., axis=0)` divides each row by one number. First count and divide:

# %%
log = toy["orders"]
first_at = log.groupby("customer_id")["ordered_at"].transform("min")
# 2 measure
log = log.assign(cohort=(first_at - log["ordered_at"].min()).dt.days // 91)
log["month"] = (log["ordered_at"] - first_at).dt.days // 30 + 1
size = log.groupby("cohort")["customer_id"].nunique()
# 3 summarise
again = log[log["ordered_at"] > first_at].groupby(["cohort", "month"])["customer_id"].nunique()
again = again.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 4), fill_value=0)
share = again.div(size, axis=0)
share.round(2)

# %% [markdown]
# Some of these numbers are wrong, because nobody has looked long enough. A cohort needs 91 days until its last newcomer
# has come, and then 30 days for each month of her age. The log covers 455 days. Guess: how many places in this table
# should be empty?

# %% [predict] empty_places minutes=1
study.predict("empty_places", ..., confidence=...)

# %% [markdown]
# `.where` keeps a value where a condition holds, and leaves a gap elsewhere. So the condition says where the log is long
# enough. The row's last newcomer came by day `(cohort + 1) * 91`, and month `m` of her age ends `m * 30` days later.
# `add_prefix` gives columns longer names.

# %%
days = (log["ordered_at"].max() - log["ordered_at"].min()).days
for m in (1, 2, 3):
    share[m] = share[m].where((share.index + 1) * 91 + m * 30 <= days)
study.compare("empty_places", int(share.isna().sum().sum()))
share.add_prefix("month ").round(2)

# %% [markdown]
# Read it aloud: of the customers of cohort 1, two thirds ordered again in their first 30 days.
#
# Such a number has a name: **share active**, the share of a group who ordered in a given window. A shop has no contract.
# No customer tells you that she has left. All you can say is who was active.

# %% [markdown]
# ### Exercise 3: the cohort table
#
# Complete `cohort_table(orders)`: one row per `cohort`, four columns, shares between 0 and 1.
#
# - The first lines give each order its customer's `cohort` and its quarter of her age, `q`. Cohorts count from 0, and
#   `q` from 1, for the first 91 days. They also give the `size` of each cohort.
# - `q1` to `q4`: the share of the cohort who placed a further order in that quarter of age.
# - A gap where not everybody could be seen to the end: where `(cohort + 1 + q) * 91` is more than `days`.
# - Cohort 0 is left out.
#
# It answers lenses 3 and 4. For `toy["orders"]`:
#
# {{cohort_table}}

# %% [answer] cohort_table
def cohort_table(orders):
    # 2 measure
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["q"] = (orders["ordered_at"] - first_at).dt.days // 91 + 1
    size = rows.groupby("cohort")["customer_id"].nunique()
    ### BEGIN SOLUTION
    # 3 summarise
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "q"])["customer_id"].nunique()
    table = further.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 5), fill_value=0)
    table = table.div(size, axis=0)
    for q in range(1, 5):
        table[q] = table[q].where((table.index + 1 + q) * 91 <= days)
    return table.drop(index=0).add_prefix("q")
    ### END SOLUTION

# %% [test] cohort_table 4
from classroom import check

check.on_page(cohort_table, "02/cohort_table")
### BEGIN HIDDEN TESTS
check.on_companies(cohort_table, reference.cohort_table, "02/cohort_table")
### END HIDDEN TESTS

# %% [try] cohort_table
# Shares tend to fall from left to right.
check.on_page(cohort_table, "02/cohort_table")
cohorts = check.call(cohort_table, "cohort_table", orders)
cohorts = check.table(cohorts, "cohort_table", index="cohort")[["q1", "q2", "q3", "q4"]]
by_age = 100 * cohorts.dropna().mean()
by_age.index = ["first quarter", "second quarter", "third quarter", "fourth quarter"]
figures.bars(
    by_age.iloc[::-1],
    finding=f"Of 100 newcomers, {by_age.iloc[0]:.0f} order again in the first quarter, {by_age.iloc[3]:.0f} in the fourth",
    says=f"Four bars, from {by_age.iloc[0]:.0f} to {by_age.iloc[3]:.0f}: each is the mean over the cohorts seen for all four quarters.",
    xlabel="share active (%)", table=(100 * cohorts.head(10)).round(),
    caption="Share active (%), by cohort",
)

# %% [markdown]
# The bars leave out cohorts with a gap, so that each bar holds the same people. But an average of shares gives a small
# cohort as much weight as a large one. And mind the season: whoever comes in October has Christmas ahead. So for the
# board, count people: those who first came from April to September, in each of the three years. (The books begin on 1
# January, so day 91 is in April.) Follow each for 91 days.

# %% folded minutes=0.5
def back_soon(since, until, log=orders):
    first = log.groupby("customer_id")["ordered_at"].min()
    mine = first[(first - start).dt.days.between(since, until - 1)]
    since_first = log["ordered_at"] - log["customer_id"].map(mine)
    soon = log[(since_first > pd.Timedelta(0)) & (since_first.dt.days < 91)]["customer_id"]
    return pd.DataFrame({"n": 1.0, "back": mine.index.isin(soon).astype(float)}, index=mine.index)

# %%
# from April to September, in days since the books began
spans = {"last year": (822, 1005), "middle year": (456, 639), "first year": (91, 274)}
groups = {name: back_soon(*span) for name, span in spans.items()}

# %% folded
ends = [likely_range(group, lambda crowd: 100 * crowd["back"] / crowd["n"]) for group in groups.values()]
share = pd.Series({f"{name} (n = {len(group):,})": 100 * group["back"].mean() for name, group in groups.items()})
figures.bars(
    share,
    finding=f"Of 100 newcomers, {share.iloc[2]:.0f} came back within a quarter, then {share.iloc[1]:.0f}, then {share.iloc[0]:.0f}",
    says=f"Three bars with their likely ranges: {share.iloc[2]:.0f}, then {share.iloc[1]:.0f}, then {share.iloc[0]:.0f} of 100.",
    xlabel="back within 91 days (of 100)", low=[pair[0] for pair in ends], high=[pair[1] for pair in ends],
)

# %% [markdown]
# Two bars have two ranges. What counts is the range of their *difference*, so draw once for both groups. (The folded cell lays
# the first year and the last side by side, and does it.)

# %% folded minutes=0.5
one, other = groups["first year"], groups["last year"]
pair = pd.concat([one.add_prefix("a_"), other.add_prefix("b_")]).fillna(0)
low, high = likely_range(pair, lambda crowd: 100 * (crowd["b_back"] / crowd["b_n"] - crowd["a_back"] / crowd["a_n"]))
change = round(100 * (other["back"].mean() - one["back"].mean()), 1) + 0.0
print(f"Read aloud: from the first year to the last: {change:+.1f} of 100, likely range {low:+.1f} to {high:+.1f}.")
how = "less often" if high < 0 else "more often" if low > 0 else "as often"
study.compare("newer_customers", how)
counted = f"Counted this way, newcomers come back {how} than in the first year."
print("From first to last it may be luck." if how == "as often" else counted)

# %% [markdown]
# Two cautions. First, who comes is not the same: newcomers may come through other channels now. Second, old customers
# hide in the first group, and an edge of the books can lift a bar by some points. Did it? The log cannot tell: nobody has
# the years before it.
#
# So for the board: say what the three bars show, and that a part of the change from the first one may come from the edge
# of the books.

# %% [markdown] more
# ### How much can the edge of the books do? *(more)*
#
# Pretend that the books began a year later, or two, and count again.

# %% more
for name, books in [("middle year", 365), ("last year", 731)]:
    seem = back_soon(*spans[name], orders[orders["ordered_at"] >= start + pd.Timedelta(days=books)])
    print(f"The {name}: {100 * groups[name]['back'].mean():.0f} of 100 came back. Had the books begun with that year:", end=" ")
    print(f"{100 * seem['back'].mean():.0f}, and {1 - len(groups[name]) / len(seem):.0%} of those who seem new would be old.")

# %% [markdown] more
# So later books lift a bar. Nobody knows whether the real edge lifted the first bar as much.

# %% [markdown] more
# ### What if? First think, then move *(more)*
#
# The explorer shows one cohort beside all others, by age or by calendar. It asks three questions. Write down a guess for
# one of them before you move a slider. The cell after it says the same in words. Put a setting in its brackets, such
# as `cohort=2, by_calendar=1`.

# %% more minutes=5
explore.cohorts()

# %% more
explore.cohorts_text()

# %% [markdown] more
# ## A table that you did not make *(more)*
#
# A program made the next cohort tables. You cannot redo each one. But you can ask whether its numbers fit together,
# and whether they fit the books.
#
# Multiply a share by its denominator, and you must get a whole number of people. A share is never below 0 or above 1.
# And where not everybody could be seen, there must be a gap.
#
# ### Watch: do these shares hold?

# %% more
size = pd.Series([8, 5], index=["chess", "rowing"])
came = pd.DataFrame({"may": [0.5, 0.4], "june": [0.25, 0.3]}, index=size.index)
people = came.mul(size, axis=0)
whole = (people - people.round()).abs() < 0.01
print(whole)
print(all(whole), whole.all(axis=None))

# %% [markdown] more
# Half of eight members is four people. But 0.3 of five is one and a half: rowing has the wrong denominator, or the wrong
# count. And mind the last line. `all(whole)` looks at the *names* of the columns, and is always True. For a table,
# `whole.all(axis=None)` looks at each place.
#
# A gap (NaN) is not a wrong number, yet it fails every comparison. So compare only where there is no gap; `isna`
# tells you where gaps are.

# %% more
seen = pd.DataFrame({0: [0.5, 0.25], 1: [0.25, np.nan]}, index=[1, 2])
print(seen.isna())

# %% [markdown] more
# ### Write the check
#
# Here are four cohort tables, made from `toy["orders"]` and from a part of it. Below each is what the books say:
# customers in each cohort (`size`), and how many of them came `back` in their first quarter. The last line holds
# the `days` from the first to the last order.

# %% more
for one in toy.shown("cohort_table"):
    print(f"Table {one.letter} is {'right' if one.right else 'wrong'}.")
    books = pd.DataFrame({"size": one.data["size"], "back": one.data["back"]}).T
    print(one.result.round(2), books, one.data["days"], sep="\n")

# %% [markdown] more
# Write `check_cohort_table(result, data)`. Return `""` if you accept the table, else your reason in a few words. Four
# things decide:
#
# - Every share times the size is a whole number of people, and no more than the size.
# - In `q1` that number is `back`.
# - Gaps are exactly where exercise 3 wants them.
# - Cohort 0 is left out, and no other.
#
# You earn points for each kind of mistake that you catch, and lose as many if you reject correct tables. Rows and
# columns may come in any order.

# %% [check] cohort_table 4 more
def check_cohort_table(result, data):
    reason = ...
    ### BEGIN SOLUTION
    sizes, back = data["size"].drop(index=0), data["back"].drop(index=0)
    fits = sorted(result.index) == sizes.index.tolist()
    for quarter in range(1, 5):
        people = result[f"q{quarter}"].reindex(sizes.index) * sizes
        gap = (sizes.index + quarter + 1) * 91 > data["days"]
        whole = (people - people.round()).abs() < 0.01
        met = (people - back).abs() < 0.01 if quarter == 1 else people < sizes + 0.01
        fits = fits and all((whole & met) != gap) and all(people.isna() == gap)
    reason = "" if fits else "It does not match the books."
    ### END SOLUTION
    return reason

# %% [markdown] more
# ## From one order to the next *(more)*
#
# Lens 3 works by orders, too. Of those who placed a first order, how many place a second within half a year? And
# of those who placed five?
#
# ### Puzzle: the next order
#
# Put the lines in order, before you run the folded cell after them: it has the answer. In the end `soon` holds, for first orders, second orders and so on, the share who order again
# within 182 days. Count an order only if half a year has gone by since. An order's number is that in the books. Two
# lines are not needed. `shift(-1)` fetches the value of the next row.

# %% [puzzle] next_order more minutes=5
pieces = {
    "A": "soon = (gap < 182)[seen].groupby(number[seen]).mean()",
    "B": 'number = orders.groupby("customer_id").cumcount() + 1',
    "C": 'number = orders.groupby("customer_id")["order_id"].transform("size")',
    "D": 'orders = orders.sort_values(["customer_id", "ordered_at"])',
    "E": 'gap = (orders.groupby("customer_id")["ordered_at"].shift(-1) - orders["ordered_at"]).dt.days',
    "F": "seen = gap.notna()",
    "G": 'seen = orders["ordered_at"] <= orders["ordered_at"].max() - pd.Timedelta(days=182)',
}
order = ...
study.order(pieces, order)

# %% more folded
by_time = orders.sort_values(["customer_id", "ordered_at"])
number = by_time.groupby("customer_id").cumcount() + 1
gap = (by_time.groupby("customer_id")["ordered_at"].shift(-1) - by_time["ordered_at"]).dt.days
seen = by_time["ordered_at"] <= by_time["ordered_at"].max() - pd.Timedelta(days=182)
soon = 100 * (gap < 182)[seen].groupby(number[seen]).mean()
print(f"Read aloud: after a first order, {soon[1]:.0f} of 100 order again within half a year.")
print(f"After a fifth, {soon[5]:.0f} do.")

# %% [markdown] more
# A consultant reads this and says: "Get everybody to the fifth order, and they are yours." Did the fifth order make
# them loyal? Or were they people who order often anyway? Lesson 01 called that selection.

# %% [markdown]
# ## A good place to stop
#
# So far: more people bought. Those who came in the last year brought about as much as those who came a year earlier. Most of
# the growth came from those who stayed. Write down, with your ranges: does a larger share of a year's customers order again
# than a year earlier? And do newcomers come back less often than in the first year?
#
# What would you tell the board if the meeting were now? Write one sentence on paper.

# %% [markdown] sitting
# ## Second sitting: do loyal customers spend more?
#
# If you come back on another day, run these two cells first. They make all that this sitting needs of the first one:
# `orders`, `lines`, `toy`, `ago`, `spent_in`, `first`, `start`, `back_soon` and `likely_range`.

# %% folded minutes=0.2
import numpy as np
import pandas as pd

from classroom import check, figures, load, study, toys

study.begin("02_customer_base_audit")
toy, lines = toys.page("02_customer_base_audit"), load("order_lines")
sums = lines.groupby("order_id").agg(items=("quantity", "sum"), eur=("paid_eur", "sum"))
orders = load("orders").merge(sums, on="order_id")
ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
spent_in = orders.groupby(["customer_id", ago // 365])["eur"].sum().unstack(fill_value=0)

# %% folded minutes=0.2
first = orders.groupby("customer_id")["ordered_at"].min()
start = first.min()

def back_soon(since, until, log=orders):
    first = log.groupby("customer_id")["ordered_at"].min()
    mine = first[(first - start).dt.days.between(since, until - 1)]
    since_first = log["ordered_at"] - log["customer_id"].map(mine)
    soon = log[(since_first > pd.Timedelta(0)) & (since_first.dt.days < 91)]["customer_id"]
    return pd.DataFrame({"n": 1.0, "back": mine.index.isin(soon).astype(float)}, index=mine.index)

def likely_range(parts, number):
    times = np.random.default_rng(seed=7).multinomial(len(parts), np.full(len(parts), 1 / len(parts)), 1000)
    crowds = pd.DataFrame(times @ parts.to_numpy(float), columns=parts.columns)
    return number(crowds).quantile([0.025, 0.975]).tolist()

# %% [markdown]
# Omar says: the longer they stay, the larger their orders. The claim is an old one: *loyal customers spend more per order*. It grew from Reichheld and Sasser (1990). They
# drew profit per customer as a staircase that rises year by year, and larger purchases over the year are one of its
# steps. Slides turned this into "per order".
#
# Guess first. Take customers who reached six orders in the books: was the sixth "smaller", "the same" or "larger" than
# their own first?

# %% [predict] sixth_order minutes=1
study.predict("sixth_order", ..., confidence=...)

# %% [markdown]
# ### Watch: number each customer's orders
#
# `cumcount` counts within a group, from 0. `transform("max")` gives each row the highest value of its group.

# %%
by_time = toy["sales"].sort_values(["customer_id", "ordered_at"])
# 2 measure
number = by_time.groupby("customer_id").cumcount() + 1
reached = number.groupby(by_time["customer_id"]).transform("max")
# 3 summarise
by_time.assign(number=number, reached=reached).query("reached == 3")

# %% [markdown]
# Read it aloud: customer 25 reached three orders, of 15, 35 and 10 euros.
#
# ### Exercise 4: the same customers, or other ones?
#
# Write `own_trend(orders)`: one row per `number` of the order, 1 to 6, and two columns of mean euros per order.
#
# - `pooled`: of all orders with that number
# - `within`: only of customers who reached six orders or more
#
# It tells the board whether customers change, or only who is left. For `toy["sales"]`:
#
# {{own_trend}}

# %% [answer] own_trend
def own_trend(orders):
    # 2 measure
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    by_time["number"] = by_time.groupby("customer_id").cumcount() + 1
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("max")
    ### BEGIN SOLUTION
    # 3 summarise
    six = by_time[by_time["number"] <= 6]
    pooled = six.groupby("number")["eur"].mean()
    within = six[six["reached"] >= 6].groupby("number")["eur"].mean()
    return pd.DataFrame({"pooled": pooled, "within": within})
    ### END SOLUTION

# %% [test] own_trend 3
from classroom import check

check.on_page(own_trend, "02/own_trend")
### BEGIN HIDDEN TESTS
check.on_companies(own_trend, reference.own_trend, "02/own_trend", inputs=reference.log_of)
### END HIDDEN TESTS

# %% [try] own_trend
# One column should rise, the other should not.
check.on_page(own_trend, "02/own_trend")
trend = check.table(check.call(own_trend, "own_trend", orders), "own_trend", index="number")
ax = trend.plot(ax=figures.axes(), ylim=(0, 1.3 * trend.max(axis=None)), legend=False)
ax.annotate("those who reached six", (1, trend["within"][1]), xytext=(0, 10), textcoords="offset points")
ax.annotate("all customers", (1, trend["pooled"][1]), xytext=(0, -20), textcoords="offset points")
grew = 100 * (trend.loc[6] / trend.loc[1] - 1)
within = f"{grew['within']:+.0f} %" if abs(grew["within"]) >= 0.5 else "no change"
finding = f"First to sixth order: {grew['pooled']:+.0f} % among all, {within} within the same customers"
says = f"Two lines meet at {trend['pooled'][6]:.0f} euros. They start at {trend['pooled'][1]:.0f} and {trend['within'][1]:.0f}."
figures.show(ax, finding, says, xlabel="number of the order", ylabel="mean euros per order", table=trend.round(1))

# %%
by_time = orders.sort_values(["customer_id", "ordered_at"])
number = by_time.groupby("customer_id").cumcount() + 1
wide = by_time.assign(number=number).pivot(index="customer_id", columns="number", values="eur")
long = wide[[1, 6]].dropna()
ratio = long[6].sum() / long[1].sum()
low, high = likely_range(long, lambda crowd: crowd[6] / crowd[1])
study.compare("sixth_order", "the same" if low < 1 < high else "larger" if ratio > 1 else "smaller")
print(f"Read aloud: for {len(long):,} customers, the sixth order is {ratio:.2f} times the first.")
print(f"Likely range: {low:.2f} to {high:.2f}.", "It holds 1, so any change may be luck." if low < 1 < high else "It leaves out 1.")

# %% [markdown]
# "First" means first in the books. Many of these customers had come before, so count once more without those whose first
# order lies in the first half-year:

# %%
late = long[first[long.index] >= start + pd.Timedelta(days=182)]
low, high = likely_range(late, lambda crowd: crowd[6] / crowd[1])
print(f"For the {len(late):,} who first came after half a year, the sixth order is {late[6].sum() / late[1].sum():.2f} times the first.")
print(f"Likely range: {low:.2f} to {high:.2f}.")

# %% [markdown]
# The two lines meet at the sixth order, for only those who reached six have one. They start apart: those who
# reached six had spent more from their first order on.
#
# This is **survivorship**: only those who got that far are still counted. The claim confuses *who stays* with
# *what staying does*.
# Reinartz and Kumar (2000) followed customers of a direct-mail firm for three years. A long life and a high profit
# often did not go together.

# %% [markdown] minutes=3
# ### Talk to your neighbour
#
# "Members who have come to our gym for three years lift more than those who joined in January." Name two reasons. Which
# data would tell them apart? Decide alone, then compare.

# %% [markdown]
# ## "14 times more likely to buy"
#
# *An existing customer is 14 times more likely to buy than a new one*: you find this on many slides. Jill Griffin gives
# such figures: 60 to 70 % for active customers, 20 to 40 % for lost ones, 5 to 20 % for prospects. She credits the firm
# Marketing Metrics; many slides name a textbook of that title instead. As far as we found, nobody published how these
# figures were obtained. Divide 70 by 5, the two ends, and you get 14. But who is an "existing customer"?
#
# Guess: take 100 customers with six orders or more, one of them in the last 60 days. How many buy in the next 90 days?

# %% [predict] best_again minutes=1
study.predict("best_again", ..., confidence=...)

# %% [markdown]
# Take a group that was fixed by one day. The share of it who buy in the window after that day is its
# **repeat-buying rate**. (The books on brands take those who bought in the window before. We take three kinds.)
#
# ### Watch: fix the group first
#
# Cut the page's log 180 days before its end. Who was a customer by then, and who bought later?

# %%
sales = toy["sales"]
cut = sales["ordered_at"].max() - pd.Timedelta(days=180)
known = sales[sales["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["size", "max"])
known["later"] = known.index.isin(sales[sales["ordered_at"] > cut]["customer_id"])
known.head(4)

# %% [markdown]
# ### Exercise 5: who buys again?
#
# Complete `buys_again(orders)`. The cut lies 90 days before the last order in the log. The first lines take everybody with an
# order by then. Give a table with a row for each `kind`, fixed by orders up to the cut alone:
#
# - `gone`: her last order by then was 365 days or more before the cut
# - `once`: one order by then, less than 60 days before the cut
# - `best`: six orders or more by then, and the last less than 60 days before the cut
#
# and two columns: `n`, how many there are, and `share`, their repeat-buying rate: the share who order after the cut. It
# shows the board what "existing customers" can mean. For `toy["sales"]`:
#
# {{buys_again}}

# %% [answer] buys_again
def buys_again(orders):
    # 2 measure
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    ### BEGIN SOLUTION
    days = (cut - known["max"]).dt.days
    # 3 summarise
    gone, lately = known[days >= 365], known[days < 60]
    kinds = {"gone": gone, "once": lately[lately["size"] == 1], "best": lately[lately["size"] >= 6]}
    rows = {kind: {"n": len(people), "share": people["later"].mean()} for kind, people in kinds.items()}
    return pd.DataFrame(rows).T
    ### END SOLUTION

# %% [test] buys_again 4
from classroom import check

check.on_page(buys_again, "02/buys_again")
### BEGIN HIDDEN TESTS
check.on_companies(buys_again, reference.buys_again, "02/buys_again", inputs=reference.log_of)
### END HIDDEN TESTS

# %% [try] buys_again
# From a few of 100 to most of them.
check.on_page(buys_again, "02/buys_again")
by_kind = check.table(check.call(buys_again, "buys_again", orders), "buys_again", index="kind")
by_kind = by_kind.loc[["best", "once", "gone"]]
of100 = 100 * by_kind["share"]
study.compare("best_again", of100["best"])

# %% folded minutes=0.5
def range_of(kind):
    n = int(by_kind.loc[kind, "n"])
    bought = pd.DataFrame({"n": 1.0, "later": np.arange(n) < round(n * by_kind.loc[kind, "share"])})
    return likely_range(bought, lambda crowd: 100 * crowd["later"] / crowd["n"])

check.on_page(buys_again, "02/buys_again")
ends = [range_of(kind) for kind in by_kind.index]
figures.bars(
    of100.set_axis([f"{kind} (n = {by_kind.loc[kind, 'n']:,.0f})" for kind in by_kind.index]),
    finding=f"Of 100 existing customers, {of100['gone']:.0f} buy again, or {of100['best']:.0f}: it depends on which",
    says=f"Three bars: gone {of100['gone']:.0f}, once {of100['once']:.0f}, best {of100['best']:.0f} of 100.",
    xlabel="buy in the last 90 days of the log (of 100)", low=[low for low, high in ends], high=[high for low, high in ends],
)

# %% [markdown]
# So there is no single chance for "existing customers". Whoever wants a ratio of 14 need only choose whom to count.
# Prospects appear in no log, so nobody can check the other half of the slide's ratio. Ask three things
# of such a number: of whom, within how many days, and fixed when?

# %% [markdown]
# ## Are lamp buyers disloyal?
#
# Omar's team: "Lumen, the lamps, has few buyers, and they are not loyal. Let's run a loyalty programme for lamps."
#
# Guess first, for Lumen and the largest of the six lines. Compared with buyers of the largest line, do Lumen's buyers
# order theirs "less often", "as often" or "more often"?

# %% [predict] small_line minutes=1
study.predict("small_line", ..., confidence=...)

# %% [markdown]
# Now look at all six. As in lesson 01, an order counts for the line with the most euros in it. **Penetration** is, of all
# customers in the books, the share who bought a line at least once, here in the last year.

# %%
sold = lines.merge(load("products")[["product_id", "line"]], on="product_id")
paid = sold.groupby(["order_id", "line"], as_index=False)["paid_eur"].sum().sort_values("paid_eur")
main = paid.drop_duplicates("order_id", keep="last").set_index("order_id")["line"]

# %%
ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
last = orders.assign(line=orders["order_id"].map(main))[ago < 365]
base = orders["customer_id"].nunique()
bought = last.groupby("line")["customer_id"].agg(orders="size", buyers="nunique")
bought["penetration"] = bought["buyers"] / base
bought["per_buyer"] = bought["orders"] / bought["buyers"]
largest = bought["buyers"].idxmax()
ratio = bought.loc["Lumen", "per_buyer"] / bought.loc[largest, "per_buyer"]
study.compare("small_line", f"{'less' if ratio < 0.95 else 'more' if ratio > 1.05 else 'as'} often")
figures.table_beside(bought.sort_values("buyers", ascending=False).round(2), "The last year, by line")

# %% [markdown]
# Compare the last two columns. Lumen has far fewer buyers than the largest line, and they buy it less often.
#
# So this small line suffers twice: **double jeopardy**. Ehrenberg, Goodhardt and Barwise (1990) found the same for small brands of
# coffee, for small newspapers, and for much else.

# %% [markdown]
# ### A world without loyalty programmes
#
# Why is that so? Imagine a world in which people differ in how often they order and in what they like. No line does
# anything special there. Three numbers describe it (Goodhardt, Ehrenberg and Chatfield, 1984):
#
# - `M`: orders per customer, on average
# - `K`: how alike customers are in how often they order (small: very different)
# - `S`: how alike they are in what they choose (small: each has one favourite)
#
# `world` draws 200,000 customers of such a world, from each line's share of all orders.
#
# Guess: Lumen's buyers order it less often than buyers of the largest line order theirs. How many of 100 parts of this gap
# are there in that world, too?

# %% [predict] by_size minutes=1
study.predict("by_size", ..., confidence=...)

# %%
def world(share, M, K, S):
    rng, people = np.random.default_rng(seed=7), 200_000
    often = rng.poisson(rng.gamma(K, M / K, people))  # how many orders each places
    tastes = rng.dirichlet(S * share, people)  # what each likes, the shares being those of all
    bought = rng.multinomial(often, tastes)
    buyers = (bought > 0).sum(axis=0)
    return pd.DataFrame({"penetration": buyers / people, "per_buyer": bought.sum(axis=0) / buyers}, index=share.index)

# %% [markdown]
# Now Fernhill. `M` is counted. `K` is chosen so that the share of customers without an order fits, and `S` so that the sum
# of the six penetrations fits. Then each line's own numbers follow from its share. You need not read the folded cells.

# %% folded minutes=0.2
def searched(gap, low, high, steps):
    for step in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return middle

M, reached = len(last) / base, last["customer_id"].nunique() / base
share = bought["orders"] / len(last)
K = searched(lambda k: 1 - (1 + M / k) ** -k - reached, 0.01, 20, 20)
S = searched(lambda s: (world(share, M, K, s)["penetration"] - bought["penetration"]).sum(), 0.1, 30, 12)
print(f"Fernhill: M {M:.2f}, K {K:.2f}, S {S:.1f}")

# %% folded minutes=0.2
def over_size(line, size):
    mine = (last["line"] == line).groupby(last["customer_id"]).agg(["sum", "max"])
    return likely_range(mine, lambda crowd: 100 * (crowd["sum"] / crowd["max"] / size - 1))

theory = world(share, M, K, S)
size_gap = pd.DataFrame({"seen": bought["per_buyer"], "by size": theory["per_buyer"]})
size_gap["gap (%)"] = 100 * (size_gap["seen"] / size_gap["by size"] - 1)
size_gap[["from (%)", "to (%)"]] = [over_size(line, size) for line, size in size_gap["by size"].items()]

# %% folded minutes=1
size_gap = size_gap.sort_values("gap (%)")
odd = size_gap["gap (%)"].abs().idxmax()
figures.bars(
    size_gap["gap (%)"],
    finding=f"{odd} differs most from what size predicts: {size_gap.loc[odd, 'gap (%)']:+.0f} % orders per buyer",
    says=f"Six bars with their likely ranges, from {size_gap.index[0]} to {size_gap.index[-1]}.", ylabel=" ",
    xlabel="orders per buyer, over what size predicts (%)", low=size_gap["from (%)"], high=size_gap["to (%)"], stands_out=odd,
    table=size_gap[::-1].round(2), caption="Orders per buyer",
)

# %% folded minutes=0.5
by_size = (size_gap.loc[largest, "by size"] - size_gap.loc["Lumen", "by size"]) / (size_gap.loc[largest, "seen"] - size_gap.loc["Lumen", "seen"])
study.compare("by_size", round(100 * by_size))
print(f"Read aloud: size predicts {100 * by_size:.0f} % of the gap between Lumen and {largest}.")
sure = (size_gap["from (%)"] > 0) | (size_gap["to (%)"] < 0)
beyond = size_gap["gap (%)"][sure & (size_gap["gap (%)"].abs() >= 5)].round().astype(int)
print("Off by 5 % or more, and by more than luck:", ", ".join(f"{line} {off:+d} %" for line, off in beyond.items()))
reach = 100 * pd.DataFrame({"seen": bought["penetration"], "by size": theory["penetration"]}).loc["Terra"]
print(f"Of 100 customers, {reach['seen']:.1f} bought from Terra; its size predicts {reach['by size']:.1f}.")

# %% [markdown]
# So size explains a good part of Lumen's gap, but not all of it. Lumen and Stow fall short of what size predicts. The
# list names only lines that are off by 5 % or more. A smaller gap needs no action, even if it is more than luck.
#
# Terra, the garden line, is small too, and stands out the other way. It has fewer buyers than a line of its size should have, and they
# buy it more often. Perhaps a few people need it. (A limit: the law was found for brands of one kind of good.)

# %% [markdown]
# ### What would Ehrenberg-Bass say of Fernhill?
#
# "Omar is right to win customers. A brand grows when more people buy it. Loyalty follows
# size. Every shop loses customers, so a shop that stops winning them shrinks. Your audit proves *us* right."
#
# They are right on this: growth came from more buyers, and the three largest lines come close to what their size
# predicts. But they do not say how much you can pay for one newcomer, or whether she is worth as much as earlier ones.
#
# (Riebe and others, 2014, looked at what makes brands grow: winning more was the larger part, losing fewer the smaller.)

# %% [markdown] more
# ## The formula behind it *(more)*
#
# `world` draws its customers, so its numbers are rough. A formula gives them without drawing.
#
# ### Watch: who orders how often?
#
# The chance of no order is `(1 + M / K) ** -K`. The chance of `n` orders is that of `n - 1` orders, times
# `(K + n - 1) / n * M / (M + K)`. So one loop finds them all, from 0 to 199 orders.

# %% more
def chances(M, K):
    found = [(1 + M / K) ** -K]
    for n in range(1, 200):
        found.append(found[-1] * (K + n - 1) / n * M / (M + K))
    return found

print([round(one, 2) for one in chances(1.5, 0.8)[:6]])

# %% [markdown] more
# Read it aloud: 43 of 100 do not order at all, 22 order once.
#
# ### Exercise 6: what size alone predicts
#
# Take a line with the share `s`. The chance that none of `n` orders is for it begins at `none(0)` = 1, and then
# `none(n)` is `none(n - 1) * (S * (1 - s) + n - 1) / (S + n - 1)`. For Ada's café (`s` = 0.5, `S` = 1.3),
# `none(1)` is 1 * 0.65 / 1.3 = 0.5, and `none(2)` is 0.5 * 1.65 / 2.3 = 0.36.
#
# Write `dirichlet(share, M, K, S)`. `share` is a Series of shares, by line. Give a table with one row per line:
#
# - `penetration`: 1 minus a sum. Add up `chances(M, K)[n] * none(n)`, from `n` = 0 to 199
# - `per_buyer`: `M * share / penetration`
#
# For `toy["brands"]` with 1.5, 0.8 and 1.3:
#
# {{dirichlet}}

# %% [answer] dirichlet more
def dirichlet(share, M, K, S):
    ### BEGIN SOLUTION
    # 2 measure
    chance = chances(M, K)
    none, missed = 1, chance[0]
    for n in range(1, 200):
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance[n] * none
    # 3 summarise
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
    ### END SOLUTION

# %% [test] dirichlet 3 more
from classroom import check

check.on_page(dirichlet, "02/dirichlet")
### BEGIN HIDDEN TESTS
check.on_companies(dirichlet, reference.dirichlet, "02/dirichlet", inputs=reference.brands_of)
### END HIDDEN TESTS

# %% [try] dirichlet more
# British toothpaste, early 1973, from Goodhardt and others (1984): M 1.456, K 0.78, S 1.30.
check.on_page(dirichlet, "02/dirichlet")
brands = ["Colgate", "Macleans", "Close Up", "Signal", "Ultrabrite", "Gibbs SR", "Boots", "Sainsbury"]
toothpaste = pd.Series([0.25, 0.19, 0.10, 0.10, 0.09, 0.08, 0.03, 0.02], index=brands)
theory = check.table(check.call(dirichlet, "dirichlet", toothpaste, 1.456, 0.78, 1.30), "dirichlet")
theory["observed penetration"] = [0.20, 0.17, 0.09, 0.08, 0.08, 0.07, 0.03, 0.02]
theory["observed per buyer"] = 1.456 * toothpaste / theory["observed penetration"]  # of rounded numbers
figures.table_beside(theory.round(2), "Toothpaste: what size predicts, and what was observed")

# %% [markdown] more
# Three numbers of the whole market were fitted to this table. With them and each brand's share, the model comes within
# two points of all eight brands. The R package NBDdirichlet prints the same columns. To compare the
# formula with `world`, call both with `share, M, K, S`.

# %% [markdown] more
# ## How healthy is the base? Two bases, one grade *(more)*
#
# Lens 5 asks for one verdict. Omar's team gives each base a grade for the board, with a point for each of four signs that
# did not fall. Four points make an A, three a B, two a C, fewer a D.
#
# Here are two bases of other companies, North and South, in two years.

# %% more
signs = ["customers", "orders per customer", "items per order", "revenue (k€)"]
north = pd.DataFrame({"before": [1000, 2.0, 2.4, 120], "last": [1100, 2.0, 2.3, 131]}, index=signs)
south = pd.DataFrame({"before": [1000, 2.0, 2.4, 120], "last": [1100, 2.0, 2.3, 131]}, index=signs)
for name, base_of in {"North": north, "South": south}.items():
    points = (base_of["last"] >= base_of["before"]).sum()
    print(f"{name}: {points} points, grade {'DDCBA'[points]}")

# %% [markdown] more
# The same signs, the same grade. But of 1,000 customers, 650 ordered again at North, and 350 at South. All others in
# the last year were new. Now suppose that each wins only half as many new customers next year as in the last. Of the
# 1,100, the same share orders again. Guess: how many customers would South then have?

# %% [predict] fewer_left more minutes=1
study.predict("fewer_left", ..., confidence=...)

# %% [markdown] more
# The grade leaves out two rows: of each year's customers, how many had ordered in the year before, and how many were new.

# %% more folded
study.compare("fewer_left", 760)
again = pd.Series({"North": 0.65, "South": 0.35})
makeup = pd.DataFrame({"ordered again": 1000 * again, "new": 1100 - 1000 * again})
makeup["next year, half as many new"] = 1100 * again + makeup["new"] / 2
figures.bars(
    makeup["next year, half as many new"].iloc[::-1],
    finding="Two bases with one grade; South lives on newcomers",
    says="Two bars: with half as many newcomers North would keep 940 customers, South 760.",
    xlabel="customers next year, from 1,100 now", stands_out="South", table=makeup.round(),
)

# %% [markdown] more
# Read it aloud: of 1,000 customers, 650 ordered again at North and 350 at South. A grade made of totals cannot see it,
# because newcomers fill the hole. South would have 35 of 100 from 1,100, which is 385, and half of 750, which is 375:
# 760. South did grow, by 10 %. But of its 1,100 customers, 750 are new. To stay at 1,100
# it must win 715 newcomers next year.
#
# Which of the two is more like Fernhill? Neither: the share that ordered again there lies between the two.

# %% [markdown]
# ## Sign it, or correct it
#
# An assistant has looked at *your* company through the five lenses, and drafted a report for the board. It goes out
# under your name. Two to four of its seven sentences are wrong, and one or two only look wrong. The task is that of
# lesson 01: verdict, kind (its letter), severity and the right figure. *Fatal* reverses the recommendation. *Material*:
# the rule uses the figure, but the recommendation stays. *Cosmetic*: the rule does not use it. A false alarm costs as
# much as a miss.
#
# You know all but one of the kinds from lesson 01. The new one is `i`.
#
# {{audit_kinds.abcdeghil}}

# %% [markdown]
# To find the kind, make the slip on purpose: which one gives exactly the report's figure? If two kinds name the same slip, either
# is taken.
#
# For a wrong sentence write, for instance, `[8, "wrong", "c", "cosmetic", 12.3]`, and for a right one
# `[9, "right", ..., ..., ...]`. Of what a wrong sentence earns, the figure brings 45 of 100, the kind 25, verdict and
# severity 15 each. A figure may be off by 2 %, and is in the sentence's unit. If you learn alone, save the notebook,
# copy it to `submitted/<your name>/02_customer_base_audit/` in the course's top folder, and type `python3 centric.py grade 02` there.
# It takes a minute.
#
# The report speaks of what a year's customers spent in the next year, for every 100 euros. These are the sums for it:

# %%
then, now = spent_in[2] > 0, spent_in[1] > 0
pairs = pd.DataFrame({"then": spent_in[2], "next_then": spent_in[1].where(then, 0)})
pairs = pairs.assign(now=spent_in[1], next_now=spent_in[0].where(now, 0))
low, high = likely_range(pairs, lambda crowd: 100 * (crowd["next_now"] / crowd["now"] - crowd["next_then"] / crowd["then"]))
print(f"The difference of the two amounts has the likely range {low:+.0f} to {high:+.0f} euros.")

# %% [audit] growth_report 10 minutes=15

# %% [markdown]
# ## Write to the board
#
# One page, in plain words, for Omar and the board: celebrate, and raise the budget by half, or not? No log says what a
# newcomer leaves after costs: that is lesson 03. So "hold it until we know" is a full answer, if you say what must be
# known. First, the money.

# %%
spend = load("acquisition_spend").sort_values("month_on")
budget = spend[spend["month_on"] > spend["month_on"].max() - pd.DateOffset(months=12)]["spend_eur"].sum()
came = spent_in[0][spent_in[1] == 0]
print(f"Read aloud: the budget of the last 12 months was {budget:,.0f} euros, so half as much again is {budget / 2:,.0f} more a year.")
print(f"Revenue was {spent_in[0].sum():,.0f} euros. {(came > 0).sum():,} customers came, for {budget / (came > 0).sum():.0f} euros of budget each.")

# %% [markdown]
# Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | clear on both, celebrating and the budget, how much money is at stake, and what would change it |
# | evidence | two figures with unit, period and likely range, like for like |
# | customer | who came, who left, and what each kind gets from your advice, newcomers too |
# | limits | what the log cannot tell, and the fair case for the other side |
# | language | plain, one page, no adjective without a number |

# %% [markdown]
# ### Mark these two first
#
# They come from another company. Mark each row, and the cell shows the agreed marks, and why. Memo A:
#
# > Do not celebrate! Our base is dying. More than 40 % of those who bought last year never came back, which is a
# > disaster. Loyal customers spend much more per order, 78 euros against 61, so every euro should go to loyalty. Stop
# > buying customers at once. Start a loyalty programme for all lines, above all for lamps.
# >
# > Customers from our first quarter come back far more often than today's. We must get back to what we did then.

# %% minutes=1
memo_a = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_a", memo_a)

# %% [markdown]
# Memo B:
#
# > Do not celebrate loyalty, and hold the budget for winning customers where it is.
# >
# > Revenue rose by 9 % in the last 365 days, to 1,412,000 euros, and customers by 10 %. Those who had ordered before both years
# > spent 27 % less (5,140 customers, likely range 23 to 31 %).
# >
# > Of 100 newcomers from April to September 22 came back within 91 days, against 27 in the first year of the books (1,610 and 1,740
# > customers; the difference is 5, likely range 2 to 8).
# >
# > We lose nothing by waiting a quarter. By then we should know what a newcomer brings in after costs.

# %% minutes=1
memo_b = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_b", memo_b)

# %% [markdown]
# Where you were a point or more too kind, read that reason once more. Then draft *your* memo, in 100 words or more: ten
# minutes now, and the rest at home.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours may differ.)
#
# To the board. Do not celebrate loyalty on Friday. And do not raise the budget by half on the strength of this
# growth. Hold it for a quarter, until we know what a newcomer brings in and what the next one costs.
#
# Revenue rose by 17 % in the last 365 days, to 938 thousand euros. Nearly all of it comes from more customers: 18 %
# more ordered, each about as often as before (exercise 1). The 2,591 who came (they had ordered nothing in the 365 days before) spent
# 309 thousand euros, after 286 by those who came a year earlier: 23 more, of a rise of 135. So most of the growth came
# from customers won earlier, of whom there are more. The 3,280 who had ordered before both years spent 20 % less (likely
# range 15 to 26). A fixed group loses people. For every 100 euros, a year's customers spent 78 in the next, this time and the
# time before (likely range of the difference: -6 to 8). So in money we see loyalty neither rise nor fall.
#
# Of newcomers from April to September, 39 of 100 ordered again within 91 days in the first year of the books (1,350 customers), 31 in the
# middle one (1,089) and 31 in the last (1,097). From first to last it is 8 fewer, likely range 4 to 12. A part of that fall
# may come from the edge of the books, for some of the first group were old customers. Orders do not grow with time
# either: among customers who reached six orders, the sixth is as large as the first.
#
# Omar has part of a case: of a year's customers, 53 of 100 ordered again (3,928 customers), after 50 a year earlier (3,275). The
# likely range of the difference is 0.4 to 4.7. And brands grow by winning more buyers. In the last year customers came
# at 8 euros of budget each. The budget is 20 thousand euros a year; half more is 10, or 1 % of revenue. But that mean does not say
# what the next one costs, and revenue is not profit. Waiting has a price, too: we forgo what a quarter of the extra
# budget, some 2,500 euros, would have won. I would raise the budget where the next newcomer leaves more than she costs.
#
# What each kind gets: newcomers get one more letter in their first quarter, for 69 of 100 do not order again in it. The best, with six
# orders or more and the last one recent, get nothing new yet: 74 of 100 buy within 90 days (645 customers, likely range 71 to 78).
# Those silent for a year get nothing either: 3 of 100 do (2,788 customers, 2 to 3). Only a test tells whether an offer
# moves these numbers. Safeguard: no bonus is tied to revenue. Not known: why some leave, and what rivals do.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you learn alone, save the notebook and run this.

# %%
study.mark_memo()

# %% [markdown] more
# ### Which cells need more than a log? *(more)*
#
# Exercises 3 and 5, the check and the explorer need to know who ordered, and when. Exercises 2 and 4 need the euros too, and
# exercise 1 the items. Fernhill's lines need `order_lines` and `products`, and the memo's money `acquisition_spend`.
#
# Exercises 1, 3, 4 and 5 also run on the log of CDNOW, a real shop for CDs. `Company.from_transactions` turns your own
# shop's log into a company. Exercise 2 needs more than two years of it, and CDNOW's log covers a year and a half.

# %% [markdown] minutes=1
# ## Before you go
#
# Look at your guesses once more. What changed your mind? Write one sentence.

# %%
study.revise("old_customers", ..., confidence=...)
study.revise("ordered_again", ..., confidence=...)
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
# - Fader, Hardie and Ross (2022), *The Customer-Base Audit*, Wharton School Press.
# - Goodhardt, Ehrenberg and Chatfield (1984), "The Dirichlet: A Comprehensive Model of Buying Behaviour",
#   *Journal of the Royal Statistical Society*, Series A, 147(5).
# - Ehrenberg, Goodhardt and Barwise (1990), "Double Jeopardy Revisited", *Journal of Marketing* 54(3).
# - Sharp (2010), *How Brands Grow*, Oxford University Press.
# - Riebe, Wright, Stern and Sharp (2014), "How to Grow a Brand: Retain or Acquire Customers?",
#   *Journal of Business Research* 67(5).

# %% [markdown]
# On the claims and the methods:
#
# - Reichheld and Sasser (1990), "Zero Defections: Quality Comes to Services", *Harvard Business Review* 68(5).
# - Reinartz and Kumar (2000), "On the Profitability of Long-Life Customers in a Noncontractual Setting",
#   *Journal of Marketing* 64(4).
# - Efron (1979), "Bootstrap Methods: Another Look at the Jackknife", *The Annals of Statistics* 7(1).
# - Chen (2022), *NBDdirichlet: NBD-Dirichlet Model of Consumer Buying Behavior for Marketing Research*, R package, version 1.4.
