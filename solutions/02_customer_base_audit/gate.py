"""Lesson 02's decision beside the truth: are its numbers where they should be, and is its advice right?"""

from staffroom.lessons.gates import Estimate, Outcome, resampled

RIGHT = 0.9
WHY = "TODO: Why the advice need not be right in every company: what the numbers cannot tell."


def gate(company, truth):
    """What the numbers that carry the decision come to on one company, and what they recommend.

    `company` and `truth` are mappings from a table's name to its frame. TODO: In place of what stands here, the
    lesson's own estimates, each with its interval and with what the truth tables say.
    """
    by_customer = company["orders"].groupby("customer_id").size().to_frame("orders").assign(n=1)
    estimate = by_customer["orders"].mean()
    low, high = resampled(by_customer, lambda sums: sums["orders"] / sums["n"])
    mean = Estimate("orders per customer", estimate, low, high, truth=estimate)
    return Outcome([mean], recommended="keep", right="keep")
