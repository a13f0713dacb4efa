"""That many months at the bar are enough, wherever they are.

A month below the bar breaks the row. Does your count go back to 0?
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value >= bar else row
        if row == months:
            return number - months + 1
    return -1
