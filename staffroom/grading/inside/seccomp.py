"""Which calls of the kernel a student's code may not make: a filter that the kernel itself runs.

What is refused ends with an error that Python reports ("Operation not permitted"); a program of another
architecture ends at once. The list names what leads out of the sandbox, what reaches other processes, what
takes memory that no limit counts, and odd corners of the kernel that a lesson does not need.

A new session is neither made nor refused: the kernel shares processors out between sessions, and one student
is to have one.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from . import linux

#: Numbers by name: x86_64 and aarch64 (None: there is no such call).
_NUMBERS: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "move_pages": (279, 239), "migrate_pages": (256, 238),
    # file systems and namespaces
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442), "open_tree_attr": (467, 467),
    "setns": (308, 268), "unshare": (272, 97), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "swapon": (167, 224), "swapoff": (168, 225), "fanotify_init": (300, 262),
    # memory that belongs to no process
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180),
    # the kernel's own business
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "acct": (163, 89), "syslog": (103, 116),
    "personality": (135, 92), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "clock_adjtime": (305, 266), "adjtimex": (159, 171), "sethostname": (170, 161),
    "setdomainname": (171, 162), "vhangup": (153, 58), "lookup_dcookie": (212, 18), "nfsservctl": (180, 42),
    "iopl": (172, None), "ioperm": (173, None), "uselib": (134, None), "modify_ldt": (154, None),
}  # fmt: skip
_CLONE, _CLONE3, _SOCKET, _MMAP, _IOCTL = (56, 220), (435, 435), (41, 198), (9, 222), (16, 29)
_SETSID = (112, 157)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16
_NEW_NAMESPACE = (
    linux.CLONE_NEWNS | linux.CLONE_NEWCGROUP | linux.CLONE_NEWUTS | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUSER | linux.CLONE_NEWPID | linux.CLONE_NEWNET
)  # fmt: skip
_AF_UNIX = 1
_SHARED, _ANONYMOUS = 0x01, 0x20
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def build(sockets: bool, machine: str | None = None) -> bytes | None:
    """The filter for this machine, or None where its calls are not known.

    With `sockets` local (Unix) sockets may be made, and no others; without, none (pairs of sockets always).
    """
    known = _ARCHITECTURES.get(machine or platform.machine())
    if known is None:
        return None
    column, architecture = known
    fail = _FAIL | errno.EPERM
    code = [
        _do(_LOAD, _ARCH_AT), _do(_EQUAL, architecture, 1, 0), _do(_RETURN, _KILL),
        _do(_LOAD, _NUMBER_AT),
    ]  # fmt: skip
    if column == 0:  # the numbers of x32 begin here
        code += [_do(_AT_LEAST, 0x40000000, 0, 1), _do(_RETURN, fail)]
    for numbers in _NUMBERS.values():
        if numbers[column] is not None:
            code += [_do(_EQUAL, numbers[column], 0, 1), _do(_RETURN, fail)]
    code += [_do(_EQUAL, _SETSID[column], 0, 1), _do(_RETURN, _FAIL)]  # says "done", and does nothing
    # The library falls back to clone, whose flags can be seen here.
    code += [_do(_EQUAL, _CLONE3[column], 0, 1), _do(_RETURN, _FAIL | errno.ENOSYS)]
    code += _if_argument(_CLONE[column], 0, [_do(_ANY_BIT, _NEW_NAMESPACE, 0, 1), _do(_RETURN, fail)])
    if sockets:
        code += _if_argument(_SOCKET[column], 0, [_do(_EQUAL, _AF_UNIX, 1, 0), _do(_RETURN, fail)])
    else:
        code += [_do(_EQUAL, _SOCKET[column], 0, 1), _do(_RETURN, fail)]
    both = _SHARED | _ANONYMOUS
    code += _if_argument(_MMAP[column], 3, [_do(_AND, both), _do(_EQUAL, both, 0, 1), _do(_RETURN, fail)])
    for request in (_TIOCSTI, _TIOCLINUX):
        code += _if_argument(_IOCTL[column], 1, [_do(_EQUAL, request, 0, 1), _do(_RETURN, fail)])
    return b"".join([*code, _do(_RETURN, _ALLOW)])


def install(program: bytes) -> None:
    """Put the filter over this process and all that it starts; needs `no_new_privileges` before."""
    buffer = ctypes.create_string_buffer(program, len(program))
    description = _Program(len(program) // 8, ctypes.addressof(buffer))
    prctl_set_seccomp, filter_mode = 22, 2
    linux.checked(
        linux.prctl(prctl_set_seccomp, filter_mode, ctypes.addressof(description)), "PR_SET_SECCOMP"
    )


def _do(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)


def _if_argument(number: int, argument: int, then: list[bytes]) -> list[bytes]:
    """Code that runs `then` on the low half of an argument of one call, and goes on with the number."""
    load = _do(_LOAD, _ARGUMENTS_AT + 8 * argument)
    return [_do(_EQUAL, number, 0, len(then) + 2), load, *then, _do(_LOAD, _NUMBER_AT)]
