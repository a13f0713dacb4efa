"""The chance that a message stays inside is one over the number of groups.

Groups differ in how much they write. What share of all ends does each have?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return inside - 1 / len(share)
