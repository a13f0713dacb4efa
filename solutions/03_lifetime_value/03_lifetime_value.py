# ---
# title: How much may a new customer cost?
# minutes: [65, 85]
# plan: [105, 120, 75]
# asks: the marketing chief
# objectives:
#   - id: contract
#     text: Say for any business which kind of customer relation it has, and work out what staying is worth.
#     exercise: [kinds, margin_multiple]
#     key: First ask whether there is a contract. A mean over unlike members hides those who stay.
#   - id: staying
#     text: Write down how probable a model of staying makes your data, fit it, and forecast with it.
#     exercise: sbg_log_likelihood
#     key: A curve that fits the past best may be the worst guide to the future. Ask for the story behind it.
#   - id: shop
#     text: Boil orders down to three numbers for each customer, and fit a model of buying and leaving to them.
#     exercise: [summary, bgnbd_log_likelihood]
#     key: Without a contract nobody says goodbye. All that the model uses is the number of orders, the last one, and the time watched.
#   - id: test
#     text: Check a forecast that others made, and hold one against a year that it has not seen.
#     exercise: [check_forecast, overshoot]
#     key: A forecast is a mean of orders to come. Test it on a year it has not seen; trust it as far as the test went.
#   - id: limit
#     text: Set a limit for each channel. Base it on what its newcomers are worth, how sure you are, and what the next one costs.
#     exercise: [channel_value, next_cost, limits, value_report, memo]
#     key: Compare the worth of next year's newcomer, mailed or not, with what the next one costs, not with the average, and show the range.
# glossary:
#   retention: Of those who could renew, the share who do.
#   survival curve: The share of a cohort who are still there after one period, two, three and so on.
#   margin multiple: How many of today's margins a member is still going to bring, discounted to today.
#   likelihood: How probable a model makes the data that you have.
#   holdout: Data from a later time, kept away from a model to test it.
#   season-adjusted week: A week of the average season, on a clock that runs faster when business is brisk.
#   marginal cost: What one more costs, and not what they cost on average.
# prerequisites: [Python functions, pandas groupby, logarithms]
# needs: [customers, orders, order_lines, returns, tickets, touches, activity_costs, acquisition_spend, clock, subscriptions, usage]
# functions: [.quantile, .reindex, .map, .unstack, all]
# claims:
#   - claim: 5 % more retention, 25 to 95 % more profit
#     source: Reichheld and Sasser
# ---

# %% [markdown]
# # How much may a new customer cost?
#
# Nora Keller is Fernhill's marketing chief. Her note to you:
#
# > In every channel, a new customer brings in many times what she costs. So next year I want to spend
# > in each month what we spent in our best months: about two and a half times the usual.
# > If you say no, give me a limit for each channel by Friday.
#
# Here is her case, from your own company's books.

# %%
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betainc, betaln, gammaln

from classroom import check, clv, explore, figures, load, study, toys

study.begin("03_lifetime_value")
orders = load("orders").sort_values(["ordered_at", "order_id"]).rename(columns={"channel": "ordered_by"})
lines = load("order_lines")
customers, spend = load("customers"), load("acquisition_spend")

# %% folded
came_by = customers.set_index("customer_id")["acquisition_channel"].astype(str)
cost = spend.groupby("channel")["spend_eur"].sum() / came_by.value_counts()
paid = lines.groupby("order_id")["paid_eur"].sum()
first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
year_one = (orders["ordered_at"] < first_at + pd.Timedelta(days=365)) & (
    first_at <= orders["ordered_at"].max() - pd.Timedelta(days=365)
)
spent = orders["order_id"].map(paid)[year_one].groupby(orders["customer_id"]).sum()
times = (spent.groupby(came_by).mean() / cost).sort_values()

# %% folded
figures.bars(
    times.rename_axis("channel"),
    finding=f"In sales, every channel brings back {times.iloc[0]:.0f} times its cost or more",
    says=f"Six bars. The lowest is {times.index[0]} with {times.iloc[0]:.0f}, the highest {times.index[-1]} with {times.iloc[-1]:.0f}.",
    xlabel="sales in her first year, per euro spent to win her", ylabel="channel",
)
print(f"Read aloud: by store, {spent.groupby(came_by).mean()['store']:.0f} euros in that year, for {cost['store']:.0f} euros spent to win her.")

# %% [markdown]
# So spend more everywhere? Guess before you look any further, and say how sure you are, from 1 (a coin toss)
# to 5 (I would bet on it).
#
# `store_worth`: a newcomer comes through the `store` next year. How many euros does she bring over three years, after all
# costs of serving her, if Fernhill sends her no mailings?

# %% [predict] store_worth minutes=0.5
study.predict("store_worth", ..., confidence=...)

# %% [markdown]
# `next_times`: in the months in which a channel spent most, what did the *next* customer cost, one more on top of all who
# came? Say how many times the average cost of usual months. (Of the six channels take the middle: three have more, three
# less.)

