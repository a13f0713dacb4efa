"""`centric lab`: open the course."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from generator.errors import UserError
from staffroom.cli.say import CourseDir

#: Pages in Markdown open as pages, not as source; JupyterLab does not ask to fetch news from the internet.
SETTINGS = Path(__file__).resolve().parents[1] / "lab"

#: What container engines leave in a container: Docker and Podman a file, others a variable.
MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
VARIABLES = ("container", "KUBERNETES_SERVICE_HOST")


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
        *as_root(context.args),
        *context.args,
    ]  # fmt: skip
    try:
        # nbgrader looks for its settings in the folder in which the server was started
        code = subprocess.call(words, cwd=course.root)
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)


def as_root(words: Sequence[str]) -> list[str]:
    """What Jupyter must be told to start for root; nothing for anybody else, or if the user says it.

    Whoever gets into the server has the rights of who started it. In a container root is the usual account
    and has the container alone, so it is said for the user. Elsewhere root has the whole machine: that is
    for the user to decide. Raises `UserError` there.
    """
    if os.name == "nt" or os.geteuid() != 0 or any("allow-root" in w or "allow_root" in w for w in words):
        return []
    if in_container():
        return ["--allow-root"]
    raise UserError(
        "You are root, and who gets into JupyterLab would have the whole machine: start it from an ordinary "
        "account, or add --allow-root if this is a container or a machine for this alone."
    )


def in_container() -> bool:
    """Whether this is a container, as far as its marks tell."""
    return any(mark.exists() for mark in MARKS) or any(os.environ.get(name) for name in VARIABLES)
