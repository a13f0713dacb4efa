"""`centric.py` when it cannot go on: one sentence that says what to do, exit code 1, nothing lost."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def sentence(done, *words, steps=True):
    """The one sentence of a failure: holds these words, no traceback, and says what to do."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("centric: ")]
    assert len(said) == 1, done.stderr
    assert said[0] == done.stderr.splitlines()[-1]
    for word in words:
        assert word in said[0]
    assert re.search(r"start again|start centric\.py|restore it", said[0]), "it does not say what to do"
    if not steps:
        assert len(done.stderr.splitlines()) == 1
    return said[0]


@pytest.fixture(params=["uv", pytest.param("pip", marks=pytest.mark.slow)])
def either(request):
    """The same course, set up by uv and by pip."""
    return request.getfixturevalue("course" if request.param == "uv" else "course_pip")


def test_offline(either):
    for wheel in either.wheels.iterdir():
        wheel.unlink()
    either.unplug()
    sentence(either.start("x"), "could not be fetched", "internet")
    assert not either.venv.exists()


def test_offline_with_a_new_lock_keeps_the_old_environment(either):
    assert either.start("x").returncode == 0
    before = {path: path.lstat().st_mtime_ns for path in either.venv.rglob("*")}
    old = (either.folder / "requirements.lock").read_text(encoding="utf-8")
    either.lock("1.1", "none")
    either.unplug()
    sentence(either.start("x"), "could not be fetched")
    assert {path: path.lstat().st_mtime_ns for path in either.venv.rglob("*")} == before
    (either.folder / "requirements.lock").write_text(old, encoding="utf-8")
    assert either.start("x").stderr == ""


def test_a_package_with_another_hash_is_not_used(either):
    either.lock("1.0", "1.0")
    lock = either.folder / "requirements.lock"
    other = re.sub("sha256:.{64}", "sha256:" + "0" * 64, lock.read_text(encoding="utf-8"))
    lock.write_text(other, encoding="utf-8")
    sentence(either.start("x"), "requirements.lock", "not used")
    assert not either.venv.exists()


def test_a_package_that_does_not_exist_for_this_python(either):
    either.lock("1.0", "1.0", tag="cp27-cp27mu-manylinux1_x86_64")
    sentence(either.start("x"), "does not exist ready-made for this Python", "3.11 to 3.13")


