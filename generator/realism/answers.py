"""What is measured on answers to a survey: their shape, and who answers."""

from __future__ import annotations

import numpy as np

from generator.realism.log import Log


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
    """Mean squared distance from the mean of those who answered, divided by that of those who did not."""
    answered, silent = log.answers.feeling_answered, log.answers.feeling_silent
    return float(np.mean(answered**2) / np.mean(silent**2))
