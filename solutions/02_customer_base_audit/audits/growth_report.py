"""The report of lesson 02: an assistant's five lenses on the base, for or against celebrating its loyalty.

The rule needs four figures, which stand in every report. The others are figures that the lesson has taught
to read; some of them are right and surprise.
"""

from types import SimpleNamespace

import reference
from classroom.check.reports import Flaw, Sentence

OPENING = (
    "**To the board: are our customers loyal?** I have looked at the log of orders through five lenses. *The last year* is the "
    "365 days that end with the last order, *the year before* the 365 days before that, *the first year* those before again. *Early newcomers* first came on "
    "days 91 to 273 of the log, *late newcomers* on days 822 to 1,004: April to September each. *Back* means a further "
    "order less than 91 days after the first. *All customers* are all who ever ordered."
)
RULE = (
    "The rule of the board looks at what a year's customers spent in the next year, for every 100 euros. Celebrate loyalty if "
    "it rose by at least 5 euros, from customers of the first year to those of the year before. Celebrate, too, if of 100 "
    "late newcomers at least as many came back as of 100 early ones, or fewer by 3 at most. Otherwise do not."
)
RECOMMENDS = {
    "celebrate": "So I recommend: celebrate the loyalty of our customers.",
    "not": "So I recommend: do not speak of loyalty.",
}


def rule(kept, kept_then, early, late):
    return "celebrate" if kept >= kept_then + 5 or late >= early - 3 else "not"


def facts(company):
    """What the sentences are worked out from, once for a company."""
    orders = reference.orders_of(company)
    ago = reference.days_ago(orders)
    last, before = orders[ago < 365], orders[ago.between(365, 729)]
    own = reference.numbered(orders)
    return SimpleNamespace(
        orders=orders,
        ago=ago,
        last=last,
        before=before,
        spent=reference.spent_by_year(orders),
        pairs=reference.next_year(orders),
        early=reference.came_back(orders, 91, 274),
        late=reference.came_back(orders, 91 + 731, 274 + 731),
        old=reference.like_for_like(orders),
        own=own,
        six=own.pivot(index="customer_id", columns="number", values="eur")[[1, 6]],
        lines=reference.line_choices(orders),
        again=before["customer_id"].drop_duplicates().isin(last["customer_id"]),
        by_customer=last.groupby("customer_id")["eur"].sum().sort_values(ascending=False),
        tickets=company["order_lines"][["order_id"]].merge(last, on="order_id"),
    )


def for_hundred(later, earlier):
    return 100 * later.sum() / earlier.sum()


def within_182_days(books, since, until):
    """Of 100 who came in a span, how many came back within 182 days, or before the log ended."""
    people = reference.came_back(books.orders, since, until).index
    rows = reference.with_age(books.orders)
    soon = (rows["ordered_at"] > rows["first_at"]) & ((rows["ordered_at"] - rows["first_at"]).dt.days < 182)
    return 100 * people.isin(rows[soon]["customer_id"]).mean()


def further_orders(books, since, until):
    """Further orders in the 91 days for every 100 newcomers, however many each placed."""
    people = reference.came_back(books.orders, since, until).index
    rows = reference.with_age(books.orders)
    rows = rows[rows["customer_id"].isin(people) & (rows["ordered_at"] > rows["first_at"]) & (rows["age"] == 0)]
    return 100 * len(rows) / len(people)


