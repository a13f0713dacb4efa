"""Lesson 06: the whole way."""

from __future__ import annotations

from generator.stories.model import Story

LESSON = "06_journeys"

STORIES: tuple[Story, ...] = ()
