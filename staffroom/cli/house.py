"""`centric test`, `centric doctor`, `centric demo`: is everything as it should be?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import typer

from staffroom.cli.say import AsJson, answer_json, say


def register(app: typer.Typer) -> None:
    """Add the commands that look after the house."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(test)
    app.command()(doctor)


def test(context: typer.Context) -> None:
    """Run the tests, without the slow ones and those in a browser. Further words go to pytest.

    Examples:  centric test  ·  centric test tests/generator  ·  centric test -- -m slow -k grade
    """
    from generator.errors import UserError
    from staffroom.course import find_course

    root = find_course(else_own=True).root
    if not (root / "tests").is_dir():
        raise UserError(f"There is no folder `tests` in {root}: the tests come with the repository.")
    workers = max(1, min(os.cpu_count() or 1, 8))
    words = [
        sys.executable, "-m", "pytest", "-m", "not slow and not browser",
        "-n", str(workers), "--dist", "loadscope", *context.args,
    ]  # fmt: skip
    raise typer.Exit(subprocess.call(words, cwd=root))


def doctor(as_json: AsJson = False) -> None:
    """Say what is there and what is missing, and what to do about it.

    Examples:  centric doctor  ·  centric doctor --json
    """
    from staffroom.doctor import examine

    findings = examine(Path.cwd())
    bad = any(f.needed and not f.good for f in findings)
    if as_json:
        answer_json({"good": not bad, "findings": [f.__dict__ for f in findings]})
    else:
        for f in findings:
            mark = "ok     " if f.good else "MISSING" if f.needed else "absent "
            say(f"{mark} {f.what}: {f.words}", hang=8)
    if bad:
        raise typer.Exit(1)
