def sbg_log_likelihood(alpha, beta, members):
    gone, there = members[members["left"]]["periods"], members[~members["left"]]["periods"]
    logs = betaln(alpha + 1, beta + gone - 1).sum() + betaln(alpha, beta + there).sum()
    return logs - len(members) * betaln(alpha, beta)
