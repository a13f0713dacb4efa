"""Docker or Podman: which of them answers."""

from __future__ import annotations

import shutil
import subprocess

TOOLS = ("docker", "podman")


def find() -> str | None:
    """A tool whose service answers, or None."""
    for tool in TOOLS:
        path = shutil.which(tool)
        if path and goes([path, "info"]):
            return path
    return None


def goes(command: list[str], given: bytes = b"") -> bool:
    """Whether a command ends well, in a time that a service needs at most."""
    try:
        run = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0
