"""The consultant's report to the board: what its sentences say, rightly and not.

Two sentences carry the rule: how much the pilot's members kept among themselves before it began and at its end. The others are
about networks, decisions, bonuses and ratings; five of them are right and surprise.
"""

from types import SimpleNamespace

import pandas as pd
import reference
from classroom.check.reports import Flaw, Sentence

OPENING = (
    "**From the consultant: ready for the customer.** *Staff* have a line and a segment. The *pilot's share* is that of the notebook: of the messages that its members exchange with staff, the share inside it, "
    "where a message inside counts twice and any other once; months are averaged. *Months* of the pilot count from 1, its first. *Days* of a decision run from asked to decided, over decided cases, each case once. "
    "*Paid clerks* have a bonus on ratings. *Tickets* are closed tickets only. *Because of the bonus* means by difference in differences over clerks, as in exercise 5."
)
RULE = (
    "The rule: build such a team for every segment at once if the pilot's share in months 10 to 12, less its share in 2024, is 16 percentage points or more. "
    "Otherwise change the bonuses first."
)
RECOMMENDS = {
    "teams": "So we recommend: build a team for every segment at once.",
    "pay": "So we recommend: change the bonuses first.",
}


def rule(late, before):
    return "teams" if late - before >= 16 else "pay"


def facts(company):
    """What the sentences are worked out from, once for a company."""
    pairs = reference.pairs_of(company)
    day = reference.staff_of(company)["pilot_since_on"].dropna().iloc[0]
    both, one = pairs["pilot_a"] & pairs["pilot_b"], pairs["pilot_a"] | pairs["pilot_b"]
    age = (pairs["week_on"].dt.year - day.year) * 12 + pairs["week_on"].dt.month - day.month
    messages = (pairs["messages"] * both).groupby(age).sum() / (pairs["messages"] * one).groupby(age).sum()
    roles, cases = company["decisions"], company["decision_cases"]
    owners = (roles["role"].astype(str) == "accountable").groupby(roles["decision"].astype(str)).sum()
    cases = cases.assign(days=(cases["decided_on"] - cases["asked_on"]).dt.days, owners=cases["decision"].astype(str).map(owners))
    tickets = reference.tickets_of(company)
    tickets = tickets[tickets["closed_at"].notna()]
    wide = company["department_results"].groupby(["month_on", "department"], observed=True)["result_index"].mean().unstack()
    wide.columns = wide.columns.astype(str)
    first = company["orders"].groupby("customer_id")["ordered_at"].min().dt.strftime("%Y-%m").value_counts().sort_index().cumsum()
    return SimpleNamespace(
        pairs=pairs,
        pilot=100 * reference.pilot_of(company),
        messages=100 * messages,
        owners=owners,
        cases=cases,
        decided=cases.dropna(subset=["decided_on"]),
        tickets=tickets,
        wide=wide,
        total=wide["finance"] * first.to_numpy()[: len(wide)],
        line=reference.modularity(reference.talk_of(company)),
        segment=reference.modularity(reference.talk_of(company, "segment")),
        clerks=company["employees"].set_index("employee_id"),
    )


def months(share, low, high):
    return share[(share.index >= low) & (share.index <= high)].mean()


def days(b, owners, how="mean"):
    return b.decided["days"][b.decided["owners"].isin(owners)].agg(how)


def open_as_none(b, owners):
    return b.cases["days"].fillna(0)[b.cases["owners"].isin(owners)].mean()


def bonus(b, column, factor=1.0):
    return factor * reference.paid_ratings(reference.valued(b.tickets, column))["effect"]


def paid_change(b, column, factor=1.0):
    mean = b.tickets.groupby(["paid", "after"])[column].mean()
    return factor * (mean[True, True] - mean[True, False])


def after_gap(b, column, factor=1.0):
    mean = b.tickets.groupby(["paid", "after"])[column].mean()
    return factor * (mean[True, True] - mean[False, True])


def rated(b, paid, after):
    return 100 * b.tickets["satisfaction"].notna()[(b.tickets["paid"] == paid) & (b.tickets["after"] == after)].mean()


def stays(b, name):
    return (b.pairs["messages"] * (b.pairs[f"{name}_a"] == b.pairs[f"{name}_b"])).sum() / b.pairs["messages"].sum()


def rank(one, other):
    return one.corr(other, method="spearman")


