"""The difference is to be divided by the group's tasks.

A thing is not in every task. In how many of the group's rows does it appear?
"""


def picked(picks):
    shown = picks.groupby(["item", "group"])
    tasks = picks.drop_duplicates(["customer_id", "task"]).groupby("group").size()
    return (shown["best"].sum() - shown["worst"].sum()).unstack() / tasks
