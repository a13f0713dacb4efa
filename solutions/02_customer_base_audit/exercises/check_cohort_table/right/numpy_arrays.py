def check_cohort_table(result, data):
    if 0 in result.index or set(result.index) != set(data["size"].index) - {0}:
        return "Cohorts are missing, or too many."
    sizes, back = data["size"].reindex(result.index).to_numpy(), data["back"].reindex(result.index).to_numpy()
    quarters = np.array([int(name[1:]) for name in result.columns])
    unseen = (result.index.to_numpy()[:, None] + quarters + 1) * 91 > data["days"]
    shares = result.to_numpy(float)
    if (np.isnan(shares) != unseen).any():
        return "The gaps are not where nobody could be seen."
    people = np.where(unseen, 0, shares) * sizes[:, None]
    if np.abs(people - np.round(people)).max() > 0.01 or (people > sizes[:, None] + 0.01).any():
        return "No whole number of people comes out."
    first = people[:, list(quarters).index(1)]
    if (np.abs(first - back)[~unseen[:, list(quarters).index(1)]] > 0.01).any():
        return "The first quarter does not match the books."
    return ""
