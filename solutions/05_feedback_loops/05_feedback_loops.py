# ---
# title: Should bonuses hang on NPS?
# minutes: [80, 83]
# plan: [125, 95, 80]
# asks: the board's pay committee
# objectives:
#   - id: error
#     text: Work out a Net Promoter Score with its error, and say whether a move is more than noise.
#     exercise: nps
#     key: A score without its number of answers and its error is no basis for pay.
#   - id: answers
#     text: Weight each group by its share of the base, check such a table, and say where that fails.
#     exercise: [weighted, check_weighted]
#     key: Who is asked and who answers can move a score more than anything the shop does.
#   - id: listen
#     text: Sort what customers write by theme, and rank a backlog by more than mentions.
#     exercise: backlog
#     key: The loudest theme need not be the costliest. What fixing it is worth, a trial can tell.
#   - id: act
#     text: Measure what a call changes, against those who were not called.
#     exercise: call_effect
#     key: Whoever is picked at her worst rises by herself. Without a control nobody can say what a call does.
#   - id: choose
#     text: Choose whom to call by the value of a list at your capacity, and check a report on it.
#     exercise: [policy_value, board_report]
#     key: The highest risk is not the highest uplift. Value lists on fresh customers who may be called; a lead has its own range.
#   - id: test
#     text: Say how long a trial must run, and propose one change with its measure.
#     exercise: [trial_length, memo]
#     key: Count those whom the change can reach. Propose no trial that cannot tell within a year.
# glossary:
#   Net Promoter Score: The share of scores of 9 and 10 less the share of 0 to 6, in points from -100 to 100.
#   standard error: How far an estimate typically lies, by chance alone, from what very many answers got in the same way would give. It knows nothing of who does not answer.
#   Simpson's paradox: Each group moves one way and the whole moves the other way, because the mix has changed.
#   non-response: Those who are asked and do not answer. They differ from those who do.
#   weighting: Counting each group by its share of the base, and not by its share of the answers.
#   lexicon: A list of words, each with the mood or the theme that it stands for.
#   regression to the mean: Those picked for an extreme value lie nearer the middle the next time, whatever is done.
#   control group: Those left out by lot. They show what would have happened anyway.
#   uplift: By how much a treatment changes what a person does.
#   power: The chance that a trial sees an effect that is there.
# prerequisites: [Python functions, pandas groupby, pandas merge, a range by drawing anew, the idea of a trial]
# needs: [customers, orders, order_lines, surveys, tickets, posts, trials, consents, needs_survey]
# functions: [.map, .reindex, .unstack, .sub]
# claims:
#   - claim: the one number you need to grow
#     source: Reichheld (2003)
# ---

# %% [markdown]
# # Should bonuses hang on NPS?
#
# Helen Marsh chairs the pay committee of Fernhill's board. Her note to you:
#
# > Our NPS has never been as good. From January on, a tenth of each manager's pay is to hang on it. And service
# > will phone 300 of the customers who gave us 6 or less: those who have been away longest, before we lose them.
# > Please check both by Friday.

# %%
import numpy as np
import pandas as pd

from classroom import check, explore, figures, load, study, toys

study.begin("05_feedback_loops")
surveys, orders = load("surveys"), load("orders")
surveys["wave"] = surveys["sent_at"].dt.strftime("%Y-%m")
heard = surveys.dropna(subset="score")
heard.tail(3)

# %% [markdown]
# Every three months Fernhill asks: "How likely are you to recommend us, from 0 to 10?" The **Net Promoter Score**, or NPS, is the
# share of 9s and 10s (promoters) less the share of 0 to 6 (detractors), in points. Its inventor called it *the one number
# you need to grow* (Reichheld, 2003).

# %% folded
up, down = ((test).groupby(heard["wave"]).mean() for test in (heard["score"] >= 9, heard["score"] <= 6))
plain = 100 * (up - down)
last = plain.tail(4).rename(index={"2025-03": "March 2025", "2025-06": "June 2025", "2025-09": "September 2025", "2025-12": "December 2025"})
figures.bars(
    last.iloc[::-1], stands_out="September 2025",
    finding=f"NPS rose from {last['June 2025']:.0f} in June to {last['September 2025']:.0f} in September",
    says="Four bars: " + ", ".join(f"{name} {value:.0f} points" for name, value in last.items()) + ".",
    xlabel="NPS (points)", ylabel="wave", digits=0,
)

# %% [markdown]
# Two guesses, each with how sure you are, from 1 (a coin toss) to 5 (I would bet on it).
#
# `real_rise`: by how many points would NPS have risen from June to September if *every* customer had been asked, and had
# answered? No table here shows it. You learn it after you hand in.

# %% [predict] real_rise minutes=0.5
study.predict("real_rise", ..., confidence=...)

# %% [markdown]
# `answer_rate`: of 100 customers who were asked in June, how many answered?

