"""What a lesson's helpers say: one YAML file per lesson, `classroom/lessons/<lesson>.yaml`.

The file travels with the course to every student, so it holds no solution of a graded exercise. All keys
below are optional but `lesson` and `title`; any other key is refused. Text may run over several lines (`|`).

    lesson: 01_product_vs_customer        # the file's own name
    title: One company, two profit-and-loss statements
    objectives:                           # mirrors the lesson's head; progress() shows them
      - id: two-pnls
        text: Build the product and the customer P&L from one ledger.
        exercise: line_pnl                # or a list; passing the visible checks meets the objective
    glossary:                             # term -> meaning, one sentence
      cost to serve: What it costs to look after a customer besides the goods.
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
        lines: {A: "…", B: "…"}           # optional here; for the enumeration when the course is built
        cases:                            # at least two
          - inputs:                       # name -> table as comma-separated lines, number, text or list
              orders: |
                order_id, customer_id, channel
                1, 1, web
            expected: |                   # a table or column (its first column is the label), or a number
              customer_id, cost_eur
              1, 4.5

Times (`…_at`) become UTC timestamps and dates (`…_on`) dates, as in the company's own tables.
"""

from classroom.lessons.bank import names, read, table_of

__all__ = ["names", "read", "table_of"]
