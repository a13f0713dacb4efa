"""`centric lab`: open the course."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import typer

from staffroom.cli.say import CourseDir

#: Pages in Markdown open as pages, not as source; JupyterLab does not ask to fetch news from the internet.
SETTINGS = Path(__file__).resolve().parents[1] / "lab"


def register(app: typer.Typer) -> None:
    """Add the commands for learners."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(lab)


def lab(context: typer.Context, course_dir: CourseDir = None) -> None:
    """Open the course in JupyterLab. Further words go to `jupyter lab`.

    Examples:  centric lab  ·  centric lab --no-browser --port 8890
    """
    from staffroom.course import find_course

    course = find_course(course_dir, else_own=True)
    start = course.release / "README.md"
    page = f"/lab/tree/{start.relative_to(course.root).as_posix()}" if start.is_file() else "/lab"
    words = [
        sys.executable, "-m", "jupyterlab",
        f"--ServerApp.root_dir={course.root}", f"--LabApp.default_url={page}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        *context.args,
    ]  # fmt: skip
    try:
        # nbgrader looks for its settings in the folder in which the server was started
        code = subprocess.call(words, cwd=course.root)
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)
