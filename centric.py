"""Start Centric: `python3 centric.py lab`, `python3 centric.py test`, and so on.

This file is all that runs before anything is installed, so it needs the standard library alone. The first
start makes `.venv` beside it: the exact packages of `requirements.lock`, each checked against its hash, and
the course itself. A stamp, written last, remembers what was set up: a set-up that was broken off is done
again, a finished one costs nothing. Then every word goes to the `centric` command in `.venv`.
"""

import sys

# Older Pythons must be able to read this file in order to say so: no syntax newer than Python 3.6.
if sys.version_info < (3, 11):
    sys.exit(
        "Centric needs Python 3.11 or newer and this is Python %d.%d: install a newer one, "
        "then start centric.py with it, for example: python3.12 centric.py lab" % sys.version_info[:2]
    )

TRIED: str = "3.11 to 3.13"  # Centric needs Python 3.11 or newer (this is Python 2): python3 centric.py lab

import contextlib
import functools
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
VENV = FOLDER / ".venv"
ASIDE = FOLDER / ".venv.old"
STAMP = VENV / "centric-setup.json"
GUARD = FOLDER / ".centric-setup.lock"
LOG = FOLDER / "centric-setup.log"
LOCK = FOLDER / "requirements.lock"
PROJECT = FOLDER / "pyproject.toml"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
SUFFIX = ".exe" if WINDOWS else ""
PYTHON = SCRIPTS / f"python{SUFFIX}"
COMMAND = SCRIPTS / f"centric{SUFFIX}"
# The Python under this one, if this one is a virtual environment's: it outlives a new .venv.
BASE = getattr(sys, "_base_executable", None) or sys.executable

# pip names a missing connection only when it tries again.
PIP_OPTIONS = ("--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "3")

HELP = """Centric: a course on customer centricity, with its own software.

  python3 centric.py lab      open the course in JupyterLab
  python3 centric.py test     run the tests
  python3 centric.py demo     play a small class from release to grades, with nobody at the keyboard
  python3 centric.py --help   every other word

The first start makes the folder .venv with all that is needed. To have it made anew, delete .venv.
"""


class SetupError(Exception):
    """The set-up cannot go on: one sentence that says what is wrong and what to do."""


# What pip, uv and the system print when something is wrong, and what that means to the reader. The order
# matters: a full disk and a missing connection also make packages "not found".
CAUSES: Sequence[tuple[str, str]] = (
    (
        r"no space left on device|os error 28\b|errno 28\b|os error 112\b|not enough space|disk quota",
        "The disk is full: make room for the set-up (2 GB is enough), then start again.",
    ),
    (
        r"permission denied|access is denied|os error (5|13)\b|read-only file system|os error 30\b",
        "The set-up may not write in {folder} or in the package cache in your home folder: make both your "
        "own, or move Centric to a folder of yours, then start again.",
    ),
    (
        r"long path|file name too long|filename or extension is too long|os error (36|63|206)\b",
        "The path {folder} is too long for this system: move Centric to a shorter one, such as your home "
        "folder, then start again.",
    ),
    (
        r"hash mismatch|do not match the hashes|hashes are required|expected sha256",
        "A package that was fetched is not the one that requirements.lock names, and was not used: start "
        "again, and if that does not help, something between you and the package index changes files.",
    ),
    (
        r"certificate[_ ]verify|unknownissuer|invalid peer certificate|sslerror",
        "The package index could not be trusted, as happens behind some company networks: give pip "
        "(PIP_CERT) or uv (SSL_CERT_FILE) your network's certificate, then start again.",
    ),
    (
        r"failed to fetch|error sending request|client error \(connect\)|newconnectionerror|max retries|"
        r"name resolution|getaddrinfo|dns error|connection (refused|reset|timed out)|tunnel|proxyerror|"
        r"timed out|network is unreachable|network connectivity is disabled|could not connect|"
        r"connecttimeout|readtimeout|http (status )?(client|server) error",
        "The packages could not be fetched: connect this computer to the internet (and check its proxy), "
        "then start again; once set up, Centric works offline.",
    ),
    (
        r"no matching distribution|could not find a version|no solution found|no usable wheels|"
        r"not a supported wheel|no wheels with a matching|marked as `?--no-build|building source",
        "One of the packages does not exist ready-made for this Python ({python} on {system}): Centric was "
        "tried with 64-bit Python {tried}; start centric.py with one of these.",
    ),
)


def explain(output: str) -> str | None:
    """The sentence for what an installer, or the system, said before it failed; None if it is not known."""
    found = next((text for pattern, text in CAUSES if re.search(pattern, output, re.IGNORECASE)), None)
    return found and found.format(
        folder=FOLDER,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        tried=TRIED,
    )


def say(line: str) -> None:
    """Progress goes to stderr: stdout belongs to the command, which may print JSON."""
    print(line, file=sys.stderr, flush=True)


# What is to be set up, and what has been


def wanted() -> dict[str, str]:
    """What a finished set-up must have been made from.

    Raises `SetupError` if the course is not beside this file, or cannot be read.
    """
    try:
        lock = LOCK.read_text(encoding="utf-8")
        project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise SetupError(
            f"centric.py needs the whole course beside it, and {missing.filename} is missing: "
            "download or clone all of Centric and start centric.py there."
        ) from None
    except (OSError, ValueError) as wrong:
        raise SetupError(
            f"pyproject.toml or requirements.lock cannot be read ({wrong}): restore it."
        ) from None
    # Only these parts of pyproject.toml change what is installed; the settings of tools do not.
    course = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("hatch")]
    return {
        "python": "{}-{}.{}".format(sys.implementation.name, *sys.version_info[:2]),
        "platform": f"{sys.platform}-{platform.machine()}",
        "folder": str(FOLDER),  # the scripts in .venv hold this path
        "packages": digest(lock),
        "course": digest(json.dumps(course, sort_keys=True)),
    }


