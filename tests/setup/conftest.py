"""A small course in an empty folder: `centric.py` itself, one made-up package, no network."""

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import toybackend

ROOT = Path(__file__).resolve().parents[2]

PROJECT = """\
[build-system]
requires = []
build-backend = "toybackend"
backend-path = ["."]

[project]
name = "centric"
version = "0.1.0"
"""

# What the made-up `centric` command does: it tells what it was given and ends as it was told to.
COMMAND = """\
import json, os, sys
from importlib.metadata import version

def main():
    wanted = ("VIRTUAL_ENV", "PATH", "PYTHONPATH")
    told = {"words": sys.argv[1:], "toy": version("toy"), "env": {key: os.environ.get(key) for key in wanted}}
    print(json.dumps(told))
    sys.exit(int(sys.argv[2]) if sys.argv[1:2] == ["exit"] else 0)
"""


class Course:
    """A checkout that `centric.py` can set up in a second."""

    def __init__(self, folder: Path, tool: str) -> None:
        self.folder = folder / "course"
        self.wheels = folder / "wheels"
        self.venv = self.folder / ".venv"
        self.folder.mkdir()
        self.wheels.mkdir()
        shutil.copy(ROOT / "centric.py", self.folder)
        shutil.copy(Path(toybackend.__file__), self.folder)
        (self.folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        (self.folder / "toycourse.py").write_text(COMMAND, encoding="utf-8")
        self.lock("1.0", "1.0")
        nothing = folder / "nothing"
        nothing.mkdir()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
        self.environment = kept | {
            "UV_CACHE_DIR": str(folder / "uv"),
            "UV_FIND_LINKS": str(self.wheels),
            "UV_NO_INDEX": "1",
            "UV_HTTP_RETRIES": "0",
            "PIP_CACHE_DIR": str(folder / "pip"),
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": os.devnull,
        }
        if tool == "pip":
            self.environment["PATH"] = str(nothing)

    def lock(self, version: str, exists: str, tag: str = "py3-none-any", toy: str = "") -> None:
        """Lock the made-up package at a version and with a content; let it exist, or another, or none."""
        for old in self.wheels.iterdir():
            old.unlink()
        wheel = toybackend.make_wheel(self.wheels, "toy", version, {"toy.py": "", "toy.txt": toy}, tag=tag)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if exists != version:
            wheel.unlink()
        text = f"toy=={version} \\\n    --hash=sha256:{digest}\n"
        (self.folder / "requirements.lock").write_text(text, encoding="utf-8")

    def command(self, *words: str) -> list[str]:
        """The command line that a person types."""
        return [sys.executable, str(self.folder / "centric.py"), *words]

    def start(self, *words: str, **changes: str) -> subprocess.CompletedProcess:
        """Start `centric.py` and wait."""
        return subprocess.run(
            self.command(*words),
            env=self.environment | changes,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )

    def begin(self, *words: str, **changes: str) -> subprocess.Popen:
        """Start `centric.py` and do not wait."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment | changes,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            # A shell lets its background jobs ignore Ctrl-C, and children would inherit that.
            preexec_fn=None if os.name == "nt" else partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )

    def unplug(self) -> None:
        """Let the packages be on an index that cannot be reached."""
        nowhere = "http://127.0.0.1:9/simple"  # the discard port: nobody listens
        del self.environment["UV_NO_INDEX"], self.environment["PIP_NO_INDEX"]
        self.environment |= {"UV_DEFAULT_INDEX": nowhere, "PIP_INDEX_URL": nowhere}

    @property
    def stamp(self) -> dict:
        """What the set-up remembers."""
        return json.loads((self.venv / "centric-setup.json").read_text(encoding="utf-8"))

    def change_stamp(self, **changes: str) -> None:
        """Make the set-up look as if it had been made elsewhere or by somebody else."""
        (self.venv / "centric-setup.json").write_text(json.dumps(self.stamp | changes), encoding="utf-8")


@pytest.fixture
def course(tmp_path):
    """A course that uv sets up."""
    if shutil.which("uv") is None:
        pytest.skip("uv is not on this computer: the tests with pip cover the same ground, more slowly")
    return Course(tmp_path, "uv")


@pytest.fixture
def course_pip(tmp_path):
    """A course on a computer without uv."""
    return Course(tmp_path, "pip")


@pytest.fixture(scope="session")
def starter():
    """`centric.py` as a module, without running it."""
    spec = importlib.util.spec_from_file_location("starter", ROOT / "centric.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