# %% [predict] next_times minutes=0.5
study.predict("next_times", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=2
# Plan three sittings: {{plan.1}} for the first, {{plan.2}} for the second, and {{plan.3}} for a report that you audit and
# your memo. Parts whose heading ends in *(more)* can wait, and are not counted. You need pandas, logarithms, and what
# lesson 01 says about ranges. An assistant may help you with code. Your guesses and your memo must be your own.
#
# ## Three questions from earlier lessons
#
# Answer from memory, with one letter each. A wrong answer costs nothing.

# %%
study.recall(k=3)

# %%
study.recall_answer(..., ..., ...)

# %% [markdown]
# ## Is there a contract?
#
# A gym sees you leave: you cancel. A shop does not. This decides which model can be right (Fader and Hardie,
# 2009). So ask two questions of each business.
#
# | | pays on set dates | can pay on any day |
# |---|---|---|
# | contract: customers tell you when they leave | **a** | **b** |
# | no contract: nobody says so | **c** | **d** |
#
# The word **retention** belongs to box a: of those who could renew, the share who do. A shop has no renewals, so it has
# no such rate. What it has is a share of customers who order again.
#
# Sort six businesses, one letter each. Each right letter earns a third of a point. Each wrong letter loses a
# sixth. A blank costs nothing.

# %% [answer] kinds options=a,b,c,d
# One letter each, for example "a".
gym = ...  # a monthly fee, until you cancel
credit_card = ...  # an account that you use when you like, until you close it
grocer = ...  # you walk in when you need something
yearly_fair = ...  # one weekend a year, tickets at the gate
streaming = ...  # a film service, paid each month
online_shop = ...  # Fernhill itself
### BEGIN SOLUTION
gym, streaming = "a", "a"
credit_card = "b"
yearly_fair = "c"
grocer, online_shop = "d", "d"
### END SOLUTION

# %% [test] kinds 2
from classroom import check

letters = {
    "gym": gym,
    "credit_card": credit_card,
    "grocer": grocer,
    "yearly_fair": yearly_fair,
    "streaming": streaming,
    "online_shop": online_shop,
}
check.letters(letters, "kinds", options="abcd")
### BEGIN HIDDEN TESTS
check.fitting(letters, reference.KINDS, "kinds", options="abcd", points=2)
### END HIDDEN TESTS

# %% [markdown]
# ## The Club: when members say goodbye
#
# Fernhill belongs in two boxes. Its Club takes a monthly fee until you cancel: box a. Its shop is box d. The Club is
# the simpler one, so start there. A member pays at once, and then again at the end of each month that she stays.

# %%
members = load("subscriptions")
end = orders["ordered_at"].max().normalize() + pd.Timedelta(days=1)
tenure = clv.tenures(members, end)
pd.concat([tenure[tenure["left"]].head(2), tenure[~tenure["left"]].head(2)])

# %% [markdown]
# `periods` counts how often she could decide: to stay for another month, or to leave. If `left` is True, she left at the
# last of these times. If it is False, she has stayed each time. We do not know the rest.
#
# The **survival curve** is the share of a cohort who are still there after one month, two, three and so on.
#
# ### Puzzle: the survival curve
#
# Put the lines in order: month by month, how many could have left, and how many did? Two are not needed.

# %% [puzzle] survival minutes=3
pieces = {
    "A": "stays = 1 - left / could",
    "B": 'left = tenure[tenure["left"]]["periods"].value_counts().sort_index()',
    "C": "stays = left / could",
    "D": 'could = [(tenure["periods"] >= month).sum() for month in left.index]',
    "E": "survival = stays.cumprod()",
    "F": "could = len(tenure)",
}
order = ...
study.order(pieces, order)

# %% [markdown]
# ### One mean for two kinds
#
# Take a contract that renews each year. Half of the members stay with a chance of 0.9, half with 0.5.
# Each member who stays pays one margin at the end of the year. A euro in a year is worth 1 / 1.1 euros today.
#
# On average, that chance is 0.7. Guess `two_kinds`: if you put in 0.7 for everybody, is the value of a member "too
# low", "right" or "too high"?

# %% [predict] two_kinds minutes=0.5
study.predict("two_kinds", ..., confidence=...)

# %% [markdown]
# ### Watch: add up the years
#
# The **margin multiple** says how many of today's margins a member is still going to bring, discounted to today (Gupta
# and Lehmann, 2003). In the first year it is 0.9 / 1.1, in the second 0.9² / 1.1², and so on. This series adds up to
# 0.9 / (1 + 0.1 - 0.9).

# %%
years = np.arange(1, 200)
print(((0.9 / 1.1) ** years).sum(), 0.9 / (1 + 0.1 - 0.9))
two = (0.9 / (1 + 0.1 - 0.9) + 0.5 / (1 + 0.1 - 0.5)) / 2
one = 0.7 / (1 + 0.1 - 0.7)
study.compare("two_kinds", "too low" if one < two else "too high")
print(f"Read aloud: two kinds are worth {two:.3f} margins, and their mean rate says {one:.2f}.")

# %% [markdown]
# Why? After some years, nearly everyone who remains is of the first kind. The mean rate lets them leave as fast as the
# others.
#
# One more thing. The Club renews each *month*, and 10 % a year is not 10 % a month. Twelve months at rate `i` make
# one year: `(1 + i) ** 12 = 1.10`. So `i = 1.10 ** (1 / 12) - 1`, less than 1 %.

# %% [markdown]
# ### Exercise 1: what is staying worth?
#
# Complete `margin_multiple(members, yearly)`. `members` has one row for each kind of member: how many there are
# (`members`), and the chance that one of them stays for another *month* (`stay`). `yearly` is the discount for a
# year, such as 0.1.
#
# Give one number: the mean of the margin multiples over all members, in monthly margins. For `toy["kinds"]` and
# 0.1 it is {{margin_multiple}}. It tells Nora what a member will still bring, after the payment that she makes today.
# (Stuck? `study.hint("margin_multiple")` in a new cell.)

# %%
toy = toys.page("03_lifetime_value")
toy["kinds"]

# %% [answer] margin_multiple
def margin_multiple(members, yearly):
    # 1 measure
    i = ...
    ### BEGIN SOLUTION
    i = (1 + yearly) ** (1 / 12) - 1
    each = members["stay"] / (1 + i - members["stay"])
    ### END SOLUTION
    # 2 summarise
    everybody = members["members"].sum()
    result = ...
    ### BEGIN SOLUTION
    result = (members["members"] * each).sum() / everybody
    ### END SOLUTION
    return result

# %% [test] margin_multiple 2
from classroom import check

check.on_page(margin_multiple, "03/margin_multiple")
### BEGIN HIDDEN TESTS
check.on_companies(margin_multiple, reference.margin_multiple, "03/margin_multiple", inputs=reference.plans_of)
### END HIDDEN TESTS

# %% [try] margin_multiple
# Two kinds in equal numbers, with a mean of 0.9: their mean multiple should be well above that of 0.9 alone.
unlike = pd.DataFrame({"members": [50, 50], "stay": [0.98, 0.82]})
alike = pd.DataFrame({"members": [100], "stay": [0.9]})
values = [check.answered(margin_multiple(kind, 0.1), "margin_multiple") for kind in (unlike, alike)]
print(f"Read aloud: members who differ are worth {values[0]:.1f} monthly margins, those who are alike {values[1]:.1f}.")

# %% [markdown]
# ## A story behind the curve
#
# Tell a story of how such data arise (Fader and Hardie, 2007):
#
# 1. Each member has a chance of leaving, the same at the end of each month.
# 2. This chance differs between members, by a beta law with two numbers, `a` and `b` (in the paper: alpha and beta).
#
# The mean chance of leaving is a / (a + b). Small numbers mean that members differ much.
#
# Nobody becomes more loyal in this story. Yet the cohort does, because those who leave early are no longer in it. The
# field calls it the shifted-beta-geometric model, or sBG. Here is such a law:

# %% folded
ends = np.arange(0, 101, 20)
share = np.diff(100 * betainc(1.0, 2.0, ends / 100))
share = pd.Series(share, [f"{low} to {low + 20} %" for low in ends[:-1]]).rename_axis("chance of leaving")
figures.bars(
    share.iloc[::-1], stands_out=share.index[0],
    finding=f"With a = 1 and b = 2, {share.iloc[0]:.0f} of 100 members have a low chance of leaving",
    says=f"Five bars, each shorter than the one above: from {share.iloc[0]:.0f} of 100 down to {share.iloc[-1]:.0f}.",
    xlabel="members (of 100)", ylabel="leaves each month",
)

# %% [markdown]
# ### Watch: how probable is one member's record?
#
# Suppose her chance of leaving is 0.2. Then she leaves at the end of month 3 with a chance of 0.8 × 0.8 × 0.2: she
# stays twice and leaves once. The chance that she is still there after three renewals is 0.8³.
#
# We do not know her 0.2. Averaged over a beta law, `k` goodbyes and `m` times of staying have the chance
# B(a + k, b + m) / B(a, b). B is the beta function, an integral that SciPy works out; `betaln` gives its logarithm.

# %%
a, b = 1.0, 2.0
left_in_3 = betaln(a + 1, b + 2) - betaln(a, b)
there_after_3 = betaln(a, b + 3) - betaln(a, b)
log_chances = np.where([True, False], left_in_3, there_after_3)
print(np.exp(log_chances), "and the sum of the logarithms", log_chances.sum())

# %% [markdown]
# The first record has a chance of 0.1, the second of 0.4. `np.where` takes the first value where
# the condition is True, else the second.
#
# The **likelihood** of a model is how probable it makes the data that you have. The chances of independent members
# multiply. So their logarithms add up, and that sum is what you compute.

# %% [markdown]
# ### Exercise 2: the likelihood of a Club
#
# Write `sbg_log_likelihood(a, b, members)`. `members` has `periods` and `left`, as above.
#
# - A member who left stayed `periods - 1` times and left once.
# - A member who is still there stayed `periods` times.
#
# Give the sum of the logarithms. For `a` 1, `b` 2 and `toy["club"]` it is {{sbg_log_likelihood}}. With it the data
# can choose `a` and `b`.

# %%
toy["club"]

# %% [answer] sbg_log_likelihood
def sbg_log_likelihood(a, b, members):
    # 1 measure
    n = members["periods"]
    ### BEGIN SOLUTION
    gone = betaln(a + 1, b + n - 1)
    there = betaln(a, b + n)
    logs = np.where(members["left"], gone, there) - betaln(a, b)
    # 2 summarise
    return logs.sum()
    ### END SOLUTION

# %% [test] sbg_log_likelihood 2
from classroom import check

check.on_page(sbg_log_likelihood, "03/sbg_log_likelihood")
### BEGIN HIDDEN TESTS
check.on_companies(
    sbg_log_likelihood, reference.sbg_log_likelihood, "03/sbg_log_likelihood", inputs=reference.club_of
)
### END HIDDEN TESTS

# %% [markdown]
# ## A contest: which curve sees the future?
#
# Fader and Hardie (2007, table 1) took up data that Berry and Linoff (2004) had published: how many of a firm's
# "High End" customers are still there, over twelve years. Suppose you stand at the end of year 7. Three curves are on offer: a line, a parabola, and your sBG.

# %%
shares = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
still = pd.Series(shares, name="still there (%)")
seen = still[:8]
curves = {}
for name, degree in {"line": 1, "parabola": 2}.items():
    curves[name] = np.polyval(np.polyfit(seen.index, seen, degree), still.index)
    off = seen - curves[name][:8]
    print(name, "R² up to year 7:", round(1 - off.var() / seen.var(), 3))

# %% [markdown]
# R² says how much of the ups and downs a curve explains: 1 is perfect. Guess `contest`: in year 12, which will be
# nearest to the truth: "line", "parabola" or "sBG"?

# %% [predict] contest minutes=0.5
study.predict("contest", ..., confidence=...)

# %% [markdown]
# Now fit yours. `minimize` looks for the numbers that make a function smallest. We hand it your sum, with a minus sign.
# Both numbers must stay above 0, so we search over their logarithms.

# %% folded minutes=0.1
# The first seven years as a table of 1,000 customers. 131 left in year 1, so 131 rows have a 1, and so on.
gone = -seen.diff().dropna() * 10
periods = np.repeat([*gone.index, 7], [*gone.round().astype(int), 491])  # 491 rows have a 7: they are still there
cohort = pd.DataFrame({"periods": periods, "left": np.arange(1000) < 509})

# %% [try] sbg_log_likelihood
# The paper has 0.668 and 3.806.
def loss(logs):
    return -check.answered(sbg_log_likelihood(*np.exp(logs), cohort), "sbg_log_likelihood")

found = np.exp(minimize(loss, [0.0, 0.0], method="Nelder-Mead").x)
print(f"Read aloud: a is {found[0]:.3f}, b is {found[1]:.3f}.")
print(f"So the model has {100 * found[0] / found.sum():.0f} of 100 leave in the first year. In the data {100 - still[1]:.0f} did.")

# %% [markdown]
# `classroom.clv` holds the same model, and fits it faster. From here on we use it, since you know what is in it.

# %%
high_end = clv.ShiftedBetaGeometric.fit(cohort["periods"], cohort["left"]).model
curves["sBG"] = 100 * high_end.survival(still.index)
at_12 = pd.Series({name: curve[-1] for name, curve in curves.items()})
study.compare("contest", (at_12 - still[12]).abs().idxmin())

# %% folded
ax = still.plot(ax=figures.axes(), ylabel="still there (%)", color="black", linewidth=3, xlim=(0, 13.9))
ax.annotate("truth", (12.1, still[12] + 3))
for name, curve in curves.items():
    ax.plot(still.index, curve)
    ax.annotate(name, (12.1, curve[-1] - 4))
ax.axvline(7, color="grey", linestyle=":")
ax.annotate("known up to here", (7, 92), ha="right", xytext=(-6, 0), textcoords="offset points")
finding = f"The curve with the best R² expects {at_12['parabola']:.0f} % in year 12, and {still[12]:.0f} % are there"
says = f"The parabola turns up again to {at_12['parabola']:.0f} %. The sBG ends at {at_12['sBG']:.0f} %, the line at {at_12['line']:.0f} %."
in_year_12 = pd.concat([at_12, pd.Series({"truth": still[12]})]).round().to_frame("year 12 (%)")
figures.show(ax, finding, says, xlabel="years since they joined", table=in_year_12)

# %% [markdown]
# A parabola knows nothing about customers. Up to year 7 it bends as the data do. Then it brings lost customers back.
# The line heads for zero. The sBG has two parameters, as the line has, and its story still holds after year 7.
#
# ### Fernhill's own Club
#
# First its survival curve, by the lines of your puzzle. Then hide the last twelve months, fit to the rest, and compare.
# Such data are a **holdout**: a later time, kept away from the model to test it.

# %% folded minutes=0.3
left_in = tenure[tenure["left"]]["periods"].value_counts().sort_index()
at_risk = pd.Series({month: (tenure["periods"] >= month).sum() for month in left_in.index})
club_curve = (100 * (1 - left_in / at_risk).cumprod()).reindex(range(25), method="ffill").fillna(100)
finding = f"Of 100 who join the Club, {club_curve[12]:.0f} are there after a year, {club_curve[24]:.0f} after two"
says = f"The curve falls fast, then slowly: from 100 to {club_curve[12]:.0f} in the first year, to {club_curve[24]:.0f} in the second."
ax = club_curve.plot(ax=figures.axes(), drawstyle="steps-post", ylabel="still members (of 100)", ylim=(0, 105), linewidth=3)
figures.show(ax, finding, says, xlabel="months since they joined", table=club_curve[::6].round().to_frame("still members (of 100)"))

# %%
cut = end - pd.Timedelta(days=365)
club_then = clv.tenures(members, cut)
sbg = clv.ShiftedBetaGeometric.fit(club_then["periods"], club_then["left"]).model
churn = club_then["left"].sum() / club_then["periods"].sum()
there_then = club_then[~club_then["left"]]
kept = ~tenure["left"].reindex(there_then.index)
print(f"Of {len(there_then)} members at the cut, {100 * kept.mean():.0f} of 100 are still there a year later.")

# %%
ahead_12 = sbg.survival(there_then["periods"] + 12) / sbg.survival(there_then["periods"])
a_year_on = pd.Series({"one mean rate": (1 - churn) ** 12, "sBG": ahead_12.mean(), "truth": kept.mean()}) * 100
figures.bars(
    a_year_on.iloc[::-1], stands_out="truth",
    finding="With one mean rate of leaving, you lose too many members",
    says=f"Three bars: one mean rate says {a_year_on.iloc[0]:.0f}, the sBG {a_year_on.iloc[1]:.0f}, and {a_year_on.iloc[2]:.0f} stayed.",
    xlabel="members at the cut who are there a year later (of 100)",
)
off_by = a_year_on - a_year_on["truth"]
by_chance = 196 * (kept.mean() * (1 - kept.mean()) / len(kept)) ** 0.5  # half the 95 % range of a share, in points
print(f"One mean rate is {-off_by.iloc[0]:.1f} of 100 too low. The sBG is {abs(off_by.iloc[1]):.1f} too {'high' if off_by.iloc[1] > 0 else 'low'}.")
print(f"Chance alone moves the share of {len(kept)} members by some {by_chance:.1f} either way. What lies beyond that, the story misses.")

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# A member has been there for two years. Is she worth more than one who joined yesterday? Did Fernhill make her
# loyal, or was she loyal from the start? What could Fernhill do that would tell the two apart? Decide alone, then
# compare.

# %% [markdown] more
# ### Who will renew? Look at use (more)
#
# The model knows how long members stay. It does not know *who* does. So take the members who joined at least a year
# ago and were still there after month 4. Split them into three groups by the benefits that they used in months 2 to 4. Guess `least_use`: of 100 who used
# *least*, how many are still members after a year?

# %% [predict] least_use more minutes=0.5
study.predict("least_use", ..., confidence=...)

# %% more folded
joined = members["started_on"].dt.to_period("M").dt.to_timestamp()
full = members[(members["started_on"] + pd.DateOffset(months=12) < end.tz_localize(None)) & ((tenure["periods"] > 4) | ~tenure["left"])]
use = load("usage").merge(full[["customer_id"]].assign(joined=joined), on="customer_id")
month = (use["month_on"].dt.year - use["joined"].dt.year) * 12 + use["month_on"].dt.month - use["joined"].dt.month
used = use[month.between(1, 3)].groupby("customer_id")["benefits_used"].sum()
used = full["customer_id"].map(used).fillna(0)

# %% more folded
third = pd.cut(used.groupby(full["plan"].astype(str)).rank(pct=True), [0, 1 / 3, 2 / 3, 1], labels=["least", "middle", "most"])
stayed = (~tenure["left"] | (tenure["periods"] > 12)).reindex(full.index)
stay = 100 * stayed.groupby(third, observed=True).mean()
study.compare("least_use", stay["least"])
figures.bars(
    stay.rename_axis("use").iloc[::-1], stands_out="most",
    finding=f"Those who used the Club most renewed most: {stay['most']:.0f} against {stay['least']:.0f} of 100",
    says=f"Bars by use in months 2 to 4: the least {stay['least']:.0f} of 100, the most {stay['most']:.0f} of 100 stay for a year.",
    xlabel=f"still members after a year (of 100; {len(full)} members in all)", ylabel="use",
)

# %% [markdown] more
# Use tells who renews. It does not prove that more use would keep people: those who like the Club use it.
# That is selection again (lesson 01).

# %% [markdown] more
# ### A claim on trial (more)
#
# You often read: *5 % more retention, 25 to 95 % more profit*. Two sources have been run together. An article, Reichheld
# and Sasser (1990), has 25 to 85 %, depending on the trade. A book, Reichheld (1996), has 35 to 95 %. Both compare the
# profit of one customer at two rates of staying, in today's money, and let it rise with each year that she stays. That is a calculation on paper, not a test of what
# firms did. Do one yourself, at 10 % a year:

# %% more
rates_of_staying = pd.Series([0.5, 0.6, 0.7, 0.8, 0.9], name="retention")
now, then = (rate / (1.1 - rate) for rate in (rates_of_staying, rates_of_staying + 0.05))
gain = pd.DataFrame({"value rises by (%)": (100 * (then / now - 1)).round()}).set_index(rates_of_staying)
figures.table_beside(gain, "Five points more retention, 10 % discount a year")

# %% [markdown] more
# So the rise is 20 to 41 %. That is large, but it is not magic. It is arithmetic on one customer's value. It counts
# no cost of keeping her, it treats everybody alike, and five *points* are not five *per cent*. We found no study in
# which profit rose by that much.

# %% [markdown]
# ## The shop, where nobody says goodbye
#
# Three customers of another shop came in week 0. All were last seen in week 20. Now it is week 39.
#
# - Ada has ordered once since her first order.
# - Ben has ordered four times since.
# - Cleo has ordered twelve times since.
#
# Guess `who_next`: who will order *least* next year: "Ada", "Ben" or "Cleo"?

# %% [predict] who_next minutes=0.5
study.predict("who_next", ..., confidence=...)

# %%
three = pd.DataFrame({"x": [1, 4, 12], "t_x": 20, "T": 39}, index=["Ada", "Ben", "Cleo"])
cdnow = clv.BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
three["orders next year"] = cdnow.expected(52, three["x"], three["t_x"], three["T"])
study.compare("who_next", three["orders next year"].idxmin())
three.round(2)

# %% [markdown]
# Cleo ordered most, and is expected to order least. Who orders every week or two and is then not seen for 19 weeks
# has most likely left. Ben is less likely to be there than Ada, but orders more often if
# he is. The four numbers are the published ones for CDNOW, a music shop (Fader, Hardie and Lee, 2005).

# %% [markdown]
# ## Three numbers for each customer
#
# The model needs three numbers: `x`, orders after the first; `t_x`, weeks from the first order to the last;
# and `T`, weeks from the first order to the end of the data.
#
# Beware of the word *recency*. In papers on these models it is `t_x`: large is good. At mailing firms it is
# the time *since* the last order: large is bad. Mixing them up spoils every number that follows.

# %% [markdown]
# ### Watch: first, last and number
#
# A customer with one order has `x` = 0 and `t_x` = 0. Keep her in the table.

# %%
page = toy["orders"]
by_customer = page.groupby("customer_id")["week"]
pd.DataFrame({"orders": by_customer.size(), "first": by_customer.min(), "last": by_customer.max()})

# %% [markdown]
# ### Exercise 3: boil it down
#
# Write `summary(orders)`. `orders` has one row per order, with `customer_id` and `week`. The data end with the last order
# in the table. Give a table with one row per `customer_id` and the columns `x`, `t_x` and `T`. For `toy["orders"]`:
#
# {{summary}}
#
# This is all that the model ever sees of a customer.

# %% [answer] summary
def summary(orders):
    ### BEGIN SOLUTION
    # 2 measure
    times = orders.groupby("customer_id")["week"]
    first, last = times.min(), times.max()
    # 3 summarise
    end = orders["week"].max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": last - first, "T": end - first})
    ### END SOLUTION

# %% [test] summary 2
from classroom import check

check.on_page(summary, "03/summary")
### BEGIN HIDDEN TESTS
check.on_companies(summary, reference.summary, "03/summary", inputs=reference.all_weeks)
### END HIDDEN TESTS

# %% [markdown]
# ## A story of buying and leaving
#
# 1. While she is there, a customer orders at random, at a pace of her own. The pace differs between customers, by a
#    gamma law with `r` and `alpha`. Its mean is r / alpha orders a week.
# 2. After each order *from the second on*, she may leave for good, with a chance of her own: a beta law with
#    `a` and `b`, as in the Club.
#
# If `r` is small, or `a` and `b` are, customers differ much. This is the BG/NBD model.

# %% [markdown]
# Each record has two ways to come about: she is still there, or she left right after her last order. Only one of them can be
# true, so their chances add up. `np.logaddexp` adds chances that are given as logarithms.

# %%
print(np.exp(np.logaddexp(np.log(0.2), np.log(0.1))).round(3))

# %% [markdown]
# ### Watch: three terms for each customer
#
# The paper gives the chances, and the next cell writes them down, as logarithms:
#
# - `front` belongs to both ways: it comes from paces that differ.
# - `there`: she stayed after each of her `x` orders, and was silent up to `T` by chance.
# - `left`: she left right after the last one, so her pace was seen up to `t_x` only. Where `x` is 0 nobody can have
#   left: a 0 stands there, and means nothing.

# %%
def three_terms(r, alpha, a, b, customers):
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return pd.DataFrame({"x": x, "front": front, "there": there, "left": left.where(x > 0, 0)})

toy["terms"]

# %% [markdown]
# ### Exercise 4: the likelihood of a shop
#
# Write `bgnbd_log_likelihood(terms)`. `terms` has one row per customer and the four columns above. For each customer
# take `front` and add both ways together, or `there` alone if `x` is 0. Then sum over customers.
#
# For `toy["terms"]` it is {{bgnbd_log_likelihood}}. The best `r`, `alpha`, `a` and `b` have the largest sum.

# %% [answer] bgnbd_log_likelihood
def bgnbd_log_likelihood(terms):
    ### BEGIN SOLUTION
    # 2 measure
    both = np.logaddexp(terms["there"], terms["left"])
    ways = np.where(terms["x"] > 0, both, terms["there"])
    # 3 summarise
    return (terms["front"] + ways).sum()
    ### END SOLUTION

# %% [test] bgnbd_log_likelihood 1
from classroom import check

check.on_page(bgnbd_log_likelihood, "03/bgnbd_log_likelihood")
### BEGIN HIDDEN TESTS
check.on_companies(
    bgnbd_log_likelihood, reference.bgnbd_log_likelihood, "03/bgnbd_log_likelihood", inputs=reference.terms_of
)
### END HIDDEN TESTS

# %% [markdown]
# On CDNOW's 2,357 customers your function peaks at .243, 4.414, .793 and 2.426, the numbers that you met above. Its
# value there is −9,582.4 (Fader, Hardie and Lee, 2005).

# %% [markdown]
# ## Fernhill's own time
#
# Before Christmas Fernhill sells far more than in a usual month. A model with a steady pace takes the rush for a
# lasting change. So measure time in **season-adjusted weeks**: weeks of the average season, on a clock that runs
# faster when business is brisk. The table `clock` has them by day. (We made this season, so it is known beforehand. A real
# firm would take it from the years before.) To see what it is worth, fit the model to the first
# two years, and forecast what these customers ordered in the third: once on each clock.

# %%
clock = load("clock").set_index("date_on")["season_week"]
orders["day"] = orders["ordered_at"].dt.tz_localize(None).dt.normalize()
orders["season"] = orders["day"].map(clock).astype(float)
orders["calendar"] = (orders["day"] - orders["day"].min()).dt.days / 7

# %% [try] bgnbd_log_likelihood
# Your likelihood and the fast fit should agree to three digits.
histories = check.table(summary(orders.assign(week=orders["season"])), "summary", index="customer_id")
fit = clv.BGNBD.fit(histories["x"], histories["t_x"], histories["T"])
mine = check.answered(bgnbd_log_likelihood(three_terms(*fit.parameters.values(), histories)), "bgnbd_log_likelihood")
print(f"Fast fit: {fit.log_likelihood:,.2f}. Yours at the same numbers: {mine:,.2f}.")

# %%
past, future = orders[orders["ordered_at"] < cut], orders[orders["ordered_at"] >= cut]
really = future[future["customer_id"].isin(past["customer_id"])]
of_100 = {}
for week in ("calendar", "season"):
    when = past.groupby("customer_id")[week]
    known = pd.DataFrame({"x": when.size() - 1, "t_x": when.max() - when.min(), "T": past[week].max() - when.min()})
    law = clv.BGNBD.fit(known["x"], known["t_x"], known["T"]).model
    of_100[week] = 100 * law.expected(52, known["x"], known["t_x"], known["T"]).sum() / len(really)
print(f"For every 100 orders that came, the model expects {of_100['calendar']:.0f} by the calendar, {of_100['season']:.0f} by the season.")

# %% [markdown]
# 100 would be perfect. By the calendar, a rush is taken for a lasting change. From here on, all weeks are season-adjusted.

# %% [markdown] minutes=1
# ## A good place to stop
#
# So far: with a contract you see who leaves. A mean rate loses too many, and a good fit can be a bad guide. For a
# shop you have a story, too, and a clock.
#
# Which of a customer's three numbers would you ask for first? Write it on paper.
#
# To go on another day, select the next cell and choose *Run All Above Selected Cell*. If it stops at a check that you
# have not solved, select the cell below and choose *Run Selected Cell and All Below*.

# %%
study.progress()

# %% [markdown] sitting
# ## Second sitting: catch the analyst
#
# (Which of the three numbers did you write down? None will do alone. Cleo's twelve orders mean little without her
# silence, and that takes `t_x` and `T`.)
#
# Tom Reyes, an analyst, forecasts how often a new customer orders again in her first year. His note:
#
# > 1. I fitted the model to the first two years, and kept the third as a holdout.
# > 2. Most one-time buyers are gone, so I left them out. The fit is cleaner.
# > 3. In a second version I kept only those who also ordered in the third year: these are the active ones.

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# Which sentence uses the future? Which one throws away the most common kind of customer? Decide alone, then compare.

# %% folded minutes=0.5
tries = {"everybody": known, "without one-time buyers": known[known["x"] > 0]}
toms = {name: clv.BGNBD.fit(some["x"], some["t_x"], some["T"]).model for name, some in tries.items()}
first_year = pd.Series({name: float(law.expected_new(52)) for name, law in toms.items()})
figures.table_beside(first_year.round(1).to_frame("orders"), "Further orders of a new customer in her first year", digits=1)
print(f"Read aloud: without one-time buyers the forecast is {first_year.iloc[1] / first_year.iloc[0]:.1f} times as high.")

# %% [markdown]
# One-time buyers matter most here, because a newcomer may become one. Tom's third sentence picks people by what they
# did in the very year that he forecasts. That is a leak.

# %% [markdown]
# ### A quirk of the model: one-time buyers never leave
#
# In this model nobody can leave before a second order. So it says that each one-time buyer is still there, even
# after three years. In another model, Pareto/NBD, people may leave at any time (Schmittlein, Morrison and Colombo, 1987).
#
# Take customers who ordered once, more than 78 weeks ago. Guess `there_by_pareto`: of 100, how many are still there by
# Pareto/NBD?

# %% [predict] there_by_pareto minutes=0.5
study.predict("there_by_pareto", ..., confidence=...)

# %% folded minutes=0.5
once = known[(known["x"] == 0) & (known["T"] > 78)]
both = {"Pareto/NBD": clv.ParetoNBD.fit(known["x"], known["t_x"], known["T"]).model, "BG/NBD": toms["everybody"]}
alive = {name: 100 * law.p_alive(once["x"], once["t_x"], once["T"]).mean() for name, law in both.items()}
caption = f"{len(once)} customers who ordered once, over 78 weeks ago"
study.compare("there_by_pareto", alive["Pareto/NBD"])
figures.table_beside(pd.Series(alive).to_frame("still there (of 100)").round(), caption)

# %% [markdown]
# Never read P(alive), the chance that she is still there, as a fact about a person. A rule such as "below 30 % she is
# lost" never fires for one-time buyers. It does fire for good customers who take a break.

# %% [markdown] more
# ### Do the two models disagree on orders? (more)
#
# Both forecast about the same number of orders. That does not make it right: both saw the same customers.

# %% more
for name, law in both.items():
    print(f"{name}: {law.expected(52, known['x'], known['t_x'], known['T']).sum():,.0f} orders in the third year")
print(f"{len(really):,} orders came.")

# %% [markdown] more
# ### What if? First think, then move (more)
#
# The explorer asks three questions about one customer. Write a guess for each before you move a slider. The cell
# after it says the same in words.

# %% more minutes=3
explore.lifetime()

# %% more
explore.lifetime_text(x=12)

# %% [markdown]
# ### A forecast that you did not make
#
# Next month others will forecast what each *known* customer brings in the next 52 weeks. Their table has `p_alive`, the
# chance that she is still there; `orders`, the number expected; and `margin_eur`, the margin of these orders. Expected
# orders are a mean over many like her: 0.7 does not mean a chance of 70 %, and 2.3 is possible. They lie ahead, so the
# past is not in them.
#
# Finance knows three numbers from elsewhere: how many customers there are, their expected orders in all, and the margin
# of these. Here are four forecasts, with these numbers.

# %%
for one in toy.shown("forecast"):
    print(f"Forecast {one.letter} is {'right' if one.right else 'wrong'}.")
    print(one.result.round(2), one.data, sep="\n")

# %% [markdown]
# Write `check_forecast(result, data)`. Return `""` if you accept the forecast, else your reason in a few words.
# Ask three things. Are all customers there? Do `orders` and `margin_eur` match their totals to within 0.01? Is each
# `p_alive` a share between 0 and 1? (Floats are never exact: accept 1.0000001 as 1.)
#
# You earn points for each kind of slip that you catch. You lose as many if you reject forecasts that are right.

# %% [check] forecast 3
def check_forecast(result, data):
    reason = ...
    ### BEGIN SOLUTION
    same = len(result) == data["customers"]
    down = [abs(result[part].sum() - data[part]) < 0.01 for part in ("orders", "margin_eur")]
    reason = "" if same and all(down) and all(result["p_alive"].between(-0.001, 1.001)) else "wrong"
    ### END SOLUTION
    return reason

# %% [markdown] more
# ### How much does she spend? (more)
#
# One order of 300 euros: is she a big spender, or was it a big day? The gamma-gamma model draws each customer's mean
# towards the mean of all, and the more so the fewer orders she has (Fader, Hardie and Lee, 2005b). It assumes that
# spend and pace are independent. At Fernhill, those who order often spend a little more, so the model is a little too
# low for them.

# %% more
value = orders["order_id"].map(paid).groupby(orders["customer_id"]).mean()
number = orders.groupby("customer_id").size()
spend_law = clv.GammaGamma.fit(number, value).model
two = spend_law.expected_value([1, 20], [300.0, 300.0])
print(f"One order of 300 euros: expect {two[0]:.0f}. Twenty orders of 300: expect {two[1]:.0f}.")
print(f"Spend and number of orders, correlation of ranks: {value.rank().corr(number.rank()):.2f}")

# %% [markdown]
# ## What is a newcomer worth?
#
# A newcomer has no history. So judge her by those who came through the same channel. Take what is left of each
# of their orders after goods, refunds, packing and questions, as in lesson 01. (Orders of the last week may still be
# sent back. They are about one in a hundred.)

# %% folded minutes=0.2
rates = load("activity_costs").set_index("activity")["rate_eur"]
returns, tickets = load("returns"), load("tickets")
goods = (lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["order_id"]).sum()
back = returns[["refund_eur", "handling_cost_eur"]].sum(axis=1).groupby(returns["order_id"]).sum()
asked = (tickets["goodwill_eur"].fillna(0) + rates["ticket"]).groupby(tickets["order_id"]).sum()
orders["revenue_eur"] = orders["order_id"].map(paid)
orders["margin_eur"] = orders["revenue_eur"] - (orders["ordered_by"] + "_order").map(rates)
for part in (goods, back, asked):
    orders["margin_eur"] -= orders["order_id"].map(part).fillna(0)

# %% [markdown]
# We leave out everybody who first appears in the first half-year of the books. Many of them came long before. Lesson 01
# left out a quarter; a forecast of newcomers needs more care. Then we make one fit for each channel. The horizon is 156
# weeks, three years. Later orders are discounted by 10 % a year.

# %% folded minutes=0.2
new = orders[first_at >= orders["ordered_at"].min() + pd.Timedelta(days=182)].copy()
new["first"] = ~new["customer_id"].duplicated()
new["channel"] = new["customer_id"].map(came_by)
season = clv.Season.of(load("clock"))
history = clv.summarise(new, clock=season)
fits, ahead = {}, {}
for name, its in history.groupby(came_by.reindex(history.index)):
    fits[name] = clv.BGNBD.fit(its["x"], its["t_x"], its["T"])
    ahead[name] = float(clv.lifetime_value(fits[name].model, 156, discount=0.1))
by_fits = pd.Series(ahead).rename_axis("channel")

# %% [markdown]
# ### Will next year's newcomers be like these?
#
# Nora pays for people who are not in the books yet. Your fits speak for the newcomers of three years. So hide the last
# year, as you did for the Club. Fit a model to those who came earlier, as they stood when that year began. Then let the
# model forecast those who came in it.
#
# Guess `third_year`: for every 100 later orders that the last year's newcomers placed, how many does it expect?

# %% [predict] third_year minutes=0.5
study.predict("third_year", ..., confidence=...)

# %% folded minutes=0.2
early = clv.summarise(new[new["ordered_at"] < cut], until=cut, clock=season)
recent = history.drop(early.index)
before = clv.BGNBD.fit(early["x"], early["t_x"], early["T"])
print(f"{len(early):,} newcomers came before the last year, and {len(recent):,} in it.")

# %% [markdown]
# ### Exercise 5: how far does the forecast overshoot?
#
# Write `overshoot(newcomers, r, alpha, a, b)`. `newcomers` has one row for each who came in the last year: `x`, `t_x` and
# `T`, as above. `clv.BGNBD(r, alpha, a, b)` is the model of the earlier ones. Its `expected_new(weeks)` says how many orders
# after the first it expects of a newcomer in her first `weeks` weeks; `weeks` may be a column.
#
# Give one number: all later orders that the model expects up to the end of the data, over all that came. For
# `toy["third"]`, 0.5, 4, 0.8 and 2.5 it is {{overshoot}}. It tells you whether to trust your fits with next year.

# %%
toy["third"]

# %% [answer] overshoot
def overshoot(newcomers, r, alpha, a, b):
    ### BEGIN SOLUTION
    # 2 measure
    expected = clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"])
    # 3 summarise
    return expected.sum() / newcomers["x"].sum()
    ### END SOLUTION

# %% [test] overshoot 2
from classroom import check

check.on_page(overshoot, "03/overshoot")
### BEGIN HIDDEN TESTS
check.on_companies(overshoot, reference.overshoot, "03/overshoot", inputs=reference.last_years)
### END HIDDEN TESTS

# %% [try] overshoot
# Earlier newcomers promise more than the last ones keep.
too_many = check.answered(overshoot(recent, *before.parameters.values()), "overshoot")
study.compare("third_year", 100 * too_many)
later = by_fits / too_many
by_both = pd.DataFrame({"by the fits": by_fits, "divided": later})
figures.table_beside(by_both.round(1), "Later orders of a newcomer in three years, discounted", digits=1)
print(f"Read aloud: for every 100 later orders that came, the model expected {100 * too_many:.0f}.")

# %% [markdown]
# Is that more than luck? Draw crowds of customers (lesson 01). For each crowd, the model must be fitted again, and the
# holdout checked again. `clv.refitted` moves a fit to each crowd in one quick step.

# %% folded minutes=0.2
rng = np.random.default_rng(seed=3)
each = history.assign(
    first=new[new["first"]].set_index("customer_id")["margin_eur"],
    rest=new[~new["first"]].groupby("customer_id")["margin_eur"].sum(),
).fillna({"rest": 0})
drawn = rng.multinomial(len(each), [1 / len(each)] * len(each), 1000)  # crowds × customers
old, young = each.index.isin(early.index), each.index.isin(recent.index)
moved = clv.refitted(before, (early["x"], early["t_x"], early["T"]), drawn[:, old])
expected = [crowd @ law.expected_new(recent["T"]) for crowd, law in zip(drawn[:, young], moved)]
over = np.array(expected) / (drawn[:, young] @ recent["x"])
ends_of_over = 100 * np.quantile(over, [0.025, 0.975])
print(f"Read aloud: in the middle 95 of 100 crowds it expected {ends_of_over[0]:.0f} to {ends_of_over[1]:.0f}.")

# %% [markdown]
# Why divide, even if the range reaches 100? Fernhill wins more people each year, and later ones order less (lesson 02).
#
# Why by *this* model? Your six fits have seen the last year, and a year that a model has seen is no test. In the
# truth of forty companies like yours, the model expected 116 for every 100. Undivided, worth came out
# some 20 % too high; divided, some 7 %: a reason to take the low end later on.
#
# A first order needs no forecast: take those of the last year. All this supposes that next year's newcomers are no weaker,
# that all channels have lost the same share, and that it holds for three years.

# %% folded minutes=0.2
counted = new[~new["first"] | new["customer_id"].isin(recent.index)]
firsts = new[new["first"]]["margin_eur"].groupby(new["customer_id"].isin(recent.index)).mean()
print(f"Read aloud: a first order left {firsts[True]:.1f} euros in the last year, and {firsts[False]:.1f} before.")

# %% [markdown]
# ### Mail her, or not?
#
# One cost of serving is still missing: catalogues and e-mails, which go to nearly everybody. What would three years of
# them cost? And what do they bring? Your data cannot tell, since everybody was mailed. In the truth of the forty
# companies, about 7 of 100 orders came from mailings and offers.

# %% folded minutes=0.2
mail = load("touches").groupby("customer_id")["cost_eur"].sum().reindex(history.index, fill_value=0)
by = came_by.reindex(history.index)
euros_today = (1.1 ** (-np.arange(156) / 52)).sum()  # of one euro in each of 156 weeks
mailing = mail.groupby(by).sum() / history["T"].groupby(by).sum() * euros_today
of_later = new[~new["first"]].groupby("channel")["margin_eur"].mean()
brings = 0.07 * by_fits * of_later  # at most: the overshoot is not taken off
print(f"Three years of mailings cost {mailing.min():.0f} to {mailing.max():.0f} euros, and bring {brings.min():.1f} to {brings.max():.1f}.")

# %% [markdown]
# In every channel, they cost far more than they bring. So from here on, a newcomer is worth what she leaves if *not
# mailed*, though today she is. (Whom to mail is a question for lesson 04.)
#
# ### Exercise 6: worth by channel
#
# Write `channel_value(orders, later)`. `orders` has one row per order: `channel`, `first` (True for a customer's
# first order), `revenue_eur` and `margin_eur`. `later` is a Series: the later orders that are expected, by channel.
#
# Give one value per `channel` (a Series, in euros): the mean margin of a first order, plus the expected later
# orders times the mean margin of a later order. For `toy["sales"]` and `toy_later` it is {{channel_value.search}} for
# search and {{channel_value.store}} for store.

# %%
toy_later = toy["later"].set_index("channel")["orders"]  # search 3, store 2
toy["sales"]

# %% [answer] channel_value
def channel_value(orders, later):
    ### BEGIN SOLUTION
    # 2 measure
    one = orders[orders["first"]].groupby("channel")["margin_eur"].mean()
    more = orders[~orders["first"]].groupby("channel")["margin_eur"].mean()
    # 3 summarise
    return one + later * more
    ### END SOLUTION

# %% [test] channel_value 2
from classroom import check

check.on_page(channel_value, "03/channel_value")
### BEGIN HIDDEN TESTS
check.on_companies(channel_value, reference.channel_value, "03/channel_value", inputs=reference.by_channel)
### END HIDDEN TESTS

# %% [try] channel_value
# Cheap channels should be worth less.
divide_by = check.answered(overshoot(recent, *before.parameters.values()), "overshoot")
not_mailed = 0.93 * by_fits / divide_by  # 7 of 100 come from mailings and offers
worth = check.series(channel_value(counted, not_mailed), "channel_value", index="channel").sort_values()
study.compare("store_worth", worth["store"])
figures.bars(
    worth, stands_out="store",
    finding=f"A newcomer is worth {worth.iloc[0]:.0f} euros by {worth.index[0]} and {worth.iloc[-1]:.0f} by {worth.index[-1]}",
    says=f"Six bars from {worth.iloc[0]:.0f} to {worth.iloc[-1]:.0f} euros.",
    xlabel="margin over three years, if not mailed (today's euros)", ylabel="channel",
)

# %% [markdown]
# ## What does the next one cost?
#
# Nora divides spend by all customers. But the cheap ones come first. The **marginal cost** is what
# one more costs. In a *raised month* a channel spent at least one and a half times the usual for the
# season. Then it spent `r` times the usual, and `q` times as many came.

# %% [markdown]
# ### Watch: three costs of one channel
#
# Usually 100 euros win 10 newcomers. In a raised month 250 euros win 15. So `r` is 2.5 and `q` is 1.5.
#
# - On average, one costs 250 / 15 = 16.7 euros, 1.67 times the usual.
# - The 5 *extra* ones cost 150 euros, or 30 each.
# - The *next* one costs more still, since each extra euro wins fewer than the last. Along the curve of
#   Little (1970) she costs `r / q` times what the extra ones cost: 30 × 1.67 = 50.
#
# The *first* extra one costs 30 / 1.67 = 18, though those before her cost 10 on average. So the cost rises
# by the same factor each time, 1.67: 18, 30, 50. (Another curve: Blattberg and Deighton, 1996.)

# %% [markdown]
# ### Exercise 7: three costs of each channel
#
# Write `next_cost(channels)`. `channels` has one row per channel, with the channel as its index: `usual`, what one
# newcomer costs on average in usual months (euros), and `r` and `q` as above. Give a table with the same rows and three
# columns, in euros:
#
# - `average`: what one costs in raised months, on average
# - `extra`: what each of the extra ones costs, on average
# - `next`: what the next one costs, along Little's curve
#
# For `toy["raised"]`:
#
# {{next_cost}}
#
# Nora looks at the first column. Your limits must be held against the last.

# %%
toy["raised"].set_index("channel")

# %% [answer] next_cost
def next_cost(channels):
    ### BEGIN SOLUTION
    # 2 measure
    dearer = channels["r"] / channels["q"]
    extra = channels["usual"] * (channels["r"] - 1) / (channels["q"] - 1)
    # 3 summarise
    return pd.DataFrame({"average": channels["usual"] * dearer, "extra": extra, "next": extra * dearer})
    ### END SOLUTION

# %% [test] next_cost 2
from classroom import check

check.on_page(next_cost, "03/next_cost")
### BEGIN HIDDEN TESTS
check.on_companies(next_cost, reference.next_cost, "03/next_cost", inputs=reference.raised_of)
### END HIDDEN TESTS

# %% folded minutes=0.2
# From the fourth month on: many who first show up in the first three are older than the books.
by_month = spend.pivot(index="month_on", columns="channel", values="spend_eur").astype(float).iloc[3:]
signed_up = customers["signed_up_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
came = pd.crosstab(signed_up, customers["acquisition_channel"]).reindex(by_month.index)[by_month.columns]
price = pd.DataFrame(clv.costs_of_winning(by_month, came), by_month.columns)
channels = price[["usual"]].assign(r=price["times"], q=price["times"] * price["usual"] / price["raised"])

# %% [try] next_cost
# `clv.costs_of_winning` found r and q. It knows your three costs, too: they are in `price`.
my_costs = check.table(next_cost(channels), "next_cost", index="channel")
study.compare("next_times", (price["next"] / price["usual"]).median())
shown = channels.join(my_costs)
figures.table_beside(shown.round(1), "Euros per newcomer: in usual months; in raised months on average, the extra ones, the next one", digits=1)

# %% folded minutes=0.2
by_store = price.loc["store"]
most, wears = by_store["times"], min(by_store["saturation"], 0.99)  # the curve's one number: 0 is a straight line
grid = np.linspace(0, 1.2 * most, 60)
bend = 1 - wears + wears * most
top, rise = 100 * most / bend, 100 * (1 - wears) / bend**2  # newcomers in a raised month, and for a little more spend
marks = {"on average": (most / 2, top / 2, 8, -16), "extra ones": (1, 100, 10, -14), "next one": (1.1 * most, top, 4, -22)}

# %% folded minutes=0.5
ax = figures.axes()
ax.plot(grid, 100 * grid / (1 - wears + wears * grid), color="black", linewidth=3)
for color, (name, (x, y, right, up)) in zip(figures.palette(3), marks.items()):
    start = {"on average": (0, 0), "extra ones": (1, 100), "next one": (1.4 * most, top + rise * 0.4 * most)}[name]
    ax.plot([start[0], most], [start[1], top], color=color, linestyle="--", linewidth=2)
    ax.annotate(name, (x, y), color=color, xytext=(right, up), textcoords="offset points")
ax.plot([1, most], [100, top], "o", color="black")
finding = f"By store, {most:.1f} times the spend brought {most / bend:.1f} times as many newcomers"
extra_one = by_store["next"] * by_store["usual"] / by_store["raised"]
says = f"The flatter a line, the dearer: {by_store['raised']:.0f} euros on average, {extra_one:.0f} for an extra one, {by_store['next']:.0f} for the next."
figures.show(ax, finding, says, xlabel="spend (times the usual)", ylabel="newcomers (100 in a usual month)", table=price.loc[["store"], ["usual", "raised", "next"]].round())

# %% [markdown]
# On average a newcomer by store is still cheap beside her worth, but the next one costs several times what one costs in
# usual months. So Nora may be right to spend more, and yet go too far.

# %% [markdown] minutes=1
# ### Talk to your neighbour
#
# This reading of raised months rests on five things that the data cannot prove. Which do you doubt most? Decide alone,
# then compare.
#
# - Spend was not raised because more people were coming anyway. (Each year, a different quarter was raised.)
# - Whatever else changes how many come changes it in all channels alike.
# - The extra ones would not have come later, or through another channel.
# - They are worth as much as the usual ones.
# - Spend and newcomers of a channel lie on one curve of Little's.
#
# Only a trial, in which chance decides where to spend more, would settle them.

# %% [markdown]
# ## How sure are you?
#
# Your crowds gave the range of the overshoot. Now they move the six fits and the margins, too, so each crowd has a worth
# for each channel. How many come in a month varies as counts do, and with it the cost of the next one.

# %% folded minutes=0.2
def crowd_values(name):
    here = (came_by.reindex(each.index) == name).to_numpy()
    them, times_drawn = each[here], drawn[:, here]
    models = clv.refitted(fits[name], (them["x"], them["t_x"], them["T"]), times_drawn)
    later_ones = 0.93 * np.array([clv.lifetime_value(law, 156, discount=0.1) for law in models]) / over
    each_leaves = times_drawn @ them["rest"] / (times_drawn @ them["x"])
    first_one = drawn[:, here & young] @ each["first"][here & young] / drawn[:, here & young].sum(axis=1)
    return first_one + later_ones * each_leaves

# %% folded minutes=0.2
drawn_next = clv.costs_of_winning(by_month, rng.poisson(came, (1000, *came.shape)))["next"]
crowds = pd.concat([
    pd.DataFrame({"draw": range(1000), "channel": name, "value_eur": crowd_values(name), "next_eur": drawn_next[:, place]})
    for place, name in enumerate(by_month.columns)
])
toy["crowds"]  # the page's crowds, with the same columns

# %% [markdown]
# ### Exercise 8: from crowds to limits
#
# Write `limits(crowds)`. `crowds` has one row for each draw and channel: `value_eur`, what a newcomer is worth
# in this crowd, and `next_eur`, what the next one costs. Give a table with one row per `channel`:
#
# - `low_eur` and `high_eur`: the ends of the middle 95 of 100 values, as `quantile` gives them by default
# - `pays`: the share (0 to 1) of crowds in which she is worth more than the next one costs
#
# For `toy["crowds"]`:
#
# {{limits}}

# %% [answer] limits
def limits(crowds):
    ### BEGIN SOLUTION
    # 2 measure
    value = crowds.groupby("channel")["value_eur"]
    pays = (crowds["value_eur"] > crowds["next_eur"]).groupby(crowds["channel"]).mean()
    # 3 summarise
    return pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975), "pays": pays})
    ### END SOLUTION

