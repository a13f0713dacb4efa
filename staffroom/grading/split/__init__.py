"""Grading in two processes: the student's code in one, the tests in another, and data alone between them."""
