"""The files that a newcomer reads: their links lead somewhere, their commands exist, their numbers agree."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-TEXT.md")


def read(file):
    """The text of a file of the repository."""
    return (ROOT / file).read_text(encoding="utf-8")


def links():
    """Every link of the pages to something in the repository."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)", read(page)):
            if "://" not in target:
                yield page, target


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_a_link_leads_somewhere(page, target):
    assert (ROOT / target).exists(), f"{page} points to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_a_folder_or_file_that_is_named_exists(page):
    for name in re.findall(r"`((?:\.?[\w-]+/)+[\w.-]*|[\w-]+\.(?:py|yml|toml|lock|md|cff))`", read(page)):
        assert (ROOT / name).exists(), f"{page} names {name}"


def test_the_picture_has_words():
    (words,) = re.findall(r"!\[([^\]]+)\]\(docs/lesson-01\.png\)", read("README.md"))
    assert len(words.split()) >= 20


def commands():
    """Every word that the pages tell a reader to type after `centric`."""
    for page in PAGES:
        typed = re.findall(r"^```console\n(.*?)^```|`([^`\n]+)`", read(page), re.MULTILINE | re.DOTALL)
        for text in map("".join, typed):
            yield from re.findall(r"\bcentric(?:\.py)? ([a-z]+)", text)


@pytest.mark.parametrize("word", sorted(set(commands())))
def test_a_command_that_is_named_exists(word):
    command = [sys.executable, "-c", "import sys, staffroom.cli as c; sys.exit(c.main())", word, "--help"]
    assert subprocess.run(command, capture_output=True).returncode == 0, f"there is no centric {word}"


def test_the_help_of_centric_py_names_commands_that_exist(starter):
    words = re.findall(r"centric\.py ([a-z]+)", starter.HELP)
    assert words == ["lab", "test", "demo"]
    assert all(f"python3 centric.py {word}" in read("README.md") for word in words)


def test_versions_agree():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == project["version"]
    assert set(citation["license"]) == set(project["license"].split(" AND "))
    assert all((ROOT / file).stat().st_size > 500 for file in project["license-files"])
    oldest = project["requires-python"].removeprefix(">=")
    assert f"Python {oldest} or newer" in read("README.md")


def test_hooks_run_what_is_installed_and_fetch_nothing():
    config = yaml.safe_load(read(".pre-commit-config.yaml"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/")


def test_ci_is_a_script_that_bash_understands():
    script = ROOT / ".ci" / "run"
    if sys.platform == "win32":
        pytest.skip("bash is not at home on Windows")
    assert script.stat().st_mode & 0o100, ".ci/run cannot be started"
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).returncode == 0
    assert 'step "tests" python3 centric.py test\n' in script.read_text(encoding="utf-8")
    assert "python3 centric.py test" in read("README.md")
