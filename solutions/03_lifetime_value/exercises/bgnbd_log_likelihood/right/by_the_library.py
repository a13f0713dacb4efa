def bgnbd_log_likelihood(r, alpha, a, b, customers):
    model = clv.BGNBD(r, alpha, a, b)
    return model.log_likelihood(customers["x"], customers["t_x"], customers["T"]).sum()
