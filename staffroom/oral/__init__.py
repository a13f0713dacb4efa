"""Five minutes with each student, on their own hand-in: questions, the range of right answers, a sheet.

A question calls a function that the student wrote, once as in the hand-in and once with something changed, in
the sandbox and beside the reference. What comes out is what a right answer must be near.
"""
