"""Every Lumen-first customer would stay away, so the gain is the difference."""


def break_even(line_loss_eur, later_profit_eur):
    return (later_profit_eur - line_loss_eur) / later_profit_eur
