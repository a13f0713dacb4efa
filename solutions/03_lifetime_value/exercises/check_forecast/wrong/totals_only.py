"""If the totals are met, the table is right.

A table can match every total and hold a chance of 87. What must hold in each row?
"""


def check_forecast(result, data):
    met = [abs(result[part].sum() - data[part]) < 0.01 for part in ("orders", "margin_eur")]
    return "" if len(result) == data["customers"] and all(met) else "wrong"
