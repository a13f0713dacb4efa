"""Lessons: from the author's text to the notebook that a student opens.

`source` reads the text, `notebook` builds the source notebook from it, `release` makes the student's
version through nbgrader, `leak` looks for what must not be in it, `build` does all of it for the course.
"""
