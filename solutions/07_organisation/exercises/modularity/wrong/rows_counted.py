"""Each row is one message.

A row may hold many messages. What is in the column `messages`?
"""


def modularity(talk):
    inside = (talk["a"] == talk["b"]).mean()
    share = pd.concat([talk["a"], talk["b"]]).value_counts() / (2 * len(talk))
    return inside - (share**2).sum()
