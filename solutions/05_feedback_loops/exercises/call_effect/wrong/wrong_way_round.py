"""The difference is the uncalled less the called.

If more of the called buy, the effect is above zero.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share * (1 - share) / n).sum(axis=1) ** 0.5
    effect = share[False] - share[True]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
