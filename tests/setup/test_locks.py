"""The locks: exact, hashed, in step with pyproject.toml, and without the name of any host."""

import re
import shutil

import pytest

from tools import lock


@pytest.fixture
def copy(tmp_path):
    """The locks and pyproject.toml in a folder where they may be spoilt."""
    for file in (*lock.LOCKS, "pyproject.toml"):
        shutil.copy(lock.ROOT / file, tmp_path)
    return tmp_path


def spoil(folder, file, pattern, by):
    """Replace the first place where a pattern is found."""
    path = folder / file
    text, found = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert found, "the pattern is not there: the test would test nothing"
    path.write_text(text, encoding="utf-8")


def test_the_locks_are_in_step_with_pyproject():
    assert lock.problems() == []


def test_no_host_is_named():
    for file in lock.LOCKS:
        text = (lock.ROOT / file).read_text(encoding="utf-8")
        assert not re.search(r"://|^-|index|find-links|trusted", text, re.MULTILINE)


def test_the_learners_lock_holds_no_browser_and_no_repo2docker():
    locked, _ = lock.read_lock((lock.ROOT / lock.MAIN).read_text(encoding="utf-8"))
    others = {"playwright", "jupyter-repo2docker", "docker", "moto", "boto3"}
    assert not others & {line.name for line in locked}


@pytest.mark.parametrize(
    ("file", "pattern", "by", "says"),
    [
        ("pyproject.toml", r'"pandas>=[^"]*"', '"pandas>=99"', "pyproject.toml asks for pandas>=99"),
        (
            "pyproject.toml",
            r'  "pandas',
            '  "leftpad>=1",\n  "pandas',
            "leftpad is in pyproject.toml but not locked",
        ),
        ("pyproject.toml", r'"playwright>=[^"]*"', '"playwright<1"', "requirements-browser.lock: playwright"),
        (lock.MAIN, r"^pandas==.*\\$", r"pandas>=3 \\", "pandas>=3 is not one exact version"),
        (lock.MAIN, r"^arrow==(.*?) \\\n(    --hash=.*\\\n)*    --hash=.*$", r"arrow==\1", "has no hash"),
        (
            lock.MAIN,
            r"^alembic",
            "--index-url https://example.org\nalembic",
            "is no package with an exact version",
        ),
        (
            lock.MAIN,
            r"^alembic==\S+",
            "alembic @ https://example.org/a.whl",
            "is no package with an exact version",
        ),
        ("requirements-binder.lock", r"^idna==\S+", "idna==0.1", "idna is at 0.1, but requirements.lock has"),
    ],
)
def test_what_is_wrong_is_named(copy, file, pattern, by, says):
    spoil(copy, file, pattern, by)
    found = lock.problems(copy)
    assert len(found) == 1, found
    assert says in found[0]


def test_a_missing_lock_is_named(copy):
    (copy / "requirements-browser.lock").unlink()
    assert lock.problems(copy) == ["requirements-browser.lock is missing."]
