"""The report of lesson 04: an agency's case for sending offers to all, to some or to nobody.

The rule needs four figures, which stand in every report. The others are figures that the lesson has taught
to read; some of them are right and surprise.
"""

from types import SimpleNamespace

import pandas as pd
import reference
from classroom.check.reports import Flaw, Sentence

OPENING = (
    "**From the agency: who should get a personal offer?** *Brio buyers* are customers in the Brio group of `segment`, and "
    "*others* are all the rest. In sentences on the trial, the groups are those from before the trial; elsewhere, those of all customers today. "
    "*Left* is what remains of an order after goods, refunds, handling, packing, questions and goodwill."
)
RULE = (
    "The rule: an offer costs 2.50 euros. For each kind of customer, take those who ordered with the offer (of 100), less those in the trial who ordered "
    "without any (of 100). Divided by 100, and times what an order of that kind leaves, this must be more than 2.50 euros."
)
RECOMMENDS = {
    "all": "So we recommend: send offers to Brio buyers and to others.",
    "others": "So we recommend: send offers to others, and none to Brio buyers.",
    "brio": "So we recommend: send offers to Brio buyers alone.",
    "nobody": "So we recommend: send no offers.",
}


def rule(brio_with, other_with, without, brio_left, other_left):
    pairs = (brio_with, brio_left), (other_with, other_left)
    brio, other = ((ordered - without) / 100 * left > 2.5 for ordered, left in pairs)
    if brio and other:
        return "all"
    return "brio" if brio else "others" if other else "nobody"


def facts(company):
    """What the sentences are worked out from, once for a company."""
    orders = reference.orders_of(company)
    everybody = reference.people_of(orders)
    centres = reference.line_centres(everybody)
    segment = reference.segment_of(everybody, centres)
    trial = reference.trial_of(company, orders, centres)
    orders = orders.assign(brio=orders["customer_id"].map(segment) == "Brio")
    lines = company["order_lines"]
    goods = (lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["order_id"]).sum()
    may = reference.may_get(company, everybody)
    device = company["customers"].set_index("customer_id")["device"].astype(str)
    ratings, picks, trials = company["ratings"], company["best_worst"], company["trials"]
    return SimpleNamespace(
        orders=orders,
        goods=goods.reindex(orders.index, fill_value=0.0),
        people=everybody,
        may=may,
        trial=trial,
        brio=trial["segment"] == "Brio",
        brio_after=segment.reindex(trial.index) == "Brio",
        segment=segment,
        old=device.reindex(may.index) == "old phone",
        old_all=device.reindex(everybody.index) == "old phone",
        top=may["eur"].rank(ascending=False) <= 1500,
        top_all=everybody["eur"].rank(ascending=False) <= 1500,
        repair=ratings[ratings["attribute"].astype(str) == "repair"],
        quality=ratings[ratings["attribute"].astype(str) == "quality"],
        picks=picks[picks["item"].astype(str) == "free repair for five years"],
        paid=trials[trials["trial_id"].astype(str) == reference.TRIAL].set_index("customer_id")["paid_eur"].reindex(trial.index),
        answers=reference.answers_of(company),
    )


def bought(b, arm, who):
    return 100 * b.trial["bought"][who & (b.trial["arm"] == arm)].mean()


def effect(b, who, arm="personal", against="no_offer"):
    return bought(b, arm, who) - bought(b, against, who)


def of_all(b, who):
    """Those who ordered, over all who got a personal offer."""
    arm = b.trial["arm"] == "personal"
    return 100 * b.trial["bought"][who & arm].sum() / arm.sum()


def sales(b, who):
    """The share of those who ordered because of it, made of euros paid: a measure of another kind."""
    return 100 * (b.paid[who & (b.trial["arm"] == "personal")].mean() / b.paid[who & (b.trial["arm"] == "no_offer")].mean() - 1)


def left(b, brio, column="margin_eur"):
    return b.orders[column][b.orders["brio"] == brio].mean()


def after_goods(b, brio):
    mine = b.orders["brio"] == brio
    return (b.orders["eur"] - b.goods)[mine].mean()


def middle(b, brio):
    return b.orders["margin_eur"][b.orders["brio"] == brio].median()


def per_customer(b, brio):
    mine = b.orders[b.orders["brio"] == brio]
    return mine["margin_eur"].sum() / mine["customer_id"].nunique()