# %% [predict] answer_rate minutes=0.5
study.predict("answer_rate", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %% [markdown] minutes=2
# There are two sittings. Plan {{plan.1}} for the first. The second has a place to stop half-way: plan {{plan.2}} up to
# there, and {{plan.3}} for the report that you audit and your memo. Parts whose heading ends in *(more)* can wait, and are not
# counted. An assistant may help you with code. Your guesses, your list and your memo must be your own.
#
# ## Three questions from earlier lessons
#
# Answer from memory, with one letter each. A wrong answer costs nothing.

# %%
study.recall(k=3)

# %%
study.recall_answer(..., ..., ...)

# %% [markdown]
# ## A score has an error
#
# NPS is the mean of +1 (promoter), 0 and -1 (detractor), times 100. Had others answered, it would be another
# number. The **standard error** says how far off it typically is *by chance*: the root of (variance / answers). With promoters p and
# detractors d, as parts of 1, the variance is p + d - (p - d)².

# %% [markdown]
# ### Watch: a vote of eight
#
# Eight neighbours vote on a bench: yes is +1, no is -1, and 0 is "don't mind". One said nothing at all.

# %%
vote = pd.Series([1, 1, 1, 1, 0, -1, -1, None])
said = vote.dropna()
yes, no = (said == 1).mean(), (said == -1).mean()
error = ((yes + no - (yes - no) ** 2) / len(said)) ** 0.5
print(f"{len(said)} answers, {100 * (yes - no):.0f} points, error {100 * error:.0f} points")

# %% [markdown]
# The one who said nothing counts nowhere. And with seven answers the error is larger than the lead. (Drawing the
# seven anew, as in lesson 01, would give nearly the same error.)

# %% [markdown]
# ### Exercise 1: the score of each wave
#
# Complete `nps(asked)`. `asked` has a row for each customer who was asked, with columns `wave` (text) and `score` (0 to 10, missing if
# she did not answer). Give a table with a row per `wave`: `answers`, how many answered; `nps`, in points; and `error`, the
# standard error in points. For `toy["asked"]`:
#
# {{nps}}
#
# Bonuses would be paid on the second column. The third decides whether that can be fair.

# %%
toy = toys.page("05_feedback_loops")
toy["asked"]

# %% [answer] nps
def nps(asked):
    # 1 measure
    heard = asked.dropna(subset="score")
    up = (heard["score"] >= 9).groupby(heard["wave"]).mean()
    down = ...
    ### BEGIN SOLUTION
    down = (heard["score"] <= 6).groupby(heard["wave"]).mean()
    n = heard.groupby("wave")["score"].count()
    error = ((up + down - (up - down) ** 2) / n) ** 0.5
    ### END SOLUTION
    # 2 summarise
    result = ...
    ### BEGIN SOLUTION
    result = pd.DataFrame({"answers": n, "nps": 100 * (up - down), "error": 100 * error})
    ### END SOLUTION
    return result

# %% [test] nps 2
from classroom import check

check.on_page(nps, "05/nps")
### BEGIN HIDDEN TESTS
check.on_companies(nps, reference.nps, "05/nps", inputs=reference.waves_of)
### END HIDDEN TESTS

# %% [try] nps
# Twice the error to either side is about the 95 % range.
waves = check.table(nps(surveys[["wave", "score"]]), "nps", index="wave")
study.compare("answer_rate", 100 * surveys["answered"][surveys["wave"] == "2025-06"].mean())
figures.table_beside(waves.tail(6).round(1), "The last six waves", digits=1)

# %% [markdown]
# The difference between two waves has both errors in it: the root of the sum of their squares. (That is so if others answer each time. Some answer
# twice, so the true error is somewhat smaller.) So ask how many such errors long each move is. Below 2 we put it down to chance. Of moves that
# are nothing but chance, 1 in 20 is longer.

# %% [try] nps
# The moves between e-mail waves, and this autumn's.
waves = check.table(nps(surveys[["wave", "score"]]), "nps", index="wave")
move = waves["nps"].diff()
error = (waves["error"] ** 2 + waves["error"].shift() ** 2) ** 0.5
moves = pd.DataFrame({"move": move, "error": error, "move in errors": move / error}).tail(5)
figures.table_beside(moves.round(1), "Moves from the wave before, in points", digits=1)

# %% [markdown]
# The errors of a move are a few points each. A bonus for a rise of 3 points would be a lottery. This autumn's rise is many
# errors long, so it is not noise. But "not noise" is not yet "better".

# %% [markdown]
# ## Who is asked
#
# Look back a year. Service was reorganised in the summer of 2024, and NPS fell. Customers came *on their own* (through friends,
# stores, e-mail) or were *paid for* (search, social, marketplace). Guess `each_fell`: in which group did NPS fall from June to
# September 2024: "both", "own", "paid" or "none"?

# %% [predict] each_fell minutes=0.5
study.predict("each_fell", ..., confidence=...)

# %%
customers = load("customers").set_index("customer_id")
by_ad = customers["acquisition_channel"].isin(["search", "social", "marketplace"])
came = by_ad.map({True: "paid", False: "own"})
surveys["came"] = surveys["customer_id"].map(came)
both = surveys.assign(wave=surveys["wave"] + " " + surveys["came"])
asked_own = 100 * (surveys["came"] == "own").groupby(surveys["wave"]).mean()
print(f"Of 100 who were asked, {asked_own['2024-06']:.0f} had come on their own in June 2024, and {asked_own['2024-09']:.0f} in September.")

# %% [try] nps
# The same function, by wave and by how they came. Each change comes with its error.
rows = pd.concat([both, surveys.assign(wave=surveys["wave"] + " all answers")])[["wave", "score"]]
split = check.table(nps(rows), "nps", index="wave")
june, autumn = (split[split.index.str.startswith(month)].rename(lambda name: name[8:]) for month in ("2024-06", "2024-09"))
change = autumn["nps"] - june["nps"]
by_kind = pd.DataFrame({"June": june["nps"], "September": autumn["nps"], "change": change})
by_kind["change in errors"] = change / (june["error"] ** 2 + autumn["error"] ** 2) ** 0.5

# %% [try] nps
check.table(nps(surveys[["wave", "score"]]), "nps", index="wave")
shown = change[["own", "paid", "all answers"]]
fell = [name for name in ("own", "paid") if shown[name] < 0]
study.compare("each_fell", {0: "none", 1: fell[0] if fell else "", 2: "both"}[len(fell)])
figures.bars(
    shown.iloc[::-1].rename_axis("who"), stands_out="all answers",
    finding=f"Own {shown['own']:+.0f}, paid {shown['paid']:+.0f}, and all answers {shown['all answers']:+.0f} points",
    says=f"Three bars of change: own {shown['own']:+.0f}, paid {shown['paid']:+.0f}, all answers {shown['all answers']:+.0f} points.",
    xlabel="change of NPS from June to September 2024 (points)", ylabel="who", table=by_kind.round(1), digits=1,
)

# %% [markdown]
# Neither group fell, and the whole did. (A change of fewer than 2 errors may be chance.) That is **Simpson's paradox** (Simpson,
# 1951). From September on, a new supplier asked far fewer of those who had come on their own, and they are the happier ones.
#
# The parts are right here, because only the mix of those *asked* changed. Had the base itself changed, the whole would be right: Fernhill would
# have fewer happy customers (Pearl, 2014). A bonus would have punished managers in the quarter in which at least one group became happier.

# %% [markdown]
# ## Who answers
#
# Two in three say nothing. This **non-response** would do no harm if it fell on everyone alike. Sort those who were asked in June 2025 by
# what the books knew that day: how they came, how often and how recently they had ordered.

# %%
def standing(at):
    """Customers who ordered in the 365 days before a moment, and their cell."""
    days = (at - orders["ordered_at"]).dt.total_seconds() / 86400
    by = days[(days > 0) & (days <= 365)].groupby(orders["customer_id"])
    often = pd.cut(by.count(), [0, 1, 3, 999], labels=["once", "2-3 times", "often"]).astype(str)
    lately = (by.min() <= 90).map({True: "lately", False: "long ago"})
    return came.reindex(often.index) + ", " + often + ", " + lately

# %%
def wave_of(month):
    """One wave: each customer who was asked, with her cell; and how many of the base are in each cell."""
    rows = surveys[surveys["wave"] == month].copy()
    cell = standing(rows["sent_at"].iloc[0])
    rows["cell"] = rows["customer_id"].map(cell)
    return rows, cell.value_counts().rename_axis("cell")

june, june_base = wave_of("2025-06")
rate = june["answered"].groupby(june["cell"]).agg(["count", "mean"])
print((100 * rate["mean"].sort_values()).round().astype(int).to_string())

# %% [markdown]
# Read aloud: of 100 who ordered once and long ago, few answer. Of 100 who order often and lately, most do. And those
# are happier. So the answers flatter.
#
# The books know all customers, asked or not. **Weighting** uses that: work out NPS in each cell, and count each cell by its share
# of the *base*.

# %% [markdown]
# ### Watch: a class whose keen pupils all answer
#
# A class has 10 keen pupils and 30 others. They rate the new timetable at 60 and at 10 points. All the keen ones answered, and 10 of the others.

# %%
liked = pd.DataFrame({"answers": [10, 10], "points": [60, 10]}, index=["keen", "others"])
pupils = pd.Series({"keen": 10, "others": 30})
print("plain:", (liked["points"] * liked["answers"]).sum() / liked["answers"].sum())
print("weighted:", (liked["points"] * pupils / pupils.sum()).sum())

# %% [markdown]
# ### Exercise 2: weight the answers
#
# Write `weighted(answers, base)`. `answers` has a row per answer: `cell` (text) and `score` (0 to 10, no gaps). `base` is a Series: the
# number of customers in each cell. Both have the same cells. Give a table with a row per `cell`: `answers`, how many there are; `nps` of
# these answers, in points; `weight`, the cell's share of the base, as a part of 1. For `toy["surveys"]` and `toy["base"]`:
#
# {{weighted}}
#
# `nps` times `weight`, added up, is the score that Helen should look at.

# %% [answer] weighted
def weighted(answers, base):
    # 1 measure
    n = answers.groupby("cell")["score"].count()
    ### BEGIN SOLUTION
    up = (answers["score"] >= 9).groupby(answers["cell"]).mean()
    down = (answers["score"] <= 6).groupby(answers["cell"]).mean()
    # 2 summarise
    return pd.DataFrame({"answers": n, "nps": 100 * (up - down), "weight": base / base.sum()})
    ### END SOLUTION

# %% [test] weighted 2
from classroom import check

check.on_page(weighted, "05/weighted")
### BEGIN HIDDEN TESTS
check.on_companies(weighted, reference.weighted, "05/weighted", inputs=reference.cells_of)
### END HIDDEN TESTS

# %%
months = ["2024-06", "2024-09", "2025-06", "2025-09", "2025-12"]
known = {month: wave_of(month) for month in months}

def score_of(month, crowd=None):
    """The weighted score of a wave; with a number, of a crowd drawn anew."""
    rows, base = known[month]
    rows = rows[["cell", "score"]].dropna()
    if crowd is not None:
        rows = rows.sample(frac=1, replace=True, random_state=crowd)
    base = base[base.index.isin(rows["cell"])]
    made = weighted(rows, base)
    table = made if crowd else check.table(made, "weighted", index="cell")
    return (table["nps"] * table["weight"]).sum()

# %% [try] weighted
# Five waves: 2024 around the new supplier, 2025 around the autumn.
check.answered(weighted(toy["surveys"], toy["base"].set_index("cell")["customers"]), "weighted")
scores = pd.DataFrame({"plain": plain[months], "weighted": [score_of(month) for month in months]}, index=months)
crowds = pd.DataFrame({month: [score_of(month, run) for run in range(100)] for month in months})
scores["low"], scores["high"] = crowds.quantile(0.025), crowds.quantile(0.975)
figures.bars(
    scores["weighted"].iloc[::-1].rename_axis("wave"), low=scores["low"].iloc[::-1], high=scores["high"].iloc[::-1], stands_out="2024-09",
    finding=f"Summer of 2024: plain NPS {plain['2024-09'] - plain['2024-06']:+.0f} points, weighted NPS {scores.loc['2024-09', 'weighted'] - scores.loc['2024-06', 'weighted']:+.0f}",
    says="Bars of the weighted score with ranges: " + ", ".join(f"{month} {row['weighted']:.0f}" for month, row in scores.iterrows()) + " points.",
    xlabel="weighted NPS (points)", ylabel="wave", table=scores.round(0), digits=0,
)

# %% [markdown]
# Weighted, the summer of 2024 was no fall but a rise: customers were happier. Service was reorganised in those months. That this was the reason is
# likely, and not shown. In September 2024 and June 2025 plain and weighted lie closer together. That is luck: too few of the happy were asked, and
# too many of them answered. Two errors happened to cancel.

# %% [try] weighted
# And this autumn?
check.answered(weighted(toy["surveys"], toy["base"].set_index("cell")["customers"]), "weighted")
rise, left = plain["2025-09"] - plain["2025-06"], scores.loc["2025-09", "weighted"] - scores.loc["2025-06", "weighted"]
low, high = (crowds["2025-09"] - crowds["2025-06"]).quantile([0.025, 0.975])
print(f"Of 100 who were asked, {asked_own['2025-06']:.0f} had come on their own in June 2025, and {asked_own['2025-09']:.0f} in September.")
print(f"NPS rose by {rise:.0f} points; weighted, {left:.0f} are left (range {low:.0f} to {high:.0f}).")

# %% [markdown]
# Again Fernhill asked more of those who come on their own: the summer of 2024 the other way round. Weighting takes that out, and part of the rise is
# gone. What is left has a range of its own. Where that lies above zero: is *that* real?
#
# ### Where weighting fails
#
# In the same month Fernhill changed the way it asks: a text message instead of an e-mail. Which scores come in now?

# %%
extreme = (100 * (heard["score"].le(2) | heard["score"].eq(10))).groupby(heard["wave"]).mean()
print(f"Of 100 answers, {extreme['2025-06']:.0f} were 0 to 2, or 10, in June 2025, and {extreme['2025-09']:.0f} in September.")

# %% [markdown]
# Extreme scores are suddenly far more common. Two stories fit. Those who feel strongly answer a text, most of all the delighted. Then answering depends on
# the *answer itself*, and no weighting by orders repairs that. Or the same people tick other numbers on a small screen (on both, see de
# Leeuw, 2005).
#
# Either way, from these answers alone nobody can tell a better shop from another way of asking. Half a wave by e-mail, drawn by lot, would.

# %% [markdown]
# ### A weighting that you did not make
#
# Next quarter a supplier will send such a table. You will have three things from elsewhere: how many `answers` came in, their `plain` NPS, and
# the `base` by cell. Here are four tables with these.

# %%
for one in toy.shown("weighted"):
    print(f"Table {one.letter} is {'right' if one.right else 'wrong'}.")
    print(one.result.round(2), one.data, sep="\n")

# %% [markdown]
# Write `check_weighted(result, data)`. Return `""` if you accept the table, else your reason in a few words. Ask three things. Do the
# answers add up to `data["answers"]`? Weighted *by answers*, do the cells give back `data["plain"]`, to within 0.01? Is each weight the
# cell's share of `data["base"]`, to within 0.0001? Rows may come in any order.
#
# You earn points for each kind of slip that you catch. You lose as many if you reject tables that are right.

# %% [check] weighted 3
def check_weighted(result, data):
    reason = ...
    ### BEGIN SOLUTION
    adds_up = result["answers"].sum() == data["answers"]
    plain = (result["nps"] * result["answers"]).sum() / data["answers"]
    share = data["base"] / data["base"].sum()
    fits = (result["weight"] - share).abs().max() < 0.0001
    reason = "" if adds_up and abs(plain - data["plain"]) < 0.01 and fits else "wrong"
    ### END SOLUTION
    return reason

# %% [markdown]
# ## Score or deed?
#
# Is the score good for something else, then: does it tell who will order again? Take two answers, one by somebody who does within a year and
# one by somebody who does not. How often is the first one's score higher? A coin is right 50 times in 100.
#
# Guess `better_sign`: which is the better sign, "score" or "days" (since the last order)?

# %% [predict] better_sign minutes=0.5
study.predict("better_sign", ..., confidence=...)

# %%
def right_of_100(sign, stays):
    """Of 100 pairs, one stays and one goes: how often the sign is higher for the first (ties count half)."""
    rank, n = sign.rank(), stays.sum()
    return 100 * (rank[stays].sum() - n * (n + 1) / 2) / (n * (len(rank) - n))

after = surveys[["survey_id", "customer_id", "sent_at"]].merge(orders[["customer_id", "ordered_at"]], on="customer_id")
wait = (after["ordered_at"] - after["sent_at"]).dt.days
old = heard[heard["wave"] <= "2024-12"]
stays = old["survey_id"].isin(after["survey_id"][(wait >= 0) & (wait < 365)])
days = (-wait[wait < 0]).groupby(after["survey_id"]).min().reindex(old["survey_id"]).set_axis(old.index)
signs = pd.Series({"score": right_of_100(old["score"], stays), "days": right_of_100(-days, stays)})
study.compare("better_sign", signs.idxmax())
print(f"Of 100 pairs the score is right in {signs['score']:.0f}, days since the last order in {signs['days']:.0f} ({len(old):,} answers).")

# %% [markdown]
# This measure is known as the area under the curve. The score tells something, and the date of the last order tells more, for free.
#
# That is about people. About firms, a study of 21 found NPS no better than other survey questions at telling growth (Keiningham and others, 2007).
# Others are kinder. It told who stays about as well as satisfaction did, and both together better (de Haan and others, 2015).
# Asked of *all possible* customers, it told later sales; asked of customers only, it did not (Baehre and others, 2022).

# %% [markdown] more
# ### Most people have left a shop after bad service (more)
#
# Vendors like to report that most people have at some time left a shop after bad service. Ask Fernhill's panel, then look at what customers did after a ticket rated 1 or 2.

# %% more
says = load("needs_survey")["ever_left_after_bad_service"].mean()
tickets = load("tickets").dropna(subset="satisfaction").sort_values("opened_at").drop_duplicates("customer_id").set_index("customer_id")
tickets = tickets[tickets["opened_at"] <= orders["ordered_at"].max() - pd.Timedelta(days=180)]
since = (orders["ordered_at"] - orders["customer_id"].map(tickets["opened_at"])).dt.days
again = pd.Series(tickets.index.isin(orders["customer_id"][(since > 0) & (since <= 180)]), tickets.index)
came_back = again.groupby(pd.cut(tickets["satisfaction"], [0, 2, 3, 5], labels=["bad", "middling", "good"]), observed=True).mean()
print(f"{100 * says:.0f} of 100 say that they once left. Ordered again within 180 days: {(100 * came_back).round().to_dict()}")

# %% [markdown] more
# "Ever", and "any shop": such a figure is large by its wording. Fernhill's own difference is several points, and not sixty. And even that proves no effect: those with bad tickets may differ in other ways.

# %% [markdown]
# ### How to earn a bonus
#
# Suppose that your pay hangs on NPS. Guess `best_asked`: what is the plain NPS of December if you ask only those who came on their own and
# ordered in the last 90 days?

# %% [predict] best_asked minutes=0.5
study.predict("best_asked", ..., confidence=...)

# %%
december, december_base = wave_of("2025-12")
kind = december["cell"].str.startswith("own") & december["cell"].str.endswith("lately")
scored = december["score"][kind].dropna()
reached = 100 * ((scored >= 9).mean() - (scored <= 6).mean())
study.compare("best_asked", reached)
print(f"NPS {reached:.0f} from {len(scored):,} answers, instead of {plain['2025-12']:.0f}. Nobody was served any better.")

# %% [markdown]
# Whoever is paid by a number finds such ways, or is found by them. "When a measure becomes a target, it ceases to be a good measure"
# (Strathern, 1997, on a remark by Goodhart). In lesson 07 you will see it in Fernhill's own bonuses.
#
# So must pay never hang on what customers say? It may, but only a small part, and the smaller the less precise the score (Hauser and others,
# 1994). Then the rules matter.

# %% [markdown]
# ### What if? First think, then move
#
# The explorer asks three questions. Make a guess for each before you move a slider. The cell after it says the same in words.

# %% minutes=3
explore.nps_error()

# %%
explore.nps_error_text(asked=10000, eager=2)

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# Helen says: "Then we weight, keep to e-mail, and pay on that." Name one way to raise even the weighted score without serving anyone better. Under which rules
# would you pay a small part on it: who asks, whom, how, and who may see it before? Decide alone, then compare.

# %% [markdown]
# ## What they write
#
# A score says that somebody is cross. Her words say about what.

# %% [markdown]
# ### Puzzle: find a theme
#
# Which texts are about delivery? A **lexicon** is a list of words with what they stand for. A text is about a theme if one of its words *begins* with a word on the list:
# `deliver` finds "Delivered late", and `date` must not find "update". In a pattern, `\b` is the edge of a word, and `|` is "or".
#
# Put lines in order so that `hits` counts the texts with a hit. Two lines are not needed.

# %% [puzzle] themes minutes=3
pieces = {
    "A": "low = pd.Series(texts).str.lower()",
    "B": "pattern = '|'.join(words)",
    "C": r"pattern = r'\b(?:' + '|'.join(words) + ')'",
    "D": "hits = low.str.contains(pattern).sum()",
    "E": "hits = pd.Series(texts).str.contains(pattern).sum()",
}
order = ...
study.order(pieces, order)

# %% folded
THEMES = {
    "price": "price postage expensive overpriced rip-off dear fee discount voucher euros bargain",
    "service": "service staff hotline chat spoke speak someone person colleague assistant robot reply answered called calls "
    "rude unfriendly unhelpful nobody times minutes hands knew agent talk",
    "quality": "quality broke made faulty cheaply seam scratch rust wobbl fabric crack",
    "delivery": "deliver parcel courier driver slot doorstep date", "returns": "return refund exchange label",
    "website": "app site website search filter checkout page",
    "range": "range choice selection design size colour", "packaging": "packag packing plastic box carton",
}

# %% folded
PRAISE = ("good great happy love fast quick friendly kind helpful easy perfect perfectly pleased glad fair nice lovely beautiful "
          "beautifully best reliable recommend thank thanks well polite solid gladly")
BLAME = ("bad badly late slow rude broken broke expensive overpriced terrible awful useless unfriendly unhelpful wrong worst "
         "disappointed ridiculous waste never nobody missing rip-off poor problem")

# %%
def themes(texts):
    low = texts.str.lower()
    return pd.DataFrame({name: low.str.contains(r"\b(?:" + words.replace(" ", "|") + ")") for name, words in THEMES.items()})

def mood(texts):
    """Words of praise less words of blame."""
    words = texts.str.lower().str.findall(r"[a-z'-]+")
    good, bad = ([sum(word in some.split() for word in said) for said in words] for some in (PRAISE, BLAME))
    return pd.Series(good, texts.index) - pd.Series(bad, texts.index)

# %% [markdown]
# The folded cells above hold our lexicon: eight themes, and words of praise and blame. You may read and change it. Is it any good? The scores tell. Guess
# `called_praise`: of 100 texts by detractors (0 to 6), how many does it call praise?

# %% [predict] called_praise minutes=0.5
study.predict("called_praise", ..., confidence=...)

# %%
texts = surveys.dropna(subset="verbatim").set_index("survey_id")
texts["mood"] = mood(texts["verbatim"])
angry = texts[texts["score"] <= 6]
study.compare("called_praise", 100 * (angry["mood"] > 0).mean())
print(f"Of 100 texts by detractors, {100 * (angry['mood'] > 0).mean():.0f} are called praise, {100 * (angry['mood'] < 0).mean():.0f} blame.")
for text in angry["verbatim"][angry["mood"] > 0].head(4):
    print("-", text)

# %% [markdown]
# Some praise one thing and complain about another, and some mean the opposite of what they say. A count of words calls both
# praise. So we call a text a complaint if its mood is below 0 *or* its writer gave 6 or less. It then counts against all its themes, those it praises, too.

# %% [markdown] more
# ### Three places (more)
#
# The same lexicon counts complaints in surveys, tickets and posts, by mood alone.

# %% more
places = {"surveys": texts["verbatim"], "tickets": load("tickets")["text"], "posts": load("posts")["text"]}
mix = {}
for place, words in places.items():
    hits = themes(words[mood(words) < 0]).sum()
    mix[place] = 100 * hits / hits.sum()
mix = pd.DataFrame(mix).sort_values("surveys", ascending=False)
figures.table_beside(mix.round(0).rename_axis("theme"), "Complaints by place: hits per theme, of 100", digits=0)
print("Loudest:", ", ".join(f"{theme} in {place}" for place, theme in mix.idxmax().items()))

# %% [markdown] more
# Each place has a voice of its own. Whoever listens to tickets alone hears delivery, since parcels make people write to service. In surveys
# price is loudest.

# %% [markdown]
# ### Watch: hits, each person once
#
# Ada is on the soup list twice, and counts once.

# %%
guests = pd.DataFrame({"name": ["Ada", "Ada", "Ben", "Cleo"], "dish": ["soup", "soup", "soup", "pie"]})
bill = pd.DataFrame({"eur": [9.0, 20.0, 4.0]}, index=["Ada", "Ben", "Cleo"])
once = guests.drop_duplicates().join(bill, on="name")
once["large_eur"] = once["eur"].where(once["eur"] > 10, 0)
print(once.groupby("dish")[["eur", "large_eur"]].sum())

# %% [markdown]
# ### Exercise 3: a backlog in euros
#
# Write `backlog(mentions, customers)`. `mentions` has a row per complaint: `customer_id` and `theme`; some customers repeat
# themselves. `customers` is a table by `customer_id`: `eur`, what each has spent, and `score` (0 to 10). Give a table with a row per `theme`.
# Its `customers` is how many complain about it, each counted once. `eur` is what they have spent. `unhappy_eur` is the part of it spent by those
# with a score of 6 or less. (Vendors call that "at risk". But what is spent is not at risk. What she would spend later is, and that is in no table.)
# For `toy["mentions"]` and `toy["spent"]`:
#
# {{backlog}}
#
# One change will be proposed from this list.

# %% [answer] backlog
def backlog(mentions, customers):
    ### BEGIN SOLUTION
    # 1 measure
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] <= 6, 0)
    # 2 summarise
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
    ### END SOLUTION

