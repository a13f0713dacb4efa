"""Lesson 07: who owns the customer."""

from __future__ import annotations

from generator.stories.model import Story

LESSON = "07_organisation"

STORIES: tuple[Story, ...] = ()
