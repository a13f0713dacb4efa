"""A run that is killed at any moment is taken up again, and nothing tells afterwards that it was killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 and no fork")


def killed(folder: Path, kills: int, seed: int) -> dict:
    script = Path(__file__).with_name("killed_runs.py")
    words = [sys.executable, str(script), str(folder), str(kills), str(seed)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_twenty_kills_at_random_leave_no_trace(tmp_path):
    answer = killed(tmp_path, 20, seed=20)
    assert answer["killed"] == 20
    assert (answer["different"], answer["left"]) == ([], [])
