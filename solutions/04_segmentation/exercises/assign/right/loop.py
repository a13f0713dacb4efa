def assign(answers, centres):
    rows = {}
    for customer, said in answers.iterrows():
        own = said - said.mean()
        off = ((centres - own) ** 2).sum(axis=1) ** 0.5
        rows[customer] = {"segment": off.idxmin(), "distance": off.min()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("customer_id")
