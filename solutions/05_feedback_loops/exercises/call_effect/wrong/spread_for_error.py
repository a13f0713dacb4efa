"""The error is how much customers differ.

An error must shrink with the number of customers in each arm.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share * (1 - share)).sum(axis=1) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
