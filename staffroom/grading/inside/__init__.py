"""What goes into the sandbox: the warm process, the student's side and the tests' side.

Nothing here imports the rest of `staffroom`: this folder is shown to the sandbox as a package of its own,
without the course, the gradebook or the sources beside it. Both sides of each conversation use these files.
"""
