"""Centred answers must be scaled for each person, too.

Only the mean is taken off. Whoever has strong likes keeps them.
"""


def assign(answers, centres):
    own = answers.sub(answers.mean(axis=1), axis=0)
    own = own.div(own.std(axis=1), axis=0)
    off = pd.DataFrame({name: ((own - centre) ** 2).sum(axis=1) ** 0.5 for name, centre in centres.iterrows()})
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
