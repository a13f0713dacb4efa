"""Stories about words: what a plain lexicon makes of what customers write in surveys."""

from __future__ import annotations

import re

import pandas as pd

from generator import text
from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

LESSON = "05_feedback_loops"
MOODS = {"negative": -1, "neutral": 0, "positive": 1}


@once
def judged(ledger: Ledger) -> pd.DataFrame:
    """Verbatims: the true `sentiment`, and `found`: 1, 0 or -1, as more words are positive or negative."""
    truth = ledger.table("truth_texts")
    surveys = ledger.table("surveys")[["survey_id", "verbatim"]].dropna()
    frame = surveys.merge(truth[truth["source"] == "surveys"], left_on="survey_id", right_on="text_id")
    positive, negative = text.lexicon()

    def score(words: str) -> int:
        found = re.findall(r"[a-z'-]+", words.lower())
        total = sum(word in positive for word in found) - sum(word in negative for word in found)
        return (total > 0) - (total < 0)

    frame["found"] = [score(words) for words in frame["verbatim"]]
    return frame


def mixed_called_praise(ledger: Ledger) -> float:
    """Share of mixed verbatims that the lexicon calls positive."""
    frame = judged(ledger)
    return float((frame.loc[frame["sentiment"] == "mixed", "found"] == 1).mean())


def lexicon_right(ledger: Ledger) -> float:
    """Share of the other verbatims of which the lexicon finds the mood."""
    frame = judged(ledger)
    plain = frame[frame["sentiment"] != "mixed"]
    return float((plain["found"] == plain["sentiment"].map(MOODS)).mean())


STORIES: tuple[Story, ...] = (
    Story("mixed-complaints-look-like-praise", LESSON,
          "of verbatims that praise one thing and complain of another, a lexicon calls most positive (share)",
          "texts.mixed_praise, texts.mixed_complaint", mixed_called_praise, low=0.58, truth=True),
    Story("lexicon-is-often-right", LESSON,
          "counting a lexicon's words finds the mood of most other verbatims, not of all (share)",
          "texts.complaint, texts.praise", lexicon_right, low=0.56, high=0.72, truth=True),
)  # fmt: skip
