"""What there is on this machine to shut code in with, and how to get what is not: for `centric doctor`."""

from __future__ import annotations

import contextlib
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
#: How bubblewrap is installed, by what a system calls itself or is like.
INSTALL = {
    "debian": "sudo apt install bubblewrap",
    "ubuntu": "sudo apt install bubblewrap",
    "fedora": "sudo dnf install bubblewrap",
    "rhel": "sudo dnf install bubblewrap",
    "suse": "sudo zypper install bubblewrap",
    "opensuse": "sudo zypper install bubblewrap",
    "arch": "sudo pacman -S bubblewrap",
    "alpine": "sudo apk add bubblewrap",
}
WORDS = {
    "nested": "a sandbox for each student inside one warm one",
    "landlock": "one sandbox, students kept apart by Landlock: fast, though all share one count of processes",
    "cold": "a sandbox of its own, warmed up anew, for each student: safe, and several times slower",
    "container": "a container for each student: safe, and many times slower; tests run outside of it",
}


@dataclass(frozen=True)
class Found:
    """One thing looked at."""

    what: str
    good: bool
    words: str


def survey() -> list[Found]:
    """Try the ladder, and look at what it is built from."""
    if sys.platform != "linux":
        return [_elsewhere(), _containers()]
    from staffroom.grading.inside import landlock
    from staffroom.grading.sandbox import bwrap

    program = bwrap.find()
    version = landlock.version()
    return [
        _ladder(),
        Found("bubblewrap", program is not None, program or f"not found; {install()}"),
        Found(
            "Landlock",
            version >= landlock.NEEDED,
            f"version {version}" if version >= landlock.NEEDED
            else f"version {version} of the kernel's; from {landlock.NEEDED} on (Linux 6.12) it can stand in",
        ),
        _containers(),
        _memory(),
    ]  # fmt: skip


def install() -> str:
    """How bubblewrap is installed on this Linux."""
    with contextlib.suppress(OSError):
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
        told = dict(line.split("=", 1) for line in lines if "=" in line)
        names = f"{told.get('ID', '')} {told.get('ID_LIKE', '')}".replace('"', "").split()
        for name in names:
            for known, words in INSTALL.items():
                if name.startswith(known):
                    return words
    return "install the package bubblewrap"


def restricted() -> str:
    """The sentence on AppArmor, where it forbids what bubblewrap needs; else nothing."""
    with contextlib.suppress(OSError):
        if APPARMOR.read_text(encoding="ascii").strip() == "1":
            return (
                " AppArmor forbids programs to make namespaces here; an administrator can allow it to "
                "bubblewrap, by a profile (see docs/grading.md), or to all programs, by `sudo sysctl -w "
                "kernel.apparmor_restrict_unprivileged_userns=0`."
            )
    return ""


def _ladder() -> Found:
    from staffroom.grading.inside.limits import Limits
    from staffroom.grading.inside.probes import PROBES
    from staffroom.grading.sandbox.ladder import RUNGS, best

    rung, why = best(list(RUNGS), Limits())
    failed = " ".join(f"Not {name}: {words}" for name, words in why.items())
    if rung is None:
        words = f"none works, so nothing is graded without --allow-unsandboxed. {failed}{restricted()}"
        return Found("sandbox", False, words)
    tried = f"{rung}, {WORDS[rung]}; {len(PROBES)} attempts to get out of it failed"
    return Found("sandbox", True, f"{tried}. {failed}{restricted()}" if why else tried)


def _memory() -> Found:
    from staffroom.grading.sandbox import cgroups, watchdog

    place = cgroups.find()
    if place is not None:
        return Found("memory of a student", True, f"bounded by control groups (version {place.version})")
    return Found(
        "memory of a student",
        watchdog.can_see(),
        "watched ten times a second; for the kernel's own bound: "
        "`systemd-run --user --scope -p Delegate=yes centric grade ...`",
    )


def _containers() -> Found:
    from staffroom.grading.sandbox.container_tools import find

    tool = find()
    return Found(
        "Docker or Podman", tool is not None, tool or "none that answers; needed only where no sandbox is"
    )


def _elsewhere() -> Found:
    system = {"win32": "Windows", "darwin": "macOS"}.get(sys.platform, platform.system())
    instead = {
        "win32": "grade inside WSL (`wsl --install`, then bubblewrap there)",
        "darwin": "grade by Docker with CENTRIC_IMAGE set, or on a Linux machine",
    }.get(sys.platform, "grade on a Linux machine")
    return Found("sandbox", False, f"{system} has none that this uses: {instead}; see docs/grading.md")
