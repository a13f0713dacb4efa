"""Take half of the list from the called and half from the others.

Then it is another list. Who has the highest scores, whichever arm she is in?
"""


def policy_value(trial, capacity, margin, cost):
    ranked = trial.sort_values("score", ascending=False)
    top = pd.concat([ranked[ranked["called"]].head(capacity // 2), ranked[~ranked["called"]].head(capacity // 2)])
    share = top.groupby("called")["placed"].mean()
    return capacity * ((share[True] - share[False]) * margin - cost)