SENTENCES = (
    Sentence(
        "late",
        ("In months 10 to 12 the pilot's share was {} of 100.", "The pilot's share in its months 10 to 12 stood at {} of 100."),
        digits=1,
        right=lambda b: months(b.pilot, 9, 11),
        flaws=(
            Flaw("c", lambda b: months(b.pilot, 0, 2), "These are the first three months."),
            Flaw("e", lambda b: months(b.pilot, 0, 11), "The nine months before are included, too."),
            Flaw("l", lambda b: months(b.messages, 9, 11), "Every message was counted once, even those inside it."),
        ),
    ),
    Sentence(
        "before",
        ("In 2024, before it began, its members' share was {} of 100.", "The share of the later members of the pilot was {} of 100 in 2024."),
        digits=1,
        right=lambda b: months(b.pilot, -12, -1),
        flaws=(
            Flaw("c", lambda b: months(b.pilot, 0, 2), "These are the first three months of the pilot."),
            Flaw("l", lambda b: months(b.messages, -12, -1), "Every message was counted once, even those inside it."),
            Flaw("a", lambda b: 100 * stays(b, "segment"), "This is the share of all staff's messages that stay inside a segment."),
        ),
    ),
    # Right, and surprising.
    Sentence(
        "rated_paid",
        ("After the bonus came, {} of 100 tickets of paid clerks were rated.", "Of 100 tickets of paid clerks after the bonus came, {} were rated."),
        surprises=True,
        why="Clerks who are paid for ratings do not ask for bad ones, so fewer tickets are rated.",
        right=lambda b: rated(b, True, True),
        flaws=(
            Flaw("h", lambda b: rated(b, False, True), "These are the other clerks."),
            Flaw("c", lambda b: rated(b, True, False), "This is before the bonus came."),
            Flaw("i", lambda b: 100 * b.tickets["satisfaction"].notna()[b.tickets["after"]].mean(), "All clerks were counted together."),
        ),
    ),
    Sentence(
        "again",
        ("Because of the bonus, {} more of 100 customers with a ticket ordered again within eight weeks.", "The bonus made {} more of 100 customers with a ticket order again within eight weeks."),
        digits=1,
        surprises=True,
        why="Ratings rose and orders did not: the bonus moved only the measure. The figure lies well within its range around zero.",
        right=lambda b: bonus(b, "again", 100),
        flaws=(
            Flaw("d", lambda b: paid_change(b, "again", 100), "The change of the other clerks was not taken off."),
            Flaw("l", lambda b: paid_change(b, "rated", 100), "This is the change in the share of rated tickets."),
            Flaw("h", lambda b: after_gap(b, "again", 100), "Both groups were compared after the bonus alone."),
        ),
    ),
    Sentence(
        "nobody",
        ("Where nobody is accountable, a decision takes {} days.", "Decisions without an accountable department take {} days."),
        digits=1,
        surprises=True,
        why="What nobody owns waits longest, longer even than what two have to agree on.",
        right=lambda b: days(b, [0]),
        flaws=(
            Flaw("h", lambda b: days(b, [2]), "These are the decisions with two accountable departments."),
            Flaw("i", lambda b: days(b, [0, 1, 2]), "All decisions were counted together."),
            Flaw("g", lambda b: days(b, [0], "median"), "This is the middle case, and not the mean."),
        ),
    ),
    Sentence(
        "segment",
        ("By segment, the modularity of the staff's messages is {}.", "Grouped by segment, staff's messages have a modularity of {}."),
        digits=2,
        surprises=True,
        why="About a third of all messages stay inside a segment. With four segments chance alone puts a quarter there.",
        right=lambda b: b.segment,
        flaws=(
            Flaw("d", lambda b: stays(b, "segment"), "What chance gives was not taken off."),
            Flaw("h", lambda b: b.line, "This is by product line."),
        ),
    ),
    Sentence(
        "total",
        (
            "The rank correlation of product's result with finance's index times the number of customers who have ever ordered is {}.",
            "Ranked by month, product's result and finance's index times the number of customers who have ever ordered have a correlation of {}.",
        ),
        digits=2,
        surprises=True,
        why="Per customer it is far below zero. With more customers, each worth less, the sign turns round.",
        right=lambda b: rank(b.wide["product"], b.total),
        flaws=(
            Flaw("a", lambda b: rank(b.wide["product"], b.wide["finance"]), "This is with the worth of one customer."),
            Flaw("l", lambda b: rank(b.wide["product"].diff(12), b.wide["finance"].diff(12)), "These are changes over a year, per customer."),
        ),
    ),
    # Others that the lesson has taught to read.
    Sentence(
        "rating",
        ("Because of the bonus, ratings rose by {} points.", "The bonus raised ratings by {} points, on the scale of 1 to 5."),
        digits=2,
        right=lambda b: bonus(b, "satisfaction"),
        flaws=(
            Flaw("d", lambda b: after_gap(b, "satisfaction"), "How far the groups differed before was not taken off."),
            Flaw("d", lambda b: paid_change(b, "satisfaction"), "The change of the other clerks was not taken off."),
            Flaw("f", lambda b: 10 * bonus(b, "satisfaction"), "It is ten times too large."),
        ),
    ),
    Sentence(
        "two",
        ("Where two are accountable, a decision takes {} days.", "Decisions with two accountable departments take {} days."),
        digits=1,
        right=lambda b: days(b, [2]),
        flaws=(
            Flaw("h", lambda b: days(b, [1]), "These are the decisions with one accountable department."),
            Flaw("i", lambda b: days(b, [0, 1, 2]), "All decisions were counted together."),
            Flaw("g", lambda b: days(b, [2], "median"), "This is the middle case, and not the mean."),
        ),
    ),
    Sentence(
        "unclear",
        ("Of 100 decided cases, {} belong to decisions with two accountable departments or none.", "{} of 100 decided cases fall to decisions that do not have exactly one accountable department."),
        right=lambda b: 100 * (b.decided["owners"] != 1).mean(),
        flaws=(
            Flaw("d", lambda b: 100 * (b.decided["owners"] == 2).mean(), "Those that nobody is accountable for are missing."),
            Flaw("h", lambda b: 100 * (b.decided["owners"] == 1).mean(), "These have exactly one."),
            Flaw("l", lambda b: 100 * b.decided["days"][b.decided["owners"] != 1].sum() / b.decided["days"].sum(), "This is the share of the days."),
        ),
    ),
    Sentence(
        "line",
        ("By product line, the modularity of the staff's messages is {}.", "Grouped by product line, staff's messages have a modularity of {}."),
        digits=2,
        right=lambda b: b.line,
        flaws=(
            Flaw("d", lambda b: stays(b, "line"), "What chance gives was not taken off."),
            Flaw("h", lambda b: b.segment, "This is by segment."),
        ),
    ),
    Sentence(
        "passed",
        ("A ticket changes hands {} times on average.", "On average there are {} hand-offs per ticket."),
        digits=2,
        right=lambda b: b.tickets["hand_offs"].mean(),
        flaws=(
            Flaw("b", lambda b: b.tickets["hand_offs"][b.tickets["hand_offs"] > 0].mean(), "Tickets that were never passed on are missing."),
            Flaw("e", lambda b: 1 + b.tickets["hand_offs"].mean(), "The first department was counted, too."),
            Flaw("l", lambda b: (b.tickets["hand_offs"] > 0).mean(), "This is the share that was passed on at all."),
        ),
    ),
    Sentence(
        "never",
        ("Of 100 tickets, {} never change hands.", "{} of 100 tickets are solved where they came in."),
        right=lambda b: 100 * (b.tickets["hand_offs"] == 0).mean(),
        flaws=(
            Flaw("h", lambda b: 100 * (b.tickets["hand_offs"] == 0)[b.tickets["satisfaction"] >= 4].mean(), "Only tickets rated 4 or 5 were looked at."),
            Flaw("b", lambda b: 100 * (b.tickets["hand_offs"] == 1)[b.tickets["hand_offs"] > 0].mean(), "These change hands once, of those that are passed on."),
            Flaw("l", lambda b: 100 * (b.tickets["settled_at_once"]).mean(), "These were settled with a refund at once."),
        ),
    ),
    Sentence(
        "first",
        ("In its first three months the pilot's share was {} of 100.", "The pilot's share stood at {} of 100 in its first three months."),
        right=lambda b: months(b.pilot, 0, 2),
        flaws=(
            Flaw("l", lambda b: months(b.messages, 0, 2), "Every message was counted once, even those inside it."),
            Flaw("c", lambda b: months(b.pilot, 0, 11), "This is its whole first year."),
        ),
    ),
    Sentence(
        "level",
        ("The rank correlation of marketing's result with finance's index, month by month, is {}.", "Ranked by month, marketing's result and finance's index have a correlation of {}."),
        digits=2,
        right=lambda b: rank(b.wide["marketing"], b.wide["finance"]),
        flaws=(
            Flaw("l", lambda b: rank(b.wide["marketing"].diff(12), b.wide["finance"].diff(12)), "These are the changes over a year."),
            Flaw("a", lambda b: rank(b.wide["marketing"], b.total), "This is with the worth of all customers together."),
            Flaw("l", lambda b: rank(b.wide["club"], b.wide["finance"]), "This is the Club's result."),
        ),
    ),
    Sentence(
        "two_hands",
        ("A ticket that changes hands twice is closed after {} days on average.", "On average, tickets with two hand-offs take {} days from opened to closed."),
        digits=1,
        right=lambda b: ((b.tickets["closed_at"] - b.tickets["opened_at"]).dt.total_seconds() / 86400)[b.tickets["hand_offs"] == 2].mean(),
        flaws=(
            Flaw("h", lambda b: ((b.tickets["closed_at"] - b.tickets["opened_at"]).dt.total_seconds() / 86400)[b.tickets["hand_offs"] == 1].mean(), "These change hands once."),
            Flaw("i", lambda b: ((b.tickets["closed_at"] - b.tickets["opened_at"]).dt.total_seconds() / 86400).mean(), "All tickets were counted together."),
            Flaw("d", lambda b: ((b.tickets["closed_at"] - b.tickets["first_answered_at"]).dt.total_seconds() / 86400)[b.tickets["hand_offs"] == 2].mean(), "The wait for the first answer is missing."),
        ),
    ),
)
