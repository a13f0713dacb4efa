"""The first column of a table of True and False is True.

Check which arm is which: how many were called?
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share * (1 - share) / n).sum(axis=1) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[False], "not_called": n[True], "effect": 100 * effect, "error": 100 * error})
