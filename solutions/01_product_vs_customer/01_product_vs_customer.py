# ---
# title: Should Fernhill drop its lamps?
# minutes: [80, 90]
# plan: [150, 130, 130]
# asks: the product chief
# objectives:
#   - id: line-view
#     text: Work out what is left of each product line's sales, once discounts and returns are counted.
#     exercise: line_pnl
#     key: A line's result is what customers paid, less refunds, goods and the handling of returns.
#   - id: customer-view
#     text: Work out what is left of each customer's payments, prove that lines and customers share one total, and check a table that others made.
#     exercise: [customer_pnl, reconcile, check_customer_pnl, whale_peak]
#     key: Cost to serve belongs to customers. Once it is counted, both views agree to the cent, and some customers turn out to cost money.
#   - id: door
#     text: Compare what customers bring in later, by the line of their first order, with what closing that line would save.
#     exercise: [later_profit, would_go, memo]
#     key: Follow cohorts from their first order. What they bring in later does not prove what the door did.
#   - id: how-sure
#     text: Say how far a number can be trusted, and what a test of a given length can tell.
#     exercise: likely_range
#     key: A number comes with its range and its span, and a test with what it can tell.
#   - id: claims
#     text: Test a claim on price or loyalty, or show that your data cannot.
#     exercise: [price_effect, cracks]
#     key: A claim needs a source, a window and a query that could break it.
#   - id: audit
#     text: Find what is wrong in a report, and whether the decision turns on it.
#     exercise: board_report
#     key: A wrong figure is wrong in a way that has a name. It is fatal if the decision turns on it.
# glossary:
#   ledger: The record of what came in and what went out, entry by entry, each with its date and its customer.
#   line margin: What is left of a product line's payments after refunds, goods and the handling of returns.
#   cost to serve: What it costs to look after a customer, besides the goods that she bought.
#   cost driver: The event that causes a cost, such as one order, one return or one question.
#   whale curve: The running total of profit over customers, best customer first.
#   cohort: Customers who began in the same way or at the same time, and who are followed from there.
#   selection: A difference that was there from the start, because different kinds of people came.
#   likely range: The range that holds the mean of 95 in 100 crowds, each drawn again from the same customers.
#   break-even: The point at which a decision neither gains nor loses.
#   commoditisation: A product becomes the same wherever you buy it, so that only its price is left to compare.
#   randomised trial: A test in which a draw decides who gets what, so that the groups are alike at the start.
#   customer-centric: Aimed at the most profit from the right customers over the years, rather than from each line.
#   take-up: Of the people asked, the share who bought.
# prerequisites: [Python functions, pandas groupby, pandas merge, bar charts]
# needs: [customers, products, orders, order_lines, returns, tickets, touches, campaigns, trials, subscriptions, activity_costs, acquisition_spend, rival_prices]
# claims:
#   - claim: ten times their first purchase
#     source: We found no document
#   - claim: 80 % of sales come from 20 % of customers
#     source: Schmittlein
#   - claim: bets better after any test
#     source: Feit and Berman
#   - claim: customers bought less often
#     source: Borle
# ---

# %% [markdown]
# # Should Fernhill drop its lamps?
#
# Fernhill sells goods for the home, in six product lines. Petra Vance runs them. Her note to the board:
#
# > Our lamps, the Lumen line, have lost money for three years. Five other lines pay for them.
# > I ask the board to close Lumen on Friday.
#
# Before it decides, the board asks you. Here is Petra's case, from Fernhill's own books.

# %%
import numpy as np
import pandas as pd

from classroom import check, explore, figures, load, study, toys

study.begin("01_product_vs_customer")
order_lines, products, returns = load("order_lines"), load("products"), load("returns")

# %% folded
lamps = order_lines.merge(products[products["line"] == "Lumen"][["product_id"]], on="product_id")
lamps_sold, goods = lamps["paid_eur"].sum(), (lamps["quantity"] * lamps["unit_cost_eur"]).sum()
back = lamps.merge(returns, on=["order_id", "line_no"])[["refund_eur", "handling_cost_eur"]].sum()
rows = {"handling of returns": back.iloc[1], "refunds": back.iloc[0], "to the makers": goods, "from customers": lamps_sold}
rows = 100 * pd.Series(rows) / lamps_sold
figures.bars(
    rows,
    finding=f"For every 100 euros of lamps sold, Fernhill pays out {rows.iloc[:3].sum():.0f}",
    says=f"Per 100 euros, {rows.iloc[2]:.0f} go to the makers, "
    f"{rows.iloc[1]:.0f} are refunds, {rows.iloc[0]:.0f} handling.",
    xlabel="euros per 100 euros of lamps sold", stands_out="from customers",
)

# %% [markdown]
# So should the board close it? Before you look any further, guess.
#
# Say how sure you are, from 1 (a coin toss) to 5 (I would bet on it). There is no shame in being sure and wrong: errors
# made with confidence are put right more often than others (Butterfield and Metcalfe, 2001).
#
# - `lumen_first`: in the year after her first order, does a customer who first came for a lamp bring in "less", "the
#   same" or "more" than one who first came for something else?
# - `stay_away`: of 100 customers who first came for a lamp, how many would never have come without lamps?

# %% [predict] lumen_first minutes=0.5
study.predict("lumen_first", ..., confidence=...)

# %% [predict] stay_away minutes=0.5
study.predict("stay_away", ..., confidence=...)

# %% [markdown]
# ## What you will be able to do
#
# {{objectives}}

# %%
orders, tickets, touches = load("orders"), load("tickets"), load("touches")
customers, activity_costs = load("customers"), load("activity_costs")

# %% [markdown]
# You need pandas: `groupby`, `merge`, a bar chart. You need no marketing, and no statistics beyond a mean and a spread.
# There are two sittings. Plan {{plan.1}} for the first. The second has a place to stop half-way: plan {{plan.2}} up to
# there, and {{plan.3}} for the rest. If you read slowly, or pandas is new to you, plan half as much again. Parts marked
# *(more)* can wait; but exercise 8 and the six cracks are among them and earn points: another hour. An assistant may
# help with code. Your guesses and your memo must be your own.
#
# One more guess before you start: of 100 customers, how many cost Fernhill more than they bring in?

# %% [predict] unprofitable minutes=0.5
study.predict("unprofitable", ..., confidence=...)

# %% [markdown]
# ## A line looks fine until its returns come in
#
# You have the **ledger**: the record of what came in and what went out, entry by entry, each with its date and its
# customer. Petra adds it up by product line. So will you, first on one small page: five customers and six orders, with
# three lines sent back.
#
# A row of the second table is one line of an order, as on its invoice. `paid_eur` is for the whole row, after the
# discount. `unit_cost_eur` is for one piece.

# %%
toy = toys.page("01_product_vs_customer")
figures.table_beside(toy["returns"], "What was sent back")
toy["order_lines"]

# %% [markdown]
# ### Watch: how much is given away in discounts?
#
# Three steps, which you will use again and again. Join what you need. Measure each row. Summarise.

# %%
# 1 join
page_sold = toy["order_lines"].merge(toy["products"][["product_id", "line"]], on="product_id")
# 2 measure
page_sold["tag_eur"] = page_sold["quantity"] * page_sold["list_price_eur"]
page_sold["check_eur"] = page_sold[["paid_eur", "discount_eur"]].sum(axis=1)
# 3 summarise
page_sold.groupby("line")[["tag_eur", "discount_eur", "paid_eur", "check_eur"]].sum()

# %% [markdown]
# Read it aloud: the price tags of the Hearth goods came to 200 euros, and customers paid 190.
# `quantity` matters: the first row holds two pieces of product 1, a desk lamp, so its tags add up to 80 euros.
# `sum(axis=1)` adds across each row. The result, `check_eur`, matches `tag_eur`.
#
# Now a merge in which not every row has a match. Which orders led to a question?

# %%
# 1 join
asked = toy["orders"].merge(toy["tickets"][["order_id", "topic"]], on="order_id", how="left")
# 2 measure
asked["topic"] = asked["topic"].fillna("no question")
asked[["order_id", "channel", "topic"]]

# %% [markdown]
# By default a merge drops rows without a match: orders 101, 103, 104 and 105 would be gone. With `how="left"` they
# stay, with a gap in `topic`. And order 102 is there twice, because it led to two questions.
#
# In a column of numbers, `sum` skips such gaps. Subtraction spreads them: a number minus a gap is a gap.

# %% [markdown]
# ### Exercise 1: what is left of each line's sales?
#
# **Line margin** is what customers paid, less refunds, goods and the handling of returns. Goods that come back
# are not sold again, so their cost stays. A return belongs to one line of an order: `order_id` and `line_no`
# together.
#
# Complete `line_pnl(lines, products, returns)`. It gives a table with one row per `line` and five columns in
# euros. This is Petra's own table: it decides whether she has a case. The test below tries it on the page, and
# says what looks wrong. Stuck? Run `study.hint("line_pnl")` in a new cell. For the next hint, say what you tried:
# `study.hint("line_pnl", tried="…")`. The last one says how to go on without the exercise.
#
# {{line_pnl}}

