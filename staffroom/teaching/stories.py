"""What a lesson says of a student's company is true of companies that its author has never seen.

`stories.py` beside the lesson says which sentences could fail, and by which facts they are held. Each of them
is looked for in the lesson's text, and tried on companies with their truth, made for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from staffroom.lessons import stories
from staffroom.lessons.source import Lesson
from staffroom.lessons.stories import Stories
from staffroom.teaching import crew
from staffroom.teaching.finding import Result, about
from staffroom.teaching.trials import Trials

FIRST_SEED = 5001
#: Fewer than students get: what holds here, where chance is larger, holds there.
CUSTOMERS = 5000
BAR = "in the text, true everywhere"


def measure(
    lesson: Lesson, companies: Sequence[Path | None] = (None,), trials: Trials | None = None
) -> Result:
    """Hold the lesson's sentences against as many companies as it is tried on."""
    told = stories.load(lesson.path.parent)
    if told is None:
        return Result("stories", "none", BAR)
    findings = [about(lesson, f"not in the text: {one!r}") for one in lost(lesson, told)]
    seeds = range(FIRST_SEED, FIRST_SEED + len(companies))
    where_false: dict[str, list[int]] = {}
    for seed, wrong in sorted(
        crew.each(seeds, _start, (lesson.path.parent,), trials.workers if trials else 1)
    ):
        for what in wrong:
            where_false.setdefault(what, []).append(seed)
    for what, where in where_false.items():
        findings.append(about(lesson, f"{what} on {len(where)} of {len(seeds)} companies ({where[0]} …)"))
    value = f"{len(told.sentences)} sentence{'s' * (len(told.sentences) != 1)} on {len(seeds)} companies"
    return Result("stories", value, BAR, findings)


def lost(lesson: Lesson, told: Stories) -> list[str]:
    """The sentences that stand nowhere in the lesson's text."""
    text = re.sub(r"^# ?", "", lesson.path.read_text(encoding="utf-8"), flags=re.M)
    text = re.sub(r"\s+", " ", text)
    return [sentence for sentence in told.sentences if sentence not in text]


def false(told: Stories, seed: int) -> list[str]:
    """What is not true on the company with this seed, or how the facts stop there."""
    from generator import make_company

    try:
        facts = told.facts(make_company(customers=CUSTOMERS, seed=seed, truth=True))
        return [f"not true: {sentence!r}" for sentence, true in told.sentences.items() if not true(facts)]
    except Exception as error:
        return [f"{stories.FILE} stops with {type(error).__name__}: {error}"]


def _start(folder: Path) -> Callable[[int], list[str]]:
    """What a process of the crew does with a seed."""
    told = stories.load(folder)
    assert told is not None
    return partial(false, told)
