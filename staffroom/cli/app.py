"""All groups of commands, put together."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Annotated

import typer

#: Modules of this package, each with `register(app)`; they import what they need when a command runs.
GROUPS = (
    "learn", "show", "company", "simulate", "quality", "lessons", "new", "teach", "roster", "grading", "oral",
    "grades", "house",
)  # fmt: skip

HELP = """
A course on customer centricity, with the software under it.

Examples:  centric lab  ·  centric demo  ·  centric build --check  ·  centric grade 01
"""


def make_app() -> typer.Typer:
    """Put the commands together."""
    app = typer.Typer(
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode="markdown",
    )

    @app.callback()
    def start(
        version: Annotated[
            bool,
            typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_version),
        ] = False,
    ) -> None:
        pass

    for name in GROUPS:
        if importlib.util.find_spec(f"staffroom.cli.{name}") is not None:
            importlib.import_module(f"staffroom.cli.{name}").register(app)
    return app


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"centric {version('centric')}")
        raise typer.Exit
