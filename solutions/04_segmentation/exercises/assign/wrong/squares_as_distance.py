"""The sum of squares is the distance.

Distance is the root of the sum of squares. The nearest centre is the same, the number is not.
"""


def assign(answers, centres):
    own = answers.sub(answers.mean(axis=1), axis=0)
    off = pd.DataFrame({name: ((own - centre) ** 2).sum(axis=1) for name, centre in centres.iterrows()})
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
