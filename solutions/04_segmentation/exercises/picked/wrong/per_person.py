"""The difference is to be divided by people.

Not everybody sees each thing equally often. Divide by the times that it was shown.
"""


def picked(picks):
    shown = picks.groupby(["item", "group"])
    people = picks.groupby("group")["customer_id"].nunique()
    return (shown["best"].sum() - shown["worst"].sum()).unstack() / people
