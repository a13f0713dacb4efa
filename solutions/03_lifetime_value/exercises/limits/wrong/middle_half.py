"""The middle half is the range.

The middle 95 of 100: 2.5 of 100 lie below the low end, and 2.5 above the high one.
"""


def limits(crowds):
    pays = crowds["value_eur"] > crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    result = pd.DataFrame({"low_eur": value.quantile(0.25), "high_eur": value.quantile(0.75)})
    result["pays"] = pays.groupby(crowds["channel"]).mean()
    return result
