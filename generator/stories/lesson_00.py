"""Lesson 00: who is the customer."""

from __future__ import annotations

from generator.stories import research
from generator.stories.model import Story

LESSON = "00_meet_fernhill"

STORIES: tuple[Story, ...] = research.STORIES_00
