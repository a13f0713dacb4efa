"""Attempts to get out, made behind the walls by the supervisor itself before any student's code runs there.

A third role beside student and tester. Each probe tries one thing, with the *bait* that the supervisor has
laid out for it; what it returns is what it got at, in words. Nothing, or an error, means that the walls held.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .channel import Channel, ChannelError

Bait = dict[str, Any]
PROBES: dict[str, Callable[[Bait], str | None]] = {}

LEARNED: list[tuple[dict[str, Any], int]] = []
_CLONE_NEWUSER, _PR_CAPBSET_READ, _PR_GET_NO_NEW_PRIVS = 0x10000000, 23, 39
_CHANNEL: list[int] = []


def warm(bundle: dict[str, Any], company: str | None) -> dict[str, Any]:
    """Import and run what is asked for, to see what a process as large or as slow as a student's does."""
    for name in bundle.get("imports", ()):
        importlib.import_module(name)
    exec(bundle.get("source", ""), {"__name__": "__probe__"})
    return {"company": company}


def learn(head: dict[str, Any], body: bytes) -> None:
    """Keep it for `LEARNED`; only what says so is refused."""
    if head.get("refuse"):
        raise ValueError("refused, as asked")
    LEARNED.append((head, len(body)))


def serve(channel: Channel) -> None:
    """Answer `probe` with what each probe got at, and `run` with what some code printed and how it ended."""
    names: dict[str, Any] = {"__name__": "__probe__"}
    _CHANNEL[:] = [channel.sock.fileno()]
    while True:
        try:
            head, _ = channel.receive()
        except ChannelError:
            return
        if head.get("say") == "probe":
            channel.send({"n": head.get("n"), "reached": reached(head["bait"])})
        else:
            channel.send({"n": head.get("n"), **_run(head["source"], names)})


def reached(bait: Bait) -> dict[str, str]:
    """Try everything; gives what was reached, by the probe that did."""
    found = {}
    for name, probe in PROBES.items():
        with contextlib.suppress(OSError, AttributeError, ValueError):
            if words := probe(bait):
                found[name] = words
    return found


def _run(source: str, names: dict[str, Any]) -> dict[str, Any]:
    printed, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(printed):
            exec(source, names)
    except BaseException as raised:
        error = "".join(traceback.format_exception_only(raised)).strip()
    return {"printed": printed.getvalue(), "error": error}


def _probe(tries: Callable[[Bait], str | None]) -> Callable[[Bait], str | None]:
    PROBES[tries.__name__.strip("_")] = tries
    return tries


def _in_a_child(tries: Callable[[], object]) -> bool:
    """Whether something goes without an error, tried in a process of its own."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            tries()
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _views() -> list[Path]:
    """Where processes can be looked at: /proc, and whatever else of its kind is mounted."""
    found = {Path("/proc"), Path("/centric/proc")}
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines():
            _, place, kind, *_ = line.split()
            if kind == "proc":
                found.add(Path(place))
    return sorted(found)


def _others() -> Iterator[Path]:
    for folder in _views():
        with contextlib.suppress(OSError):
            for entry in folder.iterdir():
                if entry.name.isdigit() and (entry.name != str(os.getpid()) or folder != Path("/proc")):
                    yield entry


@_probe
def _files_of_the_machine(bait: Bait) -> str | None:
    """Read files of the supervisor's, of its home and its working folder."""
    for path in bait["files"]:
        with contextlib.suppress(OSError), Path(path).open("rb"):
            return path
    return None


@_probe
def _writing(bait: Bait) -> str | None:
    """Open what the sandbox shows, for writing; nothing is written."""
    shown = [__file__, os.__file__, sys.executable, "/etc/passwd", *bait["writable"]]
    for path in shown:
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_WRONLY))
            return path
    for folder in ("/", "/usr", "/etc", "/centric", Path(__file__).parent, "/company", "/dev", "/proc"):
        if os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY:
            return str(folder)
    return None


@_probe
def _environment(bait: Bait) -> str | None:
    """Find the supervisor's environment, here or in another process."""
    if bait["secret"] in os.environ.values():
        return "its own environment"
    for entry in _others():
        with contextlib.suppress(OSError):
            if bait["secret"].encode() in (entry / "environ").read_bytes():
                return f"the environment of process {entry.name}"
    return None


@_probe
def _network(bait: Bait) -> str | None:
    """Reach a port that listens on this machine."""
    with socket.create_connection(("127.0.0.1", bait["port"]), timeout=2):
        return f"port {bait['port']} of this machine"