# %% [answer] line_pnl
def line_pnl(lines, products, returns):
    # 1 join
    sold = lines.merge(products[["product_id", "line"]], on="product_id")
    with_returns = ...
    ### BEGIN SOLUTION
    with_returns = sold.merge(returns, on=["order_id", "line_no"], how="left")
    ### END SOLUTION
    # 2 measure
    ### BEGIN SOLUTION
    with_returns["goods_eur"] = with_returns["quantity"] * with_returns["unit_cost_eur"]
    ### END SOLUTION
    # 3 summarise
    parts = ["paid_eur", "refund_eur", "goods_eur", "handling_cost_eur"]
    table = with_returns.groupby("line")[parts].sum()
    table.columns = ["revenue_eur", "refunds_eur", "goods_eur", "return_handling_eur"]
    ### BEGIN SOLUTION
    costs = table[["refunds_eur", "goods_eur", "return_handling_eur"]].sum(axis=1)
    table["margin_eur"] = table["revenue_eur"] - costs
    ### END SOLUTION
    return table

# %% [test] line_pnl 2
from classroom import check

check.on_page(line_pnl, "01/line_pnl")
### BEGIN HIDDEN TESTS
check.on_companies(line_pnl, reference.line_pnl, "01/line_pnl")
### END HIDDEN TESTS

# %% [try] line_pnl
# `check.call` runs your function on Fernhill's full tables, and `check.table` checks the form of the result.
# One line should be below zero, and one should lose a large part of its sales to refunds.
by_line = check.call(line_pnl, "line_pnl", order_lines, products, returns)
by_line = check.table(by_line, "line_pnl", index="line", labels=products["line"].unique())
margin = by_line["margin_eur"].sort_values()
figures.bars(
    margin,
    finding=f"{margin.index[0]} is the line that loses money",
    says=f"Six bars. {margin.index[0]} stands at {margin.iloc[0]:,.0f} euros; {(margin > 0).sum()} of the others are above zero.",
    xlabel="line margin over 36 months (euros)", stands_out=margin.index[0], table=by_line,
)

# %% [markdown] minutes=3
# ### Talk to your neighbour
#
# Petra has a case: Lumen is in the red. And refunds eat up a good part of Linen's sales.
#
# Now look for what is *not* in her table. Fernhill also pays for packing, for answering questions and for catalogues.
# Which line should pay for a parcel with a pan and a lamp? Decide alone, then compare. (No neighbour? Write down two
# answers and defend the one that you like less.)

# %% [markdown]
# ## What no line pays for, customers still cause
#
# A parcel costs the same with one pan or three. No line owns that cost, but one customer ordered the parcel.
#
# **Cost to serve** is what it costs to look after a customer, besides the goods that she bought.
# Some customers order little at a time, ask a lot of questions and send a lot back. Others pay the same prices and do
# none of this.

# %% [markdown]
# To find it, ask of each cost: which event causes it? That event is its **cost driver**.
# Count the events of each customer, and multiply by a rate.
# Accountants call this activity-based costing (Cooper and Kaplan, 1991). Fernhill's rates:

# %%
activity_costs

# %% [markdown]
# ### Watch: packing and sending, by customer
#
# The rate depends on the channel of the order. The page has round rates of its own: 7 euros for an order on the web, 6
# by app and 4 in a store. A ticket, which is a question to the service team, costs 8. On the page, Ada (customer 1)
# ordered twice. Here are the first two rows of three of the page's tables:

# %%
for name in ["tickets", "touches", "orders"]:
    display(toy[name].head(2))
page_orders = toy["orders"]
# 1 join
page_rates = toy["activity_costs"].set_index("activity")["rate_eur"]
# 2 measure
page_orders = page_orders.assign(fulfilment_eur=(page_orders["channel"] + "_order").map(page_rates))
# 3 summarise
page_orders.groupby("customer_id")[["fulfilment_eur"]].sum()

# %% [markdown]
# Read it aloud: one web order at 7 euros and one app order at 6 make 13 for Ada.
#
# ### Puzzle: add what tickets cost
#
# Put the lines in order so that `cost` holds packing plus tickets for each customer. Two lines are not needed. Write
# the letters into `order`, for example `"BAC"`.

# %% [puzzle] cost_to_serve minutes=3
pieces = {
    "A": 'by_order = orders.groupby("customer_id")["eur"].sum()',
    "B": "by_ticket = by_ticket.reindex(by_order.index, fill_value=0)",
    "C": 'rates = activity_costs.set_index("activity")["rate_eur"]',
    "D": "by_order = by_order[by_ticket.index]",
    "E": "cost = by_order + by_ticket",
    "F": 'orders = orders.assign(eur=(orders["channel"] + "_order").map(rates))',
    "G": 'orders = orders.assign(eur=rates["web_order"])',
    "H": 'by_ticket = tickets.groupby("customer_id").size() * rates["ticket"]',
}
order = ...
study.order(pieces, order)

# %% [markdown]
# ### Exercise 2: what is left of each customer's payments?
#
# Complete `customer_pnl(lines, returns, orders, tickets, touches, activity_costs)`: one row per `customer_id`, in
# euros. First the margin, as in exercise 1. Then packing, tickets, and mailings, by post or by e-mail (`touches` says
# in `cost_eur` what each one cost). Last comes what is left. Customers with no ticket or mailing stay in, with a 0. The
# board has never seen this table, because nobody makes it.
#
# {{customer_pnl}}

# %% [answer] customer_pnl
def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    rates = activity_costs.set_index("activity")["rate_eur"]
    # 1 join
    sold = ...
    ### BEGIN SOLUTION
    sold = lines.merge(returns, on=["order_id", "line_no"], how="left").merge(orders, on="order_id")
    ### END SOLUTION
    # 2 measure
    ### BEGIN SOLUTION
    back = sold[["refund_eur", "handling_cost_eur"]].sum(axis=1)
    sold["margin_eur"] = sold["paid_eur"] - sold["quantity"] * sold["unit_cost_eur"] - back
    ### END SOLUTION
    # 3 summarise
    pnl = sold.groupby("customer_id")[["margin_eur"]].sum()
    pnl["fulfilment_eur"] = (orders["channel"] + "_order").map(rates).groupby(orders["customer_id"]).sum()
    ### BEGIN SOLUTION
    pnl["tickets_eur"] = tickets.groupby("customer_id").size() * rates["ticket"]
    pnl["mailings_eur"] = touches.groupby("customer_id")["cost_eur"].sum()
    ### END SOLUTION
    pnl = pnl.fillna(0)
    # and what is left; give the table back
    ### BEGIN SOLUTION
    return pnl.assign(profit_eur=pnl["margin_eur"] - pnl.drop(columns="margin_eur").sum(axis=1))
    ### END SOLUTION

# %% [test] customer_pnl 3
from classroom import check

check.on_page(customer_pnl, "01/customer_pnl")
### BEGIN HIDDEN TESTS
check.on_companies(customer_pnl, reference.customer_pnl, "01/customer_pnl")
### END HIDDEN TESTS

# %% [try] customer_pnl
# One row per customer; the profits should add up to far less than the margins.
tables = order_lines, returns, orders, tickets, touches, activity_costs
by_customer = check.call(customer_pnl, "customer_pnl", *tables)
by_customer = check.table(by_customer, "customer_pnl", index="customer_id", labels=customers["customer_id"])
by_customer.sum()

# %% [markdown]
# ## Both views share one total
#
# Two tables from one ledger must agree. If they do not, one of them is wrong.
#
# ### Exercise 3: build the bridge
#
# A bridge leads from one total to the other, amount by amount. Write `reconcile(by_line, by_customer)`. It takes your
# two tables and gives the bridge between them: a dict of four amounts in euros.
#
# - `lines_eur`: all line margins
# - `nobody_eur`: all costs that no line carries
# - `customers_eur`: all customer profits, added up from `by_customer`
# - `difference_eur`: `lines_eur` minus `nobody_eur` minus `customers_eur`
#
# Unless the difference is 0.00, the board will trust neither table. On the page without Eva (customer 5), the four are
# {{reconcile.lines_eur}}, {{reconcile.nobody_eur}}, {{reconcile.customers_eur}} and {{reconcile.difference_eur}}: the
# bridge shows that someone is missing.

# %% [answer] reconcile
def reconcile(by_line, by_customer):
    lines = by_line["margin_eur"].sum()
    bridge = ...
    ### BEGIN SOLUTION
    nobody = by_customer[["fulfilment_eur", "tickets_eur", "mailings_eur"]].sum().sum()
    customers = by_customer["profit_eur"].sum()
    bridge = {"lines_eur": lines, "nobody_eur": nobody, "customers_eur": customers}
    bridge["difference_eur"] = lines - nobody - customers
    ### END SOLUTION
    return bridge

# %% [test] reconcile 2
from classroom import check

check.on_page(reconcile, "01/reconcile")
### BEGIN HIDDEN TESTS
check.on_companies(reconcile, reference.reconcile, "01/reconcile", inputs=reference.both_views)
check.on_companies(
    reconcile, reference.reconcile, "01/reconcile", inputs=reference.views_with_a_gap, also="with a gap"
)
### END HIDDEN TESTS

# %% [try] reconcile
# The difference should be 0.00 (floats leave a trace, far smaller than a cent).
lines = check.call(line_pnl, "line_pnl", order_lines, products, returns)
bridge = reconcile(lines, check.call(customer_pnl, "customer_pnl", *tables))
bridge = check.series(bridge, "reconcile")
bridge.round(2) + 0