# %% [test] limits 2
from classroom import check

check.on_page(limits, "03/limits")
### BEGIN HIDDEN TESTS
check.on_companies(limits, reference.limits, "03/limits", inputs=reference.crowds_of)
### END HIDDEN TESTS

# %% [try] limits
# Your memo can say how sure you are: `pays` also reflects how unsure the next one's cost is.
pays = 100 * check.table(limits(crowds), "limits", index="channel")["pays"]
print(f"At raised spend the next one by {pays.idxmax()} pays in {pays.max():.0f} of 100 crowds, by {pays.idxmin()} in {pays.min():.0f}.")
print("The further a channel is below 50, the sooner to stop there.")

# %% folded minutes=0.2
by_range = crowds.groupby("channel")["value_eur"].quantile([0.025, 0.5, 0.975]).unstack().sort_values(0.5)
next_cost_now = price["next"].reindex(by_range.index)
spread = crowds.groupby("channel")["next_eur"].quantile([0.025, 0.975], interpolation="nearest")  # some cost is without end
spread = spread.unstack().reindex(by_range.index)
edge, low = 1.3 * by_range.max().max(), by_range[0.025]
dear = [name for name in by_range.index if next_cost_now[name] > low[name]]
beyond = spread.assign(now=next_cost_now).max(axis=1) > edge

