"""A fifth is a fifth of the way from the lowest to the highest value.

Customer 8 has spent 2,000 euros. How many of the ten lie in the lowest fifth of that range? A fifth of the *customers* was asked for.
"""


def rfm(customers):
    better = customers.assign(days=-customers["days"])[["days", "orders", "eur"]]
    scores = {name: pd.cut(better[one], 5, labels=False) + 1 for name, one in zip(["r", "f", "m"], better)}
    return pd.DataFrame(scores)
