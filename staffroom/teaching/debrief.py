"""The debrief holds on companies that its author has never seen, and tells a student's own company alone.

On each of some companies with their truth it is made for students who said nothing, something, or nonsense,
and for each word that it knows how to answer, said as an answer or as a guess, alike or not.
It must keep the rules of `debrief.blocks`, its first figure must tell what `stories.py` says is true, and
what one student is told must not depend on who came before. It may reach for nothing but its arguments.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffroom.debrief.blocks import TRUTH, Block, Figure, faults, words_of
from staffroom.debrief.said import of
from staffroom.debrief.script import FILE, Facts, Script, load
from staffroom.lessons import stories
from staffroom.lessons.source import Lesson
from staffroom.teaching.companies import CUSTOMERS
from staffroom.teaching.finding import Finding, Result, about
from staffroom.teaching.trials import Trials

if TYPE_CHECKING:
    from generator import Company

BAR = "no fault, ≤ 250 words, headline true"
FIRST_SEED = 501
#: What a debrief may import: its words, numbers, and the lesson's own files.
MAY_IMPORT = {"math", "numpy", "pandas", "reference", "staffroom.debrief.blocks", "staffroom.debrief.said"}
#: Values that a notebook may hold where a share, an amount or a table is asked for.
VALUES: tuple[Any, ...] = (0.25, 0.0, -3.5, 1.0, 41.0, 1e15, "x < y & z", [1.0, 2.0], {"a": 1.0}, True)
#: A sane number, for guesses of numbers while others are words.
SANE = 41.0


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Make the debrief on one company more than the lesson is tried on (two in the usual run)."""
    folder = lesson.path.parent
    script = load(folder)
    if script is None:
        return Result("debrief", "none", BAR)
    told = stories.load(folder)
    wrong = _reaches(folder / FILE)
    most = 0
    count = len(companies) + 1
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        company = _company(seed)
        found, words = _on(script, told, company, lesson)
        wrong += [f"on the company with seed {seed}: {what}" for what in found]
        most = max(most, words)
    findings: list[Finding] = [about(lesson, f"{FILE}: {what}") for what in dict.fromkeys(wrong)]
    return Result("debrief", f"≤ {most} words on {count} companies", BAR, findings)


def sayings(script: Script, lesson: Lesson, facts: Facts) -> Iterator[Any]:
    """What students may have said: nothing, each value everywhere, and each two words that are known."""
    guessed = {
        str(cell.name): _options(lesson, str(cell.name)) for cell in lesson.cells if cell.kind == "predict"
    }
    yield of({})
    for value in (*VALUES, *_by_name(facts)):
        yield _said(script, value, dict.fromkeys(guessed, value))
    options = [option for some in guessed.values() for option in some]
    words = list(dict.fromkeys([*known_words(lesson.path.parent / FILE), *options]))
    for answer, guess in itertools.product((*words, SANE, None), words):
        yield _said(script, answer, {name: guess if some else SANE for name, some in guessed.items()})


def known_words(path: Path) -> list[str]:
    """The words that a debrief looks for: compared with `==`, or sought with `in` in a list of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lists = [
        (target.id, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    found: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        for sought in (node.left, *node.comparators):
            if isinstance(sought, ast.Name):
                found += [text for name, value in lists if name == sought.id for text in _texts(value)]
            else:
                found += _texts(sought)
    return list(dict.fromkeys(found))


def _texts(node: ast.expr) -> list[str]:
    """The text of a literal, the keys of a dict of texts, the members of a list, tuple or set of them."""
    parts: Sequence[ast.expr | None] = [node]
    if isinstance(node, ast.Dict):
        parts = node.keys
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        parts = node.elts
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _by_name(facts: Facts) -> Iterator[dict[str, float]]:
    """A number for each name in a list that the facts hold, as a student gives one for each channel."""
    for names in facts.values():
        if isinstance(names, (list, tuple)) and names and all(isinstance(name, str) for name in names):
            yield dict.fromkeys(names, SANE)


def _said(script: Script, answer: Any, guesses: dict[str, Any]) -> Any:
    answers = {} if answer is None else dict.fromkeys(script.asks, answer)
    told = {name: {"value": value, "confidence": 3} for name, value in guesses.items()}
    return of({"answers": answers, "guesses": told})


def _company(seed: int) -> Company:
    from generator import make_company

    return make_company(customers=CUSTOMERS, seed=seed, truth=True)


def _on(
    script: Script, told: stories.Stories | None, company: Company, lesson: Lesson
) -> tuple[list[str], int]:
    """What is wrong with the debriefs of one company, and the words of the longest."""
    found: list[str] = []
    most = 0
    try:
        facts = script.facts(company)
    except Exception as error:
        return [f"`facts` stops with {type(error).__name__}: {error}"], 0
    alone: list[Sequence[Block]] = []
    said = list(sayings(script, lesson, facts))
    for one in said:
        try:
            blocks = script.blocks_of(facts, dict(one.answers), dict(one.guesses))
            found += [f"{what} (where the student said {one.as_dict()})" for what in faults(blocks)]
            most = max(most, words_of(blocks))
            alone.append(blocks)
        except Exception as error:
            found.append(
                f"it stops with {type(error).__name__}: {error} (where the student said {one.as_dict()})"
            )
    if found:
        return found[:3], most
    again = list(script.blocks_of(facts, dict(said[0].answers), dict(said[0].guesses)))
    if again != list(alone[0]):
        found.append("it tells a student something else after others were told")
    return found + _headline(script, told, company, alone[0]), most


def _headline(
    script: Script, told: stories.Stories | None, company: Company, blocks: Sequence[Block]
) -> list[str]:
    """What the first figure tells, held against the lesson's facts."""
    name, times = script.headline
    facts = told.facts(company) if told else {}
    if name not in facts:
        return [f"stories.py has no fact `{name}`, which HEADLINE names"]
    figure = next(block for block in blocks if isinstance(block, Figure))
    bar = next((bar for bar in figure.bars if bar.kind == TRUTH), None)
    if bar is None or bar.value is None:
        return ["its first figure has no bar that is the truth"]
    right = times * facts[name]
    if abs(bar.value - right) > 0.5:
        return [f"its first figure tells {bar.value:g}, and the truth is {right:.1f}"]
    return [] if bar.says in figure.title else [f"the title of its first figure does not tell {bar.says}"]


def _reaches(path: Path) -> list[str]:
    """Where the file reaches for more than its arguments: other imports, files."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        elif isinstance(node, ast.Name) and node.id in ("open", "__import__", "eval", "exec"):
            found.append(f"line {node.lineno}: `{node.id}` reaches for more than this student's company")
        found += [
            f"line {node.lineno}: it imports {name}; {', '.join(sorted(MAY_IMPORT))} will do"
            for name in names
            if name not in MAY_IMPORT
        ]
    return found


def _options(lesson: Lesson, name: str) -> list[str]:
    from classroom import lessons
    from generator.errors import UserError

    try:
        about_it = lessons.read(lesson.name).predictions.get(name)
    except UserError:
        return []
    return list(about_it.options) if about_it and about_it.options else []
