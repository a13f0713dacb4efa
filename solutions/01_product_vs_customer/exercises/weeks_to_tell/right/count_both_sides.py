def weeks_to_tell(s, b, per_week):
    needed = 2 * (2 - s) * pow(2.8 / abs(b - s), 2)
    return needed / per_week
