"""The `centric` command in tests: within this process, or in one of its own, as users run it.

Within, each run is spared the second that a start takes; where a fault raises, so do these: a traceback is
no sentence.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from staffroom.cli import main

CENTRIC = [sys.executable, "-c", "import sys; from staffroom.cli import main; sys.exit(main())"]
Ended = subprocess.CompletedProcess[str]


def say(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Run a command here: its exit code, what it said, and what it said on the error stream."""
    code = main([*map(str, words)])
    return code, *capsys.readouterr()


def centric(*words: object, cwd: Path | None = None) -> Ended:
    """Run a command here, in a folder; gives what `shell` gives."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main([*map(str, words)])
    return subprocess.CompletedProcess(["centric", *words], code, out.getvalue(), err.getvalue())


def shell(
    *words: object,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> Ended:
    """Run a command as a process of its own, at most for so long."""
    return subprocess.run(
        [*CENTRIC, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=env,
        timeout=seconds,
    )
