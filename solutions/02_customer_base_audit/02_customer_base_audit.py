# ---
# title: Is the growth real?
# minutes: [90, 90]
# asks: the chief of finance
# objectives:
#   - id: growth
#     text: Take a year's growth apart, and say who brought it.
#     exercise: [revenue_tree, gain_loss, growth_report, memo]
#     key: A total hides who came, who left and who changed. Compare the same people over equal windows.
#   - id: cohorts
#     text: Build a cohort table that compares like with like, and check one that others made.
#     exercise: [cohort_table, check_cohort_table]
#     key: Leave out those who came before the books, and leave a gap where you have not looked long enough.
#   - id: survivors
#     text: Tell a change in customers from a change in who is still counted.
#     exercise: own_trend
#     key: Those who got so far differ from the others. Follow the same customers before you speak of growth in each.
#   - id: size
#     text: Work out what a line's size alone predicts for its buyers, and find the line that differs.
#     exercise: dirichlet
#     key: Small lines have fewer buyers, and these buy a little less often. Only what goes beyond that needs explaining.
#   - id: again
#     text: Say how likely existing customers are to buy again, and which customers you mean.
#     exercise: buys_again
#     key: There is no one chance that "existing customers" buy. It depends on how long ago, and how often.
# glossary:
#   share active: Of a group of customers, the share who ordered in a given window.
#   like for like: A comparison of the same people, over windows of the same length.
#   left truncation: The start of the books cuts off what came before, so old customers look new.
#   right censoring: The end of the books cuts off what comes later, so recent customers look idle.
#   survivorship: A difference that appears because only those who got so far are still counted.
#   penetration: Of all customers, the share who bought a line at least once in a given window.
#   double jeopardy: Small brands suffer twice, with fewer buyers who also buy a little less often.
#   repeat-buying rate: Of those who bought in one window, the share who buy again in the next.
# prerequisites: [lesson 01, pandas groupby, pandas merge]
# needs: [orders, order_lines, products, acquisition_spend]
# claims:
#   - claim: loyal customers spend more per order
#     source: Reichheld and Sasser
#   - claim: 14 times more likely to buy
#     source: Jill Griffin
# ---

# %% [markdown]
# # Is the growth real?
#
# Omar Haddad is Fernhill's chief of finance. His note to the board:
#
# > Revenue is up once more. Our customers are more loyal than ever: the more they order, the more they spend.
# > On Friday let us celebrate, and raise the budget for winning customers by half.
#
# The board asks you first. Here is his case, from your own company's books.

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
    finding=f"Revenue rose by {rise:.0f} % in a year",
    says=f"Two bars: {revenue.iloc[0]:,.0f} k€ in the year before, {revenue.iloc[1]:,.0f} k€ in the last.",
    xlabel="revenue (k€)", stands_out="last year",
)

# %% [markdown]
# So celebrate, and spend more? Before you look any further, guess. Say how sure you are, from 1 (a coin toss) to
# 5 (I would bet on it).
#
# - `old_customers`: take only those who were customers before both years. Did they spend "less", "the same" or
#   "more" in the last year than in the year before?
# - `ordered_again`: of 100 customers who ordered in the year before, how many ordered in the last year too?

# %% [predict] old_customers minutes=0.5
study.predict("old_customers", ..., confidence=...)

