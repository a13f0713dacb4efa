"""Centred means less the mean of each question.

What is to be taken off is the *person's* mean: how readily she agrees with anything.
"""


def assign(answers, centres):
    own = answers - answers.mean()
    off = pd.DataFrame({name: ((own - centre) ** 2).sum(axis=1) ** 0.5 for name, centre in centres.iterrows()})
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
