# ---
# title: How much may a new customer cost?
# minutes: [70, 85]
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
#     exercise: [channel_value, limits, value_report, memo]
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
orders, lines = load("orders").sort_values(["ordered_at", "order_id"]), load("order_lines")
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
# `next_times`: in the best months, what did the *next* customer cost, in the middle of the six channels? Give it as a
# multiple of the average cost in usual months.

# %% [predict] next_times minutes=0.5
study.predict("next_times", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=2
# ## Three questions from earlier lessons
#
# Answer from memory, with one letter each. A wrong answer costs nothing. (You need pandas, logarithms, and what
# lesson 01 says about ranges. An assistant may help you with code. Your guesses and your memo must be your own.)

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
# The word **retention** belongs to the first row: of those who could renew, the share who do. A shop has no
# renewals, so it has no such rate. What it has is a share of customers who order again.
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
tenure.head(4)

# %% [markdown]
# `periods` counts months. If `left` is True, she cancelled at the end of that month. If it is False, `periods` is how
# often she has renewed so far. We do not know the rest.
#
# The **survival curve** is the share of a cohort who are still there after one month, two, three and so on.
#
# ### Puzzle: the survival curve
#
# Put the lines in order, so that `survival` holds the curve. Month by month, how many could have left, and how many
# did? Two lines are not needed.

# %% [puzzle] survival minutes=3
pieces = {
    "A": "stays = 1 - left / could",
    "B": 'left = members[members["left"]]["periods"].value_counts().sort_index()',
    "C": "stays = left / could",
    "D": 'could = [(members["periods"] >= month).sum() for month in left.index]',
    "E": "survival = stays.cumprod()",
    "F": "could = len(members)",
}
order = ...
study.order(pieces, order)

# %% [markdown]
# ### A mean that misleads
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
# Nobody wears a label that says 0.9 or 0.5. So tell a story of how such data arise (Fader and Hardie, 2007):
#
# 1. Each member has a chance of leaving, the same at the end of each month.
# 2. This chance differs between members, by a beta law with two numbers, `alpha` and `beta`.
#
# Nobody becomes more loyal in this story. Yet the cohort does, because those who leave early are no longer in it. The
# field calls it the shifted-beta-geometric model, or sBG. Here is such a law:

# %% folded
ends = np.arange(0, 101, 20)
share = np.diff(100 * betainc(1.0, 2.0, ends / 100))
share = pd.Series(share, [f"{low} to {low + 20} %" for low in ends[:-1]]).rename_axis("chance of leaving")
figures.bars(
    share.iloc[::-1], stands_out=share.index[0],
    finding=f"With alpha 1 and beta 2, {share.iloc[0]:.0f} of 100 members have a low chance of leaving",
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
# B(alpha + k, beta + m) / B(alpha, beta). The function `betaln` gives the logarithm of B.

# %%
alpha, beta = 1.0, 2.0
left_in_3 = betaln(alpha + 1, beta + 2) - betaln(alpha, beta)
there_after_3 = betaln(alpha, beta + 3) - betaln(alpha, beta)
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
# Write `sbg_log_likelihood(alpha, beta, members)`. `members` has one row per member, with `periods` and `left` as above.
#
# - A member who left at the end of month `periods` stayed `periods - 1` times and left once.
# - A member who is still there stayed `periods` times.
#
# Give one number, the sum of the logarithms. For `alpha` 1, `beta` 2 and `toy["club"]` it is
# {{sbg_log_likelihood}}. With it you can let the data choose `alpha` and `beta`.

# %% [answer] sbg_log_likelihood
def sbg_log_likelihood(alpha, beta, members):
    # 1 measure
    n = members["periods"]
    ### BEGIN SOLUTION
    gone = betaln(alpha + 1, beta + n - 1)
    there = betaln(alpha, beta + n)
    logs = np.where(members["left"], gone, there) - betaln(alpha, beta)
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

# %%
gone = -seen.diff().dropna() * 10
periods = np.repeat([*gone.index, 7], [*gone.round().astype(int), 491])
cohort = pd.DataFrame({"periods": periods, "left": np.arange(1000) < 509})

# %% [try] sbg_log_likelihood
# The paper has 0.668 and 3.806.
def loss(logs):
    return -check.answered(sbg_log_likelihood(*np.exp(logs), cohort), "sbg_log_likelihood")

found = np.exp(minimize(loss, [0.0, 0.0], method="Nelder-Mead").x)
print(f"Read aloud: alpha is {found[0]:.3f}, beta is {found[1]:.3f}.")

# %% [markdown]
# `classroom.clv` holds the same model, and fits it faster. From here on we use it, since you know what is in it.

# %%
sbg = clv.ShiftedBetaGeometric.fit(cohort["periods"], cohort["left"])
curves["sBG"] = 100 * sbg.model.survival(still.index)
at_12 = pd.Series({name: curve[-1] for name, curve in curves.items()})
study.compare("contest", (at_12 - still[12]).abs().idxmin())
sbg.interval()

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
figures.show(ax, finding, says, xlabel="years since they joined", table=at_12.round().to_frame("year 12 (%)"))

# %% [markdown]
# A parabola knows nothing about customers. Up to year 7 it bends as the data do. Then it brings lost customers back.
# The line heads for zero. The sBG has two parameters, as the line has, and its story still holds after year 7.

# %% [markdown]
# ### Fernhill's own Club
#
# Hide the last twelve months, fit to the rest, and compare. Such data are a **holdout**: a later time, kept
# away from the model to test it.

# %%
cut = end - pd.Timedelta(days=365)
early = clv.tenures(members, cut)
sbg = clv.ShiftedBetaGeometric.fit(early["periods"], early["left"]).model
churn = early["left"].sum() / early["periods"].sum()
there = early[~early["left"]]
kept = ~tenure["left"].reindex(there.index)
print(f"Of {len(there)} members at the cut, {100 * kept.mean():.0f} of 100 are still there a year later.")

# %%
ahead = sbg.survival(there["periods"] + 12) / sbg.survival(there["periods"])
said = pd.Series({"one mean rate": (1 - churn) ** 12, "sBG": ahead.mean(), "truth": kept.mean()}) * 100
figures.bars(
    said.iloc[::-1], stands_out="truth",
    finding="With one mean rate of leaving, you lose too many members",
    says=f"Three bars: one mean rate says {said.iloc[0]:.0f}, the sBG {said.iloc[1]:.0f}, and {said.iloc[2]:.0f} stayed.",
    xlabel="members at the cut who are there a year later (of 100)",
)

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

# %% [markdown]
# ### A claim on trial
#
# You often read: *5 % more retention, 25 to 95 % more profit*. Two sources have been run together. An article, Reichheld
# and Sasser (1990), has 25 to 85 %, depending on the trade. A book, Reichheld (1996), has 35 to 95 %. Both compare the
# profit of one customer at two rates of staying, in today's money, and let it rise with each year that she stays. That is a calculation on paper, not a test of what
# firms did. Do one yourself, at 10 % a year:

# %%
stay = pd.Series([0.5, 0.6, 0.7, 0.8, 0.9])
now, then = (rate / (1.1 - rate) for rate in (stay, stay + 0.05))
gain = pd.DataFrame({"value rises by (%)": (100 * (then / now - 1)).round()}).set_index(stay.rename("retention"))
figures.table_beside(gain, "Five points more retention, 10 % discount a year")

# %% [markdown]
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
# Read it aloud: Cleo ordered most, and is expected to order least. Someone who orders every week or two and
# is then not seen for 19 weeks has most likely left. For Ada, a pause of 19 weeks is nothing unusual. Ben is less
# likely to be there than Ada. But if he is, he orders more often, and so he comes first.
#
# The four numbers are the published ones for CDNOW, a music shop (Fader, Hardie and Lee, 2005).

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
# Write `summary(orders)`. `orders` has one row per order, with `customer_id` and `week`: weeks since the books opened.
# The data end with the last order in the table. Give a table with one row per `customer_id` and the columns `x`,
# `t_x` and `T`, as above. For `toy["orders"]`:
#
# {{summary}}
#
# This is all that the model ever sees of a customer. So a slip here spoils every number below.

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
# 1. While she is there, a customer orders at random, at a pace of her own. The pace differs between customers
#    (a gamma law with `r` and `alpha`).
# 2. After each order *from the second on*, she may leave for good, with a chance of her own (a beta law with
#    `a` and `b`).
#
# This is the BG/NBD model. Each record has two ways to come about: she is still there, or she left right after
# her last order. Only one of the two can be true, so their chances add up. `np.logaddexp` adds chances that are given
# as logarithms.

# %%
there, left = np.log(0.2), np.log(0.1)
print(np.exp(np.logaddexp(there, left)).round(3))
print(pd.Series([0, 3]).clip(lower=1).tolist(), gammaln(5).round(3), np.log(24).round(3))

# %% [markdown]
# The likelihood has three terms. `front` belongs to both ways: it comes from paces that differ. `there` says that she
# stayed after each of her `x` orders, and was silent up to `T` by chance. `left` says that she left right after the last
# one, so her pace was seen up to `t_x` only.

# %% [markdown]
# ### Exercise 4: the likelihood of a shop
#
# For one customer, with B and Γ as their logarithms `betaln` and `gammaln`:
#
# - `front` = gammaln(r + x) - gammaln(r) + r · log(alpha)
# - `there` = betaln(a, b + x) - betaln(a, b) - (r + x) · log(alpha + T)
# - `left` = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) · log(alpha + t_x), only if x > 0
#
# Write `bgnbd_log_likelihood(r, alpha, a, b, customers)` for a table with `x`, `t_x`, `T`. For each customer
# take `front` and add both ways together, or `there` alone if x is 0. Then sum over customers. (`left` has no
# meaning where x is 0. So use `clip` inside `left`, and only there.)
#
# For 0.5, 4, 0.8, 2.5 and `toy["histories"]` it is {{bgnbd_log_likelihood}}.

# %% [answer] bgnbd_log_likelihood
def bgnbd_log_likelihood(r, alpha, a, b, customers):
    ### BEGIN SOLUTION
    # 2 measure
    x, t_x, T = customers["x"], customers["t_x"], customers["T"]
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    left = betaln(a + 1, b + x.clip(lower=1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    # 3 summarise
    return (front + np.where(x > 0, np.logaddexp(there, left), there)).sum()
    ### END SOLUTION

# %% [test] bgnbd_log_likelihood 3
from classroom import check

check.on_page(bgnbd_log_likelihood, "03/bgnbd_log_likelihood")
### BEGIN HIDDEN TESTS
check.on_companies(
    bgnbd_log_likelihood, reference.bgnbd_log_likelihood, "03/bgnbd_log_likelihood", inputs=reference.histories
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
# faster when business is brisk. The table `clock` has them by day. (Here we know the season, as we made it. A real firm
# would estimate it.) To see what it is worth, fit the model to the first
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
mine = check.answered(bgnbd_log_likelihood(*fit.parameters.values(), histories), "bgnbd_log_likelihood")
worse = [bgnbd_log_likelihood(fit.model.r * times, *list(fit.parameters.values())[1:], histories) for times in (0.9, 1.1)]
print(f"Fast fit: {fit.log_likelihood:,.2f}. Yours at the same numbers: {mine:,.2f}.")
print("Lower a little to the left and to the right:", max(worse) < mine)

# %%
past, future = orders[orders["ordered_at"] < cut], orders[orders["ordered_at"] >= cut]
really = future[future["customer_id"].isin(past["customer_id"])]
said = {}
for week in ("calendar", "season"):
    times = past.groupby("customer_id")[week]
    rows = pd.DataFrame({"x": times.size() - 1, "t_x": times.max() - times.min(), "T": past[week].max() - times.min()})
    model = clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"]).model
    said[week] = 100 * model.expected(52, rows["x"], rows["t_x"], rows["T"]).sum() / len(really)
print(
    f"For every 100 orders that came, the model expects {said['calendar']:.0f} by the calendar, "
    f"{said['season']:.0f} by the season."
)

# %% [markdown]
# ## A good place to stop
#
# So far: with a contract you see who leaves. A mean rate loses too many, and a good fit can be a bad guide. For a
# shop you have a story, too, and a clock.
#
# Which of a customer's three numbers would you ask for first? Write it on paper.

# %%
study.progress()

# %% [markdown] sitting
# ## Second sitting: catch the analyst
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

# %%
kinds = {"everybody": rows, "without one-time buyers": rows[rows["x"] > 0]}
toms = {name: clv.BGNBD.fit(some["x"], some["t_x"], some["T"]).model for name, some in kinds.items()}
year = pd.Series({name: float(law.expected_new(52)) for name, law in toms.items()})
figures.table_beside(year.round(1).to_frame("orders"), "Further orders of a new customer in her first year", digits=1)
print(f"Read aloud: without one-time buyers the forecast is {year.iloc[1] / year.iloc[0]:.1f} times as high.")

# %% [markdown]
# One-time buyers matter most here, because a newcomer may become one. Tom's third sentence picks people by what they
# did in the very year that he forecasts. That is a leak.
#
# ### A quirk of the model: one-time buyers never leave
#
# In this model nobody can leave before a second order. So it says that each one-time buyer is still there, even
# after three years. In another model, Pareto/NBD, people may leave at any time (Schmittlein, Morrison and Colombo, 1987).

# %%
once = rows[(rows["x"] == 0) & (rows["T"] > 78)]
pareto = clv.ParetoNBD.fit(rows["x"], rows["t_x"], rows["T"]).model
both = {"Pareto/NBD": pareto, "BG/NBD": toms["everybody"]}
alive = {name: 100 * law.p_alive(once["x"], once["t_x"], once["T"]).mean() for name, law in both.items()}
figures.table_beside(
    pd.Series(alive).to_frame("still there (of 100)").round(), f"{len(once)} customers who ordered once, over 78 weeks ago"
)
for name, law in both.items():
    print(f"{name}: {law.expected(52, rows['x'], rows['t_x'], rows['T']).sum():,.0f} orders in all in the third year")

# %% [markdown]
# Both forecast about the same number of orders. That does not make it right: both saw the same customers. Never
# read P(alive), the chance that she is still there, as a fact about a person. A rule such as "below 30 % she is lost" never fires for
# one-time buyers. It does fire for good customers who take a break.

# %% [markdown]
# ### What if? First think, then move
#
# The explorer asks three questions about one customer. Write a guess for each before you move a slider. The cell
# after it says the same in words.

# %% minutes=3
explore.lifetime()

# %%
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
    shares = result["p_alive"].between(-0.001, 1.001)
    reason = "" if same and all(down) and all(shares) else "wrong"
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
# A newcomer has no history. So judge her by those who came before her through the same channel. Take what is left of each
# of their orders after goods, refunds, packing and questions. (Orders of the last week may still come back. They are about one
# in a hundred, and count in full here.)

# %%
rates = load("activity_costs").set_index("activity")["rate_eur"]
returns, tickets = load("returns"), load("tickets")
goods = (lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["order_id"]).sum()
back = returns[["refund_eur", "handling_cost_eur"]].sum(axis=1).groupby(returns["order_id"]).sum()
asked = (tickets["goodwill_eur"].fillna(0) + rates["ticket"]).groupby(tickets["order_id"]).sum()
orders["revenue_eur"] = orders["order_id"].map(paid)
orders["margin_eur"] = orders["revenue_eur"] - (orders["channel"] + "_order").map(rates)
for part in (goods, back, asked):
    orders["margin_eur"] -= orders["order_id"].map(part).fillna(0)

# %% [markdown]
# We leave out everybody who first appears in the first half-year of the books. Many of them came long before. Lesson 01
# left out a quarter; a forecast of newcomers needs more care. Then we make one fit for each channel. The horizon is 156
# weeks, three years. Later orders are discounted by 10 % a year.

# %%
new = orders[first_at >= orders["ordered_at"].min() + pd.Timedelta(days=182)].copy()
new["first"] = ~new["customer_id"].duplicated()
new["channel"] = new["customer_id"].map(came_by)
season = clv.Season.of(load("clock"))
history = clv.summarise(new, clock=season)
fits, ahead = {}, {}
for name, rows in history.groupby(came_by.reindex(history.index)):
    fits[name] = clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"])
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

# %%
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
table = pd.DataFrame({"by the fits": by_fits, "divided": later})
figures.table_beside(table.round(1), "Later orders of a newcomer in three years", digits=1)
print(f"Read aloud: for every 100 later orders that came, the model expected {100 * too_many:.0f}.")

# %% [markdown]
# Why? Fernhill wins more people each year, and later ones order less (lesson 02). A model of the earlier ones cannot know
# that. So divide the expected later orders by what the holdout found. A first order needs no forecast. Take those of the last year as they are.

# %%
counted = new[~new["first"] | new["customer_id"].isin(recent.index)]
firsts = new[new["first"]]["margin_eur"].groupby(new["customer_id"].isin(recent.index)).mean()
print(f"Read aloud: a first order left {firsts[True]:.1f} euros in the last year, and {firsts[False]:.1f} before.")

# %% [markdown]
# Three things are taken for granted. Next year's newcomers are no weaker than the last year's. All channels have lost the
# same share: one channel alone has too few newcomers to tell. And the share found over some months holds for three years,
# though nobody here was watched for so long.

# %% [markdown]
# ### Mail her, or not?
#
# One cost of serving is still missing: catalogues and e-mails, which go to nearly everybody (lesson 01). What would three
# years of them cost, at today's pace? And what do they bring? Your data cannot tell, since everybody was mailed. But we
# made forty companies like yours and looked into their truth. There, about 7 of 100 orders came from mailings and offers.

# %%
mail = load("touches").groupby("customer_id")["cost_eur"].sum().reindex(history.index, fill_value=0)
by = came_by.reindex(history.index)
euros_today = (1.1 ** (-np.arange(156) / 52)).sum()  # of one euro in each of 156 weeks
mailing = mail.groupby(by).sum() / history["T"].groupby(by).sum() * euros_today
of_later = new[~new["first"]].groupby("channel")["margin_eur"].mean()
brings = 0.07 * by_fits * of_later  # at most: the overshoot is not taken off
print(f"Three years of mailings cost {mailing.min():.0f} to {mailing.max():.0f} euros, and bring {brings.min():.1f} to {brings.max():.1f}.")

# %% [markdown]
# In every channel, they cost far more than they bring. So from here on, a newcomer is worth what she leaves if she is *not
# mailed*. Whom it does pay to mail is a question for lesson 04.

# %% [markdown]
# ### Exercise 6: worth by channel
#
# Write `channel_value(orders, later)`. `orders` has one row per order: `channel`, `first` (True for a customer's
# first order), `revenue_eur` and `margin_eur`. `later` is a Series like the one above.
#
# Give one value per `channel` (a Series, in euros): the mean margin of a first order, plus the expected later
# orders times the mean margin of a later order. For `toy["sales"]` and `toy["later"]` it is
# {{channel_value.search}} for search and {{channel_value.store}} for store. On average, a newcomer who is not mailed brings this much.

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
not_mailed = 0.93 * later  # 7 of 100 come from mailings and offers
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
# Nora divides spend by all customers. But the customers who are cheap to win come first. The **marginal cost** is what
# one more costs. A **raised month** is one in which a channel spent at least one and a half times what it usually
# spends in that season. In its raised months it spent `r` times the usual, and `q` times as many came.
#
# - On average each cost `r / q` times the usual.
# - The *extra* ones cost `(r - 1) / (q - 1)` times the usual.
# - The *next* one costs `r / q` times what the extra ones do, if each extra euro wins ever fewer, along the curve of
#   Little (1970). Others bend otherwise (Blattberg and Deighton, 1996).

# %%
by_month = spend.pivot(index="month_on", columns="channel", values="spend_eur").astype(float).iloc[3:]
month = customers["signed_up_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
came = pd.crosstab(month, customers["acquisition_channel"]).reindex(by_month.index)[by_month.columns]
price = pd.DataFrame(clv.costs_of_winning(by_month, came), by_month.columns)
price["extra"] = price["next"] * price["usual"] / price["raised"]

# %%
caption = "Euros per newcomer: on average in usual and in raised months, the extra ones, the next one"
figures.table_beside(price[["usual", "raised", "extra", "next"]], caption, digits=1)

# %%
study.compare("next_times", (price["next"] / price["usual"]).median())
shop = price.loc["store"]
dearer = shop["raised"] / shop["usual"]
print(f"Read aloud: in raised months store spent r = {shop['times']:.2f} times the usual; q = {shop['times'] / dearer:.2f} times as many came.")
print(f"On average each cost r / q = {dearer:.2f} times as much. The extra ones cost {shop['extra']:.1f} euros each,")
print(f"and the next one {shop['extra']:.1f} × {dearer:.2f} = {shop['next']:.0f} euros.")

# %% [markdown]
# On average a newcomer by store is still cheap beside her worth, but the next one costs several times as much as one does on average. The extra
# ones lie between. So Nora may be right to spend more, and yet go too far.

# %% [markdown]
# This reading of raised months rests on five things that the data cannot prove:
#
# - Spend was not raised because more people were coming anyway. (Each year, a different quarter was raised.)
# - Whatever else changes how many come changes it in all channels alike. So the others tell what would have come.
# - The extra ones would not have come later, or through another channel.
# - They are worth as much as the usual ones.
# - All spend and newcomers of a channel lie on one curve of Little's. Other curves through the two points say otherwise.
#
# Only a trial, in which chance decides where to spend more, would settle them.

# %% [markdown]
# ## How sure are you?
#
# Draw crowds of customers (lesson 01). For each crowd, all models must be fitted again, and the holdout checked again.
# `clv.refitted` moves a fit to each crowd in one quick step. How many come in a month varies too, as counts do.

# %%
rng = np.random.default_rng(seed=3)
each = history.assign(
    first=new[new["first"]].set_index("customer_id")["margin_eur"],
    rest=new[~new["first"]].groupby("customer_id")["margin_eur"].sum(),
).fillna({"rest": 0})
drawn = rng.multinomial(len(each), [1 / len(each)] * len(each), 1000)  # crowds × customers

# %%
old, young = each.index.isin(early.index), each.index.isin(recent.index)
moved = clv.refitted(before, (early["x"], early["t_x"], early["T"]), drawn[:, old])
said = [crowd @ model.expected_new(recent["T"]) for crowd, model in zip(drawn[:, young], moved)]
over = np.array(said) / (drawn[:, young] @ recent["x"])

# %%
def crowd_values(name):
    mine = (came_by.reindex(each.index) == name).to_numpy()
    rows, times = each[mine], drawn[:, mine]
    models = clv.refitted(fits[name], (rows["x"], rows["t_x"], rows["T"]), times)
    ahead = 0.93 * np.array([clv.lifetime_value(model, 156, discount=0.1) for model in models]) / over
    more = times @ rows["rest"] / (times @ rows["x"])
    one = drawn[:, mine & young] @ each["first"][mine & young] / drawn[:, mine & young].sum(axis=1)
    return one + ahead * more

# %%
drawn_next = clv.costs_of_winning(by_month, rng.poisson(came, (1000, *came.shape)))["next"]
crowds = pd.concat([
    pd.DataFrame({"draw": range(1000), "channel": name, "value_eur": crowd_values(name), "next_eur": drawn_next[:, place]})
    for place, name in enumerate(by_month.columns)
])
crowds.head(3)

# %% [markdown]
# ### Exercise 7: from crowds to limits
#
# Write `limits(crowds)`. `crowds` has one row for each draw and channel: `value_eur`, what a newcomer is worth
# in this crowd, and `next_eur`, what the next one costs. Give a table with one row per `channel`:
#
# - `low_eur` and `high_eur`: the ends of the middle 95 of 100 values
# - `pays`: the share (0 to 1) of crowds in which she is worth more than the next one costs
#
# For `toy["crowds"]`:
#
# {{limits}}

# %% [answer] limits
def limits(crowds):
    ### BEGIN SOLUTION
    # 2 measure
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    # 3 summarise
    result = pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975)})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
    ### END SOLUTION

# %% [test] limits 2
from classroom import check

check.on_page(limits, "03/limits")
### BEGIN HIDDEN TESTS
check.on_companies(limits, reference.limits, "03/limits", inputs=reference.crowds_of)
### END HIDDEN TESTS

# %% [try] limits
# The ranges are wide. `pays` also reflects how unsure the next one's cost is.
told = check.table(limits(crowds), "limits", index="channel").sort_values("low_eur")
print(f"By channel, she pays in {100 * told['pays'].min():.0f} to {100 * told['pays'].max():.0f} of 100 crowds.")

# %% folded
value = crowds.groupby("channel")["value_eur"].quantile([0.025, 0.5, 0.975]).unstack().sort_values(0.5)
next_cost = price["next"].reindex(value.index)
spread = crowds.groupby("channel")["next_eur"].quantile([0.025, 0.975], interpolation="nearest").unstack().reindex(value.index)
edge, low = 1.3 * value.max().max(), value[0.025]
dear = [name for name in value.index if next_cost[name] > low[name]]

# %% folded
ax = figures.axes()
ax.hlines(value.index, low, value[0.975], linewidth=9, color="0.8")
ax.plot(value[0.5], value.index, "|", color="black", markersize=14)
ax.hlines(value.index, spread[0.025].clip(upper=edge), spread[0.975].clip(upper=edge), linewidth=2, color=figures.palette(1)[0])
ax.plot(next_cost.clip(upper=edge), value.index, "D", color=figures.palette(1)[0])
finding = f"In {len(dear)} of {len(value)} channels the next one exceeds the low end"
says = f"Grey: range and middle of a newcomer's worth. Diamond and line: what the next one costs, and its range, up to {edge:.0f} euros."
table = value.join(next_cost.rename("next costs")).join(spread.add_prefix("next ")).iloc[::-1]
table = table.set_axis(["low", "middle", "high", "next costs", "from", "to"], axis=1)
figures.show(ax, finding, says, xlabel="euros per newcomer, if not mailed", ylabel="channel", table=table.round())

# %% [markdown]
# The ranges cover chance, but not a wrong model. In the truth of our forty companies, 97 of 100 held what
# newcomers like the last year's were worth, if all channels have weakened alike. Most of the others lay too high. A single
# channel may have weakened more. So for one limit of yours, count on about 8 in 10.

# %% [markdown]
# Which point of the range should be the limit? In these companies, if next year's newcomers are as good as the last
# year's, limits at the middles earned most, and the low ends half a per cent less. If they are a fifth weaker again, as
# those of the last three months were, the low ends earned most, and the middles one per cent less. Nora's plan earned less
# than either, as a rule.
#
# We know no reason why newcomers should stop becoming weaker. So we take the **low end**. If you know that the fall is
# over, take the middle. Now write down *your* limits, in euros, for newcomers who are not mailed:

# %%
my_limits = {"search": ..., "social": ..., "marketplace": ..., "referral": ..., "store": ..., "email": ...}

# %% folded
# Where the next one costs your limit, along Little's curve. Until all six are filled in, the low ends are taken.
limit = low if ... in my_limits.values() else pd.Series(my_limits).reindex(low.index)
dearer = price["saturation"].reindex(low.index).clip(0.01, 0.99)  # 0: the next one costs as much as the others
usual = price["usual"].reindex(low.index)
spend_on = ((limit.clip(lower=0) * (1 - dearer) / usual) ** 0.5 - 1 + dearer) / dearer
plan = pd.DataFrame({"limit": limit, "next, usual": usual / (1 - dearer), "next, raised": next_cost})
plan["stop at (times usual)"], plan["if mailed"] = spend_on.clip(lower=0), low + brings - mailing
caption = "Your limits; the next one in usual and in raised months; where to stop; low end, if mailed as now"
figures.table_beside(plan.round(1), caption, digits=1)

# %% [markdown]
# The fourth column answers Nora, who wants about 2.5 everywhere. But it rests on the raised months. In the forty companies,
# stopping where they put the low ends beat her plan in 25 only. So watch week by week what the next one costs. The last
# column says why we do not mail: below zero, a newcomer costs money even if she came for free.

# %% [markdown]
# ## Sign it, or correct it
#
# (You may stop here for today.) An assistant has drafted a report on *your* company. Two to four of its seven sentences are wrong, and one or two
# only look wrong. For a wrong one give kind, severity and the right figure. *Fatal*: if you put this one figure right
# and leave all the other errors in, the recommendation is reversed. *Material*: the rule uses the figure, and the
# recommendation stays. *Cosmetic*: the rule does not use it.
#
# {{audit_kinds}}
#
# Your own tables tell what is right: `new`, `counted`, `history`, `fits`, `later`, `too_many`, `price`, and for mailings `mail`. A false alarm
# costs as much as a miss. An empty place costs nothing.

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
# One page, in plain words. Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | a limit for each channel, for newcomers mailed or not, and what would change it |
# | evidence | a figure with unit, horizon and range, and an answer to the average cost |
# | customer | who gains, who loses, and a safeguard |
# | limits | what is not known, and what the next quarter will tell |
# | language | plain, one page |

# %% [markdown]
# ### Mark these two first
#
# From another company. A (3 of 15):
#
# > Yes to the plan. A new customer costs 5 euros and spends 90 in a year. Nothing pays better.
#
# B (11 of 15):
#
# > Spend more, but stop each channel at the low end of a newcomer's worth.
# > My limits: 49 euros by search, 16 by social, 9 by marketplace, 74 by referral, 69 by store, 27 by e-mail.
# >
# > That is margin over three years, at 10 % a year. By store the range is 69 to 93. Your average
# > was 12 euros, but the next one would have cost 145. Who comes at raised spend only? We shall see.
#
# What does B lack? Write *yours* next.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours differ.)
#
# Nora, you are right to spend more, but not two and a half times as much everywhere. Please bid in each channel until
# the *next* customer costs this much, and stop there: search 36 euros, social 16, marketplace 4, referral 51, store 73,
# e-mail 19. As far as I can tell, that is about three times the usual spend by social, twice by search and by store, and
# hardly more than usual in the others. And please do not mail these newcomers.
#
# This is what a newcomer leaves over three years, at 10 % a year, after goods, returns, packing, questions and goodwill, if
# she is not mailed (exercise 6). It is for people like those of the last year: a model of the earlier ones expected 107 orders
# for every 100 that they placed, so I took that off. For store the middle is 88, and the range goes from 73 to 105
# (exercise 7). I took the low ends, because newcomers have become weaker. If that is over, the middles would earn a little more.
#
# Your average is right, and it hides the last customer. By store a newcomer cost 14 euros in usual months and 26 in
# raised ones. The next one then cost about 119 (the crowds say 68 to 303), which is more than my limit of 73. In five
# channels of six the next one costs more than the limit; by social (13 euros) she does not.
#
# Why not mail? At today's pace, three years of mailings cost 40 euros or more a head, and they bring 6 euros at most. If
# you go on as now, a newcomer by search, social, marketplace or e-mail costs us money even if she comes for free.
#
# Who gains: people who come by a friend or a search, since we bid for them. Who loses: those who would have found us by a
# shop window. Safeguard: a limit rules what we pay to win people, never how we serve those who came.
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
# Feedback on your letters and on the audit comes with your grade. To grade yourself, copy this notebook into the folder
# `submitted/me/03_lifetime_value/` and type `python3 centric.py grade 03` in the folder above.

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