# %% [markdown]
# The bridge proves that both views hold the same margins. It does not prove the costs: a wrong rate for tickets would
# slip through. You will check the costs against the ledger.
#
# What lies between the two totals belongs to nobody: it is in no line's result. Take the catalogues. Who orders them,
# and what is that manager judged on?

# %%
load("campaigns")[["campaign_name", "owner", "objective", "unit_cost_eur"]].head(3)

# %% [markdown]
# Each catalogue is ordered by the manager of one line, to raise the revenue of that line. The postage is in nobody's
# result. Nobody here is foolish: each does what her own table rewards.
#
# From here on you get the ledger itself: one row per entry, with a minus for money out. Three things are left out of
# it and come back below. They are what it cost to win each customer, the fees of the Fernhill Club, and what the service
# team pays to make up for a fault.

# %%
rates = activity_costs.set_index("activity")["rate_eur"]
sold = order_lines.merge(products[["product_id", "line"]], on="product_id")
sold = sold.merge(orders, on="order_id").rename(columns={"ordered_at": "booked_at"})
keys = sold[["order_id", "line_no", "customer_id", "booked_at", "line"]]
back = returns.merge(keys, on=["order_id", "line_no"])
packed = orders.rename(columns={"ordered_at": "booked_at"})

# %%
entries = {
    "sale": sold.assign(eur=sold["paid_eur"]),
    "goods": sold.assign(eur=-sold["quantity"] * sold["unit_cost_eur"]),
    "refund": back.assign(eur=-back["refund_eur"]),
    "handling": back.assign(eur=-back["handling_cost_eur"]),
    "fulfilment": packed.assign(eur=-(packed["channel"] + "_order").map(rates)),
    "ticket": tickets.assign(booked_at=tickets["opened_at"], eur=-rates["ticket"]),
    "mailing": touches.assign(booked_at=touches["touched_at"], eur=-touches["cost_eur"]),
}
ledger = pd.concat(entries, names=["what"]).reset_index("what").reset_index(drop=True)
ledger = ledger[["what", "customer_id", "booked_at", "order_id", "line", "eur"]]
ledger.head(3)

# %% [markdown]
# Add it up by line, and you see what Petra sees. Add it up by customer, and you see what nobody at Fernhill looks at.

# %%
# Do the costs of exercise 2 agree with the ledger?
mine = check.table(customer_pnl(*tables), "customer_pnl", index="customer_id")
both = -ledger.groupby("what")["eur"].sum()[["fulfilment", "mailing", "ticket"]].to_frame("in the ledger")
both["in your table"] = mine[["fulfilment_eur", "mailings_eur", "tickets_eur"]].sum().to_numpy()
figures.table_beside(both, "All customers together, in euros: both columns should agree", digits=2)

# %% [markdown]
# Now look back at one of your guesses.

# %%
profit = ledger.groupby("customer_id")["eur"].sum()
sales = ledger[ledger["what"] == "sale"].astype({"order_id": int}).sort_values("booked_at")
study.compare("unprofitable", 100 * (profit < 0).mean())

# %%
spent = load("acquisition_spend").groupby("channel")["spend_eur"].sum()
came_by = customers.set_index("customer_id")["acquisition_channel"]
won = came_by.map(spent / came_by.value_counts())
print(f"Read aloud: of 100 customers, {100 * (profit < 0).mean():.0f} cost more than they bring in.")
print("(Some of them we saw for three years, some for a week. In exercise 5 all get the same time.)")
print(f"Add what it cost to win them, and it is {100 * (profit < won).mean():.0f} or more.")
print("(More, because what was spent before the books begin is not in them.)")

# %% [markdown]
# ## A table that you did not make
#
# From next month, others will make the customer table: a colleague, a program, an assistant. You cannot redo
# each one. But you can ask whether it agrees with itself, and with the ledger.
#
# A table of amounts adds up in two directions. Down: each column matches a total that you know from elsewhere. Across:
# in each row, the parts make the result.
#
# ### Watch: does the table of lines add up?

# %%
made = toy["by_line"].set_index("line")
# down
print(made["revenue_eur"].sum(), "and", toy["order_lines"]["paid_eur"].sum())

# %%
# across
costs = made[["refunds_eur", "goods_eur", "return_handling_eur"]].sum(axis=1)
across = (made["revenue_eur"] - costs - made["margin_eur"]).abs() < 0.01
all(across)

# %% [markdown]
# Read it aloud: the column adds up to the 416 euros that customers paid, and no row is off by as much as a cent.
#
# If somebody had counted a sale twice, the first cell would show it. If they had left refunds out of the margin, the
# second would. Allow a difference of less than a cent, because floats are not exact. A gap (NaN) fails as well: it is
# never less than a cent.
#
# A table that fails is wrong, and you know that without looking at the code. One that passes may still be wrong.

# %% [markdown]
# ### Write the check
#
# Five customer tables have come in. You see the tables, not how they were made. Below each one is what the ledger
# says about the same customers: four totals in euros.

# %%
for one in toy.shown("customer_pnl"):
    print(f"Table {one.letter} is {'right' if one.right else 'wrong'}.")
    print(one.result, one.data, sep="\n")

# %% [markdown]
# Write `check_customer_pnl(result, data)`. `result` is such a table, and `data` holds the ledger's totals for it.
# (A table without Eva is right if its totals are without her, too.)
# Return `""` if you accept the table, otherwise your reason in a few words.
#
# What counts is the share of mistakes that you catch, less the share of right tables that you reject. You are
# graded on tables that you have not seen, from your company and from another, with rows and columns in any order.

# %% [check] customer_pnl 4
def check_customer_pnl(result, data):
    costs = ["fulfilment_eur", "tickets_eur", "mailings_eur"]
    reason = ...
    ### BEGIN SOLUTION
    # down
    down = [abs(result[part].sum() - data[part]) < 0.01 for part in data]
    # across
    across = (result["margin_eur"] - result[costs].sum(axis=1) - result["profit_eur"]).abs() < 0.01
    reason = "" if all(down) and all(across) else "wrong"
    ### END SOLUTION
    return reason

# %% [markdown]
# ## A whale swims in the profit
#
# Sort customers from best to worst, and add up their profit as you go. The **whale curve** is that running
# total. It rises over the good customers, peaks, and sinks over the rest (Kaplan and Narayanan, 2001).
# On the page:

# %%
page_profit = toy["by_customer"].set_index("customer_id")["profit_eur"]
# 2 measure
running = page_profit.sort_values(ascending=False).cumsum()
# 3 summarise
print(running.tolist(), "highest at place", running.argmax())

# %% [markdown]
# ### Exercise 4: how high is the peak?
#
# Best first: 64, and 24 more make 88, and 4 more make 92. The last two take it down to 43.
# `argmax` says place 2, since it counts from 0: the third of five customers.
#
# Write `whale_peak(profit)`. `profit` is a Series by customer, in euros. Return two shares. The first is the peak as a
# share of total profit (here 92 / 43, about 2.14). The second is the share of all customers up to the peak (here 0.6).
# They tell the board how much profit is won, and how much of it is lost again.
# The test uses six other customers: `whale_peak(toy["profit"].set_index("customer_id")["profit_eur"])`.

# %% [answer] whale_peak
def whale_peak(profit):
    ### BEGIN SOLUTION
    # 2 measure
    running = profit.sort_values(ascending=False).cumsum()
    # 3 summarise
    return running.max() / profit.sum(), (running.argmax() + 1) / len(profit)
    ### END SOLUTION

# %% [test] whale_peak 2
from classroom import check

check.on_page(whale_peak, "01/whale_peak")
### BEGIN HIDDEN TESTS
check.on_companies(whale_peak, reference.whale_peak, "01/whale_peak", inputs=reference.profits)
### END HIDDEN TESTS

# %% [try] whale_peak
# The first share should be above 1, the second near 0.5.
peak, share = check.series(whale_peak(profit), "whale_peak")
print(f"The best {100 * share:.0f} of 100 customers bring in {100 * peak:.0f} % of the profit.")