# %% [test] backlog 2
from classroom import check

check.on_page(backlog, "05/backlog")
### BEGIN HIDDEN TESTS
check.on_companies(backlog, reference.backlog, "05/backlog", inputs=reference.complaints)
### END HIDDEN TESTS

# %%
recent = texts[texts["wave"] >= "2024-03"].sort_values("sent_at")
bad = recent[(recent["mood"] < 0) | (recent["score"] <= 6)]
pairs = themes(bad["verbatim"]).stack()
mentions = pairs[pairs].reset_index()[["survey_id", "level_1"]].set_axis(["survey_id", "theme"], axis=1)
mentions = mentions.join(bad["customer_id"], on="survey_id")[["customer_id", "theme"]]
paid = load("order_lines").groupby("order_id")["paid_eur"].sum()
eur = orders["order_id"].map(paid).groupby(orders["customer_id"]).sum()
people = pd.DataFrame({"score": recent.groupby("customer_id")["score"].last()})
people["eur"] = eur.reindex(people.index).fillna(0)

# %% [try] backlog
# The last eight waves. How much has each complainer spent, on average?
list_of = check.table(backlog(mentions, people), "backlog", index="theme").sort_values("customers")
list_of["each_eur"] = list_of["eur"] / list_of["customers"]
figures.bars(
    list_of["each_eur"], stands_out="service",
    finding=f"Price is loudest; those who complain about service have spent {list_of.loc['service', 'each_eur'] / list_of.loc['price', 'each_eur']:.1f} times as much",
    says=f"Eight bars in the order of mentions. Price: {list_of.loc['price', 'customers']:.0f} customers, {list_of.loc['price', 'each_eur']:.0f} euros each. Service: {list_of.loc['service', 'customers']:.0f} customers, {list_of.loc['service', 'each_eur']:.0f} euros each.",
    xlabel="spent so far per complaining customer (euros)", ylabel="theme, the loudest on top",
    table=list_of[["customers", "eur", "unhappy_eur", "each_eur"]].iloc[::-1].round(0), digits=0,
)
print("First by", ", by ".join(f"{column}: {list_of[column].idxmax()}" for column in ("customers", "eur", "unhappy_eur", "each_eur")))