@_probe
def _datagrams(bait: Bait) -> str | None:
    """Send a datagram to a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return "a datagram was sent" if sender.sendto(b"probe", ("127.0.0.1", bait["port"])) else None


@_probe
def _odd_sockets(_: Bait) -> str | None:
    """Make sockets that no namespace of networks holds, or that speak to the kernel."""
    for name in ("AF_VSOCK", "AF_NETLINK", "AF_PACKET", "AF_ALG"):
        kind = socket.SOCK_RAW if name == "AF_PACKET" else socket.SOCK_DGRAM
        kind = socket.SOCK_SEQPACKET if name == "AF_ALG" else kind
        with contextlib.suppress(OSError), socket.socket(getattr(socket, name), kind):
            return name
    return None


@_probe
def _local_sockets(bait: Bait) -> str | None:
    """Reach a local socket by its name, or by its file."""
    for name in (b"\0" + bait["abstract"].encode(), bait["socket"]):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(2)
            caller.connect(name)
            return repr(name)
    return None


@_probe
def _processes(bait: Bait) -> str | None:
    """Signal a process of the machine, or open its memory."""
    with contextlib.suppress(OSError):
        os.kill(bait["pid"], 0)
        if bait["pid"] != os.getpid():
            return f"process {bait['pid']} of this machine"
    for folder in _views():
        with contextlib.suppress(OSError):
            os.close(os.open(folder / str(bait["pid"]) / "mem", os.O_RDONLY))
            return f"the memory of process {bait['pid']}"
        with contextlib.suppress(OSError):
            if b"sleep" in (folder / str(bait["pid"]) / "cmdline").read_bytes():
                return f"the command of process {bait['pid']}"
    return None


@_probe
def _companions(_: Bait) -> str | None:
    """Signal another process that can be seen, or open its memory; find one by its number."""
    seen = [int(entry.name) for entry in _others() if entry.parent == Path("/proc")]
    for pid in seen or range(2, 2000):
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            return f"process {pid}"
        with contextlib.suppress(OSError):
            os.close(os.open(f"/proc/{pid}/mem", os.O_RDONLY))
            return f"the memory of process {pid}"
    return None


@_probe
def _neighbour(bait: Bait) -> str | None:
    """Find what another student's process has written, or the socket that it listens on."""
    for path in bait["neighbour"]:
        with contextlib.suppress(OSError):
            if bait["token"] in Path(path).read_text(encoding="utf-8"):
                return path
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(2)
        caller.connect(b"\0" + bait["token"].encode())
        return "a socket of another process"
    return None


@_probe
def _namespaces(_: Bait) -> str | None:
    """Enter a namespace, in which one has all rights."""
    libc = ctypes.CDLL(None, use_errno=True)
    if _in_a_child(lambda: libc.unshare(_CLONE_NEWUSER) == 0 or os._exit(1)):
        return "a namespace of its own"
    return None


@_probe
def _mounts(_: Bait) -> str | None:
    """Mount or unmount something."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", b"/tmp/..", b"no-such-kind", 0, None) < 0 and ctypes.get_errno() == 19:
        return "a mount was about to be made"  # the kernel asked for the kind: the right was there
    return None


@_probe
def _tracing(_: Bait) -> str | None:
    """Be traced by another process."""
    libc = ctypes.CDLL(None, use_errno=True)
    return "tracing" if _in_a_child(lambda: libc.ptrace(0, 0, 0, 0) == 0 or os._exit(1)) else None


@_probe
def _rights(_: Bait) -> str | None:
    """Have rights, or a way to gain some by starting a program."""
    libc = ctypes.CDLL(None, use_errno=True)
    head, found = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    bounding = [number for number in range(64) if libc.prctl(_PR_CAPBSET_READ, number, 0, 0, 0) == 1]
    if libc.capget(head, found) < 0 or any(found) or bounding:
        return "capabilities"
    return "programs may gain rights" if libc.prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 else None


@_probe
def _hidden_memory(_: Bait) -> str | None:
    """Get memory that is counted for no process."""
    libc = ctypes.CDLL(None, use_errno=True)
    with contextlib.suppress(OSError):
        os.close(os.memfd_create("probe"))
        return "a file in memory"
    return "shared memory" if libc.shmget(0, 4096, 0o600) >= 0 else None


@_probe
def _limits(bait: Bait) -> str | None:
    """Be without a limit."""
    for name in ("AS", "NPROC", "NOFILE", "FSIZE", "CPU"):
        if resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[1] > bait["limits"][name]:
            return f"no limit on {name}"
    return None


@_probe
def _room(bait: Bait) -> str | None:
    """Have room for more than a student may write."""
    for folder in (os.environ["HOME"], os.environ["TMPDIR"], "/dev/shm"):
        there = os.statvfs(folder)
        if there.f_blocks * there.f_frsize > bait["disk"]:
            return f"{there.f_blocks * there.f_frsize:,} bytes in {folder}"
    return None


@_probe
def _descriptors(_: Bait) -> str | None:
    """Have inherited a file or a socket."""
    for number in range(3, 4096):
        with contextlib.suppress(OSError):
            os.fstat(number)
            if number not in _CHANNEL:
                return f"descriptor {number}"
    return None


def settle_in(token: str) -> list[str]:
    """Leave traces for a neighbour to find; gives the files."""
    files = []
    for folder in (os.environ["HOME"], os.environ["TMPDIR"], "/dev/shm"):
        path = Path(folder) / "probe-of-a-neighbour"
        with contextlib.suppress(OSError):
            path.write_text(token, encoding="utf-8")
            files.append(str(path))
    return files


def outlive(seconds: float) -> None:
    """Leave a process behind that is nobody's child and hears no signal but the last."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(seconds)
        os._exit(0)
