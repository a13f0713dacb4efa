def check_customer_pnl(result, data):
    if result.isna().any(axis=None):
        return "There are gaps."
    known = pd.Series(data)
    if (result[known.index].sum() - known).abs().gt(0.01).any():
        return "A column does not meet its total."
    parts = result.drop(columns="profit_eur")
    parts = parts.assign(margin_eur=-parts["margin_eur"]).sum(axis=1) + result["profit_eur"]
    return "A row does not make its profit." if parts.abs().gt(0.01).any() else ""
