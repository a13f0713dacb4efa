"""Both arms have the same variance.

That would be so if the call did nothing. Each arm has a share of its own.
"""


def call_effect(trial):
    by = trial.groupby(["group", "called"])["bought"]
    n, share = by.count().unstack(), by.mean().unstack()
    whole = trial.groupby("group")["bought"].mean()
    error = (whole * (1 - whole) * (1 / n).sum(axis=1)) ** 0.5
    effect = share[True] - share[False]
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * effect, "error": 100 * error})
