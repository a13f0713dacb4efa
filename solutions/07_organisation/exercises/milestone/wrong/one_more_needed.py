"""The row must be longer than that many months.

That many are enough. Three dry days are three.
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value >= bar else 0
        if row == months + 1:
            return number - months
    return -1
