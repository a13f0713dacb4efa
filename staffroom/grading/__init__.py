"""Grading: each submission on its own, so that one bad file never stops the class.

As a submission goes: `collect` finds it, `preflight` reads it and refuses in words what cannot be graded,
`runner` turns it into a verdict, `gradebook` and `feedback` write what came out,
`journal` remembers what is done, and `agree` whether gradebook and files tell the same; `results` and
`report` show the class. `run` leads through all of it.
"""