def test_a_python_without_venv(course_pip, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['venv'] = None\n", encoding="utf-8")
    version = "python{}.{}-venv".format(*sys.version_info[:2])
    sentence(course_pip.start("x", PYTHONPATH=str(tmp_path)), f"sudo apt install {version}", "uv")
    assert not course_pip.venv.exists()


def test_an_environment_that_somebody_else_made_is_left_alone(course_pip):
    course_pip.venv.mkdir()
    (course_pip.venv / "thesis.py").write_text("42", encoding="utf-8")
    sentence(course_pip.start("x"), ".venv was not made by centric.py", "rename it or delete it", steps=False)
    assert (course_pip.venv / "thesis.py").read_text(encoding="utf-8") == "42"


def test_a_file_in_the_place_of_the_environment_is_left_alone(course_pip):
    course_pip.venv.write_text("notes", encoding="utf-8")
    sentence(course_pip.start("x"), "not made by centric.py", steps=False)
    assert course_pip.venv.read_text(encoding="utf-8") == "notes"


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_centric_py_alone(course_pip, file):
    (course_pip.folder / file).unlink()
    sentence(course_pip.start("x"), file, "clone all of Centric", steps=False)


def test_a_damaged_pyproject(course_pip):
    (course_pip.folder / "pyproject.toml").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    sentence(course_pip.start("x"), "pyproject.toml", "cannot be read", steps=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows starts programs in its own way")
def test_a_command_that_does_not_start(course):
    course.start("x")
    command = course.venv / "bin" / "centric"
    command.write_text("#!/nowhere/python\n", encoding="utf-8")
    sentence(course.start("x"), "does not start", "delete .venv", steps=False)


def test_a_failure_that_nobody_foresaw_leaves_what_the_installer_said(course):
    backend = course.folder / "toybackend.py"
    backend.write_text("raise RuntimeError('the roof is on fire')\n", encoding="utf-8")
    said = sentence(course.start("x"), "centric-setup.log")
    log = course.folder / "centric-setup.log"
    assert str(log) in said
    assert "the roof is on fire" in log.read_text(encoding="utf-8")


# Disks: bubblewrap lends a small one and a read-only one


def in_a_box(course, *box):
    """Start `centric.py` with other disks; skips where bubblewrap is missing or may not do it."""
    bwrap = shutil.which("bwrap")
    start = [bwrap, "--dev-bind", "/", "/", *box]
    if not bwrap or subprocess.run([*start, "/bin/true"], capture_output=True).returncode:
        pytest.skip("bubblewrap is not here, or may not mount")
    here = (
        "import os, shutil, sys; a, b = sys.argv[1:]; a == b or shutil.copytree(a, b, dirs_exist_ok=True);"
        "os.execv(sys.executable, [sys.executable, b + '/centric.py', 'x'])"
    )
    target = course.folder.with_name("disk") if "--tmpfs" in box else course.folder
    command = [*start, sys.executable, "-c", here, str(course.folder), str(target)]
    return subprocess.run(command, env=course.environment, capture_output=True, encoding="utf-8", timeout=300)


@pytest.mark.parametrize("size", [250_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_a_full_disk(either, size):
    disk = either.folder.with_name("disk")
    disk.mkdir()
    either.environment["UV_LINK_MODE"] = "copy"
    either.lock("1.0", "1.0", toy="x" * 3_000_000)
    sentence(in_a_box(either, "--size", str(size), "--tmpfs", str(disk)), "disk is full", "make room")


def test_a_folder_that_may_not_be_written(course_pip):
    folder = str(course_pip.folder)
    done = in_a_box(course_pip, "--ro-bind", folder, folder)
    sentence(done, "may not write in its own folder", "move it to a folder of yours", steps=False)


# Older Pythons


def test_an_older_python_is_told_in_one_sentence(course_pip):
    old = "import sys, runpy; sys.version_info = (3, 9, 1, 'final', 0); runpy.run_path(sys.argv[1])"
    command = [sys.executable, "-c", old, str(course_pip.folder / "centric.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "needs Python 3.11 or newer and this is Python 3.9" in done.stderr


def test_older_pythons_can_read_the_file(starter):
    text = Path(starter.__file__).read_text(encoding="ascii")  # Python 2 takes nothing else
    ast.parse(text, feature_version=(3, 7))


@pytest.mark.slow
def test_older_pythons_that_are_here_say_it(starter):
    names = [f"python3.{minor}" for minor in range(6, 11)]
    answers = []
    for name in names:
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            done = subprocess.run([found, starter.__file__, "lab"], capture_output=True, encoding="utf-8")
            answers.append((done.returncode, done.stderr))
    if not answers:
        pytest.skip("no older Python on this computer")
    for code, said in answers:
        assert code == 1
        assert said.startswith("Centric needs Python 3.11 or newer")
        assert len(said.splitlines()) == 1


def test_the_oldest_python_is_the_one_of_pyproject(starter):
    project = tomllib.loads((starter.PROJECT).read_text(encoding="utf-8"))
    oldest = project["project"]["requires-python"].removeprefix(">=")
    text = Path(starter.__file__).read_text(encoding="utf-8")
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in text
    assert starter.TRIED.startswith(oldest)


# What installers print, and what is made of it

PRINTED = {
    "uv, no space": (
        "Failed to install: x\n  Caused by: No space left on device (os error 28)",
        "disk is full",
    ),
    "pip, no space": ("Could not install packages due to an OSError: [Errno 28] No space", "disk is full"),
    "Windows, no space": ("Caused by: There is not enough space on the disk. (os error 112)", "disk is full"),
    "pip, permission": ("[Errno 13] Permission denied: '/home/x/.venv/lib'", "may not write"),
    "Windows, in use": ("[WinError 5] Access is denied: 'C:\\x\\.venv'", "may not write"),
    "pip, long path": ("this system does not have Windows Long Path support enabled", "too long"),
    "uv, offline": (
        "Failed to fetch: `http://x/simple/toy/`\n  Caused by: error sending request\n  Caused by: dns error",
        "could not be fetched",
    ),
    "pip, offline": (
        "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
        "ERROR: Could not find a version that satisfies the requirement toy==1.0",
        "could not be fetched",
    ),
    "pip, certificate": (
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]",
        "be trusted",
    ),
    "pip, hash": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not used"),
    "pip, no wheel": ("ERROR: No matching distribution found for toy==1.0", "does not exist ready-made"),
}


@pytest.mark.parametrize("case", PRINTED)
def test_what_installers_print_is_understood(starter, case):
    printed, words = PRINTED[case]
    assert words in starter.explain(printed)


def test_what_is_not_understood_is_not_guessed(starter):
    assert starter.explain("error: the moon is in the wrong house") is None
