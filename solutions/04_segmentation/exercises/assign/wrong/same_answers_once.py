"""Whoever answers the same is the same person.

Customers 1 and 8 gave the same answers, and they are two people. How many rows does your table have?
"""


def assign(answers, centres):
    answers = answers.drop_duplicates()
    own = answers.sub(answers.mean(axis=1), axis=0)
    off = pd.DataFrame({name: ((own - centre) ** 2).sum(axis=1) ** 0.5 for name, centre in centres.iterrows()})
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
