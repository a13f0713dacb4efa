break_even = lambda line_loss_eur, later_profit_eur: line_loss_eur * later_profit_eur**-1
