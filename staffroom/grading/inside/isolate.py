"""The walls around one process: namespaces, mounts, rights, limits. Each step raises OSError if it fails.

`nested` is for a process in a sandbox that may open a sandbox of its own: private folders, no network, no
other process in sight. `single` is for the only student's process in a sandbox. Both end with `lock`.
"""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
from pathlib import Path
from typing import Any

from . import linux, seccomp

#: Folders that every student's process has for itself.
PRIVATE = ("/desk", "/tmp", "/dev/shm")
#: Where the sandbox keeps a view of all processes, without which the kernel allows no second one.
PROCESSES = "/centric/proc"
#: Who a student's process is, to itself.
NOBODY = 1000

_APART = (
    linux.CLONE_NEWUSER | linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS | linux.CLONE_NEWCGROUP
)  # fmt: skip
_PLAIN = linux.MS_NOSUID | linux.MS_NODEV


def leave_root(user: int) -> None:
    """Become an ordinary user for good, where this process is root."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # Else its own entry under /proc stays root's, and no namespace can be set up.
    linux.set_dumpable(True)


def step_apart(limits: dict[str, Any]) -> None:
    """Enter namespaces of one's own, with empty private folders; the next child is their first process."""
    user, group = os.getuid(), os.getgid()
    linux.unshare(_APART)
    me = Path("/proc/self")
    (me / "setgroups").write_text("deny", encoding="ascii")
    (me / "uid_map").write_text(f"{NOBODY} {user} 1", encoding="ascii")
    (me / "gid_map").write_text(f"{NOBODY} {group} 1", encoding="ascii")
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    room = f"size={limits['disk']},nr_inodes={limits['files']},mode=0700"
    for folder in PRIVATE:
        linux.mount("tmpfs", folder, "tmpfs", _PLAIN, room)


def see_only_oneself() -> None:
    """As the first process of a namespace: a view of the processes in it, or of none."""
    quiet = _PLAIN | linux.MS_NOEXEC | linux.MS_RDONLY
    try:
        linux.mount("proc", "/proc", "proc", quiet)
    except OSError:
        linux.mount("tmpfs", "/proc", "tmpfs", quiet, "size=0")
    with contextlib.suppress(FileNotFoundError):
        linux.mount("tmpfs", PROCESSES, "tmpfs", quiet, "size=0")


def take_place(home: str, temporary: str) -> None:
    """Make a folder the working folder and home, and another the place of temporary files."""
    os.environ.update(HOME=home, TMPDIR=temporary)
    tempfile.tempdir = None
    os.chdir(home)


def only_keep(fd: int) -> None:
    """Close every file but one; standard input, output and error lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, fd)
    os.closerange(fd + 1, 65536)


def bound(limits: dict[str, Any], *, processes: bool = True) -> None:
    """Set the limits that the kernel keeps per process or (that of processes) per user."""
    cpu = limits["cpu_seconds"]
    wanted = {
        "AS": (limits["address_space"],) * 2,
        "CPU": (cpu, cpu + 1),
        "NOFILE": (limits["open_files"],) * 2,
        "FSIZE": (limits["file_size"],) * 2,
        "CORE": (0, 0),
        "MEMLOCK": (0, 0),
        "MSGQUEUE": (0, 0),
    }
    if processes:
        wanted["NPROC"] = (limits["processes"],) * 2
    for name, values in wanted.items():
        which = getattr(resource, f"RLIMIT_{name}", None)
        if which is None:
            continue
        most = resource.getrlimit(which)[1]
        if most != resource.RLIM_INFINITY:
            values = (min(values[0], most), min(values[1], most))
        resource.setrlimit(which, values)


def lock(program: bytes | None) -> None:
    """Give up all rights and put the filter of calls over this process; there is no way back."""
    linux.drop_capabilities()
    linux.no_new_privileges()
    if program is not None:
        seccomp.install(program)
