def margin_multiple(members, yearly):
    i = np.expm1(np.log1p(yearly) / 12)
    share = members["members"] / members["members"].sum()
    return (share * members["stay"] / (1 + i - members["stay"])).sum()
