def whale_peak(profit):
    curve = profit.sort_values(ascending=False).to_frame("eur").reset_index(drop=True)
    curve["running"] = curve["eur"].cumsum()
    top = curve["running"].idxmax()
    return curve.loc[top, "running"] / curve["eur"].sum(), (top + 1) / len(curve)
