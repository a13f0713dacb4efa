"""Distance is the sum of the steps in each direction.

A sum of steps is another distance, and k-means used the root of the sum of squares.
"""


def assign(answers, centres):
    own = answers.sub(answers.mean(axis=1), axis=0)
    off = pd.DataFrame({name: (own - centre).abs().sum(axis=1) for name, centre in centres.iterrows()})
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
