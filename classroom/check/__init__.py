"""Look at an answer and say, kindly and exactly, what is missing.

In a test cell, `check.on_page(line_pnl, "01/line_pnl")` tries an answer on the lesson's page, and in its
hidden part `check.on_companies` and `check.on_inputs` hold it against a reference. They consist of these two:

    got = check.call(line_pnl, "line_pnl", lines, returns)
    check.same(got, want, "line_pnl", unit="EUR", mistakes={
        "refunds-left-out": (no_refunds, "The refunds are still in the revenue. What went back?"),
    })

A failure is a `check.Mistake` (an AssertionError) with a `key`; a success prints one short line. No function
here reads the notebook's names, so the same cells run in another process with the answers handed over.
"""

from classroom.check.answers import answered, number, series, table, text
from classroom.check.audits import on_report, rows
from classroom.check.calls import call
from classroom.check.compare import same
from classroom.check.judging import on_results, on_shown
from classroom.check.letters import fitting, letters
from classroom.check.mistakes import GENERIC, Mistake, listen, passed
from classroom.check.pictures import picture
from classroom.check.places import on_companies, on_inputs, on_page
from classroom.check.student import source, typed

__all__ = [
    "GENERIC",
    "Mistake",
    "answered",
    "call",
    "fitting",
    "letters",
    "listen",
    "number",
    "on_companies",
    "on_inputs",
    "on_page",
    "on_report",
    "on_results",
    "on_shown",
    "passed",
    "picture",
    "rows",
    "same",
    "series",
    "source",
    "table",
    "text",
    "typed",
]
