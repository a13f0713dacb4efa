"""Lesson 02: how healthy is the base."""

from __future__ import annotations

from generator.stories.model import Story

LESSON = "02_customer_base_audit"

STORIES: tuple[Story, ...] = ()
