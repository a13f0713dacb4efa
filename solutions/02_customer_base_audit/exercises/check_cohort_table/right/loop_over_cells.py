def check_cohort_table(result, data):
    for cohort in data["size"].index:
        if (cohort == 0) == (cohort in result.index):
            return "Cohort 0 must be left out, and no other."
    for cohort in result.index:
        for name in result.columns:
            share, unseen = result.loc[cohort, name], (cohort + int(name[1]) + 1) * 91 > data["days"]
            if pd.isna(share) != unseen:
                return f"Cohort {cohort}, {name}: a gap at the wrong place."
            if unseen:
                continue
            people = share * data["size"][cohort]
            if share > 1.000001 or abs(people - round(people)) > 0.01:  # infinite, where nobody was there
                return f"Cohort {cohort}, {name}: no whole number of people."
            if name == "q1" and abs(people - data["back"][cohort]) > 0.01:
                return f"Cohort {cohort}: the books say {data['back'][cohort]}."
    return ""
