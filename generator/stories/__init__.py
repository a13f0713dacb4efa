"""Everything planted, in one list: for which lesson, what it looks like in the data, and how strong it is.

A story is a statistic that any student can compute from the observable tables (or, where marked, one that
needs the truth), with bounds inside which it lies on practically every seed. The tests hold each on many
seeds; a lesson may rely on a story and on nothing else.
"""

from generator.stories import (
    lesson_00,
    lesson_01,
    lesson_02,
    lesson_03,
    lesson_04,
    lesson_05,
    lesson_06,
    lesson_07,
)
from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

LESSONS = (lesson_00, lesson_01, lesson_02, lesson_03, lesson_04, lesson_05, lesson_06, lesson_07)
STORIES: tuple[Story, ...] = tuple(story for lesson in LESSONS for story in lesson.STORIES)

__all__ = ["STORIES", "Ledger", "Story", "once"]
