def paid_ratings(rows):
    def gains(part):
        by = part.groupby(["clerk", "after"])["value"].mean().unstack()
        return by[True] - by[False]

    one, other = gains(rows[rows["paid"]]), gains(rows[~rows["paid"]])
    return {"clerks": len(one) + len(other), "effect": one.mean() - other.mean(), "error": (one.sem() ** 2 + other.sem() ** 2) ** 0.5}
