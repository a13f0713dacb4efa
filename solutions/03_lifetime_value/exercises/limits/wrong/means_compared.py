"""It pays if the mean worth is above the mean cost.

That gives one yes or no. Compare within each crowd, and take the share of crowds.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975)})
    result["pays"] = (value.mean() > crowds.groupby("channel")["next_eur"].mean()).astype(float)
    return result
