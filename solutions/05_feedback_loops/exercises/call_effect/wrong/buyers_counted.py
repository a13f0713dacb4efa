"""`called` counts the called who bought.

It counts all who were called, whether they bought or not.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share * (1 - share) / n).sum(axis=1) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": (n * share)[True], "not_called": (n * share)[False], "effect": 100 * effect, "error": 100 * error})
