"""Temporary folders of killed runs are taken away, those of living ones are not."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from staffroom.scratch import sweep, temporary_folder

MAKE = """
import os, signal
from staffroom.scratch import temporary_folder
folder = temporary_folder("house")
print(folder.name, flush=True)
{end}
"""


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def make(end: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", MAKE.format(end=end)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_only_what_a_dead_process_left_is_taken_away(place):
    other = place / "centric-house-1.2.3-x"
    other.mkdir()
    living = make("input()")
    kept = Path(living.stdout.readline().strip())
    dead = make("os.kill(os.getpid(), signal.SIGKILL)" if sys.platform != "win32" else "os._exit(1)")
    left = Path(dead.stdout.readline().strip())
    dead.communicate()
    assert kept.is_dir() and left.is_dir()
    (left / "more").mkdir()
    with temporary_folder("home") as mine:
        assert Path(mine).is_dir() and kept.is_dir() and other.is_dir() and not left.exists()
        sweep()
        assert Path(mine).is_dir()
    assert not Path(mine).exists()
    living.communicate("")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_with_such_a_name_is_left_alone(place):
    dead = make("os.kill(os.getpid(), signal.SIGKILL)")
    left = Path(dead.stdout.readline().strip())
    dead.communicate()
    precious = place / "precious"
    precious.mkdir()
    left.rmdir()
    left.symlink_to(precious)
    sweep()
    assert precious.is_dir() and left.is_symlink()