# %% folded minutes=0.5
ax = figures.axes()
ax.hlines(by_range.index, low, by_range[0.975], linewidth=9, color="0.8")
ax.plot(by_range[0.5], by_range.index, "|", color="black", markersize=14)
ax.hlines(by_range.index, spread[0.025].clip(upper=edge), spread[0.975].clip(upper=edge), linewidth=2, color=figures.palette(1)[0])
ax.plot(next_cost_now.clip(upper=edge), by_range.index, "D", color=figures.palette(1)[0])
ax.plot([1.03 * edge] * beyond.sum(), by_range.index[beyond], ">", color=figures.palette(1)[0])
finding = f"In {len(dear)} of {len(by_range)} channels the next one costs more than the low end of her worth"
says = "Grey: range and middle of a newcomer's worth. Diamond and line: what the next one costs, and its range. Arrow: it goes on. "
says += f"By store she is worth {low['store']:.0f} to {by_range.loc['store', 0.975]:.0f} euros, and the next one costs {next_cost_now['store']:.0f}."
by_channel = by_range.join(next_cost_now.rename("next costs")).join(spread.add_prefix("next ")).iloc[::-1]
by_channel = by_channel.set_axis(["low", "middle", "high", "next costs", "from", "to"], axis=1)
figures.show(ax, finding, says, xlabel="euros per newcomer, if not mailed", ylabel="channel", table=by_channel.round())

