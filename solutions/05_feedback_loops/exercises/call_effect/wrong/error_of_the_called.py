"""Only the called were treated, so only they vary.

The other arm is also a sample. Its variance counts, too.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    error = (share[True] * (1 - share[True]) / n[True]) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
