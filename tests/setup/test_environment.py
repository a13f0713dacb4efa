"""environment.yml: the lock's versions, nothing missing, and what Binder's own builder makes of it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import environment, lock

ROOT = lock.ROOT
BINDER = {
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "python_version": "3.12",
    "python_full_version": "3.12.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


@pytest.fixture(scope="module")
def written():
    """environment.yml, read as conda reads it."""
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def packages(written):
    """What pip is to install, by name."""
    listed = [Requirement(text) for text in written["dependencies"][-1]["pip"]]
    names = [canonicalize_name(line.name) for line in listed]
    assert len(set(names)) == len(names), "a package is listed twice"
    return dict(zip(names, listed, strict=True))


def test_it_is_what_its_script_writes():
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == environment.environment()


def test_python_is_exact_and_binder_finds_no_other_folder(written):
    assert written["dependencies"][:2] == ["python=3.12", "pip"]
    assert not (ROOT / ".binder").exists()
    assert not (ROOT / "binder").exists()
    assert (ROOT / "postBuild").exists()


def test_every_version_is_the_locks(packages):
    locked, _ = lock.read_lock((ROOT / lock.MAIN).read_text(encoding="utf-8"))
    versions = {
        line.name: line.version
        for line in locked
        if line.requirement.marker is None or line.requirement.marker.evaluate(BINDER)
    }
    for name, line in packages.items():
        if line.marker is None or line.marker.evaluate(BINDER):
            assert str(line.specifier) == f"=={versions[name]}", name


def test_everything_that_pyproject_asks_for_is_there(packages):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for text in project["project"]["dependencies"] + project["build-system"]["requires"]:
        wish = Requirement(text)
        (pin,) = packages[canonicalize_name(wish.name)].specifier
        assert wish.specifier.contains(pin.version), text


def test_the_tools_for_tests_stay_out(packages):
    assert not {"pytest", "hypothesis", "ruff", "playwright"} & set(packages)


def test_nothing_that_a_listed_package_needs_is_missing(packages):
    looked_at = 0
    for name, line in packages.items():
        try:
            needs = [Requirement(text) for text in requires(name) or []]
        except PackageNotFoundError:
            assert line.marker is not None, f"{name} is not installed here: what it needs is not known"
            continue
        looked_at += 1
        for need in needs:
            if need.marker is None or need.marker.evaluate(BINDER | {"extra": ""}):
                (pin,) = packages[canonicalize_name(need.name)].specifier
                assert need.specifier.contains(pin.version, prereleases=True), f"{name} needs {need}"
    assert looked_at > len(packages) * 0.9


def test_a_change_of_the_lock_shows(tmp_path):
    for file in (lock.MAIN, "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path)
    path = tmp_path / lock.MAIN
    path.write_text(
        re.sub(r"(?m)^pandas==\S+", "pandas==9.9", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert "pandas==9.9" in environment.environment(tmp_path)


# What needs more than this folder: a connection, a second Python, bash


def run(*command, **options):
    """Run a command; gives what it printed, and fails with that."""
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", errors="replace", **options)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def new_venv(folder, python, *packages):
    """A virtual environment with these packages; skips only if no registry can be reached."""
    uv = shutil.which("uv")
    inside = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if uv:
        run(uv, "venv", "--quiet", "--python", python, folder)
        install = [uv, "pip", "install", "--quiet", "--python", inside, *packages]
    else:
        run(python, "-m", "venv", folder)
        install = [inside, "-m", "pip", "install", "--quiet", *packages]
    done = subprocess.run([str(word) for word in install], capture_output=True, encoding="utf-8")
    offline = r"dns error|error sending request|NewConnectionError|getaddrinfo|ProxyError|unreachable"
    if done.returncode and re.search(offline, done.stderr):
        pytest.skip("no package registry can be reached from here")
    assert done.returncode == 0, done.stderr
    return inside


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="repo2docker does not run on Windows")
def test_what_repo2docker_reads(tmp_path):
    python = new_venv(
        tmp_path / "venv", sys.executable, "--require-hashes", "-r", ROOT / "requirements-binder.lock"
    )
    course = tmp_path / "course"
    run("git", "clone", "--quiet", "--no-local", "--depth", "1", ROOT, course)
    for file in ("environment.yml", "postBuild", "pyproject.toml"):  # as they are now, committed or not
        shutil.copy(ROOT / file, course)
    read = run(python.with_name("jupyter-repo2docker"), "--no-build", "--debug", course)
    assert "Building conda environment for python=3.12" in read
    assert re.search(r"environment.*3-2e12.*\.lock|environment.*3\.12.*\.lock", read), (
        "not Binder's own set for 3.12"
    )
    assert re.search(r'env update .*--file "environment.yml"', read)
    assert "RUN ./postBuild" in read
    # It copies environment.yml alone before it installs: nothing in it may need the rest of the folder.
    assert read.index("environment.yml ${REPO_DIR}/environment.yml") < read.index("RUN ./postBuild")


def python_312():
    """A Python 3.12 of this computer, or None."""
    for name in (sys.executable, "python3.12", *Path.home().glob(".pyenv/versions/3.12*/bin/python")):
        found = shutil.which(name)
        ask = "import sys; sys.exit(sys.version_info[:2] != (3, 12))"
        if found and subprocess.run([found, "-c", ask], capture_output=True).returncode == 0:
            return found
    return None


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="postBuild is for bash")
def test_the_environment_installs_and_postbuild_runs(tmp_path, written):
    base = python_312()
    if base is None:
        pytest.skip("no Python 3.12 on this computer")
    listed = tmp_path / "listed.txt"
    listed.write_text("\n".join(written["dependencies"][-1]["pip"]) + "\npip\n", encoding="utf-8")
    # pip itself comes from conda, in Binder.
    python = new_venv(tmp_path / "venv", base, "--no-deps", "-r", listed)
    course = tmp_path / "course"
    run("git", "clone", "--quiet", "--no-local", "--depth", "1", ROOT, course)
    for file in ("environment.yml", "postBuild", "pyproject.toml"):
        shutil.copy(ROOT / file, course)
    outside = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    activated = outside | {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",  # everything that building the course needs is in the list
    }
    run("bash", "./postBuild", cwd=course, env=activated)
    assert run(python, "-m", "pip", "check", env=activated).startswith("No broken requirements")
    run(python, "-c", "import classroom, generator, staffroom", cwd=tmp_path, env=activated)
