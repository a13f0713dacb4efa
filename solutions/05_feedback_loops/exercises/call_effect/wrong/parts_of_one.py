"""Shares are parts of 1.

The question asks for a number per 100 customers.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share * (1 - share) / n).sum(axis=1) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": effect, "error": error})
