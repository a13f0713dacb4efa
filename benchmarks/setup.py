"""Measure what a user waits for: set-up, second start, imports, and the first table in a fresh kernel.

    python benchmarks/setup.py                     everything; a table
    python benchmarks/setup.py --json              ... as JSON
    python benchmarks/setup.py --only imports,kernel

Set-ups run in a fresh clone of the last commit, in a temporary folder. *Cold* has caches of its own that are
empty, so everything is fetched; *warm* has the caches that the cold one left. Run it in `.venv`, on a machine
that does nothing else: the load is printed beside the figures, because seconds from a busy one are too many.
Seconds of processor time, in brackets, hardly suffer from that.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASE = getattr(sys, "_base_executable", None) or sys.executable
REPEATS = 7


@dataclass(frozen=True)
class Figure:
    """One measured number, with what it is of."""

    what: str
    value: float
    unit: str
    note: str = ""
    cpu_s: float | None = None


def cpu_now() -> float | None:
    """Processor time of all programs that this one ran so far, in seconds; None on Windows."""
    try:
        import resource
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(what: str, command: list[str | Path], note: str = "", **options: object) -> Figure:
    """One run of a command, in seconds of the clock and of the processor."""
    before = cpu_now()
    took, after = seconds(command, **options), cpu_now()
    return Figure(what, took, "s", note, None if before is None else after - before)


def seconds(command: list[str | Path], **options: object) -> float:
    """The seconds that a command takes; it must end well."""
    began = time.perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, encoding="utf-8", **options)
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return took


def median(command: list[str | Path], **options: object) -> float:
    """The median of several runs, after one that warms the disk's cache."""
    seconds(command, **options)
    return statistics.median(seconds(command, **options) for _ in range(REPEATS))


def size_mb(folder: Path) -> float:
    """What the files of a folder hold, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def path_without_uv() -> str:
    """The PATH of a computer on which nobody has heard of uv."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if folder and not shutil.which("uv", path=folder))


def set_up(tool: str) -> Iterator[Figure]:
    """Cold and warm set-up with uv or pip, then the second start."""
    if tool == "uv" and shutil.which("uv") is None:
        return
    with tempfile.TemporaryDirectory(prefix="centric-setup-") as name:
        folder = Path(name)
        course, cache = folder / "course", folder / "cache"
        seconds(["git", "clone", "--quiet", "--no-local", "--depth", "1", ROOT.as_uri(), course])
        environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        environment |= {"UV_CACHE_DIR": str(cache), "PIP_CACHE_DIR": str(cache)}
        if tool == "pip":
            environment["PATH"] = path_without_uv()
        start = [BASE, course / "centric.py", "--help"]
        yield timed(f"cold set-up, {tool}", start, "empty cache", env=environment)
        yield Figure(f"size of .venv, {tool}", size_mb(course / ".venv"), "MB")
        shutil.rmtree(course / ".venv")
        cached = f"{size_mb(cache):.0f} MB in the cache"
        yield timed(f"set-up with a warm cache, {tool}", start, cached, env=environment)
        if tool == "uv":
            yield from second_start(course, start, environment)


def second_start(course: Path, start: list[str | Path], environment: dict[str, str]) -> Iterator[Figure]:
    """What `centric.py` adds to a start of the `centric` command."""
    command = next((course / ".venv").glob("[bS]*/centric*"))
    whole, alone = median(start, env=environment), median([command, "--help"], env=environment)
    yield Figure("second start, in all", whole, "s", f"centric.py --help, median of {REPEATS}")
    yield Figure("second start, added by centric.py", whole - alone, "s")


IMPORTS = (
    "import pandas",
    "import generator",
    "from generator import Company, make_company",
    "import classroom",
    "from classroom import check, explore, figures, load, study",
)


def imports() -> Iterator[Figure]:
    """What an import costs a fresh Python that starts anyway."""
    nothing = median([sys.executable, "-c", "pass"], cwd=ROOT)
    for statement in IMPORTS:
        took = median([sys.executable, "-c", statement], cwd=ROOT) - nothing
        yield Figure(statement, took, "s", f"beyond the start of Python, median of {REPEATS}")


def kernel() -> Iterator[Figure]:
    """From the start of a kernel to the first table, as a notebook in the course's folder does it."""
    from jupyter_client.manager import start_new_kernel

    def run(client: object, code: str) -> float:
        began = time.perf_counter()
        reply = client.execute_interactive(code, timeout=120, output_hook=lambda message: None)
        if reply["content"]["status"] != "ok":
            sys.exit(f"{code!r} failed in the kernel: {reply['content']['evalue']}")
        return time.perf_counter() - began

    rounds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT), stderr=subprocess.DEVNULL)
        try:
            ready = time.perf_counter() - began
            rounds.append((ready, run(client, IMPORTS[-1]), run(client, "load('orders')")))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    ready, importing, loading = (statistics.median(column) for column in zip(*rounds, strict=True))
    note = f"median of {REPEATS} kernels"
    yield Figure("kernel ready", ready, "s", note)
    yield Figure(IMPORTS[-1], importing, "s", "in the fresh kernel")
    yield Figure('load("orders")', loading, "s", "in the fresh kernel, after that")


PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "uv": lambda: set_up("uv"),
    "pip": lambda: set_up("pip"),
    "imports": imports,
    "kernel": kernel,
}


def load_now() -> float | None:
    """Processes that want to run, over the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def machine() -> dict[str, object]:
    """Where the figures come from."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "commit": commit.stdout.strip(),
        "load_before": load_now(),
    }


def main() -> None:
    """Measure the parts asked for and print them."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by comma: " + ", ".join(PARTS))
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    about, figures = machine(), []
    for part in parts:
        for figure in PARTS[part]():
            figures.append(figure)
            if not options.json:
                cpu = "" if figure.cpu_s is None else f"({figure.cpu_s:.1f} s of processor) "
                print(f"{figure.what:58} {figure.value:9.3f} {figure.unit:3} {cpu}{figure.note}", flush=True)
    about["load_after"] = load_now()
    if options.json:
        print(json.dumps({"machine": about, "figures": [asdict(figure) for figure in figures]}, indent=1))
        return
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    if (about["load_before"] or 0) > 0.5:
        print("The machine was busy when this began: the figures are too large.")


if __name__ == "__main__":
    main()
