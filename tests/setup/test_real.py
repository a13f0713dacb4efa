"""The course itself, set up from its own lock in a fresh clone, as a new user does it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def path_of(tool):
    """The PATH with or without uv."""
    if tool == "uv":
        if shutil.which("uv") is None:
            pytest.skip("uv is not on this computer")
        return os.environ["PATH"]
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if folder and not shutil.which("uv", path=folder))


@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_a_fresh_clone_starts(tool, tmp_path):
    # The name has what trips programs up: a blank and a letter outside ASCII.
    course = tmp_path / "the course ü"
    subprocess.run(
        ["git", "clone", "--quiet", "--no-local", "--depth", "1", ROOT.as_uri(), course], check=True
    )
    for file in ("centric.py", "requirements.lock", "pyproject.toml"):  # as they are now, committed or not
        shutil.copy(ROOT / file, course)
    environment = os.environ | {"PATH": path_of(tool)}
    start = [sys.executable, str(course / "centric.py"), "--version"]
    first = subprocess.run(start, env=environment, capture_output=True, encoding="utf-8")
    if first.returncode and "could not be fetched" in first.stderr:
        pytest.skip("no package registry can be reached from here")
    assert first.returncode == 0, first.stderr
    assert re.fullmatch(r"centric \d+\.\d+\.\d+\n", first.stdout)
    second = subprocess.run(start, env=environment, capture_output=True, encoding="utf-8")
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    # The company is there without being made, and the notebook's imports work.
    python = next(course.glob(".venv/[bS]*/python*"))
    code = "from classroom import load; print(len(load('orders')) > 0)"
    loaded = subprocess.run([python, "-c", code], cwd=course, capture_output=True, encoding="utf-8")
    assert loaded.stdout == "True\n", loaded.stderr
