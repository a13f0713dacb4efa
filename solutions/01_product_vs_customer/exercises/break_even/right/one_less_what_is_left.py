def break_even(line_loss_eur, later_profit_eur):
    return 1 - (later_profit_eur - line_loss_eur) / later_profit_eur