def digest(text: str) -> str:
    """A fingerprint of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_stamp() -> dict | None:
    """What the last set-up wrote: None if there was none, `{}` if what it wrote cannot be read."""
    try:
        written = json.loads(STAMP.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def write_stamp(content: dict) -> None:
    """Write the stamp in one step, so that it is never seen half-written."""
    beside = STAMP.with_suffix(".new")
    beside.write_text(json.dumps(content, indent=1), encoding="utf-8")
    beside.replace(STAMP)


def installed() -> list[str]:
    """The distributions in `.venv`, as `name-version.dist-info`, by looking into one folder."""
    pattern = "Lib/site-packages" if WINDOWS else "lib/python*/site-packages"
    return sorted(info.name for packages in VENV.glob(pattern) for info in packages.glob("*.dist-info"))


def what_differs(want: dict[str, str]) -> str | None:
    """Why the set-up must be made again, in words; None if it stands. Takes milliseconds."""
    have = read_stamp()
    if not have or have.get("state") != "ready":
        return "none was finished here"
    if (have.get("python"), have.get("platform")) != (want["python"], want["platform"]):
        return f"it was made by another Python ({have.get('python')}, {have.get('platform')})"
    if have.get("folder") != want["folder"]:
        return "this folder was moved or copied"
    if have.get("packages") != want["packages"]:
        return "requirements.lock has changed"
    # A dangling link to a Python that is gone counts as missing.
    if not PYTHON.exists() or not set(have.get("distributions", "?")) <= set(installed()):
        return "something in .venv is missing or was replaced"
    if have.get("course") != want["course"] or not COMMAND.exists():
        return "course"
    return None


# The set-up


@contextlib.contextmanager
def only_one() -> Iterator[int]:
    """Hold the guard file, waiting while another set-up of this folder holds it; gives its descriptor.

    The system lets go of it when the holder ends, however it ends. The installer inherits it (POSIX): if a
    set-up is killed and its installer still writes, others wait.
    """
    try:
        guard = os.open(GUARD, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as wrong:
        raise SetupError(
            f"Centric may not write in its own folder {FOLDER} ({wrong.strerror}): move it to a folder of "
            "yours, or make that one writable, then start again."
        ) from None
    told = False
    try:
        while not take(guard):
            if not told:
                say("Another set-up of this folder is under way: waiting for it.")
                told = True
            time.sleep(0.3)
        yield guard
    finally:
        os.close(guard)


def take(guard: int) -> bool:
    """Try to lock the guard file: False while somebody else holds it."""
    if WINDOWS:
        import msvcrt

        try:
            msvcrt.locking(guard, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system that knows no locks: go on without
        return True
    return True


def environment(*unwanted: str, **wanted: str) -> dict[str, str]:
    """The environment without what would mix other packages in."""
    drop = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", *unwanted}
    return {key: value for key, value in os.environ.items() if key.upper() not in drop} | wanted


def installer_environment() -> dict[str, str]:
    """The environment without what would make an installer write elsewhere than in `.venv`, or refuse."""
    elsewhere = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    # The course itself, in its folder, has no hash.
    return environment(*elsewhere, "PIP_REQUIRE_HASHES", "UV_REQUIRE_HASHES", PIP_USER="0", PYTHONUTF8="1")


def run(step: str, command: Sequence[str | Path], guard: int) -> None:
    """Run one step of the set-up, telling twice a minute that it still runs. Raises `SetupError`."""
    say(f"  {step}")
    words = [str(word) for word in command]
    child = subprocess.Popen(
        words,
        cwd=FOLDER,
        env=installer_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if WINDOWS else (guard,),
    )
    began = time.monotonic()
    while True:
        try:
            printed, _ = child.communicate(timeout=30)
            break
        except subprocess.TimeoutExpired:
            say(f"  still at it ({time.monotonic() - began:.0f} s)")
        except BaseException:
            child.terminate()
            child.communicate()
            raise
    if child.returncode != 0:
        with contextlib.suppress(OSError):  # no room for a log: the sentence must do
            LOG.write_text(f"{' '.join(words)}\n{printed}", encoding="utf-8")
        unknown = f"The set-up failed: see what the installer said in {LOG}, mend that, then start again."
        raise SetupError(explain(printed) or unknown)


def quiet(command: Sequence[str | Path]) -> bool:
    """Whether a command ends well; what it prints is not wanted."""
    try:
        words = [str(word) for word in command]
        return subprocess.run(words, capture_output=True, env=installer_environment()).returncode == 0
    except OSError:
        return False


def has_module(name: str) -> bool:
    """Whether this Python has a module of the standard library that some systems leave out."""
    import importlib.util

    return importlib.util.find_spec(name) is not None


@functools.cache
def find_uv() -> str | None:
    """The path of uv, if there is one that runs."""
    uv = shutil.which("uv")
    return uv if uv and quiet([uv, "--version"]) else None


def find_pip(guard: int) -> list[str | Path]:
    """The start of a pip command line that installs into `.venv`: its own pip, or else this Python's."""
    own = [PYTHON, "-I", "-m", "pip"]
    if quiet([*own, "--version"]):
        return own
    if has_module("ensurepip"):
        run("adding pip to it", [PYTHON, "-I", "-m", "ensurepip", "--default-pip"], guard)
        return own
    borrowed = [BASE, "-I", "-m", "pip", "--python", PYTHON]
    if quiet([*borrowed, "--version"]):
        return borrowed
    raise no_venv()


