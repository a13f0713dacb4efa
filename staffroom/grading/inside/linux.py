"""The kernel's calls that Python does not offer, each as a function that raises OSError."""

from __future__ import annotations

import ctypes
import os
import sys

CLONE_NEWTIME, CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS = 0x80, 0x20000, 0x2000000, 0x4000000
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_REC, MS_PRIVATE = 1 << 14, 1 << 18

_PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 4, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 36, 38, 47
_CAPABILITIES_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
if sys.platform == "linux":
    _libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    _libc.mount.argtypes = [*[ctypes.c_char_p] * 3, ctypes.c_ulong, ctypes.c_char_p]
    _libc.syscall.restype = ctypes.c_long


def checked(result: int, what: str) -> int:
    """The result, if it is none of failure."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int = 0, *rest: int) -> int:
    """Set something about this process; the result is not checked."""
    return int(_libc.prctl(option, value, *(*rest, 0, 0, 0)[:3]))


def unshare(flags: int) -> None:
    """Leave namespaces for new ones."""
    checked(_libc.unshare(flags), "unshare")


def setns(namespace: int, kind: int) -> None:
    """Enter a namespace, given a descriptor of it; one of processes is for children to come."""
    checked(_libc.setns(namespace, kind), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system, or change how one is mounted."""
    texts = [None if text is None else text.encode() for text in (source, target, kind)]
    checked(_libc.mount(*texts, flags, data.encode()), f"mount {target}")


def syscall(number: int, *arguments: object) -> int:
    """Any call by its number."""
    return checked(_libc.syscall(ctypes.c_long(number), *arguments), f"system call {number}")


def adopt_orphans() -> None:
    """Become the parent of what one's descendants leave behind."""
    checked(prctl(_PR_SET_CHILD_SUBREAPER, 1), "PR_SET_CHILD_SUBREAPER")


def set_dumpable(yes: bool) -> None:
    """Say whether others of the same user may look into this process."""
    checked(prctl(_PR_SET_DUMPABLE, int(yes)), "PR_SET_DUMPABLE")


def no_new_privileges() -> None:
    """No program started from here gains rights by being started."""
    checked(prctl(_PR_SET_NO_NEW_PRIVS, 1), "PR_SET_NO_NEW_PRIVS")


def drop_bounding() -> None:
    """See to it that no program brings a capability, where this process may."""
    for capability in range(64):
        if prctl(_PR_CAPBSET_DROP, capability) < 0:
            break


def drop_capabilities() -> None:
    """Give up all capabilities, for good where that can be done."""
    drop_bounding()
    prctl(_PR_CAP_AMBIENT, 4)
    head = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    checked(_libc.capset(head, (ctypes.c_uint32 * 6)()), "capset")
