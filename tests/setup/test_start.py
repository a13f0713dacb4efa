"""`centric.py`: sets up once, hands every word over, and takes changes and interruptions in its stride."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

HIDE_ENSUREPIP = "import sys\nsys.modules['ensurepip'] = None\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and links of POSIX systems")


def told(done):
    """What the made-up command printed: stdout must hold that and nothing else."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_without_a_word_it_says_what_to_type_and_makes_nothing(course_pip):
    done = course_pip.start()
    assert done.returncode == 0
    assert all(f"centric.py {word}" in done.stdout for word in ("lab", "test", "demo", "--help"))
    assert not course_pip.venv.exists()


def test_first_start_sets_up_and_hands_every_word_over(course):
    done = course.start("--help", "two words", "--json", PYTHONPATH="elsewhere")
    assert told(done)["words"] == ["--help", "two words", "--json"]
    assert told(done)["toy"] == "1.0"
    assert "Ready" in done.stderr


@pytest.mark.slow
def test_the_command_runs_as_if_the_environment_were_activated(course):
    environment = told(course.start("x", PYTHONPATH="elsewhere"))["env"]
    assert environment["VIRTUAL_ENV"] == str(course.venv)
    assert environment["PATH"].split(os.pathsep)[0].startswith(str(course.venv))
    assert environment["PYTHONPATH"] is None


def test_second_start_says_and_changes_nothing(course):
    course.start("x")
    stamp = (course.venv / "centric-setup.json").stat().st_mtime_ns
    done = course.start("x", PATH="")  # not even uv is looked for
    assert told(done)["words"] == ["x"]
    assert done.stderr == ""
    assert (course.venv / "centric-setup.json").stat().st_mtime_ns == stamp


def test_the_exit_code_is_the_commands(course):
    assert course.start("exit", "7").returncode == 7


@pytest.mark.slow
def test_without_uv_pip_does_it(course_pip):
    done = course_pip.start("x")
    assert told(done)["toy"] == "1.0"
    assert "with pip" in done.stderr
    assert list(course_pip.venv.rglob("__pycache__/toy.*.pyc")), "bytecode is not compiled"


@pytest.mark.slow
def test_uv_compiles_bytecode(course):
    course.start("x")
    assert list(course.venv.rglob("__pycache__/toy.*.pyc"))