# %% [try] backlog
# A few large spenders move a mean. So draw those who complain anew.
check.table(backlog(mentions, people), "backlog", index="theme")
rng = np.random.default_rng(5)
once = mentions.drop_duplicates().join(people, on="customer_id").groupby("theme")["eur"]
service, price = (once.get_group(theme).to_numpy() for theme in ("service", "price"))
drawn = [rng.choice(service, len(service)).mean() / rng.choice(price, len(price)).mean() for _ in range(1000)]
low, high = np.quantile(drawn, [0.025, 0.975])
print(f"Service over price, euros each: {service.mean() / price.mean():.1f} (range {low:.1f} to {high:.1f})")

# %% [markdown]
# The loudest theme is not that of the biggest spenders. Is service the costliest to leave as it is? The table cannot say. It shows who is
# bothered, not what a fix would change. For that, change one thing for some of them, drawn by lot. Write down one change, to a product or to service, and how you would
# see whether it works. Whom can it reach?

# %%
one_change = "For those who complain of ..., we change ...; it works if ..."

# %% [markdown]
# ## A good place to stop
#
# So far: NPS fell when customers became happier, and rose when Fernhill asked other people in another way. Weighting repairs what depends on things in
# the books, and not what depends on the answer. The loudest theme is not that of the biggest spenders.
#
# On what would you pay a bonus? Guess `my_bonus`: "plain" (NPS as measured), "weighted", "conditions" (a small part, under rules that you name) or
# "neither". You will meet your answer again.