# %% [markdown]
# The ranges cover chance, but not a wrong model. One channel may have weakened more than the others. In the truth of
# the forty companies, about 8 in 10 ranges held what a channel's own newcomers of the last year are worth. Count on
# 8 in 10, and not on 95 in 100.

# %% [markdown]
# Which point of the range should be the limit? In the truth of these companies we looked up what a year's newcomers
# leave if they are not mailed, less what winning them costs. Say that the best of all limits earn 100. Guess
# `plan_earns`: how much does Nora's plan earn, with no limits at all?

# %% [predict] plan_earns minutes=0.5
study.predict("plan_earns", ..., confidence=...)

# %% folded minutes=0.5
in_truth = pd.DataFrame(
    {"as good as the last year's": [88.8, 97.6, 99.2, 99.9], "a fifth weaker": [91.9, 94.0, 99.8, 98.7]},
    index=["spend as now", "Nora's plan", "limits at the low ends", "limits at the middles"],
)
study.compare("plan_earns", 97.6)
figures.table_beside(in_truth, "Of 100 that the best limits earn, if next year's newcomers are: (middle of forty companies)", digits=1)

# %% [markdown]
# A fifth weaker: so were newcomers of the last three months there, beside those of the last year. The table supposes that
# you stop where the next one *truly* costs the limit. If you stop where the raised months put it, low ends beat Nora's
# plan in 25 of the 40 only, and middles in 30. So watch, week by week, what the next one costs.

