def sbg_log_likelihood(a, b, members):
    total = 0.0
    for n, left in zip(members["periods"], members["left"]):
        stayed = n - 1 if left else n
        total += sum(np.log((b + j) / (a + b + j)) for j in range(int(stayed)))
        if left:
            total += np.log(a / (a + b + stayed))
    return total
