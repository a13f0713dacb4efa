"""The last row that is long enough.

The question asks for the first one.
"""


def milestone(monthly, bar, months):
    row, found = 0, -1
    for number, value in monthly.items():
        row = row + 1 if value >= bar else 0
        if row == months:
            found = number - months + 1
    return found