# %% [markdown]
# Middles did a little better there. Still we take the **low end**: newcomers have become weaker, and we know of
# nothing that should stop it. If they do not, low ends cost you little (99.2 instead of 99.9). If they do, you
# gain more (99.8 instead of 98.7). If you know that the fall is over, take the middle.
#
# Now write down *your* limits, in euros, for newcomers who are not mailed:

# %%
my_limits = {"search": ..., "social": ..., "marketplace": ..., "referral": ..., "store": ..., "email": ...}

# %% folded minutes=0.2
# Where the next one costs your limit, along Little's curve.
if ... in my_limits.values():
    print("`my_limits` is not filled in, so the low ends are taken. Your debrief will say that you gave none.")
limit = low if ... in my_limits.values() else pd.Series(my_limits).reindex(low.index)
bends = price["saturation"].reindex(low.index).clip(0.01, 0.99)  # 0: the next one costs as much as the others
usual = price["usual"].reindex(low.index)

def stop_at(most_eur):
    times_usual = ((most_eur.clip(lower=0) * (1 - bends) / usual) ** 0.5 - 1 + bends) / bends
    return times_usual.clip(lower=0)

# %% folded minutes=0.5
if_mailed = limit + brings - mailing
plan = pd.DataFrame({"limit": limit, "next, usual": usual / (1 - bends), "next, raised": next_cost_now})
plan["stop at (times usual)"], plan["limit if mailed"] = stop_at(limit), if_mailed
caption = "Your limits; the next one in usual and in raised months; where to stop; your limit less what mailings cost"
figures.table_beside(plan.round(1), caption, digits=1)
further = ", ".join(plan.index[plan["stop at (times usual)"] > price["times"].reindex(plan.index)]) or "none"
print(f"Channels in which your limit allows even more than Nora wants: {further}.")

