def dirichlet(share, M, K, S):
    from math import exp, lgamma, log

    def one(s):
        total = 0.0
        for n in range(200):
            logs = lgamma(K + n) - lgamma(K) - lgamma(n + 1) - K * log(1 + M / K) + n * log(M / (M + K))
            logs += lgamma(S * (1 - s) + n) - lgamma(S * (1 - s)) - lgamma(S + n) + lgamma(S)
            total += exp(logs)
        return 1 - total

    reach = share.map(one)
    return pd.concat({"penetration": reach, "per_buyer": M * share / reach}, axis=1)
