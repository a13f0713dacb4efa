"""What belongs to no line goes with the lamps: nobody else would miss it.

You take every entry without a line: the packing of all orders, all tickets, all mailings. Whose order was packed?
"""


def would_go(ledger, line):
    return (ledger["line"] == line) | ledger["line"].isna()
