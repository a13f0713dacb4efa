"""The arguments of bubblewrap: what a warm process is shown of the machine, all of it read-only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from staffroom.grading.inside.isolate import PROCESSES
from staffroom.grading.sandbox.shelf import Shelf

#: The system as programs need it. Everything else of the machine is not there.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types")
DEVICES = ("null", "full", "random", "urandom")
#: Where package managers of their own keep what their programs share.
ELSEWHERE = ("/nix/store", "/home/linuxbrew/.linuxbrew")


def find() -> str | None:
    """Where the program is, or None."""
    return shutil.which("bwrap")


def arguments(
    program: str,
    there: Shelf,
    variables: Mapping[str, str],
    company: str | None,
    users: Path,
    rooms: Mapping[str, int],
    *,
    nested: bool,
) -> list[str]:
    """The command up to, not including, what is to run.

    `users` holds a `passwd` and a `group` to show; `rooms` are the folders that can be written to, and how
    much each takes; `nested` if sandboxes are to be made inside, each of which must hide `PROCESSES`.
    """
    root = os.getuid() == 0
    found = [program, *(f"--unshare-{kind}" for kind in ("pid", "net", "ipc", "uts", "cgroup-try"))]
    found += ["--cap-drop", "ALL"]
    if root:
        # Given up by the warm process itself; a namespace of users would still be root's to the kernel.
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            found += ["--cap-add", capability]
    else:
        found += ["--unshare-user"]
    found += ["--hostname", "centric", "--new-session", "--clearenv"]
    for name, value in variables.items():
        found += ["--setenv", name, value]
    places = roots(there)
    parents = {parent for path in places for parent in path.parents if str(parent) not in ("/", *SYSTEM)}
    # Made for all to pass: the warm process may be another user than the one who starts it.
    for folder in ["/etc", "/dev", "/centric", "/company", *sorted(map(str, parents))]:
        found += ["--perms", "0755", "--dir", folder]
    found += _system()
    for path in places:
        found += ["--ro-bind", str(path), str(path)]
    for path, place in there.moved().items():
        found += ["--ro-bind", str(path), place]
    for name, path in there.library.items():
        found += ["--ro-bind", str(path), f"/centric/{name}"]
    if company is not None:
        found += ["--ro-bind", str(Path(company).resolve()), "/company"]
    for name in ("passwd", "group"):
        found += ["--ro-bind", str(users / name), f"/etc/{name}"]
    for name in DEVICES:
        found += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for link, target in {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}.items():
        found += ["--symlink", f"/proc/self/fd{target}", f"/dev/{link}"]
    found += ["--proc", "/proc"]
    if nested:
        found += ["--bind", "/proc", PROCESSES]
    for folder, size in rooms.items():
        found += ["--perms", "1777", "--size", str(size), "--tmpfs", folder]
    return [*found, "--remount-ro", "/", "--chdir", "/desk", "--"]


def _system() -> list[str]:
    found = []
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            found += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            found += ["--ro-bind", str(path), str(path)]
    for name in SETTINGS:
        found += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return found


def shown(there: Shelf) -> list[str]:
    """What lies in such a sandbox to be read."""
    return [
        *SYSTEM,
        "/etc",
        "/company",
        *map(str, roots(there)),
        *there.moved().values(),
        *(f"/centric/{name}" for name in there.library),
    ]


def roots(there: Shelf) -> list[Path]:
    """The folders of Python and its packages that stand where they are, each once, without the system's."""
    wanted = [there.prefix, *(path for path in there.packages if path not in there.moved())]
    wanted += [Path(path) for path in ELSEWHERE if any(root.is_relative_to(path) for root in wanted)]
    known = [Path(path) for path in SYSTEM]
    found: list[Path] = []
    for path in sorted(set(wanted), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(other) for other in [*known, *found]):
            found.append(path)
    return found
