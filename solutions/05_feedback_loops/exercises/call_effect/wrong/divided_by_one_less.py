"""The variance of a share is what `.var()` gives.

Almost: pandas divides by n - 1 there. The text divides by the number of customers: share × (1 - share) / n.
"""


def call_effect(trial):
    by = trial.assign(bought=trial["bought"].astype(float)).groupby(["group", "called"])["bought"]
    n, share, var = by.count().unstack(), by.mean().unstack(), by.var().unstack()
    error = (var / n).sum(axis=1) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
