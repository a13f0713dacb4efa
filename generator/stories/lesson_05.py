"""Lesson 05: listening is not asking."""

from __future__ import annotations

from generator.stories import listening
from generator.stories.model import Story

LESSON = "05_feedback_loops"

STORIES: tuple[Story, ...] = listening.STORIES
