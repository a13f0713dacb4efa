def check_faults_in_decisions(result, data):
    if len(result) != data["decisions"]:
        return "A decision is missing."
    if abs(result["accountable"].sum() - data["accountable"]) >= 0.5:
        return "The A's do not add up."
    if abs(result["cases"].sum() - data["decided"]) >= 0.5:
        return "The cases do not add up."
    if abs((result["cases"] * result["days"]).sum() - data["days"]) >= 0.5:
        return "The days do not add up."
    return ""
