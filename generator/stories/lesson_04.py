"""Lesson 04: different customers, differently."""

from __future__ import annotations

from generator.stories import research
from generator.stories.model import Story

LESSON = "04_segmentation"

STORIES: tuple[Story, ...] = research.STORIES_04