# %%
running = 100 * profit.sort_values(ascending=False).cumsum() / profit.sum()
running.index = [100 * place / len(running) for place in range(1, len(running) + 1)]
ax = running.plot(ax=figures.axes(), ylabel="profit so far (% of total)")
ax.axhline(100, color="grey", linestyle="--")
ax.plot([running.idxmax()], [running.max()], marker="o")
stops = running.iloc[[len(running) * share // 100 - 1 for share in (10, 20, 50, 80, 100)]]
stops.index = pd.Index(["10 %", "20 %", "50 %", "80 %", "100 %"], name="best customers")
finding = f"At the peak, customers bring in {running.max():.0f} % of the profit"
says = f"The curve peaks at {running.idxmax():.0f} % of the customers. The others bring it down to 100 %."
table = stops.to_frame("profit so far")
figures.show(ax, finding, says, xlabel="customers, best first (%)", table=table, caption="% of total profit")

# %% [markdown]
# Many analysts would now drop every customer beyond the peak. But look at who they are.
# Below are the mean entries per customer, in euros, for those with a loss and those with a profit.

# %%
kinds = ledger.pivot_table(index="customer_id", columns="what", values="eur", aggfunc="sum", fill_value=0)
kinds = kinds.groupby((profit > 0).map({False: "loss", True: "profit"})).mean().round(1)
kinds.rename_axis("customers with a")

# %% [markdown]
# The second group buys five to six times as much. Now compare `mailing`: the catalogue treats them nearly
# alike. Will those with a loss make up for it in time? Follow those who were seen for two years.

# %%
began = orders.groupby("customer_id")["ordered_at"].min().rename("began")
began = began[began <= ledger["booked_at"].max() - pd.Timedelta(days=730)]
dated = ledger.merge(began, on="customer_id")
years = (dated["booked_at"] - dated["began"]).dt.days // 365
by_year = dated.groupby(["customer_id", years])["eur"].sum().unstack(fill_value=0)
lost = by_year[by_year[0] < 0]
theirs = dated[(dated["what"] == "mailing") & dated["customer_id"].isin(lost.index)]
mailed = -theirs.groupby(years)["eur"].sum() / len(lost)
print(f"{len(lost):,} of {len(by_year):,} customers brought a loss in their first year in the books:")
print(f"{-lost[0].mean():.1f} euros each. In their second year they lost {-lost[1].mean():.1f} euros each.")
print(f"Their mailings cost {mailed[0]:.1f} euros each, and {mailed[1]:.1f} a year later.")
print(f"Of 100 of them, {100 * (lost[1] > 0).mean():.0f} brought a profit in the second year.")

# %% [markdown]
# The loss fades, mostly because the catalogue stops coming to people who have not ordered for a year. Part of the fall
# comes by itself: groups picked for a bad year tend to have a better one next. But few of them become profitable. So
# waiting ends most of the loss, and wins none of it back.

# %% [markdown]
# The first question, then, is not whom to drop. It is what *Fernhill* does that costs more than it brings in.

# %% [markdown]
# ### What if? First think, then move
#
# The explorer opens on Fernhill's own costs and asks one question. Write down a guess before you touch a slider; then
# use the mouse or the arrow keys. The cell after it says the same in words. Put a setting into the brackets to try it
# there, such as `months_mailed=3`.

# %% minutes=2
explore.whale()

# %%
explore.whale_text()

# %% [markdown]
# One thing is left out of this picture: the orders that a catalogue brings in. With fewer catalogues some of them might
# not come. Nobody at Fernhill has measured how many.

# %% [markdown] more
# ### 80/20 is a claim, so measure it (more)
#
# You often hear that 80 % of sales come from 20 % of customers. Over what period? Among whom? Guess first: of 100 euros
# of sales in 36 months, how many come from the best fifth of Fernhill's customers?

# %% [predict] top_fifth more minutes=0.5
study.predict("top_fifth", ..., confidence=...)

# %% [markdown] more
# Here are two shares, for four windows that end on the last day: that of the best fifth of those who bought in the
# window, and that of the best fifth of all customers.

# %% more
end, fifths, of_all = ledger["booked_at"].max(), {}, {}
for days in (30, 91, 365, 1096):
    window = sales[sales["booked_at"] > end - pd.Timedelta(days=days)]
    best = window.groupby("customer_id")["eur"].sum().sort_values(ascending=False)
    fifths[days] = 100 * best.head(len(best) // 5).sum() / best.sum()
    of_all[days] = 100 * best.head(len(customers) // 5).sum() / best.sum()
study.compare("top_fifth", fifths[1096])
fifth = pd.DataFrame({"of those who bought": fifths, "of all customers": of_all}).rename_axis("days")
figures.table_beside(fifth, "Share of sales from the best fifth (%)")

# %% [markdown] more
# Among those who bought in the window the share grows, because those who buy once drop in. Among all customers it falls:
# in a short window most have not had the time to buy. So a share without its window *and* its people says nothing
# (Schmittlein, Cooper and Morrison, 1993, on what a short window does). For brands of packaged goods, the mean over six
# years was 73 % (Kim, Singh and Winer, 2017). For 339 listed companies in other fields it was 67 %, each over its own
# window (McCarthy and Winer, 2019).

# %% [markdown]
# ## Which door did they come through?
#
# A **cohort** is a group of customers who began in the same way and are followed from there. Here the first
# order is the door, and its line gives the door a name. If that order holds several lines, the line with the
# most euros counts.

# %% folded
ever = sales.groupby("customer_id")[["order_id", "booked_at"]].first()
ever.columns = ["first_order_id", "first_at"]
paid = sales[sales["order_id"].isin(ever["first_order_id"])]
paid = paid.groupby(["customer_id", "line"])["eur"].sum().unstack()
ever["first_line"], ever["first_paid_eur"] = paid.idxmax(axis=1), paid.sum(axis=1)
begun = (ever["first_at"].dt.strftime("%Y, quarter ") + ever["first_at"].dt.quarter.astype(str)).value_counts()
begun = begun.sort_index(ascending=False)
finding = "The first months hold far too many first orders"
says = f"{begun.iloc[-1]:,} first orders in the first quarter, about {begun.median():,.0f} in a usual one."
figures.bars(begun, finding, says, xlabel="first orders in the books", stands_out=begun.index[-1])

# %% [markdown]
# The books go back three years, but Fernhill is older. Anyone who came before then has a first order *in the books*
# that was not really her first. These loyal customers would flatter every door, and closing a door would not lose them.
# So `first` begins after half a year. A few are still in it. No column says who.

# %%
opened = ledger["booked_at"].min() + pd.Timedelta(days=182)
first = ever[ever["first_at"] >= opened]
first.head(3)

# %% [markdown] minutes=1
# ## A good place to stop
#
# Petra is right that Lumen loses money. More than half of the lines' margin goes on costs that no line carries. And
# half of the customers cost more than they bring in. What would you tell the board now? Write one sentence into the
# next cell.

# %%
to_the_board = ...  # in quotation marks

# %% [markdown]
# To go on another day, select the next cell and choose *Run All Above Selected Cell*. If it stops at an exercise that you
# have not solved, use the stand-in that its last hint names: a function that takes its place, without points. (In a
# class, ask your instructor for one.)

# %% [markdown] sitting
# ## Second sitting: what do they bring in later?
#
# ### Watch: who is back within 30 days?
#
# Notice three things. `.dt.days` turns a time span into whole days, counted from 0. The filter leaves the first order
# itself out. And `reindex` brings back customers who have no row, with a 0: they count in the mean.

# %%
# 1 join
rows = orders.merge(first, on="customer_id")
# 2 measure
days = (rows["ordered_at"] - rows["first_at"]).dt.days
again = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 30)]
# 3 summarise
per_customer = again.groupby("customer_id").size().reindex(first.index, fill_value=0)
per_customer.groupby(first["first_line"]).mean().to_frame("further orders in 30 days")

# %% [markdown]
# ### Exercise 5: what do they bring in the year after?
#
# Write `later_profit(ledger, first)`: one value per `first_line`, in euros per customer (a Series).
#
# - Take all entries booked less than 365 days after `first_at`, but none that belongs to the first order.
# - Keep only customers whose `first_at` lies 365 days or more before the last entry in the ledger.
# - A customer who never came back counts too, with what her mailings cost, or with 0.
#
# Add up, fill in, and only then take the mean. `first` has
# `customer_id` as its index. This is what the board would put at risk. On the page,
# `later_profit(toy["ledger"], toy["first"].set_index("customer_id"))` gives {{later_profit.Hearth}} for Hearth and
# {{later_profit.Lumen}} for Lumen.

# %% [answer] later_profit
def later_profit(ledger, first):
    ### BEGIN SOLUTION
    # 1 join
    rows = ledger.merge(first, on="customer_id")
    # 2 measure
    days = (rows["booked_at"] - rows["first_at"]).dt.days
    later = rows[(rows["order_id"] != rows["first_order_id"]) & (days < 365)]
    full_year = first[first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    # 3 summarise
    profit = later.groupby("customer_id")["eur"].sum().reindex(full_year.index, fill_value=0)
    return profit.groupby(full_year["first_line"]).mean()
    ### END SOLUTION

# %% [test] later_profit 4
from classroom import check

check.on_page(later_profit, "01/later_profit")
### BEGIN HIDDEN TESTS
check.on_companies(later_profit, reference.later_profit, "01/later_profit", inputs=reference.doors)
### END HIDDEN TESTS

# %% [try] later_profit
# Six lines, with one value each.
year_one = check.series(later_profit(ledger, first), "later_profit", index="first_line").sort_values()
lumen = (first["first_line"] == "Lumen").map({True: "Lumen", False: "other"})
two = later_profit(ledger, first.assign(first_line=lumen))
two = check.series(two, "later_profit", index="first_line")

# %% folded
study.compare("lumen_first", "more" if two["Lumen"] > two["other"] else "less")
each_alone = first.assign(first_line=first.index)  # each customer has a door of her own
everyone = check.series(later_profit(ledger, each_alone), "later_profit", index="first_line")
# sem, the spread of a mean: the customers' spread, divided by the square root of their number
doors = everyone.groupby(first["first_line"]).agg(["mean", "sem", "size"]).loc[year_one.index]
finding = f"In the year after, Lumen's newcomers brought in {two['Lumen']:.0f} euros each, all others {two['other']:.0f}"
says = f"Lumen has {doors.loc['Lumen', 'size']} customers, the others {len(everyone) - doors.loc['Lumen', 'size']:,}."
says += " Where two thin lines overlap, their ranking may be chance."
ends = {"low": doors["mean"] - 2 * doors["sem"], "high": doors["mean"] + 2 * doors["sem"]}
what = "euros per customer in the year after (thin lines: two spreads)"
figures.bars(year_one, finding, says, xlabel=what, stands_out="Lumen", **ends)

# %% [markdown]
# ## Catch the analyst
#
# Tom Reyes, an analyst, wrote to the board before you did:
#
# > 1. Lumen has a negative margin.
# > 2. It is a small part of our sales.
# > 3. Anyone who buys a lamp from us today will buy a pan tomorrow.
# > 4. So closing Lumen saves its loss and costs us nothing.

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# Which sentence has no number behind it? Which figure in this notebook would break the memo? Decide alone, then tell
# your neighbour why, then decide again.

# %%
year_ago = ledger["booked_at"].max() - pd.Timedelta(days=365)
early = ledger[ledger["booked_at"].between(opened, year_ago)]
loss = -early[early["line"] == "Lumen"]["eur"].sum()
lumen_first = first[(first["first_at"] <= year_ago) & (first["first_line"] == "Lumen")]
print(f"From the end of the first half-year up to a year ago, Lumen lost {loss:,.0f} euros.")
each = check.series(later_profit(ledger, first), "later_profit", index="first_line")["Lumen"]
print(f"Its {len(lumen_first)} first-time customers brought in {len(lumen_first) * each:,.0f} euros in the year after.")

# %% [markdown]
# Sentence 3 has no number behind it, and this figure breaks sentence 4: if the lamps go, some of this could go too.
#
# Tom writes a second memo: "I was wrong. Lumen *earns* all of this later profit. Keep it!"
#
# He is wrong again. Perhaps it is people who buy often and spend a lot who come for lamps. Then the lamp did not make
# them so. This is **selection**: different kinds of people came. And some would have come anyway, for a pan. (To credit
# Lumen with its lead over the other doors is the same trap, only smaller.)

# %% [markdown] more
# ### Compare like with like (more)
#
# Compare each Lumen-first customer with her look-alikes: same channel, same quarter, first order of about the
# same size, but a different door. Your function does the work; only the labels change.

# %% more
is_lumen = first["first_line"] == "Lumen"
channel = customers.set_index("customer_id")["acquisition_channel"].reindex(first.index)
quarter = first["first_at"].dt.strftime("%Y-") + first["first_at"].dt.quarter.astype(str)
size = pd.qcut(first["first_paid_eur"], 3, labels=["small", "middle", "large"]).astype(str)
alike = channel + " " + quarter + " " + size
by_group = later_profit(ledger, first[~is_lumen].assign(first_line=alike))
by_group = check.series(by_group, "later_profit", index="first_line")
look_alikes = alike[lumen_first.index].map(by_group)
gaps = everyone[lumen_first.index] - look_alikes
print(f"Euros per customer: Lumen {two['Lumen']:.1f}, look-alikes {look_alikes.mean():.1f}, all others {two['other']:.1f}.")
print(f"Gap to the look-alikes: {gaps.mean():.1f}, and luck alone could put it anywhere")
print(f"from {gaps.mean() - 2 * gaps.sem():.0f} to {gaps.mean() + 2 * gaps.sem():.0f} ({gaps.count()} customers).")

# %% [markdown] more
# Channel, time and size account for part of the gap. If the range of what remains reaches below zero, luck alone could
# explain it. If all of it lies above zero, the gap may still be selection, on things that no column records. No
# comparison of this kind answers the board's question: who would *stay away* without lamps?

# %% [markdown]
# ### What would closing save?
#
# Petra counts the loss in her own table. Which other costs would end with the lamps? Think of two. Then guess
# `times_saved`: closing would save how many times that loss?

# %% [predict] times_saved minutes=0.5
study.predict("times_saved", ..., confidence=...)

# %% [markdown]
# Think of an order that holds nothing but a lamp. Without lamps nobody would pack it, or answer a question about it.
# None of that is in Petra's table. (It is saved only if Fernhill then pays for less work. A rate is an average cost,
# not a bill that stops.)

# %% [markdown]
# ### Watch: which orders hold one line only?
#
# `nunique` counts different values in each group, and skips gaps. `isna` finds the gaps: entries that belong to no
# line. `isin` keeps rows whose value is in a list. On the page, one order holds two lines. What did it cost to serve?

# %%
page_ledger = toy["ledger"]
# 2 measure
lines_in = page_ledger.groupby("order_id")["line"].nunique()
several = lines_in[lines_in > 1].index
page_ledger[page_ledger["line"].isna() & page_ledger["order_id"].isin(several)]

# %% [markdown]
# ### Exercise 6: what would go with the line?
#
# Write `would_go(ledger, line)`. It says of each entry, in the ledger's order, whether closing this line would remove
# it: True or False. All entries with this `line` go, and so do packing and tickets of orders that hold this line and no
# other. (They have an `order_id` and no `line`.) Everything else stays: mailings, and orders that hold another line
# too.
#
# For `toy["ledger"]` and `"Lumen"`, 15 of 56 entries would go. They add up to -43 euros, so closing saves 43. The board
# needs both halves: what would go, and what is left. (We assume that another line takes Lumen's place in the catalogue.)

# %% [answer] would_go
def would_go(ledger, line):
    ### BEGIN SOLUTION
    # 2 measure
    lines_in = ledger.groupby("order_id")["line"].nunique()
    own = ledger["line"] == line
    alone = ledger[own & ledger["order_id"].isin(lines_in[lines_in == 1].index)]["order_id"]
    return own | (ledger["line"].isna() & ledger["order_id"].isin(alone))
    ### END SOLUTION

# %% [test] would_go 3
from classroom import check

check.on_page(would_go, "01/would_go")
### BEGIN HIDDEN TESTS
check.on_companies(would_go, reference.would_go, "01/would_go", inputs=reference.closing_lamps)
check.on_companies(would_go, reference.would_go, "01/would_go", inputs=reference.closing_brio, also="for Brio")
### END HIDDEN TESTS

# %% [try] would_go
# In each window, closing should save more than the line's own loss.
goes = check.series(would_go(ledger, "Lumen"), "would_go").to_numpy(dtype=bool)
rest = ledger[~goes]  # `~` swaps True and False
lamps, when = ledger["line"] == "Lumen", ledger["booked_at"]
windows = {"all 36 months": when.notna(), "up to a year ago": when.between(opened, year_ago)}
sums = {name: [-ledger[rows & which]["eur"].sum() for which in (lamps, goes)] for name, rows in windows.items()}
table = pd.DataFrame(sums, index=["loss in Petra's table", "closing saves"]).T
study.compare("times_saved", table.iloc[1, 1] / table.iloc[1, 0])
figures.table_beside(table.round(), "Lumen in euros, by window (the second begins after the first half-year)")

# %% [markdown]
# ## How many would have to stay away?
#
# Nobody knows how many would have stayed away without lamps. Turn the question round. At the **break-even** share,
# closing neither gains nor loses: it saves as much as those who stay away would have brought in.
#
# Above that share, closing destroys value. (We assume that those who stay away are average Lumen customers.)

# %% [markdown]
# (When an online grocer cut its range, customers bought less often: Borle and others, 2005. But these were customers that
# it had.)

# %% [markdown]
# We compare what belongs together: the months in which these customers came. Keeping the line in those months cost the
# saving. It brought these customers, and what they leave in the year after.
#
# But take care not to count twice. Their later lamps, and the packing of orders with only lamps, would go in any case:
# the saving includes them already. So what is at stake is your `later_profit` of the *rest*.

# %%
goes = check.series(would_go(ledger, "Lumen"), "would_go").to_numpy(dtype=bool)
saved = -ledger[goes & ledger["booked_at"].between(opened, year_ago)]["eur"].sum()
each = check.series(later_profit(rest, first), "later_profit", index="first_line")["Lumen"]
even = 100 * saved / (len(lumen_first) * max(each, 1))
print(f"Up to a year ago, closing would have saved {saved:,.0f} euros.")
print(f"At stake: {len(lumen_first)} customers, and {each:.1f} euros of later profit from each, lamps left out.")
print(f"Over one year, break-even is {even:.0f} of 100.", "Closing pays even if all stay away." if even > 100 else "")

# %% [markdown]
# Petra smiles: "That many will never stay away." But that is over one year. Guess: compared with one year, do two years
# bring in "less than twice" as much (up to 1.7 times), "about twice", or "more than twice" (from 2.3 times)?

# %% [predict] two_years minutes=0.5
study.predict("two_years", ..., confidence=...)

# %% [markdown]
# For each euro of the first year, what does the second one bring in? Our newcomers who were seen for two years are too
# few to tell. So ask it of everybody who was seen that long, whatever the door.

# %%
seen_long = ever[ever["first_at"] <= year_ago - pd.Timedelta(days=365)]
later = rest.merge(seen_long, on="customer_id").query("order_id != first_order_id")
year = (later["booked_at"] - later["first_at"]).dt.days // 365  # 0 in the first year, 1 in the second
in_year = later["eur"].groupby(year).sum()
second = in_year[1] / in_year[0]
word = "less than" if second < 0.7 else "more than" if second > 1.3 else "about"
study.compare("two_years", f"{word} twice")
print(f"For {len(seen_long):,} customers, the second year brought in {second:.2f} for each euro of the first.")
ours = later[later["customer_id"].isin(lumen_first.index)]["eur"].groupby(year).sum().reindex([0, 1], fill_value=0)
own, few = ours[1] / max(ours[0], 1), seen_long.index.isin(lumen_first.index).sum()
print(f"Of our newcomers at Lumen's door, only {few} were seen that long: {own:.2f}, and luck could make it far more or less.")

# %% [markdown]
# Two years bring in more than one, so break-even comes down: divide it by 1 plus this number. (Treat it with care: many
# of these people were customers before the books begin.)
#
# And the years after? Three years of books do not show the tenth. So we *assume* that the fading goes on as it began:
# each year brings this share of the year before. And each year of waiting takes 10 % off. (Lesson 03 does this better.)

# %% [markdown]
# ### A handful of customers
#
# Who brings in these euros? Let `later_profit` tell you: give each customer a door of her own.

# %%
def all_years(r):  # the first year counts as 1; no crowd grows for ever, so r is at most 0.95
    return sum((min(max(r, 0), 0.95) / 1.1) ** later for later in range(100))

by_customer_alone = lumen_first.assign(first_line=lumen_first.index)
one_year = check.series(later_profit(rest, by_customer_alone), "later_profit", index="first_line")
one_year = one_year.rename_axis("customer_id")  # what stands in the index are customers
at_stake = max(one_year.sum(), len(one_year))  # in euros, over one year
long = all_years(second)
b = min(saved / at_stake / long, 0.95)  # break-even over all years, for later
best = one_year.sort_values(ascending=False)
print(f"Of {len(best)} customers, ten bring in {100 * best.head(10).sum() / best.sum():.0f} % of it all.")
print(f"The customer in the middle brings in {best.median():.0f} euros.")
print(f"All years together bring in {long:.1f} times the first.")

# %% [markdown]
# If two or three of those ten had gone elsewhere, your number would be different. How far can it be trusted?
#
# We cannot ask for a second Fernhill. But we can draw a second crowd from the customers that we have: as many as
# before, each drawn from all of them. So some are drawn twice, and some not at all. Take the crowd's mean. Draw again,
# a thousand times. The range that holds the middle 95 of every 100 means is the **likely range**. (Drawing again in
# this way is the bootstrap: Efron, 1979.)

# %% [markdown]
# ### Watch: draw three crowds of five
#
# `rng.choice` draws from a list, each time from the whole of it. The page's five customers brought in 64, -18, 24, 4
# and -31 euros.

# %%
rng = np.random.default_rng(seed=7)
five = toy["by_customer"].set_index("customer_id")["profit_eur"]
crowds = pd.DataFrame({"draw": np.repeat([1, 2, 3], 5), "customer_id": rng.choice(five.index, 15)})
# 1 join
crowds = crowds.assign(eur=crowds["customer_id"].map(five))
# 2 measure
means = crowds.groupby("draw")["eur"].mean()
print(means.tolist(), "a tenth lies below", means.quantile(0.1))

# %% [markdown]
# `quantile` finds the value below which a given share of them lies.

# %% [markdown]
# ### Exercise 7: how far can the mean be trusted?
#
# Write `likely_range(profit, draws)`. `profit` is a Series by customer, in euros. `draws` has one row for each
# customer drawn: the number of the draw (`draw`) and the `customer_id`.
#
# Give two amounts in euros, the lower one first: the ends of the range that holds the middle 95 of 100 means. On the
# page, `likely_range(toy["five"].set_index("customer_id")["eur"], toy["draws"])` gives {{likely_range.0}} and
# {{likely_range.1}}. If we gave no range, the board would take one lucky crowd for the truth.

# %% [answer] likely_range
def likely_range(profit, draws):
    ### BEGIN SOLUTION
    # 1 join
    eur = draws["customer_id"].map(profit)
    # 2 measure
    means = eur.groupby(draws["draw"]).mean()
    # 3 summarise
    return means.quantile(0.025), means.quantile(0.975)
    ### END SOLUTION

# %% [test] likely_range 2
from classroom import check

check.on_page(likely_range, "01/likely_range")
### BEGIN HIDDEN TESTS
check.on_companies(likely_range, reference.likely_range, "01/likely_range", inputs=reference.crowds)
### END HIDDEN TESTS

# %% [try] likely_range
def draw_crowds(customers):
    rng = np.random.default_rng(seed=7)  # restarted here, so that everybody draws the same crowds
    picked = rng.choice(customers, 1000 * len(customers))
    return pd.DataFrame({"draw": np.repeat(range(1000), len(customers)), "customer_id": picked})

low, high = check.series(likely_range(one_year, draw_crowds(one_year.index)), "likely_range")
print(f"The mean of {len(one_year)} customers is {one_year.mean():.0f} euros. Luck could put it from {low:.0f} to {high:.0f}.")

# %%
low, high = check.series(likely_range(one_year, draw_crowds(one_year.index)), "likely_range")
stakes = len(one_year) * np.maximum([one_year.mean(), high, low], 1)
times = {"all years": long, "two years": 1 + second, "one year": 1}
shares = pd.DataFrame({span: 100 * saved / stakes / more for span, more in times.items()})
share, at_least, at_most = shares.clip(upper=200).to_numpy()
finding = "The longer you look, the fewer would have to stay away"
says = f"{share[2]:.0f} of 100 over one year, {share[1]:.0f} over two, {share[0]:.0f} over all. Each range is wide."
says += " (Above 100, closing pays over that span even if all stay away. 200 stands for 200 or more.)"
share = pd.Series(share, index=shares.columns)
figures.bars(share, finding, says, low=at_least, high=at_most, xlabel="share who would have to stay away (of 100)")

# %% [markdown]
# How many would have stayed away without lamps? Hold your guess against each bar, and mind the span:
#
# - Above the whole range, closing destroys value. Later years only make that worse.
# - Below the whole range, closing pays *over that span*. That is not enough, for each later year lowers the share. So one
#   or two years can speak for keeping, never for closing.
# - Inside the range, go by the best estimate. The range says how unsure that bet is.

# %% [markdown]
# Who closes a line closes it for good. So decide by the bar of all years. It is the least sure one: nobody has seen these
# years, and the luck in the second year is left out.
#
# No figure so far tells the true share. So bet. The truth comes with your feedback.

# %% minutes=0.5
study.revise("stay_away", ..., confidence=...)

# %% [markdown]
# ### Half-way: another good place to stop
#
# What follows wants a clear head: what your range leaves out, what a test can tell, a report to sign, and your memo.

# %% [markdown]
# ### Luck is not the only thing that moves break-even
#
# The range covers the luck of the draw, not what we took for granted. So change one thing at a time:
#
# - fees of the Club, and goodwill, which Fernhill pays to make up for faults. Both are real: a full count has both.
# - Lumen's catalogues. Their cost ends only if no other line takes their place. The orders they bring may end, too.
# - the fading. What if Lumen's newcomers fade as the few whom you saw?
#
# Two things are in no row: orders with a lamp and a pan that would no longer come, and people who would buy a pan
# instead.

# %% folded
club = load("subscriptions").merge(lumen_first, on="customer_id")
came = club["first_at"].dt.tz_localize(None)
full = came + pd.Timedelta(days=365)
paid_for = np.minimum(club["ended_on"].fillna(full), full) - np.maximum(club["started_on"], came)
fees = (paid_for.dt.days.clip(lower=0) / 30.4 * club["fee_eur"]).sum()
mailed = touches.merge(load("campaigns").query("line == 'Lumen'")[["campaign_id"]], on="campaign_id")
mailed = mailed[mailed["touched_at"].between(opened, year_ago)]["cost_eur"].sum()
paid_out = tickets.assign(what="goodwill", booked_at=tickets["opened_at"], eur=-tickets["goodwill_eur"].fillna(0))
longer = pd.concat([ledger, paid_out[ledger.columns.drop("line")]], ignore_index=True)
goes = check.series(would_go(longer, "Lumen"), "would_go").to_numpy(dtype=bool)
saved_too = -longer[goes & longer["booked_at"].between(opened, year_ago)]["eur"].sum()

# %% folded
left_too = later_profit(longer[~goes], lumen_first.assign(first_line=lumen_first.index))
left_too = check.series(left_too, "later_profit", index="first_line").sum()
base, theirs = one_year.sum() * long, one_year.sum() * all_years(own)
count = pd.DataFrame({"closing saves": saved, "at stake": base}, index=["as counted"])
count.loc["fees and goodwill count, too"] = [saved_too, (left_too + fees) * long]
count.loc["Lumen's catalogues end, too"] = [saved + mailed, base]
count.loc["they fade as Lumen's few did"] = [saved, theirs]
count["break-even (of 100)"] = 100 * count["closing saves"] / count["at stake"]
figures.table_beside(count.round(), "What you count (all years, in euros)")

# %% [markdown]
# Read aloud: what you count can more than double break-even. In your memo give one break-even, say what it counts,
# and name the row that would turn your advice round.

# %% [markdown]
# ## "Let us test it" sounds cheap
#
# Tom's third memo: "For eight weeks, we toss a coin for each visitor who looks for lamps. Heads: she sees a shop without
# lamps. We count new customers on each side." This is a **randomised trial**. The draw deals with selection.
# But what can eight weeks tell?
#
# Say break-even is 30 of 100, and 40 customers come to the side with lamps. If closing neither gains nor loses, 28 come
# to the other side, and buy something else. Now 20 come. Do too many stay away, or is it luck?

# %% [markdown]
# A count varies by chance, by about its square root: 20 by 4.5, and 0.7 times 40 by 0.7 times 6.3, or 4.4. Together
# that is the root of 4.5² + 4.4², or 6.3. Luck makes a gap of two such spreads or more in 5 tests of 100. Here the gap
# is 8: this test cannot tell.
#
# Run such a test ten thousand times, with your break-even over all years. Guess: if 50 of 100 would stay away, how many
# of 100 tests of eight weeks can tell?

# %% [predict] test_tells minutes=0.5
study.predict("test_tells", ..., confidence=...)

# %%
per_week = (first["first_line"] == "Lumen").sum() / ((ledger["booked_at"].max() - opened).days / 7)
away, told, rng = np.array([0, b, 0.5, 0.7, 1]), {}, np.random.default_rng(seed=7)
for name, weeks in {"8 weeks": 8, "1 year": 52, "3 years": 156}.items():
    n = weeks * per_week / 2  # who looks for lamps and buys: half of them on each side
    with_lamps = rng.poisson(n, (10_000, 1))  # counts that vary by their square root
    without = rng.poisson(n * (1 - away), (10_000, 5))
    gap, spread = without - (1 - b) * with_lamps, np.sqrt(without + (1 - b) ** 2 * with_lamps)
    told[name] = 100 * (abs(gap) > 1.96 * spread).mean(axis=0)
table = pd.DataFrame(told, index=pd.Index((100 * away).round(), name="stay away (of 100)"))
study.compare("test_tells", table["8 weeks"].iloc[2])
figures.table_beside(table.round(), f"Of 100 tests, so many tell it from break-even ({100 * b:.0f})")

# %% [markdown]
# Read aloud: at break-even, 5 tests in 100 raise a false alarm. Eight weeks tell *all* from break-even. They seldom
# tell half. For that you need a year or more. And the lot must fall among those who look for lamps. Among all
# newcomers, chance alone moves the gap by more than all who come for a lamp.
#
# You need not be sure: whoever must bet anyway bets better after any test (Feit and Berman, 2020). But meanwhile half of
# those who look for lamps find none.

# %% [markdown] minutes=2
# ### Talk to your neighbour
#
# Is there a third way? Raise lamp prices by about 10 %, and the loss by your count is gone. But whoever finds the lamp
# too dear may never come. Would you start that on Monday, for half of the new visitors, by lot? Whom would you count?
# (Not lamps alone: someone who finds them too dear may come for a pan.)

# %% [markdown] more
# ## When a product is the same everywhere, only its price is left (more)
#
# The Brio line sells small appliances. Rivals sell much the same ones. **Commoditisation** is the name for
# this: only the price is left to compare. If it is happening to Brio, its margin should fall with its rivals' prices.
# And a line that fewer rivals copy should keep its own. So set Hearth, with its pans, beside it.

# %% more
def half_year(times):
    return times.dt.strftime("%Y ") + times.dt.month.gt(6).map({False: "H1", True: "H2"})

goods = ledger[ledger["line"].isin(["Brio", "Hearth"])]
halves = goods.groupby(["line", half_year(goods["booked_at"]), goods["what"] == "sale"])["eur"].sum().unstack()
margin = (100 * halves.sum(axis=1) / halves[True]).unstack("line")
ax = margin.plot(ax=figures.axes(), ylabel="margin (% of sales)", ylim=(0, None))
finding = f"Brio's margin falls from {margin['Brio'].iloc[0]:.0f} to {margin['Brio'].iloc[-1]:.0f} %; Hearth's does not"
says = "Two lines over six half-years: Brio's margin goes down, and Hearth's hardly moves."
rivals = load("rival_prices").query("line in ['Brio', 'Hearth']")
prices = rivals.groupby([half_year(rivals["month_on"]), "line"])["price_index"].mean().unstack()
figures.show(ax, finding, says, xlabel="half-year", table=prices, caption="Rivals' prices (start = 100)")

# %% [markdown] more
# This fits the story. It does not prove it: if the makers had raised their prices, it would look the same. Which two
# columns would tell you? (`unit_cost_eur`, and `paid_eur` for each piece: did the first rise, or the second fall?)

# %% [markdown] more
# ### A price cut for everyone rewards those who would have bought anyway (more)
#
# Should Fernhill cut Brio's prices too? It ran a test. An e-mail asked customers what matters most to them. A draw then
# put each one who answered into one of three groups, or arms: a kettle at list price, 10 % off, or 20 % off.
#
# **Take-up** is the share of an arm that bought. A lower price should raise it. The question is what is left.

# %% more
trial = load("trials").query("trial_id == 'brio_kettle'")
trial.groupby("arm")[["price_eur", "unit_cost_eur"]].mean()

# %% [markdown] more
# ### Exercise 8: does the cut pay? (more)
#
# Write `price_effect(trial)`: one row per `arm`, and two columns. `take_up` is a share between 0 and 1.
# `profit_eur` is the mean profit per customer *asked*, in euros: price less cost if she bought, else 0.
# Everyone in the arm counts, because everyone got the offer. For `toy["trial"]`:
#
# {{price_effect}}

# %% [answer] price_effect more
def price_effect(trial):
    ### BEGIN SOLUTION
    # 2 measure
    asked = trial.assign(gain=trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"]))
    # 3 summarise
    arms = asked.groupby("arm")
    return pd.DataFrame({"take_up": arms["bought"].mean(), "profit_eur": arms["gain"].mean()})
    ### END SOLUTION

# %% [test] price_effect 2 more
from classroom import check

check.on_page(price_effect, "01/price_effect")
### BEGIN HIDDEN TESTS
check.on_companies(price_effect, reference.price_effect, "01/price_effect", inputs=reference.kettle_trial)
### END HIDDEN TESTS

# %% [try] price_effect more
# Take-up should rise as the price falls, and profit per customer should be lowest at 20 % off.
check.answered(price_effect(trial), "price_effect")

# %% more
asked = trial.assign(gain=trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"]))
says = asked["answer"].where(asked["answer"] == "price", "something else")
cells = asked.groupby([says, "arm"])["gain"].agg(["size", "mean", "sem"])
cells["from"], cells["to"] = cells["mean"] - 2 * cells["sem"], cells["mean"] + 2 * cells["sem"]
table = cells.rename(columns={"size": "customers"}).astype({"customers": str}).drop(columns="sem")
figures.table_beside(table, "Profit per customer asked, in euros, by what matters most to them", digits=2)

# %% [markdown] more
# Among those who say that price matters most,
# 10 % off pays for itself or better: many more of them buy. If two ranges do not touch, their difference is no accident.
# If they overlap a little, work out the range of the difference itself.
#
# Among everybody else, each cut costs money: it goes to people who would have bought at list price. A cut for everyone
# gives away to the second group what it earns from the first.
#
# This is one kettle and 28 days. What these customers bought later is not in it. The draw makes the arms comparable. If
# customers had chosen their own arm, selection would be back.

# %% [markdown]
# ## When Petra is right
#
# Petra's view seeks the most profit from each line. The other seeks the most from the right customers over the years,
# and is called **customer-centric**. It needs data, tables and people to keep them, so do not take it on faith.
#
# If newcomers brought in next to nothing later, or hardly anybody came because of one line, her table would be enough.
# For buying, quality and range it is the right one anyway.

# %% [markdown] more
# ## Claims on trial (more)
#
# *A loyal customer is worth ten times their first purchase.* You find this on many slides. We found no document behind
# it. So ask your data. Guess first: of 100 customers who came two years ago or earlier, how many have spent at least
# ten times what their first order cost?

# %% [predict] ten_times more minutes=0.5
study.predict("ten_times", ..., confidence=...)

# %% more
old = first[first["first_at"] <= year_ago - pd.Timedelta(days=365)]
times = sales.groupby("customer_id")["eur"].sum().reindex(old.index) / old["first_paid_eur"]
study.compare("ten_times", 100 * (times >= 10).mean())
print(f"Read aloud: the customer in the middle reaches {times.median():.1f} times her first order.")

# %% [markdown] more
# By our count, it was 7 of 100 after 15 to 18 months at CDNOW, which sold music on the web. Over two years it was 16 of
# 100 in the data set UCI Online Retail II. (Many buyers there are shops, and many had bought before its log begins.)
# The claim can hold for *loyal* customers, if "loyal" means those who came back often. Then it is true by definition,
# and says nothing.

# %% [markdown] more minutes=2
# ### Six cracks, and which of them you can see (more)
#
# Forces like those of Fader (2012, chapter 1) weaken product-centred business. Which could show in your data?
#
# - **a** tickets per order, by topic
# - **b** new customers, and spend per new customer, by quarter
# - **c** share of visits to the site that carry a customer's number
# - **d** a line's margin, beside the prices of its rivals, by half-year
# - **e** share who buy, at three prices drawn by lot, among those who name price and those who do not
# - **f** returns by reason
# - **n** none: not visible in this data
#
# A letter may fit more than once. One that fits earns half a point, one that does not takes off a quarter.

# %% [answer] cracks more options=a,b,c,d,e,f,n
# One letter each, for example "a".
commoditisation = ...  # products become alike
informed_customers = ...  # people compare prices, and act on them
saturation = ...  # few people are left who do not buy yet
globalisation = ...  # makers from everywhere sell everywhere
deregulation = ...  # laws that kept rivals out are repealed
tracking = ...  # firms can follow each customer
### BEGIN SOLUTION
commoditisation, informed_customers, saturation = "d", "e", "b"
globalisation, deregulation, tracking = "n", "n", "c"
### END SOLUTION

# %% [test] cracks 3 more
from classroom import check

letters = {
    "commoditisation": commoditisation,
    "informed_customers": informed_customers,
    "saturation": saturation,
    "globalisation": globalisation,
    "deregulation": deregulation,
    "tracking": tracking,
}
check.letters(letters, "cracks", options="abcdefn")
### BEGIN HIDDEN TESTS
check.fitting(letters, reference.CRACKS, "cracks", options="abcdefn", points=3)
### END HIDDEN TESTS

# %% [markdown] more
# A query tests a claim only if it could come out against it. Query c does come out against one: at Fernhill no visit
# carries a number, though all orders do. A force that no column could contradict is a story. It may be true. It is not
# tested here, and your memo should say so.

# %% [markdown]
# ## Sign it, or correct it
#
# An assistant has drafted a report to the board on *your* company, and you are to sign it. Two to four of its seven
# sentences are wrong, and one or two only look wrong.

# %% [markdown]
# The report ends with a rule. How bad is a wrong figure? Put that one right, leave the others as they stand, and look:
#
# - *fatal*: the recommendation is reversed
# - *material*: the rule uses the figure, and the recommendation stays
# - *cosmetic*: the rule does not use it (it is still wrong, but this decision does not need it)
#
# ### Watch: audit one sentence
#
# Somebody wrote about the page: "On average, a customer brings in 43 euros. Our rule: above 20, send her a catalogue."

# %%
print("mean", five.mean(), "middle", five.median(), "total", five.sum())

# %% [markdown]
# The mean is 8.6, so the sentence is wrong. To find the kind, rebuild the wrong figure: which slip gives exactly 43?
# Adding up instead of averaging does, so the kind is `"g"`. With 8.6 the rule says no: fatal.
#
# The kinds below can occur here. If two seem to fit, take the one that gives exactly the figure in the report. Where two
# letters name the same slip, either counts.
#
# {{audit_kinds.abcdefghl}}

# %% [markdown]
# ### The report
#
# Your table `board_report` has a row for each sentence: its number, and `"right"` or `"wrong"`. For a wrong one, add
# the kind, the severity and the right figure, to within 2 %. You can work it out from `ledger`, `rest` (without lamps),
# `first`, `profit`, `by_line`, and what you worked out from them. For help: `study.hint("board_report")`.
#
# Of a wrong sentence's points, 45 % are for the figure, 25 for the kind, and 15 each for verdict and severity. "Wrong"
# alone earns nothing. Calling a right sentence wrong costs as much as a sentence earns. A blank costs nothing.
#
# The right answers come with your feedback. If you study alone, copy the notebook to
# `submitted/<your name>/01_product_vs_customer/` and type `python3 centric.py grade 01`.

# %% [audit] board_report 10 minutes=12

# %% [markdown]
# Would you sign the *rule*? It looks at one year. Name three things that it counts as nothing. (With all years counted,
# its 80 of 100 shrinks to `80 / long`.)

# %% [markdown]
# ## Write to the board
#
# One page, in plain words, for Petra and the board. Five things count, 0 to 3 points each:
#
# | what | 3 points for |
# |---|---|
# | decision | clear, and what would change it |
# | evidence | a figure with unit and period, and the rival explanation dealt with |
# | customer | who gains, who loses, and a safeguard: what protects those who lose |
# | limits | what is not known, and what could teach it, or why nothing will soon |
# | language | plain, one page |

# %% [markdown]
# ### Mark these two first
#
# They come from another company. Mark each row, and the cell shows the agreed marks, and why. Memo A:
#
# > We should keep Lumen. It is true that the line loses money when you look at the product alone. But products are not
# > everything. Our customers love lamps, and those who come for a lamp are by far our best ones. They come back more
# > often and spend more than anybody else. If we close the line, all of them and all of their profit will be gone. No
# > serious company would take such a risk for a small saving. So keep the line, and advertise it more strongly.

# %%
memo_a = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_a", memo_a)

# %% [markdown]
# Memo B:
#
# > Do not close Lumen on Friday. Decide after a test.
# >
# > The line lost 13,200 euros in 36 months. Its 421 first-time customers brought in 43 euros each in the year after, all
# > others 17. We must not credit lamps with this gap: look-alikes from other doors brought in 21.
# >
# > In the months of their first orders closing would have saved 11,900 euros. Against it stand 18,900 euros of their
# > later profit, lamps left out. So closing gains nothing if more than 63 of 100 would have stayed away. I do not know
# > that share. For eight weeks, show half of the new visitors a shop without lamps, by lot. If it loses fewer than 63 of
# > 100, close.

# %%
memo_b = {"decision": ..., "evidence": ..., "customer": ..., "limits": ..., "language": ...}  # your marks
study.agreed("memo_b", memo_b)

# %% [markdown]
# The agreed marks stand beside yours. Where yours are kinder, read the reason again.
#
# Now write *your* memo in the next cell, in at least a hundred words, with your own figures.

# %% [written] memo 15 minutes=10
# ### BEGIN SOLUTION
# *Marks: decision, evidence, customer, limits, language, 0 to 3 each. Full marks, for example:*
#
# (The figures are those of the company that comes with the course; yours may differ.)
#
# To the board. Keep Lumen, and repair its price. On Monday raise lamp prices by 10 %, for half of the new visitors, by
# lot.
#
# The line lost 10,300 euros in 36 months (exercise 1). In the 18 months in which 300 customers first came for a lamp,
# closing would have saved 9,200, since nobody would have packed orders with only lamps (exercise 6). In the year after,
# each of the 300 brought in 29 euros besides lamps (likely range 16 to 44, exercise 7), together 8,600. A second year
# brings in 0.81 of the first. Customers from other doors bring in less. But different kinds of people come for lamps, and
# look-alikes bring in part of it.
#
# Over one year closing pays even if all stay away. Over two years break-even is 59 of 100 (38 to 100 or more). But both
# count later years as nothing, so neither can speak for closing. If the fading goes on as it began, break-even over all
# years is 28 (18 to 51). With the fees of the Club and goodwill it is 23. I have nothing to base the true share on; my
# guess is half. So keeping is the better bet. It is no proof: half lies just inside the range.
#
# What would turn it round? If lamp customers fade as the first 113 did, break-even is 65. If Lumen's catalogues could end
# without loss, it is 81. In a year we shall have seen all 300 for two years, and 169 more for one. If break-even over all
# years is then above half, we close.
#
# The price comes first because at 10 % more each lamp pays for itself, and because it can be undone. The lot will tell
# little: a year brings 93 lamp customers to each side, so it shows a fall of 40 % or more, and not a smaller one.
#
# Who would lose if we closed: people who are furnishing a home and want everything from one shop. Who pays while we keep
# it: Fernhill, about 10 euros for every 100 euros of lamp sales, and whoever draws the higher price. Safeguard: we say
# that prices are on trial, and who asks gets the lower one. Every lamp sold has spare parts for two years. Not known:
# who would stay away, how lamp customers fade, and what rivals will do.
# ### END SOLUTION

# %% [markdown]
# ### Who marks it?
#
# In a class, your instructor. If you study alone, save the notebook and run the next cell. It leads you through the
# rubric.

# %%
study.mark_memo()

# %% [markdown] minutes=2
# ## Before you go
#
# Here are your guesses, with how sure you were. What would you say now? What changed your mind? Write one sentence,
# for you alone.

# %%
study.progress()

# %%
study.revise("unprofitable", ..., confidence=...)
study.revise("lumen_first", ..., confidence=...)
changed_my_mind = "..."

# %% [markdown]
# ## Key points
#
# {{key_points}}

# %% [markdown] more
# ## Where to read on (more)
#
# - Levitt (1960), "Marketing Myopia", *Harvard Business Review* 38(4).
# - Cooper and Kaplan (1991), "Profit Priorities from Activity-Based Costing", *Harvard Business Review* 69(3).
# - Kaplan and Narayanan (2001), "Measuring and Managing Customer Profitability",
#   *Journal of Cost Management* 15(5).
# - Fader (2012), *Customer Centricity*, 2nd ed., Wharton Digital Press.
# - Shah, Rust, Parasuraman, Staelin and Day (2006), "The Path to Customer Centricity",
#   *Journal of Service Research* 9(2).
# - Fader, Hardie and Lee (2005), "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", *Journal of Marketing
#   Research* 42(4), on the CDNOW data.
# - Chen (2019), "Online Retail II", UCI Machine Learning Repository.

# %% [markdown] more
# On claims and methods:
#
# - Schmittlein, Cooper and Morrison (1993), "Truth in Concentration in the Land of (80/20) Laws",
#   *Marketing Science* 12(2).
# - Efron (1979), "Bootstrap Methods: Another Look at the Jackknife", *The Annals of Statistics* 7(1).
# - Butterfield and Metcalfe (2001), "Errors Committed with High Confidence Are Hypercorrected", *Journal of Experimental
#   Psychology: Learning, Memory, and Cognition* 27(6).
# - Kim, Singh and Winer (2017), "The Pareto Rule for Frequently Purchased Packaged Goods",
#   *Marketing Letters* 28.
# - McCarthy and Winer (2019), "The Pareto Rule in Marketing Revisited", *Marketing Letters* 30.
# - Borle, Boatwright, Kadane, Nunes and Shmueli (2005), on a shop that cut its range, *Marketing Science* 24(4).
# - Feit and Berman (2020), "Test & Roll: Profit-Maximizing A/B Tests", *Marketing Science* 39(1).
