from fractions import Fraction


def break_even(line_loss_eur, later_profit_eur):
    return float(Fraction(line_loss_eur) / Fraction(later_profit_eur))