# %% [predict] my_bonus minutes=0.5
study.predict("my_bonus", ..., confidence=...)

# %%
study.progress()

# %% [markdown] sitting
# ## Second sitting: what do you do about it?
#
# A score is a thermometer. What matters is what follows: somebody acts, tells customers what was changed, and measures the difference from those left out by lot.

# %% [markdown]
# ## Who rises by herself
#
# Service has called detractors for three years, and proudly reports: "Those we called give us more points the next time." Those called were
# drawn by lot. So look at the others, the **control group**: nothing was done to them. Guess `uncalled`: among those who were *not* called, by how
# many points does the next score differ from the first?

# %% [predict] uncalled minutes=0.5
study.predict("uncalled", ..., confidence=...)

# %%
trial = load("trials").query("trial_id == 'call_back'").set_index("customer_id").sort_index()
trial["called"] = trial["arm"] == "called"
first = trial["survey_id"].map(surveys.set_index("survey_id")["score"])
sent = trial["survey_id"].map(surveys.set_index("survey_id")["sent_at"])
later = heard[heard["sent_at"] > heard["customer_id"].map(sent)].sort_values("sent_at").groupby("customer_id")["score"].first()
rise = (later - first).dropna()

# %%
arms = rise.groupby(trial["called"]).agg(["count", "mean", "var"]).rename(index={True: "called", False: "not called"})
arms["answered again (of 100)"] = 100 * arms["count"] / trial["called"].map({True: "called", False: "not called"}).value_counts()
study.compare("uncalled", arms.loc["not called", "mean"])
figures.table_beside(arms.drop(columns="var").round(2).rename_axis("arm"), "Next score less the first, on the scale of 0 to 10", digits=2)
more, error = arms.loc["called", "mean"] - arms.loc["not called", "mean"], (arms["var"] / arms["count"]).sum() ** 0.5
print(f"Called less not called: {more:.2f} points (range {more - 1.96 * error:.2f} to {more + 1.96 * error:.2f})")

# %% [markdown]
# Those to whom nothing was done rise by about two points. They were picked at their worst, and a bad score is partly a bad day. The next one lies nearer the
# middle, whatever you do. That is **regression to the mean** (Bland and Altman, 1994). (Some also answered later, by text message.)

# %% [markdown]
# Take the difference between the arms: of the proud two points at most a fraction is left, and by its range
# perhaps nothing. And mind one thing. The lot gave us two like groups. Those of them
# who *answered again* need not be alike: calls bring orders, and who orders answers more. Orders are known of everybody. So look at deeds.

# %% [markdown]
# ### Watch: two arms, and the error of a difference
#
# Seeds with and without water, in two gardens. Each share has a variance of share × (1 - share) / n, and for a difference they add up.

# %%
seeds = pd.DataFrame({"garden": list("aaaabbbb"), "water": [True, True, False, False] * 2, "grew": [1, 1, 0, 0, 1, 0, 1, 0]})
by = seeds.groupby(["garden", "water"])["grew"]
n, share = by.count().unstack(), by.mean().unstack()
print(share[True] - share[False])
print(((share * (1 - share) / n).sum(axis=1) ** 0.5).round(2))

# %% [markdown]
# ### Exercise 4: what does a call do?
#
# Write `call_effect(trial)`. One row is a customer: `group` (text), `called` and `bought` (True or False; bought within 60 days). Give a table with a row per
# `group`. `called` and `not_called` are numbers of customers. `effect` is the share of the called who bought, less that of the others, per
# 100 customers. `error` is its standard error, in the same unit. For `toy["calls"]`:
#
# {{call_effect}}
#
# Calls cost money, so this number decides whether they are worth it.

# %% [answer] call_effect
def call_effect(trial):
    ### BEGIN SOLUTION
    # 1 measure
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share * (1 - share) / n).sum(axis=1) ** 0.5
    # 2 summarise
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
    ### END SOLUTION

# %% [test] call_effect 2
from classroom import check

check.on_page(call_effect, "05/call_effect")
### BEGIN HIDDEN TESTS
check.on_companies(call_effect, reference.call_effect, "05/call_effect", inputs=reference.trial_groups_of)
### END HIDDEN TESTS

# %%
trial["day"] = trial["assigned_on"].dt.tz_localize("UTC")
before = orders[orders["ordered_at"] < orders["customer_id"].map(trial["day"])].groupby("customer_id")["ordered_at"]
trial["away"] = (trial["day"] - before.max()).dt.days
trial["orders"] = before.count()
trial["came"], trial["score"] = came.reindex(trial.index), first
trial["channel"] = customers["acquisition_channel"].astype(str).reindex(trial.index)
trial["class"] = pd.cut(trial["away"], [-1, 119, 179, 999], labels=["under 120 days", "120 to 179", "180 and more"]).astype(str)

# %% [try] call_effect
# All, by how they came, and by days since the last order.
parts = [trial.assign(group="all"), trial.assign(group=trial["came"]), trial.assign(group=trial["class"])]
effects = pd.concat([check.table(call_effect(part[["group", "called", "bought"]]), "call_effect", index="group") for part in parts])
effects = effects.loc[["all", "own", "paid", "under 120 days", "120 to 179", "180 and more"]]
figures.bars(
    effects["effect"].iloc[::-1], low=(effects["effect"] - 1.96 * effects["error"]).iloc[::-1], high=(effects["effect"] + 1.96 * effects["error"]).iloc[::-1], stands_out="180 and more",
    finding=f"A call makes {effects.loc['all', 'effect']:.0f} of 100 buy, and of those away longest {effects.loc['180 and more', 'effect']:.0f}",
    says="Bars with ranges: " + ", ".join(f"{name} {value:.0f} of 100" for name, value in effects["effect"].items()) + ".",
    xlabel="buy because of the call (of 100)", ylabel="group", table=effects.round(1), digits=1,
)

# %% [markdown]
# A call works: the range of all lies above zero. ("Called" are all who were drawn to be called, reached or not.) But two ranges do not compare two groups. Their
# difference does, with its own error, as in exercise 1.

# %% [try] call_effect
trial["half_year"] = np.where(trial["away"] >= 180, "180 and more", "under 180")
for column in ("came", "half_year"):
    two = check.table(call_effect(trial.assign(group=trial[column])[["group", "called", "bought"]]), "call_effect", index="group")
    one, other = two.index
    gap, error = two.loc[one, "effect"] - two.loc[other, "effect"], (two["error"] ** 2).sum() ** 0.5
    print(f"{one} less {other}: {gap:.0f} of 100 (range {gap - 1.96 * error:.0f} to {gap + 1.96 * error:.0f}), {abs(gap) / error:.1f} errors long")

# %% [markdown]
# A call does less for those who have been away for half a year. They are at the highest risk, and for most the call comes too late. What a call
# changes is its **uplift**. Helen's list goes by risk, and not by uplift (see Ascarza, 2018).

# %% [markdown] more
# ### Who brings others? (more)
#
# NPS asks who *would* recommend. The books know who *did* (`referred_by`).

# %% more
mean_score = heard.groupby("customer_id")["score"].mean()
brings = pd.Series(mean_score.index.isin(customers["referred_by"].dropna()), mean_score.index)
kind = pd.cut(mean_score, [-1, 6, 8.99, 10], labels=["detractors", "between", "promoters"])
print((100 * brings.groupby(kind, observed=True).mean()).round(1).to_string())
begun = orders.groupby("customer_id")["ordered_at"].transform("min")
year = orders[(begun <= orders["ordered_at"].max() - pd.Timedelta(days=365)) & (orders["ordered_at"] < begun + pd.Timedelta(days=365))]
number = year.groupby("customer_id").size()
print(number.groupby(customers["acquisition_channel"].reindex(number.index) == "referral").mean().round(2).to_string())

# %% [markdown] more
# Promoters bring others about twice as often as detractors, and nine in ten bring nobody. Those who were brought order more in their first year (True) than the rest (False). That may be because
# friends are alike, and not because they were brought (on both, see Kumar and others, 2007, and Schmitt and others, 2011). And whoever brought somebody may have been asked afterwards.

# %% [markdown] more
# ### Later is not never (more)
#
# Look again after 180 days, at those who can be followed that long. Set the 60-day gap in the share of buyers at 100. Guess `after_180`: how large is it
# after 180 days?

# %% [predict] after_180 more minutes=0.5
study.predict("after_180", ..., confidence=...)

