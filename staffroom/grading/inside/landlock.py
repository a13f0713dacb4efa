"""Landlock: a process gives up files, signals and sockets for good, without any right to do so.

Where no namespace can be had for each student, this keeps them apart. What the kernel knows is asked first:
from version 6 on, signals and nameless sockets stay inside, without which it is of no use here.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from . import linux

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
NEEDED = 6

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL_FILES = (1 << 16) - 1
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE
_DEVICE_CONTROL = 1 << 15
_ALL_NETWORK, _ALL_SCOPES = 0b11, 0b11


def version() -> int:
    """What the kernel knows of it; 0 for nothing."""
    try:
        return linux.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION))
    except OSError:
        return 0


def restrict(read: Iterable[str], own: Iterable[str], use: Iterable[str]) -> None:
    """From here on: read and run what lies in `read`, do all in `own`, read and write the files `use`.

    Nothing else is opened, no port is reached, no process outside gets a signal. Needs
    `no_new_privileges`; raises OSError where the kernel knows too little.
    """
    if version() < NEEDED:
        raise OSError("this kernel's Landlock does not hold signals (Linux 6.12 does)")
    rules = struct.pack("=QQQ", _ALL_FILES, _ALL_NETWORK, _ALL_SCOPES)
    ruleset = linux.syscall(_CREATE, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint(0))
    try:
        for paths, rights in (
            (read, _READ),
            (own, _ALL_FILES & ~_DEVICE_CONTROL),
            (use, _OF_A_FILE & ~_EXECUTE),
        ):
            for path in paths:
                _allow(ruleset, path, rights)
        linux.syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(place).st_mode):
                rights &= _OF_A_FILE
            rule = struct.pack("=Qi", rights, place)
            linux.syscall(_ADD, ctypes.c_int(ruleset), ctypes.c_uint(_PATH_BENEATH), rule, ctypes.c_uint(0))
        finally:
            os.close(place)
