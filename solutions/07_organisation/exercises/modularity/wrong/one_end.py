"""Each message belongs to the group that sent it.

A message has two ends. Which of them does your share count?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = talk.groupby("a")["messages"].sum()
    share = ends / total
    return inside - (share**2).sum()
