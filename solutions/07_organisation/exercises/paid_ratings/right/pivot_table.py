def paid_ratings(rows):
    wide = rows.pivot_table(index=["paid", "clerk"], columns="after", values="value")
    change = (wide[True] - wide[False]).reset_index(name="gain")
    one, other = change[change["paid"]]["gain"], change[~change["paid"]]["gain"]
    error = np.sqrt(one.var() / len(one) + other.var() / len(other))
    return {"effect": one.mean() - other.mean(), "error": error, "clerks": len(change)}
