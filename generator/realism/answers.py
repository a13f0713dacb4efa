"""What is measured on answers to a survey: their shape, and who answers."""

from __future__ import annotations

import numpy as np

from generator.realism.log import Log

EXTREME = (0, 1, 2, 9, 10)
UNIFORM = 5 / 9
"""Bimodality coefficient of scores that are all equally common."""


def bimodality(log: Log) -> float:
    """Bimodality coefficient of the scores: (skewness² + 1) / kurtosis, corrected for the sample's size.

    Above 5/9 (the uniform distribution) scores gather at two ends (SAS/STAT's coefficient; see Pfister et
    al. 2013, Frontiers in Psychology 4:700).
    """
    scores = np.asarray(log.answers.scores, dtype=np.float64)
    n, off = len(scores), scores - scores.mean()
    second, third, fourth = (np.mean(off**k) for k in (2, 3, 4))
    skew = third / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    excess = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    return float((skew**2 + 1) / (excess + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))))


def extremeness(log: Log) -> float:
    """Share of extreme scores (0 to 2, 9, 10) among those who answered, divided by that among the others."""
    answered, silent = log.answers.would_answered, log.answers.would_silent
    return float(np.isin(answered, EXTREME).mean() / np.isin(silent, EXTREME).mean())
