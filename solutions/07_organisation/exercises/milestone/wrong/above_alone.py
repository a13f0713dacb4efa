"""The bar itself is not reached.

"At or above" includes equal values.
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value > bar else 0
        if row == months:
            return number - months + 1
    return -1
