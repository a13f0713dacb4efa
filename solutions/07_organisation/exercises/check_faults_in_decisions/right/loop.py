def check_faults_in_decisions(result, data):
    owners = cases = days = 0
    for _, row in result.iterrows():
        owners, cases = owners + row["accountable"], cases + row["cases"]
        days += row["cases"] * row["days"]
    fits = [abs(owners - data["accountable"]) < 0.5, abs(cases - data["decided"]) < 0.5, abs(days - data["days"]) < 0.5, len(result) == data["decisions"]]
    return "" if all(fits) else "It does not fit the ledger."