# %% more
follow = trial[trial["day"] + pd.Timedelta(days=180) <= orders["ordered_at"].max()]
since = (orders["ordered_at"] - orders["customer_id"].map(follow["day"])).dt.days
gap = {}
for limit in (60, 180):
    number = orders[(since >= 0) & (since < limit)].groupby("customer_id").size().reindex(follow.index, fill_value=0)
    both_ways = pd.DataFrame({"buyers (of 100)": 100 * (number > 0), "orders (for 100)": 100 * number}).groupby(follow["called"]).mean()
    gap[f"{limit} days"] = both_ways.loc[True] - both_ways.loc[False]
gap = pd.DataFrame(gap).T.rename_axis("after")
study.compare("after_180", 100 * gap.iloc[1, 0] / gap.iloc[0, 0])
figures.table_beside(gap.round(0), f"Called less not called, {len(follow):,} customers", digits=0)

# %% [markdown] more
# The gap in *buyers* shrinks. Were the orders only brought forward, the gap in *orders* would shrink with it. Mostly it hardly does. (Look at yours; its error is large.) But within half a year
# many of the others buy once, too, and whoever was called and would have come anyway now has two orders in place of one. A share of buyers cannot see the second. Look at both before you call sales
# borrowed, or lasting.

# %% [markdown]
# ## Whom to call
#
# Finance says: an order leaves 12 euros (lesson 04), and a call costs 2, including failed attempts. What does a call bring on average, over all detractors: by buyers, and by orders?

# %%
since = (orders["ordered_at"] - orders["customer_id"].map(trial["day"])).dt.days
trial["placed"] = orders[(since >= 0) & (since < 60)].groupby("customer_id").size().reindex(trial.index, fill_value=0)

def per_call(rows, of):
    """Euros that a call brings after its cost, and the error; `of` is what counts: "bought" or "placed"."""
    by = rows[of].astype(float).groupby(rows["called"])
    return 12 * (by.mean()[True] - by.mean()[False]) - 2, 12 * (by.var() / by.count()).sum() ** 0.5

for of, name in (("bought", "buyers"), ("placed", "orders")):
    value, error = per_call(trial, of)
    print(f"By {name} a call brings {value:.2f} euros (range {value - 1.96 * error:.2f} to {value + 1.96 * error:.2f}).")

# %% [markdown]
# By buyers, calling *everybody* brings little, if anything. By orders it brings more: some of the called order twice. Euros come from orders, so from now on we count orders.
#
# Service has time for 300 calls. So the question is not only whether to call, but whom.

# %% [markdown]
# ### Exercise 5: the value of a list
#
# Write `policy_value(trial, capacity, margin, cost)`. One row of `trial` is a customer, with `called` (True or False) and
# `placed`, her orders within 60 days. `score` is here not her answer, but her place on a list: the higher, the sooner she is called; no ties. Take the `capacity` customers with the highest scores. Among *them*, the effect is the mean of `placed` among the called less that among the others.
# Give one number, in euros: `capacity` times what a call brings, which is effect × `margin` less `cost`. For `toy["ranked"]`, 6, 15 and 2 it is {{policy_value}}.
#
# This is the number by which lists are compared.

# %% [answer] policy_value
def policy_value(trial, capacity, margin, cost):
    ### BEGIN SOLUTION
    # 1 measure
    top = trial.sort_values("score", ascending=False).head(capacity)
    mean = top.groupby("called")["placed"].mean()
    # 2 summarise
    return capacity * ((mean[True] - mean[False]) * margin - cost)
    ### END SOLUTION

# %% [test] policy_value 2
from classroom import check

check.on_page(policy_value, "05/policy_value")
### BEGIN HIDDEN TESTS
check.on_companies(policy_value, reference.policy_value, "05/policy_value", inputs=reference.ranked_of)
check.on_companies(policy_value, reference.policy_value, "05/policy_value", inputs=reference.few_ranked_of, also="with another list")
### END HIDDEN TESTS

# %% [markdown]
# ### Two reports
#
# Two suppliers offer a list, both of them free. Report B looks at how customers came and at three classes of days away; among equals, who was here last comes first. Report A, "by machine learning", has a cell for each mix of channel, class of days, number of orders and
# score. Both take the effect on buyers in a cell as its customers' uplift. (Buyers, not orders: shares are steadier in small
# cells. The value of a list counts orders.)

# %%
# How the suppliers make their lists. You need not follow each line.
def cells_of(rows, report):
    if report == "B":
        return rows["came"] + " " + rows["class"]
    fine = pd.cut(rows["away"], [-1, 27, 62, 118, 181, 272, 9999], labels=list("123456")).astype(str)
    count = rows["orders"].clip(upper=4).astype(str)
    return rows["channel"] + fine + count + pd.cut(rows["score"], [-1, 2, 4, 6], labels=list("abc")).astype(str)

def uplift(learn, who, report):
    """For each of `who`, the effect in her cell among `learn`; where that has none, the effect of all."""
    share = learn.groupby([cells_of(learn, report), "called"])["bought"].mean().unstack()
    every = learn.groupby("called")["bought"].mean()
    effect = cells_of(who, report).map(share[True] - share[False]).fillna(every[True] - every[False])
    return effect - who["away"] / 1e6  # among equals, who was here last comes first

# %% [try] policy_value
# What do 300 calls bring, by each report?
promised = {name: check.answered(policy_value(trial[["called", "placed"]].assign(score=uplift(trial, trial, name)), 300, 12, 2), "policy_value") for name in "AB"}
print(f"As reported, 300 calls bring {promised['A']:,.0f} euros by A and {promised['B']:,.0f} by B.")

# %% [markdown]
# But both were tried on the customers from whom they had learned. A's cells hold a handful each, so it knows *their* luck. So let four fifths of the customers teach, and rank the last fifth, five times over. Guess `fresh_a`: how many euros do 300 calls by A bring then?

# %% [predict] fresh_a minutes=0.5
study.predict("fresh_a", ..., confidence=...)

# %% [markdown]
# ### Commit
#
# Before you see the euros: which list would you sign? `"risk"` (away longest, as Helen says), `"A"`, `"B"`, `"lot"`, or `"nobody"`.
# Write it down with your confidence. Your first answer is kept, and you will meet it again.

# %% [predict] my_list minutes=1
study.predict("my_list", ..., confidence=...)

# %%
def fresh(report):
    """Each customer's place in her fifth, by what the other four fifths have taught."""
    fifth, places = trial.index % 5, []
    for k in range(5):
        places.append(uplift(trial[fifth != k], trial[fifth == k], report).rank(pct=True))
    return pd.concat(places).reindex(trial.index) + trial.index / 1e9  # no ties

lists = {"risk": trial["away"] + trial.index / 1e9, "A": fresh("A"), "B": fresh("B")}
ranked = trial[["called", "placed"]].assign(**lists)

# %%
def worth(rows, name):
    """What 300 calls bring at the rate of these customers. By lot it is the mean of all, and nobody brings 0."""
    if name == "nobody":
        return 0.0
    listed = rows[["called", "placed"]].assign(score=rows["B" if name == "lot" else name])
    number = len(rows) if name == "lot" else 300
    return check.answered(policy_value(listed, number, 12, 2), "policy_value") * 300 / number

def values(rows):
    """Each list's value, with the range by its error."""
    told = {name: worth(rows, name) for name in ("risk", "lot", "A", "B")}
    half = {name: 1.96 * 300 * per_call(rows if name == "lot" else rows.nlargest(300, name), "placed")[1] for name in told}
    return pd.DataFrame({"euros": told, "low": pd.Series(told) - pd.Series(half), "high": pd.Series(told) + pd.Series(half)}).sort_values("euros")

# %% [try] policy_value
# Helen's list, the suppliers' and the lot, on fresh customers.
check.answered(policy_value(ranked.rename(columns={"B": "score"}), 300, 12, 2), "policy_value")
fresh_values = values(ranked)
study.compare("fresh_a", fresh_values.loc["A", "euros"])
figures.bars(
    fresh_values["euros"].rename_axis("list"), low=fresh_values["low"], high=fresh_values["high"], stands_out="risk",
    finding=f"300 calls by risk come to {fresh_values.loc['risk', 'euros']:+,.0f} euros; A promised {promised['A']:,.0f} and brings {fresh_values.loc['A', 'euros']:,.0f}",
    says="Bars with ranges: " + ", ".join(f"{name} {row['euros']:,.0f} euros" for name, row in fresh_values.iterrows()) + ".",
    xlabel="value of 300 calls after their cost (euros)", ylabel="list", table=fresh_values.round(0), digits=0,
)

# %% [markdown]
# The list by risk spends most of its calls on customers who no longer come, called or not. What A promised beyond a lot was mostly luck. Which of A and
# B is better on fresh customers, two ranges do not tell: the range of their difference does, and it comes below. A's cells are too many to check, and B has a reason
# behind each of its two questions. What counts for both is on whom they were tried. (Suppliers report a measure of the whole ranking, the Qini: Radcliffe, 2007. You have 300 calls.)

