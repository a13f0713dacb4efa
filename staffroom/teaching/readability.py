"""The text can be read by everyone: school grade, length of sentences, no belittling words, no idioms.

Grade after Kincaid et al. (1975), "Derivation of new readability formulas for Navy enlisted personnel":
0.39 * words per sentence + 11.8 * syllables per word - 15.59.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from staffroom.lessons.source import Lesson, released
from staffroom.teaching.answers import read_yaml
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.words import blocks, sentences, syllables, words

GRADE, SENTENCE = 9.0, 17.0
#: A sentence this long is shown, so that an average does not hide it.
LONG = 35


def grade(found: list[str]) -> float:
    """Flesch-Kincaid grade of some sentences."""
    tokens = [word for sentence in found for word in words(sentence)]
    if not found or not tokens:
        return 0.0
    per_word = sum(syllables(word) for word in tokens) / len(tokens)
    return 0.39 * len(tokens) / len(found) + 11.8 * per_word - 15.59


@cache
def unwanted(lesson: str = "") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words and phrases that a lesson does without, all lessons' and its own, with the pattern of each."""
    lists = read_yaml(Path(__file__).with_name("wording.yaml"))
    phrases = [*lists["belittling"], *lists["idioms"], *lists["by_lesson"].get(lesson, [])]
    return tuple((p, re.compile(rf"(?<![\w-]){re.escape(p)}(?![\w-])", re.I)) for p in phrases)


def measure(lesson: Lesson) -> Result:
    """Grade the text of a lesson as a whole, and show its hardest cells."""
    findings: list[Finding] = []
    by_cell = [(cell, sentences(released(cell))) for cell in lesson.cells if cell.is_prose]
    everything = [sentence for _, found in by_cell for sentence in found]
    lengths = [len(words(sentence)) for sentence in everything]
    mean = sum(lengths) / len(lengths) if lengths else 0.0
    level = grade(everything)
    if level > GRADE:
        findings.append(about(lesson, f"reading grade {level:.1f}; {GRADE:g} at most"))
    if mean > SENTENCE:
        findings.append(about(lesson, f"{mean:.1f} words in a sentence on average; {SENTENCE:g} at most"))
    for cell, found in by_cell:
        text = "\n".join(blocks(released(cell), headings=True))
        for phrase, pattern in unwanted(lesson.path.stem):
            if pattern.search(text):
                findings.append(at(lesson, cell, f"'{phrase}'"))
        for sentence in found:
            if len(words(sentence)) > LONG:
                findings.append(
                    at(lesson, cell, f"a sentence of {len(words(sentence))} words: {sentence[:60]}...")
                )
    hardest = sorted(((grade(found), cell) for cell, found in by_cell), key=lambda pair: -pair[0])[:3]
    notes = [f"hardest: line {cell.line_no}, grade {level_:.1f}" for level_, cell in hardest]
    value = f"grade {level:.1f}, {mean:.1f} words a sentence"
    return Result("readability", value, "grade ≤ 9, ≤ 17 words", findings, notes)
