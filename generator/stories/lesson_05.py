"""Lesson 05: listening is not asking."""

from __future__ import annotations

from generator.stories import advocacy, listening, trial_effects, wording
from generator.stories.model import Story

LESSON = "05_feedback_loops"

STORIES: tuple[Story, ...] = (
    *listening.STORIES,
    *wording.STORIES,
    *trial_effects.FEEDBACK,
    Story("contented-bring-others", LESSON, "those who bring others are more content than the rest (difference of normal scores)",
          "referral.satisfaction", advocacy.contented_bring, low=0.20, truth=True),
    Story("brought-are-worth-more", LESSON, "those who were brought by others are worth more in their first year (ratio of margins)",
          "channels.referral, ties.channel", advocacy.brought_are_worth, low=1.1),
)  # fmt: skip
