"""Lesson 03 on any company: its numbers, and which of its sentences they bear out."""


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, money in euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    orders = company["orders"]
    # TODO: One entry for each number that the lesson says or lets guess.
    return {"orders per customer": len(orders) / orders["customer_id"].nunique()}


#: A sentence of the lesson -> whether the facts of a company bear it out.
# TODO: Each sentence that could fail on another company: "Most come back": lambda f: f["orders per customer"] > 2
SENTENCES = {}
