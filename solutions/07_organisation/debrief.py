"""Lesson 07, once the truth may be told: what each state is worth, the price of the order of moves, what pay does.

`facts` is the same for everybody with this company. `debrief` sets the student's state, order and first guesses
beside it; each sentence holds on every company, whichever way it comes out.
"""

import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text
from staffroom.debrief.said import number

#: What is asked of the student's notebook.
ASKS = ("final_state", "final_pay")
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: state 4, pay first", 1)
PAY = ("first", "later")
MEASURES = {"product_revenue": "revenue", "new_customers": "newcomers", "nps": "NPS", "renewals": "renewals", "customer_equity": "equity"}


def facts(company, truth):
    """What is so in this company, and on twenty-four twins. Gains are of 100."""
    told = reference.paid_ratings(reference.valued(reference.tickets_of(company), "again"))
    true = truth["truth_months"]
    return {
        "first": reference.gains(True, reference.MANY).mean().to_dict(),
        "later": reference.gains(False, reference.MANY).mean().to_dict(),
        "seen": reference.gains(True)[4].mean(),
        "pay": reference.pay_effects().to_dict(),
        "stays": reference.stays_of(company),
        "again": 100 * told["effect"],
        "error": 100 * told["error"],
        "head": float(true["equity_index"].tail(12).mean()),
    }


def debrief(facts, answers, guesses):
    """What is told to one student."""
    state, pay = number(answers.get("final_state")), answers.get("final_pay")
    state = int(state) if state is not None and state in range(6) else None
    pay = pay if isinstance(pay, str) and pay in PAY else None
    return [_states(facts, state, pay), _order(facts, state, guesses), _paid(facts), Text(_rest(facts, guesses))]


def _states(f, state, pay):
    best = sorted(range(6), key=lambda k: -f["first"][k])
    bars = [Bar(f"state {k}", f["first"][k], f"{f['first'][k]:+.0f} %", TRUTH) for k in best]
    own = f[pay][state] if state is not None and pay is not None else None
    bars.append(Bar("yours", own, "none" if own is None else f"{own:+.0f} %", YOURS))
    says = "Your notebook did not say both a state and when pay changes." if own is None else f"You signed state {state}, pay {pay}."
    return Figure(
        f"With pay first, state 4 is worth {f['first'][4]:+.0f} % compared with staying as you are",
        "true worth compared with staying at 1 with present pay (%)",
        tuple(bars),
        f"Twelve twins said {f['seen']:+.0f} %; these are 24 others. {says}",
    )


def _order(f, state, guesses):
    bars = []
    for k in (2, 3, 4):
        bars.append(Bar(f"{k}, first", f["first"][k], f"{f['first'][k]:+.0f} %", TRUTH))
        bars.append(Bar(f"{k}, later", f["later"][k], f"{f['later'][k]:+.0f} %", OTHER))
    guess = guesses.get("my_pay", {}).get("value")
    own = f" You first said: pay {guess}." if isinstance(guess, str) and guess in PAY else ""
    at = 4 if state is None else state
    return Figure(
        f"Moving to state 4 before pay changes costs {f['first'][4] - f['later'][4]:.0f} points of worth",
        "true worth compared with staying (%), by state and by when pay changes",
        tuple(bars),
        f"At state {at} changing pay first is worth {f['first'][at] - f['later'][at]:.0f} points.{own}",
    )


def _paid(f):
    bars = tuple(Bar(says, f["pay"][name], f"{f['pay'][name]:+.0f} %", TRUTH) for name, says in MEASURES.items())
    worst = min(MEASURES, key=lambda name: f["pay"][name])
    return Figure(
        f"Tying all pay to {MEASURES[worst]} would do the most harm: {f['pay'][worst]:+.0f} %",
        "true worth if all pay depended on one measure and nobody moved (%)",
        bars,
        "Your tables could not show this: they hold two trends, and no group that was paid differently.",
    )


def _rest(f, guesses):
    guess = number(guesses.get("more_again", {}).get("value"))
    own = "" if guess is None or abs(guess) > 100 else f" You guessed {guess:+.0f}."
    return (
        f"In truth, the bonus on ratings made nobody order again; your data said {f['again']:+.0f} of 100 (give or take {2.07 * f['error']:.0f}).{own} "
        f"{f['stays']} should stay product-centric. And a customer of yours was truly worth {f['head']:.0f} in the last year, if the first year is 100."
    )