# %% [markdown]
# ### Whom *may* you call?
#
# Service may phone about orders only those who agreed to it (`consents`). Calls that sell need an agreement of their own. Did anybody check, in the trial?

# %%
day = trial["day"].dt.tz_localize(None)
for purpose, column in (("service", "may"), ("marketing", "may_sell")):
    agreed = load("consents").query("channel == 'phone' and purpose == @purpose").set_index("customer_id").reindex(trial.index)
    trial[column] = (agreed["since_on"] <= day) & ~(agreed["opted_out_on"] <= day)
    print(f"{purpose}: {trial[column].sum()} of {len(trial):,} had agreed; {(trial['called'] & ~trial[column]).sum()} of {trial['called'].sum()} who were called had not.")
allowed = ranked[trial["may"]]

# %% [markdown]
# That was wrong, whatever it taught. A complaint is not consent. From now on, only those who agreed to calls about orders go on any list.
#
# What is the call for? If service phones to mend what she complained about, that agreement covers it. If it phones so that she buys, that is advertising, and needs the other one (so
# say Britain's Information Commissioner and, in Germany, the Federal Court of Justice, 2018). We judge the call by orders. So say in your memo which of the two it is, and do not sell on a service call.

# %% [try] policy_value
# The same lists among those who may be called.
check.answered(policy_value(ranked.rename(columns={"B": "score"}), 300, 12, 2), "policy_value")
allowed_values = values(allowed)
figures.table_beside(allowed_values.round(0).rename_axis("list"), f"300 calls to the {len(allowed)} who agreed (euros)", digits=0)
print("A list pays while a call costs less than (euros):", ", ".join(f"{name} {value / 300 + 2:.2f}" for name, value in allowed_values["euros"].items()))

# %% [markdown]
# These 300 calls reach further down each list. This is the value that belongs in your memo. Its range says how far a list is ahead of calling nobody, which
# brings 0. And how far is it ahead of another list? The two share many customers, so two ranges do not tell. Draw all customers anew, value *both* lists on the same
# ones, and look at the difference.

# %% [try] policy_value
# The best list that anybody can check, and how far it is ahead of the others.
def ahead(one, other, rows):
    crowds = [rows.sample(frac=1, replace=True, random_state=run) for run in range(100)]
    gaps = [worth(crowd, one) - worth(crowd, other) for crowd in crowds]
    return pd.Series([worth(rows, one) - worth(rows, other), *np.quantile(gaps, [0.025, 0.975])], ["euros", "low", "high"])

check.answered(policy_value(ranked.rename(columns={"B": "score"}), 300, 12, 2), "policy_value")
best = allowed_values["euros"].drop("A").idxmax()
leads = pd.DataFrame({f"{best} less {other}": ahead(best, other, allowed) for other in allowed_values.index.drop(best)}).T
figures.table_beside(leads.round(0).rename_axis("lists"), f"How far {best} is ahead among those who agreed, 300 calls (euros)", digits=0)

# %% [markdown]
# ### One rule
#
# Often little can be told apart here, and that is an honest result. But you must sign something, and nobody is a list, too. So:
#
# 1. Of the lists that anybody can check (`"risk"`, `"lot"`, `"B"`, `"nobody"`), take the one with the best estimate among those who may be called.
# 2. A list that nobody can check, such as `"A"`, must be ahead of it by more than chance: the range of the difference lies on its side of
#    zero. A promised more than it brings, so it has to show that it is ahead.
# 3. Leave a hundred of the 300 uncalled, by lot, so that we learn more. (Then you make 200 calls: about two thirds of the value.)

# %% [markdown]
# Why the best estimate, if it may be chance? One mistake costs as much as the other, so the list ahead is the better bet. It is not a sure one. And the best of several estimates is
# a bit too high by being the best. Your memo says so. (More on such comparisons: Simester and others, 2020.)
#
# The list you sign is a rule. Here it is tried on the trial's customers, of whom half were called already. From January on service applies the
# same rule to those who come in. Set your final list.

# %%
final_list = ...

# %%
lists["lot"] = pd.Series(np.random.default_rng(5).permutation(len(trial)), trial.index)
my_calls = []
if final_list in lists:
    my_calls = lists[final_list][allowed.index].nlargest(300).index.tolist()
print(f"{len(allowed):,} of {len(trial):,} may be called. Your list has {len(my_calls)}.")

# %%
# Who will come in? All detractors of the last four waves, each once, and those of them who agreed to calls about orders.
since_year = heard["sent_at"] > orders["ordered_at"].max() - pd.Timedelta(days=365)
low = heard[since_year & (heard["score"] <= 6)].sort_values("sent_at").drop_duplicates("customer_id")
phone = load("consents").query("channel == 'phone' and purpose == 'service'").set_index("customer_id").reindex(low["customer_id"])
asked_on = low["sent_at"].dt.tz_localize(None).to_numpy()
reached = int(((phone["since_on"] <= asked_on) & ~(phone["opted_out_on"] <= asked_on)).sum())
per_wave = reached // 4
print(f"In the last four waves {len(low):,} gave 6 or less, {reached} of whom may be called: {per_wave} a wave.")

# %% [markdown] minutes=2
# The trial stands for the customers to come. It drew only some of last year's. One wave brings fewer than 300 who may be called. So 300 calls after one wave would
# reach everybody, and no list would be worth more than another. Spread them over the year.
#
# ### Talk to your neighbour
#
# A clerk says: "She complained, so she wants to hear from us. Forms are for lawyers." What do you answer? And how could the survey itself settle it? Decide alone, then compare.

# %% [markdown]
# ## How long must a trial run?
#
# Each proposal needs one: a call, or your own change. To see a rise four times in five (a **power** of 80 %), each arm needs about
# 16 p (1 - p) / rise² customers (Lehr, 1992). Here p is the share half-way between the arms.

# %% [markdown]
# ### Watch: how many boxes?
#
# `np.ceil` rounds up: 25 cups in boxes of six need five boxes.

# %%
print(int(np.ceil(25 / 6)), int(np.ceil(24 / 6)))

# %% [markdown]
# ### Exercise 6: customers and waves
#
# Write `trial_length(base, more, per_wave)`. `base` is the share who buy without the change, `more` the rise that you want to see (parts of 1), `per_wave` how many
# customers each wave brings in, for both arms together. Give a dict of two whole numbers, each rounded up: `each`, customers in each arm; `waves`,
# how many waves fill both arms. For 0.2, 0.11 and 150 they are {{trial_length.each}} and {{trial_length.waves}}.
#
# A trial that cannot tell within a year (four waves) is not proposed. And count only those whom the change can reach. If it helps those who write to service, detractors in general are
# not your customers.

# %% [answer] trial_length
def trial_length(base, more, per_wave):
    ### BEGIN SOLUTION
    # 1 measure
    middle = base + more / 2
    each = int(np.ceil(16 * middle * (1 - middle) / more**2))
    # 2 divide
    return {"each": each, "waves": int(np.ceil(2 * each / per_wave))}
    ### END SOLUTION

# %% [test] trial_length 2
from classroom import check

check.on_page(trial_length, "05/trial_length")
### BEGIN HIDDEN TESTS
check.on_companies(trial_length, reference.trial_length, "05/trial_length", inputs=reference.length_of)
check.on_inputs(trial_length, reference.trial_length, "05/trial_length", [(0.31, 0.05, 410), (0.13, 0.045, 95)])
### END HIDDEN TESTS

# %% [try] trial_length
# Of the detractors only those who may be called, each once: all who come in, and not only those whom the old trial drew.
base = trial["bought"][~trial["called"]].mean()
for more in (0.05, 0.1, 0.15):
    answer = check.answered(trial_length(base, more, per_wave), "trial_length")
    print(f"{100 * more:.0f} more of 100: {answer['each']:,} in each arm, {answer['waves']} waves of {per_wave} detractors who may be called")

# %% [try] trial_length
# Customers who write to service, each with her first case in a year: how many, and how many order within 60 days?
cases = load("tickets")
ago = (orders["ordered_at"].max() - cases["opened_at"]).dt.days
cases = cases[(ago >= 60) & (ago < 425)].sort_values("opened_at").drop_duplicates("customer_id").set_index("customer_id")
since = (orders["ordered_at"] - orders["customer_id"].map(cases["opened_at"])).dt.days
base, quarter = cases.index.isin(orders["customer_id"][(since >= 0) & (since < 60)]).mean(), len(cases) // 4
print(f"{quarter} customers a quarter; {100 * base:.0f} of 100 order within 60 days.")
for more in (0.05, 0.1):
    answer = check.answered(trial_length(base, more, quarter), "trial_length")
    print(f"{100 * more:.0f} more of 100: {answer['each']:,} in each arm, {answer['waves']} quarters")