# %% [markdown]
# The fourth column answers Nora, who wants about 2.5 everywhere. The last one says what you may pay if newcomers are
# mailed as now. Below zero, one costs money even if she came for free.
#
# ### How much is at stake?
#
# What would a year's newcomers leave, at their middle worth and along your curves, once the spend is taken off? That
# depends on the mailings. Fernhill mails nearly everybody, so the table has both: as now, and without.

# %% folded minutes=0.5
def a_year(times_usual, each):
    people = 12 * came.mean() * times_usual / (1 - bends + bends * times_usual)
    return (people * each - 12 * came.mean() * usual * times_usual).sum() / 1000

plans = {"spend as now": 1, "Nora's plan": price["times"], "my limits": stop_at(limit), "limits if mailed": stop_at(if_mailed)}
ways = {"left, if mailed as now": by_range[0.5] + brings - mailing, "left, if not mailed": by_range[0.5]}
stakes = pd.DataFrame({way: {name: a_year(times_usual, each) for name, times_usual in plans.items()} for way, each in ways.items()})
stakes.insert(0, "spend", {name: -a_year(times_usual, 0) for name, times_usual in plans.items()})
figures.table_beside(stakes.round(1), "Thousands of euros a year: spend, and what a year's newcomers leave once it is taken off", digits=1)
mailed, free = stakes["left, if mailed as now"], stakes["left, if not mailed"]
print(f"Read aloud: as now, a year's newcomers leave {mailed.iloc[0]:.1f} thousand euros. Without mailings it would be {free.iloc[0]:.1f}.")
for says, left in {"Mailed as now": mailed, "Not mailed": free}.items():
    print(f"{says}, Nora's plan changes what is left by {left.iloc[1] - left.iloc[0]:+.1f}, my limits by {left.iloc[2] - left.iloc[0]:+.1f}.")