@pytest.mark.slow
def test_without_ensurepip_the_pip_of_this_python_serves(course_pip, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(HIDE_ENSUREPIP, encoding="utf-8")
    if subprocess.run([sys._base_executable, "-I", "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("the Python under this one has no pip to lend")
    done = course_pip.start("x", PYTHONPATH=str(hidden))
    assert told(done)["toy"] == "1.0"
    assert not list(course_pip.venv.rglob("pip-*.dist-info"))


# What changes afterwards


def test_a_new_lock_is_followed(course):
    course.start("x")
    course.lock("1.1", "1.1")
    done = course.start("x")
    assert told(done)["toy"] == "1.1"
    assert "requirements.lock has changed" in done.stderr
    assert not (course.folder / ".venv.old").exists()


def test_a_new_pyproject_renews_only_the_course(course):
    course.start("x")
    package = next(course.venv.rglob("toy.py"))
    package.write_text("# as it was\n", encoding="utf-8")
    project = course.folder / "pyproject.toml"
    with project.open("a", encoding="utf-8") as file:
        file.write('description = "new"\n')
    done = course.start("x")
    assert told(done)
    assert "Renewing" in done.stderr
    assert package.read_text(encoding="utf-8") == "# as it was\n"


@pytest.mark.slow
def test_settings_of_tools_do_not_count(course):
    course.start("x")
    project = course.folder / "pyproject.toml"
    with project.open("a", encoding="utf-8") as file:
        file.write("[tool.ruff]\nline-length = 99\n")
    assert course.start("x").stderr == ""


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        pytest.param("python", "cpython-3.10", "another Python", marks=pytest.mark.slow),
        pytest.param("platform", "atari-68000", "another Python", marks=pytest.mark.slow),
        pytest.param("folder", "/elsewhere", "moved or copied", marks=pytest.mark.slow),
    ],
)
def test_what_was_made_for_another_place_is_made_anew(course, key, value, words):
    course.start("x")
    course.change_stamp(**{key: value})
    done = course.start("x")
    assert told(done)["toy"] == "1.0"
    assert words in done.stderr
    assert course.stamp[key] != value


@pytest.mark.slow
def test_a_moved_folder_is_set_up_anew(course):
    course.start("x")
    course.folder = course.folder.rename(course.folder.with_name("moved"))
    course.venv = course.folder / ".venv"
    assert told(course.start("x"))["env"]["VIRTUAL_ENV"] == str(course.venv)


@pytest.mark.slow
@POSIX
def test_a_python_that_is_gone_is_noticed(course):
    course.start("x")
    python = course.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    done = course.start("x")
    assert told(done)
    assert "something in .venv is missing" in done.stderr


@pytest.mark.slow
def test_a_package_that_was_removed_comes_back(course):
    course.start("x")
    shutil.rmtree(next(course.venv.rglob("toy-1.0.dist-info")))
    assert told(course.start("x"))["toy"] == "1.0"


@pytest.mark.slow
def test_a_damaged_stamp_means_a_new_set_up(course):
    course.start("x")
    (course.venv / "centric-setup.json").write_text("{", encoding="utf-8")
    assert "Ready" in course.start("x").stderr


# Interrupted, and two at once


def slow_uv(course, tmp_path):
    """A uv that says when it begins to install, and goes on when it may: a file `go` lies beside `began`."""
    folder = tmp_path / "slow"
    folder.mkdir()
    script = folder / "uv"
    script.write_text(
        f"#!/bin/sh\ncase $2 in sync) echo >> {folder}/began; n=0\n"
        f"while [ ! -e {folder}/go ] && [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.05; done;; esac\n"
        f'exec {shutil.which("uv")} "$@"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    return folder / "began", {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def wait_for(path):
    """Until a file is there."""
    end = time.monotonic() + 300
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} did not come"
        time.sleep(0.02)


@POSIX
def test_a_killed_set_up_is_done_again_after_its_installer_has_ended(course, tmp_path):
    began, path = slow_uv(course, tmp_path)
    first = course.begin("x", **path)
    wait_for(began)
    first.kill()
    second = course.begin("x")
    waits = any("waiting for it" in line for line in second.stderr)
    assert waits, "the installer of the killed set-up still wrote"
    began.with_name("go").touch()
    out, _ = second.communicate(timeout=300)
    first.communicate()
    assert second.returncode == 0 and json.loads(out)["toy"] == "1.0"
    assert course.stamp["state"] == "ready"


@POSIX
def test_ctrl_c_ends_the_set_up_and_leaves_nothing_half_made(course, tmp_path):
    began, path = slow_uv(course, tmp_path)
    started = course.begin("x", **path)
    wait_for(began)
    os.killpg(started.pid, signal.SIGINT)
    _, printed = started.communicate(timeout=300)
    assert started.returncode == 130
    assert "stopped" in printed
    assert "Traceback" not in printed
    assert not course.venv.exists()


@pytest.mark.slow
@POSIX
def test_ctrl_c_while_renewing_leaves_the_old_one(course, tmp_path):
    course.start("x")
    old = course.stamp
    course.lock("1.1", "1.1")
    began, path = slow_uv(course, tmp_path)
    started = course.begin("x", **path)
    wait_for(began)
    os.killpg(started.pid, signal.SIGINT)
    started.communicate(timeout=300)
    assert course.stamp == old
    course.lock("1.0", "1.0")
    assert course.start("x").stderr == ""


@POSIX
def test_killed_while_renewing_the_next_start_finds_the_old_one(course, tmp_path):
    course.start("x")
    course.lock("1.1", "1.1")
    began, path = slow_uv(course, tmp_path)
    started = course.begin("x", **path)
    wait_for(began)
    os.killpg(started.pid, signal.SIGKILL)
    started.communicate()
    course.lock("1.0", "1.0")
    done = course.start("x")
    assert told(done)["toy"] == "1.0"
    assert "installing" not in done.stderr
    assert not (course.folder / ".venv.old").exists()


def test_two_set_ups_at_once_make_one_environment(course):
    both = [course.begin("first"), course.begin("second")]
    printed = [one.communicate(timeout=300) for one in both]
    assert [one.returncode for one in both] == [0, 0], printed
    assert sum("Ready" in errors for _, errors in printed) == 1
    assert sorted(json.loads(out)["words"][0] for out, _ in printed) == ["first", "second"]


# Windows has no exec: the command runs beside, and its exit code is passed


@pytest.mark.slow
def test_where_there_is_no_exec_the_exit_code_is_passed(course, starter, monkeypatch):
    course.start("x")
    monkeypatch.setattr(starter, "WINDOWS", True)
    monkeypatch.setattr(starter, "COMMAND", next(course.venv.glob("[bS]*/centric*")))
    assert starter.hand_over(["exit", "5"]) == 5
