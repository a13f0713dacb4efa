"""Each worth is compared with the mean of what the next one costs.

The next one's cost differs from crowd to crowd, too, and you have put one number in its place. Which cost stands in
the same row?
"""


def limits(crowds):
    cost = crowds.groupby("channel")["next_eur"].transform("mean")
    pays = crowds["value_eur"] > cost
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975)})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
