def weeks_to_tell(s, b, per_week):
    needed = 2 * (1 - b) * (2 - b) * pow(2.8 / abs(b - s), 2)
    return needed / per_week