def best_tenth(sums):
    return 100 * sums.head(len(sums) // 10).sum() / sums.sum()


def sums_of(orders):
    return orders.groupby("customer_id")["eur"].sum().sort_values(ascending=False)


SENTENCES = (
    Sentence(
        "kept",
        (
            "For every 100 euros that they had spent in the year before, customers of the year before spent {} in the last year.",
            "Customers who ordered in the year before spent {} euros in the last year for every 100 in the year before.",
        ),
        right=lambda b: for_hundred(b.pairs["next_now"], b.pairs["now"]),
        flaws=(
            Flaw(
                "hei",
                lambda b: for_hundred(b.spent["last"], b.spent["before"]),
                "All customers of the last year were counted, newcomers too, and they make up for those who left.",
            ),
            Flaw(
                "ba",
                lambda b: for_hundred(b.pairs["next_now"], b.pairs["now"][b.pairs["next_now"] > 0]),
                "Those who ordered nothing in the last year are missing.",
            ),
            Flaw(
                "ca",
                lambda b: for_hundred(b.pairs["next_now"], (b.spent["before"] + b.spent["earlier"])[b.pairs["now"] > 0]),
                "It was divided by all that they had spent until then, and not by the year before alone.",
            ),
        ),
    ),
    Sentence(
        "kept_then",
        (
            "For every 100 euros that they had spent in the first year, customers of the first year spent {} in the year before.",
            "Customers who ordered in the first year spent {} euros in the year before for every 100 in the first year.",
        ),
        right=lambda b: for_hundred(b.pairs["next_then"], b.pairs["then"]),
        flaws=(
            Flaw(
                "a",
                lambda b: for_hundred(b.pairs["next_then"], b.spent["before"]),
                "It was divided by the revenue of the year before.",
            ),
            Flaw(
                "ce",
                lambda b: for_hundred((b.spent["before"] + b.spent["last"])[b.pairs["then"] > 0], b.pairs["then"]),
                "Their spending in the two years after was added up, and not that of the next year alone.",
            ),
            Flaw(
                "ba",
                lambda b: for_hundred(b.pairs["next_then"], b.pairs["then"][b.pairs["next_then"] > 0]),
                "Those who ordered nothing in the year before are missing.",
            ),
        ),
    ),
    Sentence(
        "early",
        (
            "Of 100 early newcomers, {} came back.",
            "Among early newcomers, {} of 100 were back.",
        ),
        digits=1,
        right=lambda b: 100 * b.early.mean(),
        flaws=(
            Flaw(
                "hac",
                lambda b: 100 * reference.came_back(b.orders, 0, 91).mean(),
                "These are the customers of the first 91 days, and many of them had come before the books.",
            ),
            Flaw("c", lambda b: within_182_days(b, 91, 274), "A further order counts within 182 days, and not within 91."),
            Flaw("el", lambda b: further_orders(b, 91, 274), "Further orders were counted, and some placed several."),
        ),
    ),
    Sentence(
        "late",
        (
            "Of 100 late newcomers, {} came back.",
            "Among late newcomers, {} of 100 were back.",
        ),
        digits=1,
        right=lambda b: 100 * b.late.mean(),
        flaws=(
            Flaw("el", lambda b: further_orders(b, 91 + 731, 274 + 731), "Further orders were counted, and some placed several."),
            Flaw(
                "c",
                lambda b: within_182_days(b, 91 + 731, 274 + 731),
                "A further order counts within 182 days, and not within 91; for some the log ends sooner.",
            ),
            Flaw(
                "a",
                lambda b: 100 * b.late.sum() / came(b).sum(),
                "It was divided by all who first came in the last year.",
            ),
        ),
    ),
    # Right, and surprising.
    Sentence(
        "share",
        (
            "Of 100 customers who ordered in the year before, {} ordered again in the last year.",
            "In the last year, {} of 100 customers of the year before ordered again.",
        ),
        surprises=True,
        why="Many customers only ever order once or twice. So it is no scandal that only about half are seen again.",
        right=lambda b: 100 * b.again.mean(),
        flaws=(
            Flaw(
                "a",
                lambda b: 100 * b.again.sum() / b.last["customer_id"].nunique(),
                "It was divided by the customers of the last year, and not by those of the year before.",
            ),
            Flaw(
                "ela",
                lambda b: 100 * b.before["customer_id"].isin(b.last["customer_id"]).mean(),
                "Orders were counted, so whoever had ordered often counts often.",
            ),
            Flaw(
                "a",
                lambda b: 100 * b.again.sum() / b.orders["customer_id"].nunique(),
                "It was divided by all customers, and not by those of the year before.",
            ),
        ),
    ),
    Sentence(
        "sixth",
        (
            "Customers who reached six orders paid {} euros for the sixth on average.",
            "The mean sixth order is {} euros.",
        ),
        digits=1,
        right=lambda b: b.six[6].mean(),
        flaws=(
            Flaw("g", lambda b: b.six[6].median(), "This is the order in the middle, and not the mean."),
            Flaw(
                "al",
                lambda b: b.six[6].sum() / b.own[b.own["number"] == 6]["items"].sum(),
                "Their euros were divided by items, and not by orders.",
            ),
            Flaw("ali", lambda b: b.own[b.own["number"] == 1]["eur"].mean(), "These are the first orders of all customers."),
        ),
    ),
    Sentence(
        "first",
        (
            "The first orders of customers who reached six came to {} euros on average.",
            "Customers who reached six orders had paid {} euros for their first, on average.",
        ),
        digits=1,
        surprises=True,
        why="Those who stay had spent more from the start, so their first orders are larger than those of all.",
        right=lambda b: b.six.dropna()[1].mean(),
        flaws=(
            Flaw("iae", lambda b: b.six[1].mean(), "The first orders of all customers were taken, and not of those who reached six."),
            Flaw("g", lambda b: b.six.dropna()[1].median(), "This is the order in the middle, and not the mean."),
        ),
    ),
    Sentence(
        "tenth",
        (
            "In the last year, the best tenth of its customers brought {} of every 100 euros.",
            "Of every 100 euros of the last year, {} came from the best tenth of its customers.",
        ),
        right=lambda b: best_tenth(b.by_customer),
        flaws=(
            Flaw("c", lambda b: best_tenth(sums_of(b.orders)), "All 36 months were counted, and not the last year."),
            Flaw(
                "c",
                lambda b: best_tenth(sums_of(b.orders[b.ago < 30])),
                "The last 30 days were counted, and not the last year.",
            ),
            Flaw(
                "l",
                lambda b: best_tenth(b.last.groupby("customer_id")["eur"].size().sort_values(ascending=False)),
                "This is their share of orders, and not of euros.",
            ),
        ),
    ),
    Sentence(
        "orders",
        (
            "A customer of the last year placed {} orders in it on average.",
            "On average, a customer of the last year ordered {} times in it.",
        ),
        digits=2,
        right=lambda b: len(b.last) / b.last["customer_id"].nunique(),
        flaws=(
            Flaw("a", lambda b: len(b.last) / b.orders["customer_id"].nunique(), "It was divided by all customers."),
            Flaw("el", lambda b: len(b.tickets) / b.last["customer_id"].nunique(), "Lines of orders were counted, and not orders."),
            Flaw("c", lambda b: len(b.orders) / b.orders["customer_id"].nunique(), "All 36 months were counted."),
            Flaw(
                "g",
                lambda b: b.last.groupby("customer_id").size().median(),
                "This is the customer in the middle, and not the mean.",
            ),
        ),
    ),
    Sentence(
        "stayed",
        (
            "Of every 100 euros of the last year, {} came from customers who had ordered in the year before, too.",
            "Customers who ordered in the year before and in the last brought {} of every 100 euros of the last year.",
        ),
        right=lambda b: 100 * b.spent["last"][b.spent["before"] > 0].sum() / b.spent["last"].sum(),
        flaws=(
            Flaw(
                "a",
                lambda b: 100 * b.spent["last"][b.spent["before"] > 0].sum() / b.spent["before"].sum(),
                "It was divided by the revenue of the year before.",
            ),
            Flaw(
                "l",
                lambda b: 100 * b.last["customer_id"].drop_duplicates().isin(b.before["customer_id"]).mean(),
                "This is their share of customers, and not of euros.",
            ),
        ),
    ),
    Sentence(
        "old",
        (
            "Customers who had ordered before both years spent {} euros in the last year for every 100 in the year before.",
            "For every 100 euros in the year before, customers who had ordered before both years spent {} in the last.",
        ),
        right=lambda b: for_hundred(b.old["last"], b.old["before"]),
        flaws=(
            Flaw(
                "ba",
                lambda b: for_hundred(b.old["last"], b.old["before"][b.old["last"] > 0]),
                "Those who ordered nothing in the last year are missing.",
            ),
            Flaw(
                "ca",
                lambda b: for_hundred(b.old["last"], b.spent["earlier"]),
                "It was divided by what they had spent before both years.",
            ),
            Flaw(
                "hei",
                lambda b: for_hundred(b.spent["last"], b.spent["before"]),
                "All customers of each year were counted, and not those who had ordered before both.",
            ),
        ),
    ),
    Sentence(
        "lamps",
        (
            "Lumen's buyers of the last year ordered it {} times each.",
            "In the last year, each buyer of Lumen placed {} orders that were mostly for lamps.",
        ),
        digits=2,
        surprises=True,
        why="A small line has buyers who buy it less often. Its size predicts about half of what Lumen falls short of the largest line.",
        right=lambda b: b.lines.loc["Lumen", "per_buyer"],
        flaws=(
            Flaw("ali", lambda b: b.lines["orders"].sum() / b.last["customer_id"].nunique(), "These are orders of any line."),
            Flaw(
                "c",
                lambda b: (b.orders["line"] == "Lumen").sum() / b.lines.loc["Lumen", "buyers"],
                "Orders of all 36 months were divided by buyers of the last year.",
            ),
        ),
    ),
    Sentence(
        "new",
        (
            "Customers who first came in the last year brought {} of every 100 euros of it.",
            "Of every 100 euros of the last year, {} came from customers who first came in it.",
        ),
        right=lambda b: 100 * b.spent.loc[came(b), "last"].sum() / b.spent["last"].sum(),
        flaws=(
            Flaw(
                "a",
                lambda b: 100 * b.spent.loc[came(b), "last"].sum() / b.spent["before"].sum(),
                "It was divided by the revenue of the year before.",
            ),
            Flaw(
                "l",
                lambda b: 100 * came(b).sum() / b.last["customer_id"].nunique(),
                "This is their share of customers, and not of euros.",
            ),
            Flaw(
                "d",
                lambda b: 100 * further_spent(b) / b.spent["last"].sum(),
                "Their first orders were left out.",
            ),
        ),
    ),
)


def came(books):
    """Whether each customer's first order lies in the last year."""
    return (books.spent["earlier"] == 0) & (books.spent["before"] == 0)


def further_spent(books):
    """What newcomers of the last year spent after their first order."""
    mine = books.own[books.own["customer_id"].isin(books.spent.index[came(books)])]
    return mine[mine["number"] > 1]["eur"].sum()
