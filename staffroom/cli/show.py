"""`centric demo`: see everything once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from staffroom.cli.say import AsJson, answer_json, say, shown


def register(app: typer.Typer) -> None:
    """Add the demo."""
    app.command()(demo)


def demo(
    out: Annotated[Path | None, typer.Option("--out", help="Folder for it all.", show_default="demo")] = None,
    students: Annotated[int, typer.Option("--students", help="Size of the class.")] = 28,
    customers: Annotated[
        int,
        typer.Option(
            "--customers", min=200, help="Size of the company; 2,000 and more tell the stories well."
        ),
    ] = 3_000,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Submissions run at a time.", show_default="one per processor"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play it all through: a company, a lesson, a small class, its grades and the class report.

    Examples:  centric demo  ·  centric demo --students 40 --out /srv/try-out
    """
    from staffroom.cli.grading import default_workers, progress_bar
    from staffroom.demo import play

    with progress_bar("grading", silent=as_json) as step:
        done = play(
            out,
            students=students,
            customers=customers,
            workers=workers or default_workers(),
            say=(lambda _: None) if as_json else partial(say, hang=len("company    ")),
            progress=step,
        )
    if as_json:
        answer_json({**{k: v for k, v in done.__dict__.items() if k != "places"}, "places": done.places})
        return
    say("")
    for what, path in done.places.items():
        say(f"{what:10} {shown(path)}")
    say(f"\nSee it in nbgrader: `centric lab --course-dir {shown(done.folder)}`, then Nbgrader › Formgrader.")
