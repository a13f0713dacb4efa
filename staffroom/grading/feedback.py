"""Feedback: nbgrader's own pages without what tests hide, and a plain page where nothing could be graded."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from staffroom.lessons.release import quiet
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

    from staffroom.course import Course
    from staffroom.grading.verdict import Reason

NOT_GRADED = "not-graded.html"

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{lesson}: not graded yet</title>
<style>
body {{ font: 17px/1.55 system-ui, sans-serif; color: #1d2733 }}
main {{ max-width: 38em; margin: 3em auto; padding: 0 1em }}
h1 {{ font-size: 1.35em }}
p.why {{ border-left: 4px solid #d55e00; padding: .4em 1em; background: #fbf3ec }}
</style>
</head>
<body>
<main>
<h1>{lesson}: your work could not be graded yet</h1>
<p class="why">{sentence}</p>
<p>This is not a score of zero: no score has been given. Once the file is mended and handed in again, it is
graded like any other.</p>
</main>
</body>
</html>
"""


class Feedback:
    """Writes feedback pages; made once for a run, since reading the templates takes long."""

    def __init__(self, course: Course) -> None:
        """Take from nbgrader the exporter and the steps that its `generate_feedback` would take."""
        from nbgrader.converters import GenerateFeedback
        from nbgrader.coursedir import CourseDirectory

        with quiet():
            plan = GenerateFeedback(coursedir=CourseDirectory(config=course.config), config=course.config)
            plan.update_config(_without_default_steps())
            self.exporter: Any = plan.exporter_class(config=plan.config)
            for step in plan.preprocessors:
                self.exporter.register_preprocessor(step)
        self.course = course

    def folder(self, lesson: str, student: str) -> Path:
        """Where a student's feedback lies."""
        return self.course.feedback / student / lesson

    def write(self, lesson: str, student: str, notebook: NotebookNode) -> Path:
        """Write the page of a graded notebook; its scores are read from the gradebook."""
        resources = {
            "unique_key": lesson,
            "output_files_dir": f"{lesson}_files",
            "metadata": {"name": lesson},
            "nbgrader": {
                "student": student,
                "assignment": lesson,
                "notebook": lesson,
                "db_url": self.course.db_url,
            },
        }
        with quiet():
            page, _ = self.exporter.from_notebook_node(notebook, resources=resources)
        path = self.folder(lesson, student) / f"{lesson}.html"
        write_atomically(path, page.encode("utf-8"))
        (path.parent / NOT_GRADED).unlink(missing_ok=True)
        return path

    def write_refusal(self, lesson: str, student: str, reason: Reason) -> Path:
        """Write the page that says why nothing could be graded; an earlier feedback stays beside it."""
        path = self.folder(lesson, student) / NOT_GRADED
        page = _PAGE.format(lesson=html.escape(lesson), sentence=html.escape(reason.to_student))
        write_atomically(path, page.encode("utf-8"))
        return path


def _without_default_steps() -> Any:
    from traitlets.config import Config

    config = Config()
    config.Exporter.default_preprocessors = []
    return config