SENTENCES = (
    Sentence(
        "brio_with",
        (
            "Of 100 Brio buyers who got a personal offer in the trial, {} ordered within 30 days.",
            "In the trial {} of 100 Brio buyers with a personal offer ordered within 30 days.",
        ),
        digits=1,
        right=lambda b: bought(b, "personal", b.brio),
        flaws=(
            Flaw("ia", lambda b: bought(b, "personal", b.brio | ~b.brio), "All customers were lumped together."),
            Flaw("a", lambda b: of_all(b, b.brio), "It was divided by all who got a personal offer."),
            Flaw("al", lambda b: bought(b, "personal", ~b.brio), "These are the others, and not Brio buyers."),
        ),
    ),
    Sentence(
        "other_with",
        (
            "Of 100 others who got a personal offer in the trial, {} ordered within 30 days.",
            "In the trial {} of 100 others with a personal offer ordered within 30 days.",
        ),
        digits=1,
        right=lambda b: bought(b, "personal", ~b.brio),
        flaws=(
            Flaw("la", lambda b: bought(b, "one_size", ~b.brio), "This is the share with the voucher."),
            Flaw("a", lambda b: of_all(b, ~b.brio), "It was divided by all who got a personal offer."),
            Flaw("al", lambda b: bought(b, "personal", b.brio), "These are Brio buyers, and not the others."),
        ),
    ),
    Sentence(
        "without",
        (
            "Of 100 customers who got no offer in the trial, {} ordered within 30 days.",
            "In the trial {} of 100 customers without any offer ordered within 30 days.",
        ),
        digits=1,
        right=lambda b: bought(b, "no_offer", b.brio | ~b.brio),
        flaws=(
            Flaw("la", lambda b: bought(b, "one_size", b.brio | ~b.brio), "This is the share with the voucher."),
            Flaw("ia", lambda b: 100 * b.trial["bought"].mean(), "All arms of the trial were lumped together."),
            Flaw("ba", lambda b: bought(b, "no_offer", b.trial["days"] < 60), "Only those whose last order was less than 60 days ago are counted."),
        ),
    ),
    Sentence(
        "brio_left",
        (
            "On average, {} euros are left of an order of Brio buyers.",
            "An order of Brio buyers leaves {} euros on average.",
        ),
        digits=1,
        right=lambda b: left(b, True),
        flaws=(
            Flaw("l", lambda b: left(b, True, "eur"), "This is what they paid, and not what is left."),
            Flaw("d", lambda b: after_goods(b, True), "Only goods were taken off."),
            Flaw("g", lambda b: middle(b, True), "This is the order in the middle, and not the mean."),
            Flaw("a", lambda b: per_customer(b, True), "It was divided by customers, and not by orders."),
        ),
    ),
    Sentence(
        "other_left",
        (
            "On average, {} euros are left of an order of others.",
            "An order of others leaves {} euros on average.",
        ),
        digits=1,
        right=lambda b: left(b, False),
        flaws=(
            Flaw("g", lambda b: middle(b, False), "This is the order in the middle, and not the mean."),
            Flaw("d", lambda b: after_goods(b, False), "Only goods were taken off."),
            Flaw("a", lambda b: per_customer(b, False), "It was divided by customers, and not by orders."),
        ),
    ),
    # Right, and surprising.
    Sentence(
        "once",
        ("Of 100 customers, {} have ordered once.", "{} of every 100 customers have a single order."),
        surprises=True,
        why="In shops without a contract many people try once. That is why fifths of the number of orders are tied.",
        right=lambda b: 100 * (b.people["orders"] == 1).mean(),
        flaws=(
            Flaw("ela", lambda b: 100 * (b.people["orders"] == 1).sum() / b.people["orders"].sum(), "It was divided by orders, and not by customers."),
            Flaw("a", lambda b: 100 * (b.people["orders"] == 1).sum() / (b.people["orders"] > 1).sum(), "It was divided by those who ordered more often."),
            Flaw("ba", lambda b: 100 * (b.people["orders"][b.people["days"] < 365] == 1).mean(), "Only those who ordered in the last 365 days are counted; those who left are missing."),
        ),
    ),
    Sentence(
        "voucher",
        (
            "In the trial, {} more of 100 Brio buyers ordered within 30 days with the voucher than of 100 Brio buyers without any offer.",
            "Of 100 Brio buyers in the trial, {} more ordered within 30 days with the voucher than without any offer.",
        ),
        digits=1,
        surprises=True,
        why="The cheap voucher moves those who wait for deals more than an offer made by hand: it is the deal.",
        right=lambda b: effect(b, b.brio, "one_size"),
        flaws=(
            Flaw("dl", lambda b: bought(b, "one_size", b.brio), "Those who would have ordered anyway were not taken off."),
            Flaw("k", lambda b: effect(b, b.brio_after, "one_size"), "Today's groups were used, which already know the orders of the trial."),
            Flaw("la", lambda b: effect(b, b.brio), "This is the effect of the personal offer."),
        ),
    ),
    Sentence(
        "repair_stated",
        ("Free repair gets {} of 10 points for importance on average.", "On average people give free repair {} points of 10 for importance."),
        digits=1,
        surprises=True,
        why="Nobody asks for what nobody expects. What people pick tells another story.",
        right=lambda b: b.repair["importance"].mean(),
        flaws=(
            Flaw("l", lambda b: b.repair[b.repair["brand"].astype(str) == "Fernhill"]["rating"].mean(), "This is how Fernhill's repair is rated."),
            Flaw("l", lambda b: b.quality["importance"].mean(), "This is the importance of quality."),
            Flaw("f", lambda b: b.repair["importance"].mean() / 10, "It is ten times too small."),
        ),
    ),
    Sentence(
        "top_share",
        (
            "Of all who may get an offer today, the 1,500 who spent most have brought {} of 100 euros.",
            "Of 100 euros that customers in `may` have spent, {} came from the 1,500 of them who spent most.",
        ),
        surprises=True,
        why="More than half of those who may get an offer are on such a list, and spending is very unequal.",
        right=lambda b: 100 * b.may["eur"][b.top].sum() / b.may["eur"].sum(),
        flaws=(
            Flaw("a", lambda b: 100 * b.may["eur"][b.top].sum() / b.people["eur"].sum(), "It was divided by what all customers spent."),
            Flaw("l", lambda b: 100 * b.top.mean(), "This counts their heads, and not their euros."),
        ),
    ),
    # Others that the lesson has taught to read.
    Sentence(
        "best_pick",
        (
            "When free repair is among the four things shown, {} of 100 pick it as best.",
            "Of 100 times that free repair is shown, it is picked as best {} times.",
        ),
        right=lambda b: 100 * b.picks["best"].mean(),
        flaws=(
            Flaw("a", lambda b: 100 * b.picks["best"].sum() / (b.picks["customer_id"].nunique() * 7), "It was divided by all tasks, even those that did not show it."),
            Flaw("le", lambda b: 100 * (b.picks["best"].mean() - b.picks["worst"].mean()), "The times that it was picked as worst were taken off."),
            Flaw("ba", lambda b: 100 * b.picks["best"].sum() / (b.picks["best"] | b.picks["worst"]).sum(), "Those who picked it neither as best nor as worst are missing."),
        ),
    ),
    Sentence(
        "may",
        ("Of 100 customers, {} may get an offer.", "{} of every 100 customers may get an offer today."),
        right=lambda b: 100 * len(b.may) / len(b.people),
        flaws=(
            Flaw("de", lambda b: 100 * ((b.people["orders"] >= 2) & (b.people["days"] < 548)).mean(), "Nobody asked whether e-mail is allowed."),
            Flaw("cb", lambda b: 100 * ((b.people["orders"] >= 2) & (b.people["days"] < 182)).mean(), "The last order had to lie within 182 days."),
            Flaw("a", lambda b: 100 * len(b.may) / (b.people["orders"] >= 2).sum(), "It was divided by those with two orders or more."),
        ),
    ),
    Sentence(
        "old_on_list",
        (
            "Of 100 owners of an old phone who may get an offer, {} are among the 1,500 who spent most of all who may get one.",
            "Take all who may get an offer, and a list of the 1,500 of them who spent most: {} of 100 owners of an old phone are on it.",
        ),
        right=lambda b: 100 * b.top[b.old].mean(),
        flaws=(
            Flaw("a", lambda b: 100 * b.old[b.top].mean(), "This is the share of old phones on the list."),
            Flaw("al", lambda b: 100 * b.top[~b.old].mean(), "These are owners of other devices."),
            Flaw("aei", lambda b: 100 * b.top_all[b.old_all].mean(), "All customers were taken, even those who may get no offer."),
        ),
    ),
    Sentence(
        "brio_share",
        ("Of 100 customers, {} are Brio buyers.", "{} of every 100 customers are in the Brio group."),
        right=lambda b: 100 * (b.segment == "Brio").mean(),
        flaws=(
            Flaw("ela", lambda b: 100 * b.orders["brio"].mean(), "Orders were counted, so those who order often count often."),
            Flaw("le", lambda b: 100 * (b.people["Brio"] > 0).mean(), "These are all who ever bought a Brio product."),
            Flaw("ba", lambda b: 100 * (b.segment[b.people["orders"] > 1] == "Brio").mean(), "Those with one order are missing."),
        ),
    ),
    Sentence(
        "trial_moved",
        (
            "In the trial, {} more of 100 customers ordered within 30 days with a personal offer than of 100 without any offer.",
            "Of 100 customers in the trial, {} more ordered within 30 days with a personal offer than without any.",
        ),
        digits=1,
        right=lambda b: effect(b, b.brio | ~b.brio),
        flaws=(
            Flaw("dl", lambda b: bought(b, "personal", b.brio | ~b.brio), "Those who would have ordered anyway were not taken off."),
            Flaw("hl", lambda b: effect(b, b.brio | ~b.brio, "personal", "one_size"), "It was compared with the voucher, and not with no offer."),
            Flaw("l", lambda b: sales(b, b.brio | ~b.brio), "This is how many per cent more they paid."),
        ),
    ),
    Sentence(
        "agree",
        ("People give the eight statements {} of 5 points on average.", "On average the eight statements get {} of 5 points."),
        digits=2,
        right=lambda b: b.answers.to_numpy().mean(),
        flaws=(
            Flaw("g", lambda b: b.answers.max(axis=1).mean(), "This is the mean of each person's highest answer."),
            Flaw("f", lambda b: 10 * b.answers.to_numpy().mean(), "It is ten times too large."),
        ),
    ),
)
