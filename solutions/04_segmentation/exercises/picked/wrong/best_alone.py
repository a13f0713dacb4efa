"""What is picked as best most often is liked most.

A thing may be loved by some and hated by others. Take off how often it was picked as worst.
"""


def picked(picks):
    return picks.groupby(["item", "group"])["best"].mean().unstack()
