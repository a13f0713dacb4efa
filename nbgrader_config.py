"""nbgrader's settings for this course; `nbgrader` and `centric` both read them.

Start `nbgrader` and JupyterLab in this folder, so that they find this file.
"""

c = get_config()  # noqa: F821  (nbgrader defines it)

c.CourseDirectory.course_id = "centric"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"

# nbgrader copies whatever else lies beside a lesson's notebook to the students: here that is the lesson's
# text with its solutions, the answers that the tests use, and the teaching note. None of it may go. (The same
# list holds for what students hand in: a `.py` file of their own is left out, other files are taken. A
# student's company stays where it is: grading has its own.)
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "__pycache__", "*.pyc", "feedback",  # as nbgrader has it
    "exercises", "audits", "cards", "samples", "measured.json",
    "*.py", "*.md", "*.yaml", "*.yml", ".*", "company",
]  # fmt: skip

# What is cleared from a lesson before students get it. The course's own step keeps a stub `name = ...` that
# the author wrote, and leaves predictions and puzzles as they are.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "staffroom.lessons.release.ClearOwnSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A lesson's slowest cell takes a few seconds; a cell that runs longer than this does not end by itself.
c.Execute.timeout = 60
c.Execute.iopub_timeout = 20
c.Execute.startup_timeout = 120
c.Execute.shutdown_kernel = "immediate"  # there is nothing in a kernel that has to be saved

# Feedback must not show what the tests hide.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "staffroom.grading.redact.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# In a lesson that was given out with `centric release --personal`, nbgrader's own autograding meets each
# student's company too. (`c.Roster.secret = "/a/place/outside"` tells where the course's secret is kept.)
c.Autograde.autograde_preprocessors.insert(0, "staffroom.roster.autograde.OwnCompany")

# When a student's feedback tells the truth of the company: "now" (with the grade), "due" (when nobody may
# hand in any more; with the grade where there is no due date), "never", or a date such as "2026-12-24".
c.Debrief.opens = "due"

# Feedback also goes out where some have handed in by other ways than nbgrader's exchange.
c.ExchangeFactory.release_feedback = "staffroom.grading.exchange.ReleaseFeedback"

# Formgrader and feedback show a submission in a browser: what a student's HTML could do there is taken out.
c.HTMLExporter.preprocessors = ["staffroom.grading.feedback.harmless.Harmless"]
