"""Trials: what happens when one thing is changed by lot.

`price`: the price of one kettle, outside the order ledger. `call_back`, `offer`, `pressure` and
`personal_offer`: what is done to customers, with its effects in the orders; `e_mailed`: those by e-mail.
`enrolled`: what these have in common. `held`: all of them.
"""
