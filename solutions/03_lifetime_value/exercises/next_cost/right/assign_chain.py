def next_cost(channels):
    made = channels.assign(average=channels["usual"] * channels["r"] / channels["q"])
    made["extra"] = (made["r"] - 1) / (made["q"] - 1) * made["usual"]
    made["next"] = made["extra"] * made["average"] / made["usual"]
    return made[["average", "extra", "next"]]
