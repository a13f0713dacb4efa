"""The largest value wins.

The larger the distance, the less alike. To which centre is customer 1 nearest?
"""


def assign(answers, centres):
    own = answers.sub(answers.mean(axis=1), axis=0)
    off = pd.DataFrame({name: ((own - centre) ** 2).sum(axis=1) ** 0.5 for name, centre in centres.iterrows()})
    return pd.DataFrame({"segment": off.idxmax(axis=1), "distance": off.max(axis=1)})
