def saved_by_closing(ledger, line):
    lines_of = {}
    for order, name in zip(ledger["order_id"], ledger["line"], strict=True):
        if isinstance(name, str):
            lines_of.setdefault(order, set()).add(name)
    saved = 0.0
    for order, name, eur in zip(ledger["order_id"], ledger["line"], ledger["eur"], strict=True):
        no_line = not isinstance(name, str)
        if name == line or (no_line and lines_of.get(order) == {line}):
            saved -= eur
    return saved
