def would_go(ledger, line):
    lines_of = {}
    for order, name in zip(ledger["order_id"], ledger["line"], strict=True):
        if isinstance(name, str):
            lines_of.setdefault(order, set()).add(name)
    goes = []
    for order, name in zip(ledger["order_id"], ledger["line"], strict=True):
        no_line = not isinstance(name, str)
        goes.append(name == line or (no_line and lines_of.get(order) == {line}))
    return goes
