"""The files that a newcomer reads: their links lead somewhere, their commands exist, their numbers agree."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from spoken import say

ROOT = Path(__file__).resolve().parents[2]
FRONT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-TEXT.md")
DOCS = tuple(sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
PAGES = (*FRONT, *DOCS, "datasets/README.md", "solutions/README.md")
RUN = ("docs/making.md", "docs/fernhill.md")
"""Pages whose commands and code are run, in order, in an empty folder."""
ELSEWHERE = ("s3://", "tcp://", "--engine dask", "--plot")
"""Commands that need more than a folder, or long to load; other tests run their like."""
STUDENTS = ("docs/fernhill.md", "datasets/README.md")


def read(file):
    """The text of a file of the repository."""
    return (ROOT / file).read_text(encoding="utf-8")


def links():
    """Every link of the pages to something in the repository: page, target, heading in it."""
    for page in PAGES:
        for target, _, heading in re.findall(r"\]\(([^)#\s]*)(#([^)\s]+))?\)", read(page)):
            if "://" not in target:
                yield page, target, heading


def addresses(page):
    """The addresses of a page's headings."""
    for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize(("page", "target", "heading"), list(links()))
def test_a_link_leads_somewhere(page, target, heading):
    place = (ROOT / page).parent / target if target else ROOT / page
    assert place.exists(), f"{page} points to {target}"
    if heading:
        assert heading in set(addresses(place)), f"{page} points to {target}#{heading}"


@pytest.mark.parametrize("page", FRONT)
def test_a_folder_or_file_that_is_named_exists(page):
    for name in re.findall(r"`((?:\.?[\w-]+/)+[\w.-]*|[\w-]+\.(?:py|yml|toml|lock|md|cff))`", read(page)):
        assert (ROOT / name).exists(), f"{page} names {name}"


@pytest.mark.parametrize("page", PAGES)
def test_a_place_in_the_repository_that_is_named_exists(page):
    made = {"feedback", "grades", "submitted", "roster", "personal"}
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()} - made
    for name in re.findall(r"(?<![\w/.])((?:[\w-]+/)+[\w.-]+\.\w+)", read(page)):
        if name.partition("/")[0] in tops:
            places = (ROOT / name, (ROOT / page).parent / name)
            assert any(place.exists() for place in places), f"{page} names {name}"


def test_the_picture_has_words():
    (words,) = re.findall(r"!\[([^\]]+)\]\(docs/lesson-01\.png\)", read("README.md"))
    assert len(words.split()) >= 20


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_has_words(page):
    assert all(len(words.split()) >= 8 for words in re.findall(r"!\[([^\]]*)\]", read(page)))


def typed(page):
    """What a page gives to type: lines of console blocks, indented lines, and what is in backticks."""
    text = read(page)
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"^    (centric .+)$", text, re.MULTILINE)
    yield from (" ".join(words.split()) for words in re.findall(r"`([^`]+)`", text))


def commands():
    """Every word that the pages tell a reader to type after `centric`, with the options they give it."""
    found = {}
    for page in PAGES:
        for line in typed(page):
            # in a group of commands the second word belongs to the name
            for word, rest in re.findall(r"\bcentric(?:\.py)? ((?:roster )?[a-z]+)([^`]*)", line):
                found.setdefault(word, set()).update(re.findall(r"(?<=\s)--[a-z-]+", rest))
    return found


@pytest.mark.parametrize(("word", "options"), sorted(commands().items()))
def test_a_command_that_is_named_exists_and_takes_its_options(word, options, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")
    code, said, _ = say(capsys, *word.split(), "--help")
    assert code == 0, f"there is no centric {word}"
    unknown = [option for option in options if not re.search(rf"{option}\b(?!-)", said)]
    assert not unknown, f"centric {word} does not take {unknown}"


def blocks(page):
    """The fenced blocks of a page: language and text, in order."""
    return re.findall(r"^```(\w+)\n(.*?)^```", read(page), re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN)
def test_what_a_page_says_to_type_runs(page, tmp_path, monkeypatch, capsys):
    from staffroom.cli import main

    monkeypatch.chdir(tmp_path)
    ran = 0
    for language, text in blocks(page):
        if language == "yaml":
            name = re.match(r"# (\w+\.yaml)\n", text)
            assert name, f"the first line of a YAML block in {page} must be a remark with its file's name"
            Path(name[1]).write_text(text, encoding="utf-8")
        elif language == "python":
            exec(compile(text, page, "exec"), {})
            ran += 1
        elif language == "console":
            for line in text.splitlines():
                if not any(mark in line for mark in ELSEWHERE):
                    assert line.startswith("centric "), line
                    assert main(line.split()[1:]) == 0, f"{line}: {capsys.readouterr().err}"
                    ran += 1
    assert ran >= 4


def test_every_scenario_is_named_for_the_student():
    from generator.scenario.read import preset_names

    listed = re.findall(r"^- `(\w+)`.*?;? ?(?:`(\w+)`|$)", read("docs/fernhill.md"), re.MULTILINE)
    assert sorted({name for names in listed for name in names if name} | {"fernhill"}) == preset_names()


@pytest.mark.parametrize("page", STUDENTS)
def test_a_page_for_students_names_nothing_that_is_planted(page):
    from generator.stories import STORIES

    text = read(page)
    assert "docs/planted.md" not in text and "planted.md" not in text and "distance.md" not in text
    assert [story.name for story in STORIES if story.says in text or f"`{story.name}`" in text] == []


def test_every_table_that_students_see_is_named_for_them():
    from generator.schema import TABLES

    seen = [name for name, table in TABLES.items() if not table.truth]
    assert [name for name in seen if f"`{name}`" not in read("docs/fernhill.md")] == []
    named = [name for name, table in TABLES.items() if table.truth and name in read("docs/fernhill.md")]
    assert named == [], "a page for students does not name truth tables"


def test_the_list_of_what_is_planted_is_up_to_date():
    run = subprocess.run([sys.executable, str(ROOT / "tools" / "planted.py"), "--check"], capture_output=True)
    assert run.returncode == 0, run.stderr.decode(errors="replace")


def test_the_extrapolation_follows_from_its_formulas(tmp_path):
    """Twice the orders are twice the customers; blocks ten times as large are a tenth as many."""
    from generator import generate

    spec = importlib.util.spec_from_file_location("extrapolate", ROOT / "benchmarks" / "extrapolate.py")
    script = importlib.util.module_from_spec(spec)
    sys.modules["extrapolate"] = script
    spec.loader.exec_module(script)
    generate(tmp_path / "c", customers=300, seed=1)
    sample = script.Sample.of(tmp_path / "c")
    small, large, coarse = (
        dict(row[:2] for row in script.answer(sample, orders, 1e7, block, 8))
        for orders, block in ((1e9, 20_000), (2e9, 20_000), (1e9, 200_000))
    )

    def number(rows, what):
        return float(rows[what].split()[0].replace(",", ""))

    assert number(large, "customers") == pytest.approx(2 * number(small, "customers"), rel=0.01)
    assert number(large, "blocks") == pytest.approx(2 * number(small, "blocks"), rel=0.01)
    assert number(coarse, "blocks") == pytest.approx(number(small, "blocks") / 10, rel=0.01)
    assert number(coarse, "CPU time") == number(small, "CPU time")
    assert number(small, "tasks") == 2 * number(small, "blocks")


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
