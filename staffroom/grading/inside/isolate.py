"""The walls around one process: namespaces, mounts, rights, limits. Each step raises OSError if it fails.

A warm process lives in a country of its own (`Country`), in which it may make further ones. Each student's
process is the first in a namespace of processes that the warm one made; it steps apart
(`step_apart`): private folders, no network, nobody else in sight. After `lock` there is no way back.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import linux, seccomp

#: Folders that every student's process has for itself.
PRIVATE = ("/desk", "/tmp", "/dev/shm")
#: Where the sandbox keeps a view of all processes, without which the kernel allows no second one.
PROCESSES = "/centric/proc"
#: Who a student's process is, to itself.
NOBODY = 1000

_PLAIN = linux.MS_NOSUID | linux.MS_NODEV
_APART = (
    linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS | linux.CLONE_NEWCGROUP
)


def leave_root(user: int) -> None:
    """Become an ordinary user for good, where this process is root."""
    linux.drop_bounding()
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # Else its own entry under /proc stays root's, and no namespace can be set up.
    linux.set_dumpable(True)


def new_user(me: int) -> None:
    """Enter a namespace of users: all rights in what is made from here on, none over what was.

    `me` is this process's own folder under /proc, opened before anything was mounted over it.
    """
    user, group = os.getuid(), os.getgid()
    linux.unshare(linux.CLONE_NEWUSER)
    maps = {"setgroups": "deny", "uid_map": f"{NOBODY} {user} 1", "gid_map": f"{NOBODY} {group} 1"}
    for name, words in maps.items():
        file = os.open(name, os.O_WRONLY, dir_fd=me)
        try:
            os.write(file, words.encode())
        finally:
            os.close(file)


class Country:
    """A namespace of users and of processes; its first process makes one for each of its children."""

    def __init__(self) -> None:
        """Found it: this process is the first in it afterwards, and the one before only waits.

        That one ends this if it is told to, and ends when this has ended.
        """
        me = os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY)
        try:
            new_user(me)
        finally:
            os.close(me)
        linux.unshare(linux.CLONE_NEWPID)
        self.first = os.fork()
        if self.first:
            return
        self._home = os.open("/proc/self/ns/pid", os.O_RDONLY)

    @contextlib.contextmanager
    def abroad(self) -> Iterator[None]:
        """The child forked here is the first process of a new namespace."""
        linux.unshare(linux.CLONE_NEWPID)
        try:
            yield
        finally:
            linux.setns(self._home, linux.CLONE_NEWPID)


def step_apart(limits: dict[str, Any]) -> None:
    """As the first process of a namespace: empty private folders, no network, nobody else in sight."""
    linux.unshare(_APART)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    room = f"size={limits['disk']},nr_inodes={limits['files']},mode=0700"
    for folder in PRIVATE:
        linux.mount("tmpfs", folder, "tmpfs", _PLAIN, room)
    me = os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY)
    try:
        go_first(me)
        _see_only_oneself()
        # Processes are counted by namespace of users: one more, so that no other student's count here.
        new_user(me)
    finally:
        os.close(me)


def go_first(me: int | None = None) -> None:
    """Be what the kernel ends first when the machine runs out of memory, before anything that others need."""
    with contextlib.suppress(OSError):
        path, folder = ("/proc/self/oom_score_adj", None) if me is None else ("oom_score_adj", me)
        file = os.open(path, os.O_WRONLY, dir_fd=folder)
        try:
            os.write(file, b"1000")
        finally:
            os.close(file)


def _see_only_oneself() -> None:
    quiet = _PLAIN | linux.MS_NOEXEC | linux.MS_RDONLY
    try:
        linux.mount("proc", "/proc", "proc", quiet)
    except OSError:
        linux.mount("tmpfs", "/proc", "tmpfs", quiet, "size=0")
    with contextlib.suppress(FileNotFoundError):
        linux.mount("tmpfs", PROCESSES, "tmpfs", quiet, "size=0")


@contextlib.contextmanager
def slot() -> Iterator[str]:
    """One of the folders for students who share a sandbox, each of the size that one may fill."""
    while True:
        for folder in sorted(Path("/desk").iterdir()):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            try:
                yield str(folder)
            finally:
                os.close(lock)
            return
        time.sleep(0.02)


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
        # Less than any dump has; 0 would still hand one over to a program of the system's.
        "CORE": (1, 1),
        "MEMLOCK": (0, 0),
        "MSGQUEUE": (0, 0),
        # What was made nicer stays so, and nobody comes before others.
        "NICE": (0, 0),
        "RTPRIO": (0, 0),
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