# %% [markdown]
# So for 10 more of 100 a trial among detractors who may be called takes four waves or more: the whole year at best. And that is if all of them take part, those of
# the old trial, too. One among those who write to service needs fewer quarters. Both take weeks more than that: the last customers need their 60 days, too.

# %% [markdown] more
# ### May I look now? (more)
#
# A colleague looks at a trial each week and stops at the first "significant" difference. Guess first: how often will she find one where there is none?
# Below, arms are drawn by lot among customers who were not called, so nothing differs.

# %% more
rng = np.random.default_rng(5)
quiet = trial["bought"][~trial["called"]].to_numpy(float)
looks, found = [50, 100, 150, 200, 250, 300, 350, 400, 450, 500], {1: 0, 5: 0, 10: 0}
for run in range(2000):
    one, two = rng.choice(quiet, 500), rng.choice(quiet, 500)
    z = [abs(one[:n].mean() - two[:n].mean()) / max((one[:n].var() / n + two[:n].var() / n) ** 0.5, 1e-9) for n in looks]
    for many in found:
        found[many] += max(z[:: -(10 // many)]) > 1.96
print({f"{many} looks": f"{100 * count / 2000:.0f} of 100" for many, count in found.items()})

# %% [markdown] more
# One look gives the promised 5 false alarms of 100, ten looks several times as many (Armitage and others, 1969). So fix the length first.

# %% [markdown]
# ## A second place to stop
#
# What is left is a report on your company that you audit, and your memo. `final_list` holds your decision. The rest can wait for another day.

# %%
study.progress()

# %% [markdown]
# ## Sign it, or correct it
#
# The supplier has sent the board a report on *your* company. Two to four of its seven sentences are wrong, and one or two only look wrong. For
# a wrong one give kind, severity and the right figure. *Fatal*: if you put this one figure right and leave all the other errors in, the recommendation is
# reversed. *Material*: the rule uses the figure, and the recommendation stays. *Cosmetic*: the rule does not use it.
#
# {{audit_kinds.abcdefghijl}}
#
# Your own tables tell what is right: `surveys`, `heard`, `both`, `trial`, `rise`, `texts`, `orders`, `customers`.

# %% [markdown]
# The wrong sentences share the ten points equally. Of what one earns, the figure brings 45 of 100, the kind 25, verdict and severity 15 each.
# "Wrong" alone earns nothing: the kind or the figure must be right. A figure may be off by 2 %, and is in the sentence's unit.
#
# A right sentence that you call wrong takes off as much as a wrong one can earn, but never below 0. An empty place costs nothing.

# %% [audit] board_report 10 minutes=12

# %% [markdown]
# ## Write to Helen
#
# One page, in plain words. Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | bonus or not, and under which conditions; whom to call, and why although the range is wide; what would change it |
# | evidence | about ten numbers that carry the decision, the chief ones with a range or a number of people, and an answer to "never as good" |
# | customer | who gains, who may not be called and what the call is for, and one change from what they say |
# | limits | what is not known, and the next trial, on customers whom the change reaches, with its length |
# | language | plain, one page |

# %% [markdown]
# ### Mark these two first
#
# They come from another company, so their numbers are not yours.
#
# - Memo A: "NPS has risen by 29 points, which is significant. Pay the bonus, and call the 300 at the highest risk."
# - Memo B: "No bonus on NPS: in 2024 it fell while customers became happier. Call 300 by report B: that brings 1,240 euros (390 to 2,090)."
#
# The agreed marks: A 2 of 15, B 9. What does B still lack? Write *your* memo into the next cell, with your own figures.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours may differ.)
#
# Helen, please hang no pay on NPS as it is, and do not call those who have been away longest.
#
# NPS rose by 31 points this autumn. Two things changed: we asked more of those again who come on their own, and we asked by text message. Weighted to all customers, 15 points are left (range 8 to 23; 1,023 and 1,661
# answers), and nobody can tell whether those are a better shop or another way of asking. In 2024 it was the other way round: NPS fell while, weighted, customers became happier. I would pay a small part on it
# only if somebody else asks a drawn sample, always in the same way, and weights it.
#
# Calls work. In the trial (1,480 customers, half of them called by lot) a call brought 2.15 euros of orders after its cost (1.00 to 3.30). But of those away half a year or longer, 11 fewer of 100 buy because of it than of the rest
# (3 to 19). Your list begins at the wrong end.
#
# Only 831 agreed to calls about their orders, and the trial called 322 who had not. We should tell them. Among the 831, 300 calls by report B bring 604 euros (-262 to 1,470): the best estimate of the lists that anybody can check, a better bet and
# not a sure one. Ahead of a lot it is by 72 (-375 to 829). Report A is ahead of B by 441 (-553 to 1,213), which chance could have made, and nobody can check its 296 cells. So I sign B, and leave 100 of the 300
# uncalled by lot (200 calls bring some two thirds of that). If those order as often, we stop. These calls mend what she complained about, and sell nothing; one that sells needs the other agreement, which 186 have given.
#
# Those who complain about service have spent most. So one change, by lot, for every second of the 447 customers a quarter with a first case: she keeps one clerk until it is solved. 39 of 100 order within
# 60 days now. With 395 in each arm, two quarters and 60 days, we see 10 more. For 5 more it would take seven quarters, so I would not propose it.
#
# Not known: what a call does after 60 days, and what mending service is worth. Next, half of a wave by e-mail, by lot. If both scores agree, I am wrong about the autumn.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you learn alone, save the notebook and run this. It leads you through the rubric.
#
# Feedback on the audit comes with your grade. To grade yourself, go to the folder in which `centric.py` lies, two above
# this notebook. Copy the notebook into `submitted/me/05_feedback_loops/` there (make the folders that are missing), and
# type `python3 centric.py grade 05`. It takes some minutes.

# %%
study.mark_memo()

# %% [markdown] minutes=1
# ## Before you go
#
# Look at your guesses once more, and at how sure you were. What changed your mind? Write one sentence.

# %%
study.revise("my_bonus", ..., confidence=...)
study.revise("my_list", ..., confidence=...)
changed_my_mind = "..."

# %% [markdown]
# ## Key points
#
# {{key_points}}

# %%
study.progress()

# %% [markdown]
# ## Where to read on
#
# On scores and pay:
#
# - Reichheld (2003), "The One Number You Need to Grow", *Harvard Business Review* 81(12).
# - Keiningham and others (2007), "A Longitudinal Examination of Net Promoter and Firm Revenue Growth",
#   *Journal of Marketing* 71(3).
# - de Haan, Verhoef and Wiesel (2015), "The Predictive Ability of Different Customer Feedback Metrics for Retention",
#   *International Journal of Research in Marketing* 32(2).
# - Baehre and others (2022), "The Use of Net Promoter Score (NPS) to Predict Sales Growth", *Journal of the Academy
#   of Marketing Science* 50(1).
# - Hauser, Simester and Wernerfelt (1994), "Customer Satisfaction Incentives", *Marketing Science* 13(4).
# - Strathern (1997), "'Improving Ratings': Audit in the British University System", *European Review* 5(3).

# %% [markdown]
# On who is asked, and who brings others:
#
# - Simpson (1951), "The Interpretation of Interaction in Contingency Tables", *Journal of the Royal Statistical Society B* 13(2).
# - Pearl (2014), "Understanding Simpson's Paradox", *The American Statistician* 68(1).
# - de Leeuw (2005), "To Mix or Not to Mix Data Collection Modes in Surveys", *Journal of Official Statistics* 21(2).
# - Kumar, Petersen and Leone (2007), "How Valuable Is Word of Mouth?", *Harvard Business Review* 85(10).
# - Schmitt, Skiera and Van den Bulte (2011), "Referral Programs and Customer Value", *Journal of Marketing* 75(1).

# %% [markdown]
# On trials and lists:
#
# - Bland and Altman (1994), "Regression towards the Mean", *BMJ* 308.
# - Ascarza (2018), "Retention Futility: Targeting High-Risk Customers Might Be Ineffective", *Journal of Marketing Research*
#   55(1).
# - Radcliffe (2007), "Using Control Groups to Target on Predicted Lift", *Direct Marketing Analytics Journal*.
# - Simester, Timoshenko and Zoumpoulis (2020), "Efficiently Evaluating Targeting Policies", *Management Science* 66(8).
# - Lehr (1992), "Sixteen S-Squared over D-Squared: A Relation for Crude Sample Size Estimates", *Statistics in Medicine* 11.
# - Armitage, McPherson and Rowe (1969), "Repeated Significance Tests on Accumulating Data", *Journal of the Royal Statistical
#   Society A* 132(2).
