def sbg_log_likelihood(a, b, members):
    gone, there = members[members["left"]]["periods"], members[~members["left"]]["periods"]
    logs = betaln(a + 1, b + gone - 1).sum() + betaln(a, b + there).sum()
    return logs - len(members) * betaln(a, b)
