"""Write or check environment.yml: what Binder and conda install, at the versions of requirements.lock.

    python tools/environment.py            write environment.yml
    python tools/environment.py --check    say whether it is what would be written; exit code 1 if not

It holds what a lesson needs, what installs the course itself, and all that these need in turn (read from the
packages installed beside this Python: run it in `.venv`). The tools for tests stay out. A package that only
some systems need keeps its marker.
"""

import argparse
import itertools
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import MAIN, ROOT, Locked, read_lock

FILE = "environment.yml"
PYTHON = "3.12"  # exact, because Binder takes `python>=3.12` for 3.10 without a word
# The systems that conda and Binder run on, in the words of dependency markers.
SYSTEMS = tuple(
    {
        "os_name": os_name,
        "sys_platform": sys_platform,
        "platform_system": system,
        "platform_machine": machine,
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for (os_name, sys_platform, system), machine in itertools.product(
        (("posix", "linux", "Linux"), ("posix", "darwin", "Darwin"), ("nt", "win32", "Windows")),
        ("x86_64", "aarch64", "arm64", "AMD64"),
    )
)
HEAD = f"""\
# The environment for Binder and conda: the versions of {MAIN}, without the tools for tests.
# Written by tools/environment.py: change pyproject.toml or the lock, and write it again.
name: centric
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python={PYTHON}
  - pip
  - pip:
"""


def holds(marker: Marker | None, extras: frozenset[str] = frozenset()) -> list[bool]:
    """For each system, whether a marker is true there (with any of these extras asked for)."""
    if marker is None:
        return [True] * len(SYSTEMS)
    asked = ("", *extras)
    return [any(marker.evaluate(system | {"extra": extra}) for extra in asked) for system in SYSTEMS]


def closure(wishes: list[Requirement]) -> set[str]:
    """The canonical names of these packages and of all that they need, on any of the systems.

    A package that is not installed here (one for another system) is taken to need nothing more: the test
    of the closure on each system would show it.
    """
    done: set[tuple[str, frozenset[str]]] = set()
    open_ = [(canonicalize_name(wish.name), frozenset(wish.extras)) for wish in wishes]
    while open_:
        name, extras = open_.pop()
        if (name, extras) in done:
            continue
        done.add((name, extras))
        try:
            needs = [Requirement(text) for text in requires(name) or []]
        except PackageNotFoundError:
            continue
        open_ += [
            (canonicalize_name(need.name), frozenset(need.extras))
            for need in needs
            if any(holds(need.marker, extras))
        ]
    return {name for name, _ in done}


def lines(names: set[str], locked: list[Locked]) -> list[str]:
    """The lock's lines for these packages as pip section of the file; a marker only where it decides."""
    chosen = []
    for line in sorted(locked, key=lambda line: (line.name, line.version)):
        where = holds(line.requirement.marker)
        if line.name in names and any(where):
            marker = "" if all(where) else f" ; {line.requirement.marker}".replace('"', "'")
            chosen.append(f"      - {line.name}=={line.version}{marker}\n")
    return chosen


def environment(root: Path = ROOT) -> str:
    """The text of environment.yml for the pyproject.toml and the lock in a folder."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    locked, _ = read_lock((root / MAIN).read_text(encoding="utf-8"))
    lesson = [Requirement(text) for text in project["project"]["dependencies"]]
    build = [Requirement(text) for text in project["build-system"]["requires"]]
    direct, installs = ({canonicalize_name(wish.name) for wish in wishes} for wishes in (lesson, build))
    rest = closure(lesson + build) - direct - installs
    return "".join(
        [
            HEAD,
            "      # what the course asks for\n",
            *lines(direct, locked),
            "      # what installs the course itself\n",
            *lines(installs - direct, locked),
            "      # what these need\n",
            *lines(rest, locked),
        ]
    )


def main() -> int:
    """Write or check, as the words ask."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--check", action="store_true", help="change nothing, say whether the file is right")
    options = parser.parse_args()
    path = ROOT / FILE
    text = environment()
    if not options.check:
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{FILE} written")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE} does not follow {MAIN}: write it again with python tools/environment.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
