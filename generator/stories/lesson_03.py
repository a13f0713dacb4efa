"""Lesson 03: what is a customer worth."""

from __future__ import annotations

from generator.stories.model import Story

LESSON = "03_lifetime_value"

STORIES: tuple[Story, ...] = ()