# %% [predict] ordered_again minutes=0.5
study.predict("ordered_again", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=1
# You need pandas, and lesson 01 for the likely range. There are two sittings of about 90 minutes. An assistant may help you with code. Your guesses and your memo must be your own.
#
# First, three questions from earlier lessons. Answer from memory. A wrong answer costs nothing.

# %%
study.recall(k=3)

# %%
study.recall_answer(..., ..., ...)

# %% [markdown]
# ## Five questions to ask of any customer base
#
# You will not need much: a log of who ordered, when, and for how much. Fader, Hardie and Ross (2022) put five
# questions to it. They call them lenses:
#
# | lens | question | here |
# |---|---|---|
# | 1 | How different are our customers? | lesson 01: the whale |
# | 2 | What changed from one year to the next? | exercises 1 and 2 |
# | 3 | How does one group of newcomers develop? | exercise 3, rows |
# | 4 | How do such groups compare? | exercise 3, columns |
# | 5 | How healthy is the whole base? | the second sitting |

# %% [markdown]
# ## Revenue is four numbers multiplied
#
# Revenue is customers, times orders for each, times items in an order, times euros for an item. Which of the four
# grew? A year is 365 days; the last one ends with the last order in the log.
#
# ### Watch: orders of two years, on one page
#
# `//` divides and drops the rest: 0 for the last year, 1 for the year before, 2 for what is earlier.

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
# Older orders have no name in `map`, so `groupby` leaves them out.

# %% [markdown]
# ### Exercise 1: which of the four grew?
#
# Complete `revenue_tree(orders)`. It gives a table with one row per `year` ("before" and "last") and five columns.
#
# - `customers`: those who ordered in that year
# - `orders_per_customer`, `items_per_order`, `eur_per_item`: each of them is one total over another
# - `revenue_eur`: in euros
#
# Multiply the first four, and you get the fifth. It shows the board where growth came from.
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
# One factor should stand out.
tree = check.table(check.call(revenue_tree, "revenue_tree", orders), "revenue_tree", index="year")
grew = 100 * (tree.loc["last"] / tree.loc["before"] - 1)
grew.index = ["customers", "orders per customer", "items per order", "euros per item", "revenue"]
figures.bars(
    grew.iloc[::-1],
    finding="Fernhill grew by more customers, and by little else",
    says=f"Revenue rose by {grew['revenue']:.0f} %, customers by {grew['customers']:.0f} %, the others far less.",
    xlabel="change from the year before (%)", stands_out="customers", table=tree.T.round(2),
)

# %% [markdown]
# Read it aloud: more people bought, but each bought about as much as before. So far nothing speaks of loyalty.
#
# It speaks for another view. Byron Sharp (2010), of the Ehrenberg-Bass Institute, says: brands grow by
# winning more buyers, hardly ever by more loyal ones. Here they are right.

# %% [markdown]
# ## A total hides who came and who went
#
# More customers: are they new, or did fewer leave? Follow each one from the year before to the last.
#
# ### Watch: one row for each customer
#
# `unstack` lays the years side by side. Who has no order in a year gets a 0.

# %%
# 2 measure
ago = (sales["ordered_at"].max() - sales["ordered_at"]).dt.days
year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
# 3 summarise
spent = sales.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
spent.head(4)

# %% [markdown]
# Read it aloud: customer 21 spent 30 euros in the year before and 105 in the last. Customer 23 spent 90 and then
# nothing. A condition in brackets picks rows, and a value can be put into these rows alone:

# %%
kind = pd.Series("stayed", index=spent.index)
kind[spent["last"] == 0] = "lost"
kind[(spent["last"] > 0) & (spent["before"] == 0)] = "came"
kind.value_counts()

# %% [markdown]
# ### Exercise 2: who made the difference?
#
# Complete `gain_loss(orders)`. It gives a Series of five amounts in euros: by how much the spending of each kind of customer
# changed from the year before to the last.
#
# - `new`: her first order in the log lies in the last year
# - `back`: nothing in the year before, but she had ordered earlier
# - `more`, `less`: ordered in both years, and spent more, or not more
# - `lost`: ordered in the year before and not in the last (below zero)
#
# Together they are the whole change. It shows what growth costs to keep up. On the page they are
# {{gain_loss.new}}, {{gain_loss.back}}, {{gain_loss.more}}, {{gain_loss.less}} and {{gain_loss.lost}}.

# %% [answer] gain_loss
def gain_loss(orders):
    # 2 measure
    ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
    year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
    spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
    ### BEGIN SOLUTION
    kind = pd.Series("less", index=spent.index)
    kind[spent["last"] > spent["before"]] = "more"
    kind[spent["before"] == 0] = "back"
    kind[(spent["before"] == 0) & (spent["earlier"] == 0)] = "new"
    kind[spent["last"] == 0] = "lost"
    # 3 summarise
    change = spent["last"] - spent["before"]
    return change.groupby(kind).sum()
    ### END SOLUTION

# %% [test] gain_loss 3
from classroom import check

check.on_page(gain_loss, "02/gain_loss")
### BEGIN HIDDEN TESTS
check.on_companies(gain_loss, reference.gain_loss, "02/gain_loss", inputs=reference.log_of)
### END HIDDEN TESTS

# %% [try] gain_loss
# Three kinds above zero, two below.
kinds = check.series(check.call(gain_loss, "gain_loss", orders), "gain_loss")
kinds = kinds[["lost", "less", "more", "back", "new"]] / 1000
old = kinds.sum() - kinds["new"]
figures.bars(
    kinds,
    finding=f"Newcomers brought {kinds['new']:,.0f} k€; all others together took {-old:,.0f} k€ away",
    says=f"Five bars. Those who stayed away took {-kinds['lost']:,.0f} k€ with them.",
    xlabel="change of revenue from the year before (k€)", stands_out="new",
)

# %% [markdown]
# This is accounting. It says who brought the change, and not what would have happened without newcomers.
#
# Is it a sign of less loyalty? Compare two pairs of years: who ordered again in the next?

# %%
ago = (orders["ordered_at"].max() - orders["ordered_at"]).dt.days
pairs = {}
for pair, year in {"first to second year": 2, "second to last year": 1}.items():
    mine, following = orders[ago // 365 == year], set(orders[ago // 365 == year - 1]["customer_id"])
    again = mine["customer_id"].isin(following)
    people = mine["customer_id"].drop_duplicates().isin(following)
    pairs[pair] = {"customers who ordered again": people.mean(), "their orders": again.mean()}
study.compare("ordered_again", 100 * people.mean())
figures.table_beside((100 * pd.DataFrame(pairs)).round(), "Of 100 of a year: who ordered again in the next")

# %% [markdown]
# Read it aloud: a larger share of customers ordered again than a year earlier. The second row is their share of
# the orders; does it rise as well?
#
# So Omar has half a case: established customers return more. The other half is newcomers. We come to them.

# %% [markdown]
# ### The same people, the same length of time
#
# The figure is not yet fair. Whoever came in the middle of the year before was there for half of it, and
# for all of the last. That alone makes her spend "more".
#
# A comparison is **like for like** if it holds the same people, over windows of the same length. So take only
# customers who had ordered before both years began.

# %%
year = (ago // 365).map({0: "last", 1: "before"}).fillna("earlier")
spent = orders.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0)
both = spent[spent["earlier"] > 0][["before", "last"]]
fall = 100 * (both["last"].sum() / both["before"].sum() - 1)
study.compare("old_customers", "less" if fall < -2 else "more" if fall > 2 else "the same")
print(f"Read aloud: {len(both):,} customers were there before both years. They spent {-fall:.0f} % less.")

# %%
active = (both > 0).sum()
each = both.sum() / active
print(f"Active: {active['last']:,} of them after {active['before']:,}.")
print(f"Each of these spent {each['last']:.0f} euros after {each['before']:.0f}.")

# %% [markdown]
# A fixed group always shrinks: some leave, and nobody can join. So this shows who did *not* bring the growth. It does
# not show that loyalty fell. Read the last two lines apart: how many are still active, and what each of them spends.
#
# Is the change more than luck? In lesson 01 you drew crowds from your customers, again and again. The function below
# does the same, but faster. It draws how often each customer appears in the crowd, and adds up.

# %%
def likely_range(parts, number):
    rng = np.random.default_rng(seed=7)
    times = rng.multinomial(len(parts), np.full(len(parts), 1 / len(parts)), 400)
    crowds = pd.DataFrame(times @ parts.to_numpy(float), columns=parts.columns)
    return number(crowds).quantile([0.025, 0.975]).tolist()

# %%
low, high = likely_range(both, lambda crowd: 100 * (crowd["last"] / crowd["before"] - 1))
print(f"Read aloud: the change is {fall:.0f} %.")
print(f"The luck of the draw alone could put it anywhere from {low:.0f} % to {high:.0f} %.")
print("Even the upper end is below zero." if high < 0 else "So it may be luck.")

# %% [markdown] minutes=1.5
# ### Talk to your neighbour
#
# Every fixed group of customers shrinks; that is no scandal. Which number would worry you, and which would reassure
# you? Decide alone, then compare.

# %% [markdown]
# ## Follow newcomers by age, not by calendar
#
# Omar says that customers are more loyal than ever. Compare, then, those who came early with those who came late. Guess:
# do the newcomers of the last year come back within a quarter "less", "as" or "more" often than those of the first?

# %% [predict] newer_customers minutes=0.5
study.predict("newer_customers", ..., confidence=...)

# %% [markdown]
# First, who came when? Here are customers by the quarter of their first order, and what winning each seems to
# have cost. A quarter has 91 days here.

# %%
first = orders.groupby("customer_id")["ordered_at"].min()
start = first.min()
quarter = ((first - start).dt.days // 91).rename("quarter")
spend = load("acquisition_spend").groupby("month_on")["spend_eur"].sum()
in_quarter = (pd.to_datetime(spend.index) - start.tz_localize(None)).days.to_numpy().clip(0) // 91
table = quarter.value_counts().sort_index().to_frame("first orders")
table["euros each"] = spend.groupby(in_quarter).sum() / table["first orders"]
figures.table_beside(table.head(6).round(1), "The first six quarters in the books")

# %% [markdown]
# Read it aloud: the first quarter has the most newcomers, and they seem to cost the least. Were they so well won?
#
# No. Fernhill is older than its books. Whoever had come before has a first order *in the books* that is not her
# first. The start of the books cuts off what came before: **left truncation**. These old customers are the ones who stayed, so the
# first group flatters. It is left out, as in lesson 01. The groups after it hold old customers too, those who
# had paused for longer: fewer in each, but how many the log cannot tell.

# %% [markdown]
# The other end cuts too. Somebody who came last month has had one month to come back. To count her as "did not come
# back within a year" would be unfair. This is **right censoring**: we have not looked long enough. In such places the
# table needs a gap, never a 0.
#
# So lay out customers by their *age* with you, not by calendar. Each column then holds the same length of time.

# %% [markdown]
# ### Watch: who ordered again, by age?
#
# `transform` gives each order the first date of its customer. `reindex` adds rows and columns that nobody is in,
# with a 0. `div(..., axis=0)` divides each row by one number. `.where` keeps what fits a condition: here, that
# even the last to come was seen to the end of the month. Elsewhere it leaves a gap. `add_prefix` gives columns longer names.

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
share, days = again.div(size, axis=0), (log["ordered_at"].max() - log["ordered_at"].min()).days
for m in (1, 2, 3):
    share[m] = share[m].where((share.index + 1) * 91 + m * 30 <= days)
share.add_prefix("month ").round(2)

# %% [markdown]
# Read it aloud: of the customers who came in quarter 1, two thirds ordered again in their first 30 days.
#
# Such a number has a name: **share active**, the share of a group who ordered in a given window. A shop has no contract.
# Nobody tells you that she has left, so all you can say is who was active.

# %% [markdown]
# ### Exercise 3: the cohort table
#
# Complete `cohort_table(orders)`: one row per `cohort`, four columns, shares between 0 and 1.
#
# - A cohort: customers by the quarter of 91 days in which their first order lies. Quarter 0 begins with the first
#   order in the log.
# - `q1` to `q4`: quarters of age, 91 days each from her first order. In each, the share of the cohort who
#   placed a further order.
# - A gap where not everybody could be seen to the end: in `q1` where `(cohort + 2) * 91` is more than the days from the
#   first to the last order, in `q2` where `(cohort + 3) * 91` is, and so on.
# - Cohort 0 is left out.
#
# It answers lenses 3 and 4. For `toy["orders"]`:
#
# {{cohort_table}}

# %% [answer] cohort_table
def cohort_table(orders):
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    ### BEGIN SOLUTION
    # 2 measure
    rows = orders.assign(cohort=(first_at - orders["ordered_at"].min()).dt.days // 91)
    rows["age"] = (orders["ordered_at"] - first_at).dt.days // 91 + 1
    size = rows.groupby("cohort")["customer_id"].nunique()
    # 3 summarise
    further = rows[rows["ordered_at"] > first_at].groupby(["cohort", "age"])["customer_id"].nunique()
    table = further.unstack(fill_value=0).reindex(index=size.index, columns=range(1, 5), fill_value=0)
    table = table.div(size, axis=0)
    for age in range(1, 5):
        table[age] = table[age].where((table.index + age + 1) * 91 <= days)
    return table.drop(index=0).add_prefix("q")
    ### END SOLUTION

# %% [test] cohort_table 4
from classroom import check

check.on_page(cohort_table, "02/cohort_table")
### BEGIN HIDDEN TESTS
check.on_companies(cohort_table, reference.cohort_table, "02/cohort_table")
### END HIDDEN TESTS

# %% [try] cohort_table
# Shares fall from left to right.
cohorts = check.call(cohort_table, "cohort_table", orders)
cohorts = check.table(cohorts, "cohort_table", index="cohort")
by_age = 100 * cohorts.mean()
by_age.index = ["first quarter", "second quarter", "third quarter", "fourth quarter"]
figures.bars(
    by_age.iloc[::-1],
    finding=f"Of 100 newcomers, {by_age.iloc[0]:.0f} order again in the first quarter, {by_age.iloc[3]:.0f} in the fourth",
    says=f"Four bars, from {by_age.iloc[0]:.0f} down to {by_age.iloc[3]:.0f}: mean over all cohorts but the first.",
    xlabel="share active (%)", table=(100 * cohorts.head(10)).round(),
    caption="Share active (%), by cohort",
)

# %% [markdown]
# An average of shares, like the bars above, gives a small cohort as much weight as a large one. And to compare cohorts, mind
# the season: who comes in October meets Christmas. For the board, count people: those who first came from April to September, in each
# of the three years. Each is followed for 91 days.

# %%
def back_soon(since, until):
    came = (first - start).dt.days
    mine = first[(came >= since) & (came < until)]
    rows = orders[orders["customer_id"].isin(mine.index)]
    since_first = rows["ordered_at"] - rows["customer_id"].map(mine)
    soon = rows[(since_first > pd.Timedelta(0)) & (since_first.dt.days < 91)]["customer_id"]
    return pd.DataFrame({"n": 1.0, "back": mine.index.isin(soon).astype(float)}, index=mine.index)

# %%
spans = {"last year": (822, 1005), "middle year": (456, 639), "first year": (91, 274)}
groups = {name: back_soon(*span) for name, span in spans.items()}

# %% folded
ends = [likely_range(group, lambda crowd: 100 * crowd["back"] / crowd["n"]) for group in groups.values()]
share = pd.Series({f"{name} (n = {len(group):,})": 100 * group["back"].mean() for name, group in groups.items()})
figures.bars(
    share,
    finding=f"Of 100 newcomers, {share.iloc[2]:.0f} came back within a quarter; now {share.iloc[0]:.0f} do",
    says=f"Three bars with their likely ranges: {share.iloc[2]:.0f}, then {share.iloc[1]:.0f}, then {share.iloc[0]:.0f} of 100.",
    xlabel="back within 91 days (of 100)", low=[pair[0] for pair in ends], high=[pair[1] for pair in ends],
)

# %% [markdown]
# Two bars have two ranges. What counts is the range of their *difference*: one draw for both groups.

# %%
two = pd.concat([groups["first year"].add_prefix("first_"), groups["last year"].add_prefix("last_")]).fillna(0)
low, high = likely_range(
    two, lambda crowd: 100 * (crowd["last_back"] / crowd["last_n"] - crowd["first_back"] / crowd["first_n"])
)
study.compare("newer_customers", "less" if high < 0 else "more" if low > 0 else "as")
print(f"Read aloud: from the first year to the last, {share.iloc[0] - share.iloc[2]:+.0f} of 100.")
print(f"Likely range: {low:+.0f} to {high:+.0f}.")

# %% [markdown]
# Two cautions. The first bar may stand a little too high, for old customers hide in it. And when the fall came, between
# the first two years or later, one company's three bars cannot say. What holds: newcomers come back less often than in the first year.

# %% [markdown]
# ### What if? First think, then move
#
# The explorer lays one cohort beside all others, by age or by calendar. It asks three questions. Write a guess for
# one of them before you move a slider. The cell after it says the same in words; a setting goes into its brackets, such
# as `cohort=2`.

# %% minutes=1
explore.cohorts()

# %%
explore.cohorts_text()

# %% [markdown]
# ## A table that you did not make
#
# A program made the next cohort tables. You cannot redo each, but you can ask whether it agrees with itself and
# with the books.
#
# A share has a denominator. Multiply the two, and you must get a whole number of people. A share is never below 0
# or above 1. And where nobody could be seen, there must be a gap.
#
# ### Watch: do these shares hold?

# %%
clubs = pd.DataFrame({"size": [8, 5], "came": [0.5, 0.3]}, index=["chess", "rowing"])
people = clubs["came"] * clubs["size"]
whole = (people - people.round()).abs() < 0.01
print(whole, all(whole))

# %% [markdown]
# Half of eight members are four people. But 0.3 of five are one and a half: rowing has the wrong denominator, or the wrong
# count. A gap (NaN) is not a wrong number, yet it fails every comparison. So compare only where there is none; `isna`
# tells where gaps are.

# %%
seen = pd.DataFrame({0: [0.5, 0.25], 1: [0.25, np.nan]}, index=[1, 2])
print(seen.isna())

# %% [markdown]
# ### Write the check
#
# Four cohort tables, made from `toy["orders"]` and from a part of it. Below each is what the
# books say: customers in each cohort (`size`), and how many of them came `back` in their first quarter. The last line holds the
# `days` from the first to the last order.

# %%
for one in toy.shown("cohort_table"):
    print(f"Table {one.letter} is {'right' if one.right else 'wrong'}.")
    books = pd.DataFrame({"size": one.data["size"], "back": one.data["back"]}).T
    print(one.result.round(2), books, one.data["days"], sep="\n")

# %% [markdown]
# Write `check_cohort_table(result, data)`. Return `""` if you accept the table, else your reason in a few words.
#
# Two things decide. Column `q1` times the size must be `back`, wherever there is no gap. And gaps must be exactly where
# exercise 3 wants them. Cohort 0 must not be there.
#
# You earn points for each kind of mistake that you catch, and lose as many if you reject correct tables. Rows and
# columns may come in any order.

# %% [check] cohort_table 4
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
    reason = "" if fits else "It does not meet the books."
    ### END SOLUTION
    return reason

# %% [markdown]
# ## From one order to the next
#
# Lens 3 can be read by orders, too. Of those who placed a first order, how many place a second within half a year? And
# of those who placed five?
#
# ### Puzzle: the next order
#
# Put lines in order, so that `soon` holds the share who order again within 182 days, by number of the order. Only orders
# that were seen so long count. Numbers are those in the books. Two lines are not needed. `shift(-1)` brings up the next row.

# %% [puzzle] next_order minutes=3
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

# %%
by_time = orders.sort_values(["customer_id", "ordered_at"])
number = by_time.groupby("customer_id").cumcount() + 1
gap = (by_time.groupby("customer_id")["ordered_at"].shift(-1) - by_time["ordered_at"]).dt.days
seen = by_time["ordered_at"] <= by_time["ordered_at"].max() - pd.Timedelta(days=182)
soon = 100 * (gap < 182)[seen].groupby(number[seen]).mean()
print(f"Read aloud: after a first order, {soon[1]:.0f} of 100 order again within half a year.")
print(f"After a fifth, {soon[5]:.0f} do.")

# %% [markdown]
# A consultant reads this and says: "Get everybody to the fifth order, and they are yours." Did the fifth order make
# them loyal? Or would these people have ordered a fifth time anyway? You know the second answer from lesson 01:
# selection.

# %% [markdown]
# ## A good place to stop
#
# So far: revenue rose because more people bought, and newcomers brought that. Omar has half a case: established customers
# return more than a year earlier. Newcomers return less often than in the first year of the books.
#
# What would you tell the board if the meeting were now? Write one sentence on paper.

# %% [markdown] sitting
# ## Second sitting: do loyal customers spend more?
#
# If you come back on another day, this cell brings what the first sitting had made.

# %% folded minutes=0.2
import numpy as np
import pandas as pd

from classroom import check, figures, load, study, toys

study.begin("02_customer_base_audit")
toy, lines = toys.page("02_customer_base_audit"), load("order_lines")
sums = lines.groupby("order_id").agg(items=("quantity", "sum"), eur=("paid_eur", "sum"))
orders = load("orders").merge(sums, on="order_id")

def likely_range(parts, number):
    times = np.random.default_rng(seed=7).multinomial(len(parts), np.full(len(parts), 1 / len(parts)), 400)
    crowds = pd.DataFrame(times @ parts.to_numpy(float), columns=parts.columns)
    return number(crowds).quantile([0.025, 0.975]).tolist()

# %% [markdown]
# Omar's second claim is an old one: *loyal customers spend more per order*. Reichheld and Sasser (1990) drew
# profit per customer as a staircase that rises year by year; larger purchases are one of its steps. Many slides have
# repeated it. Reinartz and Kumar (2002) tested it at four companies, and found little support.
#
# Guess first. Take customers who reached six orders: was the sixth "smaller", "the same" or "larger" than
# their own first?

# %% [predict] sixth_order minutes=0.5
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
# Read it aloud: customer 25 reached three orders, of 15, 35 and 10 euros. Nobody else on the page reached exactly three.
#
# ### Exercise 4: the same customers, or other ones?
#
# Write `own_trend(orders)`: one row per `number` of the order, 1 to 6, and two columns, mean euros per order.
#
# - `pooled`: of all orders with that number
# - `within`: only of customers who reached six orders or more
#
# It tells the board whether customers change, or who is left. For `toy["sales"]`:
#
# {{own_trend}}

# %% [answer] own_trend
def own_trend(orders):
    by_time = orders.sort_values(["customer_id", "ordered_at"])
    ### BEGIN SOLUTION
    # 2 measure
    by_time["number"] = by_time.groupby("customer_id").cumcount() + 1
    by_time["reached"] = by_time.groupby("customer_id")["number"].transform("max")
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
trend = check.table(check.call(own_trend, "own_trend", orders), "own_trend", index="number")
ax = trend.plot(ax=figures.axes(), ylim=(0, 1.3 * trend.max(axis=None)), legend=False)
ax.annotate("those who reached six", (1, trend["within"][1]), xytext=(0, 10), textcoords="offset points")
ax.annotate("all customers", (1, trend["pooled"][1]), xytext=(0, -20), textcoords="offset points")
finding = "Orders do not grow; customers with small first orders have seldom reached six"
says = f"Two lines: all customers rise from {trend['pooled'][1]:.0f} to {trend['pooled'][6]:.0f} euros, the others stay level."
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
print(f"Likely range: {low:.2f} to {high:.2f}.")

# %%
came = by_time.groupby("customer_id")["ordered_at"].min()
newer = long[(came - came.min()).reindex(long.index).dt.days >= 91].sum()
print(f"Without those of the first quarter, where old customers hide: {newer[6] / newer[1]:.2f}.")

# %% [markdown]
# Among all customers, sixth orders are larger than first ones. Within the same customers, they are not. Those who reached six had spent
# more from their first order on. Of the others, some have left, and some are new and may still get there.
#
# This is **survivorship**: only those who got so far are still counted. The claim confuses *who stays* with
# *what staying does*. A firm that believed it would pay to keep customers, hoping that they would then spend more.

# %% [markdown] minutes=1.5
# ### Talk to your neighbour
#
# "Members of our gym who came for three years lift more than those who joined in January." Name two reasons. Which data
# would tell them apart? Decide alone, then compare.

# %% [markdown]
# ## Small lines have fewer buyers, who buy less often
#
# Omar's team has also found a "problem": Lumen, the lamps. It has few buyers, and those few buy it rarely. "Lamp buyers
# are not loyal. Let's run a loyalty programme for lamps."
#
# Guess first: lay the smallest of the six lines beside the largest. Do its buyers buy it "less", "as" or "more" often
# than buyers of the largest buy theirs?

# %% [predict] small_line minutes=0.5
study.predict("small_line", ..., confidence=...)

# %% [markdown]
# Now look at all six. As in lesson 01, an order goes to the line with the most euros. (This needs more than a log:
# products and their lines.) **Penetration** is the share of all customers who bought a line at least once, here in
# a year.

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
small, large = bought.loc[bought["buyers"].idxmin()], bought.loc[bought["buyers"].idxmax()]
ratio = small["per_buyer"] / large["per_buyer"]
study.compare("small_line", "less" if ratio < 0.95 else "more" if ratio > 1.05 else "as")
figures.table_beside(bought.sort_values("buyers", ascending=False).round(2), "The last year, by line")

# %% [markdown]
# Compare the last two columns. The smallest line has fewest buyers, and they buy it least often. Terra, nearly as small, is another
# story; we come back to it.

# %% [markdown]
# So a small line suffers twice: **double jeopardy**. Ehrenberg, Goodhardt and Barwise (1990) found it for brands of coffee,
# for newspapers, television programmes and much else.
#
# ### A world without loyalty programmes
#
# Why is that so? Imagine a world in which people differ in how often they order and in what they like. But no line does
# anything special. Three numbers describe it (Goodhardt, Ehrenberg and Chatfield, 1984):
#
# - `M`: orders per customer, on average
# - `K`: how alike customers are in how often they order (small: very different)
# - `S`: how alike they are in what they choose (small: each has one favourite)

# %% [markdown]
# ### Watch: who orders how often?
#
# The chance of no order is `(1 + M / K) ** -K`. The chance of `n` orders is that of `n - 1` orders, times
# `(K + n - 1) / n * M / (M + K)`. So one loop finds them all.

# %%
M, K = 1.5, 0.8
chance = (1 + M / K) ** -K
chances = [chance]
for n in range(1, 6):
    chance = chance * (K + n - 1) / n * M / (M + K)
    chances.append(chance)
print([round(one, 2) for one in chances])

# %% [markdown]
# Read it aloud: 43 of 100 do not order at all, 22 order once, and so on.
#
# ### Exercise 5: what size alone predicts
#
# Take a line with the share `s`. The chance that none of `n` orders is for it begins at `none(0)` = 1, and then
# `none(n)` is `none(n - 1) * (S * (1 - s) + n - 1) / (S + n - 1)`.
#
# Write `dirichlet(share, M, K, S)`. `share` is a Series of shares, by line. Give a table with one row per line:
#
# - `penetration`: 1 less the sum, over `n` from 0 to 199, of the chance of `n` orders times `none(n)`
# - `per_buyer`: orders of the line for each buyer of it, `M * share / penetration`
#
# It tells a small line from a weak one. For `toy["brands"]` with 1.5, 0.8 and 1.3:
#
# {{dirichlet}}

# %% [answer] dirichlet
def dirichlet(share, M, K, S):
    ### BEGIN SOLUTION
    # 2 measure
    chance, none = (1 + M / K) ** -K, 1
    missed = chance * none
    for n in range(1, 200):
        chance = chance * (K + n - 1) / n * M / (M + K)
        none = none * (S * (1 - share) + n - 1) / (S + n - 1)
        missed = missed + chance * none
    # 3 summarise
    return pd.DataFrame({"penetration": 1 - missed, "per_buyer": M * share / (1 - missed)})
    ### END SOLUTION

# %% [test] dirichlet 4
from classroom import check

check.on_page(dirichlet, "02/dirichlet")
### BEGIN HIDDEN TESTS
check.on_companies(dirichlet, reference.dirichlet, "02/dirichlet", inputs=reference.brands_of)
### END HIDDEN TESTS

# %% [try] dirichlet
# British toothpaste, early 1973, from Goodhardt and others (1984): M 1.46, K 0.78, S 1.30.
brands = ["Colgate", "Macleans", "Close Up", "Signal", "Ultrabrite", "Gibbs SR", "Boots", "Sainsbury"]
toothpaste = pd.Series([0.25, 0.19, 0.10, 0.10, 0.09, 0.08, 0.03, 0.02], index=brands)
theory = check.table(check.call(dirichlet, "dirichlet", toothpaste, 1.456, 0.78, 1.30), "dirichlet")
theory["observed penetration"] = [0.20, 0.17, 0.09, 0.08, 0.08, 0.07, 0.03, 0.02]
figures.table_beside(theory.round(2), "Toothpaste: what size predicts, and what was observed")

# %% [markdown]
# From the shares and three numbers of the whole market, the model finds how many buy each brand, to within two points.
#
# The numbers are published; the R package NBDdirichlet prints the same columns.

# %% [markdown]
# Now Fernhill. Guess: which of the six lines will differ most from what its size predicts? Write its name.

# %% [predict] odd_line minutes=0.5
study.predict("odd_line", ..., confidence=...)

# %% [markdown]
# `M` is counted. `K` is found so that the share of customers without an order fits, and `S`
# so that the six penetrations fit in total. Each is searched by halving an interval.

# %%
def searched(gap, low, high):
    for step in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return middle

# %%
M, reached = len(last) / base, last["customer_id"].nunique() / base
share = bought["orders"] / len(last)
K = searched(lambda k: 1 - (1 + M / k) ** -k - reached, 0.01, 20)

def too_many(S):
    table = check.answered(dirichlet(share, M, K, S), "dirichlet")
    return table["penetration"].sum() - bought["penetration"].sum()

# %%
def over_size(line, size):
    mine = (last["line"] == line).groupby(last["customer_id"]).agg(["sum", "max"])
    return likely_range(mine, lambda crowd: 100 * (crowd["sum"] / crowd["max"] / size - 1))

# %% folded
theory = check.table(check.call(dirichlet, "dirichlet", share, M, K, searched(too_many, 0.1, 30)), "dirichlet")
gap = pd.DataFrame({"seen": bought["per_buyer"], "by size": theory["per_buyer"]})
gap["gap (%)"] = 100 * (gap["seen"] / gap["by size"] - 1)
gap[["from (%)", "to (%)"]] = [over_size(line, size) for line, size in gap["by size"].items()]
gap = gap.sort_values("gap (%)")
study.compare("odd_line", gap["gap (%)"].abs().idxmax())
figures.bars(
    gap["gap (%)"], finding=f"{gap.index[-1]} is bought far more often than its size predicts, Lumen less often",
    says="Six bars with their likely ranges.", xlabel="orders per buyer, over what size predicts (%)", ylabel=" ",
    low=gap["from (%)"], high=gap["to (%)"], stands_out=gap.index[-1], table=gap[::-1].round(2), caption="Orders per buyer",
)

# %%
largest = bought["buyers"].idxmax()
check.answered(dirichlet(share, M, K, 1.0), "dirichlet")
by_size = (gap.loc[largest, "by size"] - gap.loc["Lumen", "by size"]) / (gap.loc[largest, "seen"] - gap.loc["Lumen", "seen"])
print(f"Read aloud: size predicts {100 * by_size:.0f} % of what Lumen falls short of {largest}.")

# %% [markdown]
# Size explains about half of Lumen's gap. Lumen and Stow still fall short of their size; look at their ranges.
# The law alone does not say why. Perhaps lamps last.
#
# Terra, the garden line, stands out the other way. It has fewer buyers than a line of its size should have, and they come back to it more often. Perhaps
# it serves a few people who need it, and says nothing to the rest. That is a question worth an afternoon. (A limit:
# the law was found for brands of one kind of good. Fernhill's lines are different goods.)

# %% [markdown]
# ### What would Ehrenberg-Bass say of Fernhill?
#
# "Omar is right to win customers. A brand grows when more people buy it; look at your own tree. Loyalty follows
# size. Every base leaks, so whoever stops winning shrinks. Your audit proves *us* right."
#
# They are right on this: growth came from more buyers, and the three largest lines look much like their size. But their
# laws describe stable markets, and averages. They do not say how much you can pay for one newcomer, or whether she is
# worth as much as earlier ones. Omar's budget depends on exactly that.

# %% [markdown]
# ## "14 times more likely to buy"
#
# *An existing customer is 14 times more likely to buy than a new one*: you find this on many slides. Jill Griffin gives such figures: 60
# to 70 % for active customers, 20 to 40 % for lost ones, 5 to 20 % for prospects. She names the firm Marketing Metrics. As far
# as we found, how it got them was never published; 14 is 70 divided by 5, the two ends. But who is an "existing customer"?
#
# Guess: of 100 customers with six orders or more, one of them in the last 60 days, how many buy in the next 90 days?

# %% [predict] best_again minutes=0.5
study.predict("best_again", ..., confidence=...)

# %% [markdown]
# Of those who bought in one window, the share who buy again in the next is their **repeat-buying rate**. It needs
# two windows, and a group that was fixed before the second began.
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
# ### Exercise 6: who buys again?
#
# Write `buys_again(orders)`. The cut lies 90 days before the last order in the log. Customers known by then are those with an order at
# the cut or before it. Of three kinds of them, give the share who order after the cut: a Series with
#
# - `gone`: her last order by then was 365 days or more before the cut
# - `once`: one order by then, less than 60 days before the cut
# - `best`: six orders or more by then, and the last less than 60 days before the cut
#
# It shows the board whom it means when it says "existing customers". For `toy["sales"]` they are
# {{buys_again.gone}}, {{buys_again.once}} and {{buys_again.best}}.

# %% [answer] buys_again
def buys_again(orders):
    ### BEGIN SOLUTION
    # 2 measure
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= cut].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    known["later"] = known.index.isin(orders[orders["ordered_at"] > cut]["customer_id"])
    days = (cut - known["max"]).dt.days
    # 3 summarise
    gone, lately = known[days >= 365], known[days < 60]
    kinds = {"gone": gone, "once": lately[lately["size"] == 1], "best": lately[lately["size"] >= 6]}
    return pd.Series({kind: people["later"].mean() for kind, people in kinds.items()})
    ### END SOLUTION

# %% [test] buys_again 3
from classroom import check

check.on_page(buys_again, "02/buys_again")
### BEGIN HIDDEN TESTS
check.on_companies(buys_again, reference.buys_again, "02/buys_again", inputs=reference.log_of)
### END HIDDEN TESTS

# %% [try] buys_again
# From a few of 100 to most of them.
chances = 100 * check.series(check.call(buys_again, "buys_again", orders), "buys_again")
study.compare("best_again", chances["best"])
figures.bars(
    chances[["best", "once", "gone"]],
    finding=f"Of 100 existing customers {chances['gone']:.0f} buy again, or {chances['best']:.0f}: it depends on which",
    says=f"Three bars: gone {chances['gone']:.0f}, once {chances['once']:.0f}, best {chances['best']:.0f} of 100.",
    xlabel="buy in the next 90 days (of 100)", stands_out="best",
)

# %% [markdown]
# Among Fernhill's own customers, one kind is some 25 times as likely to buy as another. So "existing
# customers" have no one chance, and a ratio of 14 can be had by choosing whom to count. Ask three things of such a
# number: of whom, within how many days, and fixed when?

# %% [markdown]
# ## How healthy is the base? Two with one grade
#
# Lens 5 asks for one verdict. Omar's team gives each base a grade for the board: a point for each of four signs that did not
# fall. Four points are an A, three a B, two a C, fewer a D.
#
# Here are two bases of other companies, North and South, in two years.

# %%
signs = ["customers", "orders per customer", "items per order", "revenue (k€)"]
north = pd.DataFrame({"before": [1000, 2.0, 2.4, 120], "last": [1100, 2.0, 2.3, 131]}, index=signs)
south = pd.DataFrame({"before": [1000, 2.0, 2.4, 120], "last": [1100, 2.0, 2.3, 131]}, index=signs)
for name, base_of in {"North": north, "South": south}.items():
    points = (base_of["last"] >= base_of["before"]).sum()
    print(f"{name}: {points} points, grade {'DDCBA'[points]}")

# %% [markdown]
# The same signs, the same grade. Now suppose that both win only half as many new customers next year. Guess: which of the two
# would then have fewer customers, "North", "South" or "neither"?

# %% [predict] fewer_left minutes=0.5
study.predict("fewer_left", ..., confidence=...)

# %% [markdown]
# The grade leaves out two rows: of each year's customers, how many had ordered in the year before, and how many were new.

# %% folded
study.compare("fewer_left", "South")
again = pd.Series({"North": 0.65, "South": 0.35})
makeup = pd.DataFrame({"ordered again": 1000 * again, "new": 1100 - 1000 * again})
makeup["next year, half as many new"] = 1100 * again + makeup["new"] / 2
figures.bars(
    makeup["next year, half as many new"].iloc[::-1],
    finding="Two bases with one grade; South lives on newcomers",
    says="Two bars: with half as many newcomers North would keep 940 customers, South 760.",
    xlabel="customers next year, from 1,100 now", stands_out="South", table=makeup.round(),
)

# %% [markdown]
# Read it aloud: of 1,000 customers, North had 650 again and South 350. A grade made of totals cannot see it, because
# newcomers fill the hole. South did grow, by 10 %. But of its 1,100 customers, 750 are new, and it must win as many
# again to stay where it is.
#
# Which of the two is more like Fernhill? Neither: a little more than half ordered again, which lies between.

# %% [markdown]
# ## Sign it, or correct it
#
# An assistant has put the five lenses to *your* company and drafted a report for the board. It goes out under your
# name. Two to four of its seven sentences are wrong, and one or two only look wrong. It is the same task as in
# lesson 01: verdict, kind, severity (fatal, material, cosmetic) and the right figure. A false alarm costs as much as a miss.
#
# {{audit_kinds}}

# %% [audit] growth_report 10 minutes=10

# %% [markdown]
# ## Write to the board
#
# One page, in plain words, for Omar and the board: celebrate, and raise the budget by half, or not? Five things
# count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | clear on both, celebrating and the budget, and what would change it |
# | evidence | two figures with unit, period and likely range, like for like |
# | customer | who came, who left, and what each kind gets from your advice, newcomers too |
# | limits | what the log cannot tell, and the fair case for the other side |
# | language | plain, one page, no adjective without a number |

# %% [markdown]
# ### Mark these two first
#
# - Memo A: "Do not celebrate. Our base is dying. Stop buying customers, and spend the money on loyalty."
# - Memo B, of another company: "Do not celebrate loyalty; hold the budget. In the last 365 days revenue rose by 19 %, customers by 20 %. Those
#   who were there before both years spent 15 % less (3,269 customers, likely range 11 to 19). Of 100 newcomers, 31 came back within
#   91 days, after 39 (likely range of the difference: 4 to 11). We lose nothing by waiting a quarter."
#
# Give marks. The agreed ones: A 3 of 15, B 11. What does B still lack? Then write *your* memo into the
# next cell, in a hundred words or more.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours differ.)
#
# To the board. Do not celebrate loyalty on Friday. And do not raise the budget by half on the strength of this
# growth. Hold it for a quarter, until we know what a newcomer brings in and what the next one costs.
#
# Revenue rose by 17 % in the last 365 days, to 938 thousand euros. Nearly all of it is more customers: 18 % more ordered, each
# about as often as before (exercise 1). Customers won in the year brought 292 thousand euros; all others together spent 157 thousand
# less (exercise 2). That is accounting: it does not say what would have happened without newcomers. The 3,280 who had ordered
# before both years spent 20 % less (likely range 14 to 26). A fixed group always shrinks, so this shows who did not bring
# the growth, and not that loyalty fell.
#
# Newcomers come back less often. Of those who first came from April to September, 39 of 100 in the first year of the books
# ordered again within 91 days (1,350 customers), and 31 in the last (1,097): 8 fewer, likely range 4 to 12. "Loyal customers
# spend more" does not hold here: among customers who reached six orders, the sixth is as large as the first.
#
# Omar has half a case: of the customers of a year, 53 of 100 ordered again, after 50 a year earlier. Brands grow by winning more
# buyers; our own numbers say so. And newcomers were cheap: 4 to 8 euros each in the first six quarters. But cheap on average does not
# say what the next one costs, and revenue is not profit. Waiting has a price, too: if the next newcomer brings in more
# than she costs, we forgo a quarter of them. I would raise the budget by channel where her first year covers that cost.
#
# What each kind gets: newcomers get a good first quarter, for there most are lost. The best, with six orders and one
# lately, get nothing new yet: 74 of 100 buy within 90 days. Those silent for a year, 3 of 100, get nothing either. These are
# baselines; whether an offer moves them only a test tells. Safeguard: no bonus is tied to revenue. Not known: why
# some leave, and what rivals do.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you learn alone, save the notebook and run this. It leads you through the rubric.

# %%
study.mark_memo()

# %% [markdown]
# ### Which cells need more than a log?
#
# Five exercises need a log alone: who ordered, when, for how much, how many items. `own_trend` and `buys_again` also ran on
# the log of CDNOW, a real shop for CDs. Exercise 5 needs the line of each order (`order_lines`, `products`), and what newcomers cost
# stands in `acquisition_spend`.

# %% [markdown] minutes=1
# ## Before you go
#
# Look at your guesses once more, and at how sure you were. What changed your mind? Write one sentence.

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

# %% [markdown]
# On the claims and the methods:
#
# - Reichheld and Sasser (1990), "Zero Defections: Quality Comes to Services", *Harvard Business Review* 68(5).
# - Reinartz and Kumar (2002), "The Mismanagement of Customer Loyalty", *Harvard Business Review* 80(7).
# - Efron (1979), "Bootstrap Methods: Another Look at the Jackknife", *The Annals of Statistics* 7(1).
# - Chen (2022), *NBDdirichlet: NBD-Dirichlet Model of Consumer Buying Behavior for Marketing Research*, R package, version 1.4.
