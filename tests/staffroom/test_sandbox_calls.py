"""The filter of kernel calls, run here by a small machine of our own, for processors that are not at hand."""

from __future__ import annotations

import errno
import struct

import pytest

from staffroom.grading.inside import seccomp

ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
READ = {"x86_64": 0, "aarch64": 63}
COLUMN = {"x86_64": 0, "aarch64": 1}


def verdict(
    machine: str, number: int, *arguments: int, architecture: int | None = None, sockets: bool = True
) -> int:
    """What the filter says to a call."""
    program = seccomp.build(sockets, machine)
    assert program is not None
    given = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=iIQ6Q", number, architecture or ARCHITECTURE[machine], 0, *given)
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    assert len(steps) <= 4096
    at, value = 0, 0
    while True:
        code, if_so, if_not, number = steps[at]
        at += 1
        if code == 0x20:
            (value,) = struct.unpack_from("=I", data, number)
        elif code == 0x54:
            value &= number
        elif code == 0x06:
            return number
        else:
            so = {0x15: value == number, 0x35: value >= number, 0x45: bool(value & number)}[code]
            at += if_so if so else if_not


@pytest.mark.parametrize("machine", ARCHITECTURE)
def test_what_a_lesson_needs_goes(machine: str) -> None:
    column = COLUMN[machine]
    clone, _, socket, mmap, ioctl = (
        numbers[column]
        for numbers in (seccomp._CLONE, seccomp._CLONE3, seccomp._SOCKET, seccomp._MMAP, seccomp._IOCTL)
    )
    assert verdict(machine, READ[machine]) == ALLOW
    assert verdict(machine, clone, 0x3D0F00) == ALLOW  # a thread
    assert verdict(machine, clone, 0x1200011) == ALLOW  # a process
    assert verdict(machine, socket, 1) == ALLOW
    assert verdict(machine, mmap, 0, 4096, 3, 0x22) == ALLOW
    assert verdict(machine, mmap, 0, 4096, 3, 0x01) == ALLOW
    assert verdict(machine, ioctl, 0, 0x5401) == ALLOW


@pytest.mark.parametrize("machine", ARCHITECTURE)
def test_what_leads_out_does_not(machine: str) -> None:
    column = COLUMN[machine]
    refused = FAIL | errno.EPERM
    for name, numbers in seccomp._NUMBERS.items():
        if numbers[column] is not None:
            assert verdict(machine, numbers[column]) == refused, name
    for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert verdict(machine, seccomp._CLONE[column], 0x11 | flag) == refused
    assert verdict(machine, seccomp._CLONE3[column]) == FAIL | errno.ENOSYS
    for family in (2, 10, 16, 17, 38, 40):
        assert verdict(machine, seccomp._SOCKET[column], family) == refused
    assert verdict(machine, seccomp._SOCKET[column], 1, sockets=False) == refused
    for kind in (0x21, 0x23, 0x8021):
        assert verdict(machine, seccomp._MMAP[column], 0, 4096, 3, kind) == refused
    assert verdict(machine, seccomp._IOCTL[column], 0, 0x5412) == refused
    assert verdict(machine, READ[machine], architecture=0x40000003) == KILL


def test_numbers_of_another_kind_are_refused() -> None:
    assert verdict("x86_64", 0x40000000 | 1) == FAIL | errno.EPERM


def test_a_machine_that_is_not_known_has_no_filter() -> None:
    assert seccomp.build(True, "riscv64") is None
