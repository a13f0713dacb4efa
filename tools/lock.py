"""Make or check the locks: exact versions with hashes for every system, and no host names.

    python tools/lock.py                                        make them all again, keeping versions
    python tools/lock.py --upgrade-package pandas               ... and take a newer pandas
    python tools/lock.py --check                                hold them against pyproject.toml, offline

Making needs `uv` and a connection, and passes further words on to it. What learners install
(`requirements.lock`) comes from the project's dependencies and extras. The tests that need a browser,
repo2docker, an object store or other libraries, and the type checker, have locks of their own, made from the
groups of the same name, at the same versions.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
MAIN = "requirements.lock"
LOCKS = {
    MAIN: None,
    "requirements-browser.lock": "browser",
    "requirements-binder.lock": "binder",
    "requirements-remote.lock": "remote",
    "requirements-others.lock": "others",
    "requirements-types.lock": "types",
}
OPTIONS = (
    "--universal",
    "--fork-strategy=fewest",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    "--quiet",
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Locked:
    """One line of a lock: a package at one version, perhaps for some systems only."""

    requirement: Requirement
    hashes: int

    @property
    def name(self) -> str:
        """The package's name, in its canonical spelling."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The exact version, or an empty text if the line does not give one."""
        pins = [pin.version for pin in self.requirement.specifier if pin.operator == "=="]
        return pins[0] if len(pins) == 1 and len(self.requirement.specifier) == 1 else ""


def read_lock(text: str) -> tuple[list[Locked], list[str]]:
    """The lines of a lock, and every line that has no place in one (options, addresses, nonsense)."""
    locked, strange = [], []
    for line in text.replace("\\\n", " ").splitlines():
        hashes = HASH.findall(line)
        rest = HASH.sub("", line).strip()
        if not rest and not hashes:
            continue
        try:
            requirement = Requirement(rest)
        except InvalidRequirement:
            strange.append(rest)
            continue
        if requirement.url:
            strange.append(rest)
        else:
            locked.append(Locked(requirement, len(hashes)))
    return locked, strange


def direct(project: dict, group: str | None) -> list[Requirement]:
    """What pyproject.toml asks for by name: dependencies and all extras, or one group."""
    if group:
        return [Requirement(text) for text in project["dependency-groups"][group]]
    texts = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        texts += extra
    return [Requirement(text) for text in texts]


def problems(root: Path = ROOT) -> list[str]:
    """What is wrong with the locks beside a pyproject.toml, one sentence each; nothing is fetched."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found, versions = [], {}
    for file, group in LOCKS.items():
        path = root / file
        if not path.exists():
            found.append(f"{file} is missing.")
            continue
        locked, strange = read_lock(path.read_text(encoding="utf-8"))
        found += [f"{file}: `{line}` is no package with an exact version." for line in strange]
        for line in locked:
            if not line.version:
                found.append(f"{file}: {line.requirement} is not one exact version.")
            if not line.hashes:
                found.append(f"{file}: {line.requirement} has no hash.")
            known = versions.setdefault(line.name, set())
            if file == MAIN:
                known.update({line.version} - {""})
            elif known and line.version not in known:
                found.append(
                    f"{file}: {line.name} is at {line.version}, but {MAIN} has {' and '.join(known)}."
                )
        for wish in direct(project, group):
            lines = [line for line in locked if line.name == canonicalize_name(wish.name)]
            if not lines:
                found.append(f"{file}: {wish.name} is in pyproject.toml but not locked.")
            found += [
                f"{file}: {line.name} is locked at {line.version}, but pyproject.toml asks for {wish}."
                for line in lines
                if line.version and not wish.specifier.contains(line.version, prereleases=True)
            ]
    return found


def make(words: list[str]) -> int:
    """Make all locks with uv, keeping the versions that are locked unless told otherwise."""
    uv = shutil.which("uv")
    if uv is None:
        print("tools/lock.py needs uv to make the locks: install it, then start again.", file=sys.stderr)
        return 2
    for file, group in LOCKS.items():
        source = (
            ["--group", f"pyproject.toml:{group}", "-c", MAIN]
            if group
            else ["pyproject.toml", "--all-extras"]
        )
        # Without a copy on the standard output: it is some thousand lines.
        command = [uv, "pip", "compile", *source, *OPTIONS, "--output-file", file, *words]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        if done.returncode:
            return done.returncode
        print(f"{file} made")
    return 0


def main() -> int:
    """Make or check, as the words ask."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fetch nothing, say what is wrong"
    )
    options, words = parser.parse_known_args()
    if not options.check:
        return make(words)
    found = problems()
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        print("Mend pyproject.toml, or make the locks again: python tools/lock.py", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
