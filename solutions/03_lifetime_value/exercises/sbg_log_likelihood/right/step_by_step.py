def sbg_log_likelihood(alpha, beta, members):
    total = 0.0
    for n, left in zip(members["periods"], members["left"]):
        stayed = n - 1 if left else n
        total += sum(np.log((beta + j) / (alpha + beta + j)) for j in range(int(stayed)))
        if left:
            total += np.log(alpha / (alpha + beta + stayed))
    return total
