"""What of a lesson travels to its students: one folder per lesson, `classroom/lessons/<lesson>/`.

It holds no solution of a graded exercise.

    help.yaml       written by hand: what the lesson's helpers say
    page.yaml       written by hand: small tables, and what the exercises are called with on them
    explorer.py     written by hand: the lesson's explorer
    built.json      built from the lesson's text: title, objectives, glossary, results on the page, what helps
                    with each misconception

All keys below are optional; any other key is refused. Text may run over several lines (`|`). In `help.yaml`:

    predictions:                          # name -> question; unit and tolerance for the comparison
      unprofitable:
        question: Of 100 customers, how many cost more than they bring?
        unit: of 100 customers
        close: 5                          # a prediction this near counts as right; without it, 10 %
      lamp_buyers:
        question: Do those who came for a lamp bring less, the same or more?
        options: [less, the same, more]   # the answers that are taken; without them, any
    recall:                               # the bank that later lessons ask from, best questions first
      - key: merge-rows                   # unique within the file
        question: A left merge gives more rows than the left table has. Why?
        options:                          # letters a, b, c …
          a: The right table has gaps.
          b: The right table has some keys more than once.
        answer: b
        says:                             # open feedback for each option
          a: Gaps give missing values, not more rows.
          b: Yes. Each match makes a row.
        see: lesson 00, "One row per what?"     # where to read on (optional)
    exercises:                            # name of the graded exercise -> its ladder
      line_pnl:
        reread: …                         # rung 1: the question again, in other words
        concept: …                        # rung 2: which concept, and in which cell it was shown
        toy: …                            # rung 3: the same step on a tiny table, with code
        twin:                             # rung 4: another exercise of the same kind, solved
          task: …
          solution: …                     # code; runs, and is not the graded answer
          why: …
    puzzles:                              # name -> ordering puzzle; its lines stand in the notebook
      cost_to_serve:
        result: cost                      # the name that must hold the result after the last line
        why: Why must the merge come before the sum?     # asked after success (optional)
        slips: {"C(?!.*B)": "Line C …"}   # order (a pattern) -> sentence, if it runs and is wrong (optional)
        lines: {A: "…", B: "…"}           # optional here; for the enumeration when the course is built
        cases:                            # at least two
          - inputs:                       # name -> table as comma-separated lines, number, text or list
              orders: |
                order_id, customer_id, channel
                1, 1, web
            expected: |                   # a table or column (its first column is the label), or a number
              customer_id, cost_eur
              1, 4.5

In `page.yaml`:

    tables:
      orders: |                             # comma-separated lines; blanks around commas do not matter
        order_id, customer_id, channel
        1,        1,           web
      by_line: {result_of: line_pnl}        # what an exercise gives on the page
      without_eva: {result_of: customer_pnl, where: customer_id != 5}
    exercises:                              # name of the graded exercise -> how it is called
      line_pnl:
        call: [orders]                      # tables by name, in the order of the function's arguments
        unit: EUR                           # of the result, for tolerance and sentence
      whale_peak:
        call: [{table: by_customer, index: customer_id, column: profit_eur}]    # a Series
        place: six customers                # what this place is called, instead of "the page"
      trial_weeks:
        call: [0.6, 0.2, 5]                 # numbers
      would_go:
        call: [ledger, {text: Lumen}]       # a text
        again: [[{table: ledger, where: eur < 0}, {text: Hearth}]]      # further calls; only these rows of it

Times (`…_at`) become UTC timestamps and dates (`…_on`) dates, as in the company's own tables.
"""

from classroom.lessons.bank import names, read, table_of

__all__ = ["names", "read", "table_of"]