# %% [markdown]
# The mailings are the larger matter. As long as they go on, Nora's plan makes things worse, and low ends that forget them
# do, too. Then only limits that take the mailings off, the last row, leave more than now. Once they stop, her plan and
# your limits lie close together.
#
# Take these figures with care: the same curves set your limits and say what they earn. A memo should sound no louder
# than that.
#
# ### The second sitting ends here
#
# What comes is a report to sign, and your memo. For these you want a clear head. To go on another day, do as before:
# select the next cell and choose *Run All Above Selected Cell*.

# %%
study.progress()

# %% [markdown]
# ## Third sitting: sign it, or correct it
#
# An assistant has drafted a report on *your* company. Two to four of its seven sentences are wrong, and one or two
# only look wrong. Call each `"right"` or `"wrong"`. For a wrong one give kind, severity and the right figure.
# `"fatal"`: if you put this one figure right and leave all the other errors in, the recommendation is reversed.
# `"material"`: the rule uses the figure, and the recommendation stays. `"cosmetic"`: the rule does not use it.
#
# {{audit_kinds.abcdegil}}
#
# (Letters that are missing belong to other lessons.) A wrong figure is off by a tenth or more. If only the last digit
# differs from yours, it is right.

# %% [markdown]
# Work out the four figures that the rule uses first. Your own tables tell what is right: `new`, `counted`, `history`,
# `fits`, `later`, `too_many`, `price`, and for mailings `mail`. A false alarm costs as much as a miss. An empty place
# costs nothing.

# %% [audit] value_report 10 minutes=12

# %% [markdown] deep
# ### From customers to the firm (deep)
#
# Add up the worth of all customers, those known and those to come. Take off fixed costs and tax, and discount. What you
# get is a value for the firm (Gupta, Lehmann and Stuart, 2004). McCarthy and Fader (2018) add that the cohorts must sum
# to the revenue that the firm reports.

# %% [markdown]
# ## Write to Nora
#
# One page. Where you name euros, say whether newcomers are mailed: today they are. A limit rules what is paid to win
# people. So ask, too, who is no longer won at it, who gets no mailings any more, and what must not change
# for those who came. Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | a limit for each channel; whether it is for newcomers who are mailed; and what would change it |
# | evidence | a figure with unit, horizon and range, and an answer to the average cost |
# | customer | who gains, who loses, and a safeguard |
# | limits | what is not known, and what the next quarter will tell |
# | language | plain, one page |

# %% [markdown]
# ### Mark these two first
#
# They come from another company. Mark each row, and the cell shows the agreed marks, and why. Memo A:
#
# > Yes to the plan. A new customer costs 5 euros on average, and spends 90 in her first year alone. Nothing else that we could do
# > with our money pays nearly as well. If we stop now, our rivals will win these people. I propose that we double the
# > budget in all channels, and look again when growth slows down.

# %%
memo_a = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_a", memo_a)

# %% [markdown]
# Memo B:
#
# > Spend more, but stop each channel where the next customer costs as much as she is worth, at the low end.
# > My limits: 49 euros by search, 16 by social, 9 by marketplace, 74 by referral, 69 by store, 27 by e-mail.
# >
# > That is margin over three years, at 10 % a year, for newcomers who are not mailed. By store the range is 69 to 93. Your average
# > was 12 euros in usual months, and 24 at 2.4 times the spend. But the next one would have cost 145.
# >
# > I do not know how people differ who come at raised spend only. After a quarter we see what the next customer costs, and can
# > move the limits.

# %%
memo_b = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_b", memo_b)

# %% [markdown]
# The agreed marks are 3 of 15 for memo A, and 11 for memo B. What does B lack? Now write *your* memo into the next cell.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours may differ.)
#
# Nora, two things, and the larger one first. Please do not mail these newcomers. Today we mail nearly everybody, and by
# our own books a year's newcomers then leave some 9,000 euros less than it costs to win them. Without mailings they would leave
# 86,000 more than it costs. Three years of mailings cost 40 euros or more a head, and bring 6 euros at most. As long as we
# mail, your plan would leave some 21,000 euros a year less than today's spend. So before the mailings stop, please raise nothing.
#
# Once they stop, you are right to spend more. Your plan would then leave some 11,000 euros a year more than today's spend, and
# limits some 12,000, with 10,000 euros less to spend. So limits are no matter of life and death. They cost nothing,
# and they protect us if newcomers go on becoming weaker. Please bid in each channel until the *next* customer costs this much, and stop there: search 36 euros, social 16, marketplace 4, referral 51, store 73,
# e-mail 19. As far as I can tell, that is about three times the usual spend by social, twice by search and by store, and
# hardly more than usual in the others.
#
# These limits are for newcomers who are not mailed. If you go on as now, take off 36 to 40 euros. Then a newcomer by search,
# social, marketplace or e-mail costs us money even if she comes for free.
#
# A limit is what a newcomer leaves over three years, at 10 % a year, after goods, returns, packing, questions and goodwill (exercise 6). It is for people like those of the last year: a model of the earlier ones expected 107 orders
# for every 100 that they placed, so I took that off. For store the middle is 88, and the range goes from 73 to 105
# (exercise 8). I took the low ends, because newcomers have become weaker. If that is over, the middles would earn a little more.
#
# Your average is right, and it hides the last customer. By store a newcomer cost 14 euros in usual months and 26 in
# raised ones. The next one then cost about 119 (the crowds say 68 to 303), which is more than my limit of 73. In five
# channels of six the next one costs more than the limit. By social (13 euros) she does not, and she pays in 95 of 100 crowds.
#
# Who loses? Against your plan, fewer are won in every channel but social; by e-mail a fifth fewer. Against today, hardly anybody
# is no longer won. But newcomers get no more mailings, and some would have liked the offers. Safeguard: a limit
# rules what we pay to win people, never how we serve those who came.
#
# Not known: whether people who come at the raised price are like those before, whether next year's are weaker still, what happens
# after three years, and how many orders the mailings bring in our own company. In the first quarter we write down spend and newcomers by
# week. Where the next customer still costs less than her limit, we spend more.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you learn alone, save the notebook and run this. It leads you through the rubric.
#
# Feedback on your letters and on the audit comes with your grade. To grade yourself, go to the folder in which `centric.py`
# lies, two above this notebook. Copy the notebook into `submitted/me/03_lifetime_value/` there (make the folders that are
# missing), and type `python3 centric.py grade 03`. It takes some minutes.

# %%
study.mark_memo()

# %% [markdown] minutes=1
# ## Before you go
#
# Look at your guesses once more, and at how sure you were. What changed your mind? Write one sentence.

# %%
study.revise("store_worth", ..., confidence=...)
study.revise("next_times", ..., confidence=...)
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
# - Fader and Hardie (2009), "Probability Models for Customer-Base Analysis", *Journal of Interactive Marketing* 23(1).
# - Fader and Hardie (2007), "How to Project Customer Retention", *Journal of Interactive Marketing* 21(1).
# - Fader, Hardie and Lee (2005), `“Counting Your Customers” the Easy Way: An Alternative to the Pareto/NBD Model`,
#   *Marketing Science* 24(2).
# - Fader, Hardie and Lee (2005b), "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", *Journal of
#   Marketing Research* 42(4).
# - Berry and Linoff (2004), *Data Mining Techniques*, 2nd edition, Wiley.
# - Schmittlein, Morrison and Colombo (1987), "Counting Your Customers: Who Are They and What Will They Do Next?",
#   *Management Science* 33(1).

# %% [markdown]
# On the claim, on costs and on the firm:
#
# - Reichheld and Sasser (1990), "Zero Defections: Quality Comes to Services", *Harvard Business Review* 68(5).
# - Reichheld (1996), *The Loyalty Effect*, Harvard Business School Press.
# - Little (1970), "Models and Managers: The Concept of a Decision Calculus", *Management Science* 16(8).
# - Blattberg and Deighton (1996), "Manage Marketing by the Customer Equity Test", *Harvard Business Review* 74(4).
# - Gupta and Lehmann (2003), "Customers as Assets", *Journal of Interactive Marketing* 17(1).
# - Gupta, Lehmann and Stuart (2004), "Valuing Customers", *Journal of Marketing Research* 41(1).
# - McCarthy and Fader (2018), "Customer-Based Corporate Valuation for Publicly Traded Noncontractual Firms",
#   *Journal of Marketing Research* 55(5).
