"""Lesson 00: who is the customer."""

from __future__ import annotations

from generator.stories.model import Story

LESSON = "00_meet_fernhill"

STORIES: tuple[Story, ...] = ()