def no_venv() -> SetupError:
    """What to say where Python came without venv or pip, as on Debian."""
    version = "{}.{}".format(*sys.version_info[:2])
    return SetupError(
        f"This Python {version} came without the module for virtual environments: install it (on Debian and "
        f"Ubuntu: sudo apt install python{version}-venv) or install uv, then start again."
    )


def make_everything(want: dict[str, str], guard: int) -> None:
    """Make a new `.venv` with the lock's packages and the course; the stamp comes last."""
    uv = find_uv()
    if not uv and not has_module("venv"):
        raise no_venv()
    VENV.mkdir()
    write_stamp({"state": "begun"})  # from here on the folder is known to be ours
    if uv:
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", BASE, VENV]
    else:
        make = [BASE, "-I", "-m", "venv", "--without-pip", VENV]
    run(f"making .venv with Python {platform.python_version()}", make, guard)
    # Ready-made packages only: building numpy on a laptop takes an hour and then fails.
    if uv:
        sync = [uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", "--no-build"]
        sync += ["--compile-bytecode", LOCK]
    else:
        sync = [*find_pip(guard), "install", *PIP_OPTIONS, "--require-hashes", "--only-binary", ":all:"]
        sync += ["--no-compile", "--requirement", LOCK]
    count = len(re.findall(r"^[a-z0-9].*==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    how = "uv" if uv else "pip"
    run(f"installing some {count} packages with {how}, fetching those that are not here yet", sync, guard)
    if not uv:
        # On all cores, which pip does not. Some packages hold files that are not for this Python: no matter.
        say("  compiling them")
        quiet([PYTHON, "-I", "-m", "compileall", "-qq", "-j", "0", VENV])
    install_course(want, guard)


def install_course(want: dict[str, str], guard: int) -> None:
    """Install the course itself, in place, and write the stamp. Needs no connection."""
    uv = find_uv()
    if uv:
        start = [uv, "pip", "install", "--quiet", "--python", PYTHON]
    else:
        start = [*find_pip(guard), "install", *PIP_OPTIONS]
    course = [*start, "--no-deps", "--no-build-isolation", "--editable", FOLDER]
    run("installing the course itself", course, guard)
    write_stamp({"state": "ready", **want, "distributions": installed()})


def remove(path: Path) -> None:
    """Delete a `.venv` (or the link that stands for one), if it is there."""
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def tidy() -> None:
    """Bring the folder back to one `.venv` after a set-up that was killed.

    Raises `SetupError` if there is a `.venv` that this file did not make: it is not ours to change.
    """
    have = read_stamp()
    if have is None and VENV.exists() and not (VENV.is_dir() and not any(VENV.iterdir())):
        raise SetupError(f"{VENV} was not made by centric.py: rename it or delete it, then start again.")
    finished = bool(have) and have.get("state") == "ready"
    if not finished:
        remove(VENV)
        if ASIDE.exists():
            ASIDE.rename(VENV)
    else:
        remove(ASIDE)


def set_up(want: dict[str, str]) -> None:
    """Make `.venv` anew, keeping the old one aside until the new one stands.

    Raises `SetupError` with one sentence; what was there before is there afterwards.
    """
    with only_one() as guard:
        reason = what_differs(want)
        if reason is None:  # somebody else made it while we waited
            return
        tidy()
        reason = what_differs(want)
        began = time.monotonic()
        if reason == "course":
            say("Renewing the installation of the course.")
            install_course(want, guard)
        elif reason is not None:
            renew = VENV.exists()
            if renew:
                say(f"Setting up Centric anew: {reason}.")
                try:
                    VENV.rename(ASIDE)
                except OSError as wrong:
                    raise SetupError(
                        f"{VENV} cannot be replaced ({wrong.strerror}): close JupyterLab and whatever else "
                        "uses it, then start again."
                    ) from None
            else:
                say("Setting up Centric. This happens once, and takes a minute or a few.")
            try:
                make_everything(want, guard)
            except BaseException:
                with contextlib.suppress(OSError):
                    remove(VENV)
                    if renew:
                        ASIDE.rename(VENV)
                raise
            with contextlib.suppress(OSError):  # Windows: a file may be in use; the next set-up removes it
                remove(ASIDE)
        LOG.unlink(missing_ok=True)
        say(f"Ready after {time.monotonic() - began:.0f} s.")


# Handing over


def hand_over(words: Sequence[str]) -> int:
    """Become the `centric` command (POSIX), or run it and give its exit code (Windows)."""
    # As if .venv were activated, so that `!pip` and `jupyter` in a notebook mean the ones in .venv.
    path = os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", os.defpath)])
    activated = environment(VIRTUAL_ENV=str(VENV), PATH=path)
    command = [str(COMMAND), *words]
    try:
        if not WINDOWS:
            os.execve(command[0], command, activated)
        child = subprocess.Popen(command, env=activated)
    except OSError as wrong:
        raise SetupError(
            f"The command in .venv does not start ({wrong.strerror}): delete .venv, then start again."
        ) from None
    while True:
        # Ctrl-C reaches the child too: it decides what to do, and we wait for it.
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()


def main(words: Sequence[str]) -> int:
    """Set up what is missing, then hand over. Gives the command's exit code; 1: no set-up; 130: Ctrl-C."""
    if not words:
        print(HELP, end="")
        return 0
    try:
        want = wanted()
        if what_differs(want) is not None:
            set_up(want)
        return hand_over(words)
    except SetupError as wrong:
        say(f"centric: {wrong}")
    except OSError as wrong:
        unknown = f"The set-up stopped ({wrong}): mend that, then start again."
        say(f"centric: {explain(f'os error {wrong.errno}') or unknown}")
    except KeyboardInterrupt:
        say("\ncentric: stopped; the next start does the set-up again.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
