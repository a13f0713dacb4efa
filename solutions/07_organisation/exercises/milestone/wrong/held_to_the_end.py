"""It has arrived if it holds from then on to the end.

It must hold for that many months. What comes after is another question.
"""


def milestone(monthly, bar, months):
    for number in monthly.index[: len(monthly) - months + 1]:
        if (monthly.loc[number:] >= bar).all():
            return number
    return -1
