"""A recorded game, and other machines on which it is played: ARM, and a browser's Python (WebAssembly).

Each is fetched once, by the system's own tool, into a folder that pytest keeps; a test is skipped where the
tool is missing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.play import Decision, decision_of

ROOT = Path(__file__).parents[1]
#: The company and the decisions, as they were when the game was recorded: the digest is that of the engine,
#: and calibrating a scenario does not move it.
RECORDED = ROOT / "tests" / "generator" / "fixtures" / "recorded_game"
#: SHA-256 of what the game shows. It changes with the engine's rules only; `python tests/machines.py` records
#: the game anew and prints it.
DIGEST = "79294c40ee3677d88e0dd7b6c10f82e611cd7f15daf30f7a9221cd4ed526cfe5"

#: Exactly this one; npm compares its bytes with the digest that the registry signs.
PYODIDE = "pyodide@314.0.7"
#: What a bare Python for ARM is made of, by its version.
ARM_PACKAGES = (
    "libc6", "libexpat1", "zlib1g", "libpython{0}-minimal", "libpython{0}-stdlib", "python{0}-minimal",
)  # fmt: skip

#: Plays the recorded game with the standard library and the room of play alone. `folder` is set before.
PLAYS = """
import json, platform, sys
sys.path.insert(0, folder)
from generator.play import Game, company_from, decision_of, digest_of, run
company = company_from(json.load(open(folder + "/company.json")))
plan = [decision_of(said) for said in json.load(open(folder + "/plan.json"))]
digest = digest_of(run(Game(company), plan))
foreign = sorted(name for name in ("numpy", "pydantic") if name in sys.modules)
answer = " ".join([platform.machine(), digest, *foreign])
"""


def company_file() -> dict:
    """What the recorded company's file holds."""
    return json.loads((RECORDED / "company.json").read_text(encoding="utf-8"))


def plan() -> list[Decision]:
    """The recorded decisions."""
    said = json.loads((RECORDED / "plan.json").read_text(encoding="utf-8"))
    return [decision_of(one) for one in said]


def laid_out(folder: Path) -> Path:
    """Lay the recorded game and the room of play into a folder, and nothing else."""
    for name in ("company.json", "plan.json"):
        shutil.copy(RECORDED / name, folder)
    bare = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator" / "play", folder / "generator" / "play", ignore=bare)
    return folder


def pyodide(config: pytest.Config) -> Path:
    """CPython for WebAssembly, without NumPy: the folder that CENTRIC_PYODIDE names, or fetched by npm."""
    if os.environ.get("CENTRIC_PYODIDE"):
        return Path(os.environ["CENTRIC_PYODIDE"])
    folder = Path(config.cache.mkdir("pyodide"))
    package = folder / "node_modules" / "pyodide"
    wanted = package / "package.json"
    if not (wanted.is_file() and f'"{PYODIDE.split("@")[1]}"' in wanted.read_text(encoding="utf-8")):
        npm = _tool("npm")
        _fetched(
            [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), PYODIDE]
        )
    return package


def arm(config: pytest.Config) -> list[str]:
    """The command of a Python for ARM: Debian's packages, unpacked, under qemu."""
    qemu = shutil.which("qemu-aarch64") or _tool("qemu-aarch64-static")
    root = Path(config.cache.mkdir("arm")) / "root"
    if not root.is_dir():
        _unpack_arm(root.parent, root)
    python = next((root / "usr" / "bin").glob("python3.*"))
    return [qemu, "-L", str(root), str(python), "-S"]


def _unpack_arm(folder: Path, root: Path) -> None:
    dpkg, part = _tool("dpkg-deb"), folder / "part"
    # Lists and state of its own: the system's packages and architectures stay as they are.
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    options = {
        "APT::Architecture": "arm64", "APT::Architectures": "arm64", "APT::Sandbox::User": "root",
        "Dir::State::Lists": folder / "lists", "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
    }  # fmt: skip
    own = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    _fetched([_tool("apt-get"), *own, "update", "-qq"], folder)
    usual = _fetched([_tool("apt-cache"), *own, "depends", "python3-minimal"], folder)
    version = re.findall(r"python(3\.\d+)-minimal", usual)
    if not version:
        pytest.skip("this system has no Python for ARM")
    names = [name.format(version[0]) for name in ARM_PACKAGES]
    _fetched([_tool("apt-get"), *own, "download", "-qq", *names], folder)
    for package in sorted(folder.glob("*.deb")):
        _fetched([dpkg, "-x", str(package), str(part)], folder)
    if not (part / "lib").exists():  # where everything lies in /usr, the loader is looked for in /lib
        (part / "lib").symlink_to("usr/lib")
    part.rename(root)


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"no {name} on this machine")
    return path


def _fetched(command: list[str], folder: Path | None = None) -> str:
    got = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=folder)
    if got.returncode:
        said = (got.stderr.strip() or got.stdout.strip()).splitlines()[-1:]
        pytest.skip(f"{Path(command[0]).name} cannot fetch what this machine needs: {said}")
    return got.stdout


def record() -> None:
    """Record the game anew, and print its digest."""
    from generator.play import Game, company_from, digest_of, run
    from generator.policy import decisions, read_policy
    from generator.scenario import read_scenario
    from generator.simulate import people_of, write_company

    what = read_scenario("fernhill")
    write_company(people_of(what, 11, 70, 8), RECORDED / "company.json")
    said = [vars(one) for one in decisions(read_policy(RECORDED / "every_lever.yaml"), what, 8)]
    text = json.dumps(said, indent=1) + "\n"
    (RECORDED / "plan.json").write_text(text, encoding="utf-8")
    print(digest_of(run(Game(company_from(company_file())), plan())))


if __name__ == "__main__":
    record()
