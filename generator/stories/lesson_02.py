"""Lesson 02: how healthy is the base."""

from __future__ import annotations

from generator.stories import acquisition, base, lines
from generator.stories.model import Story

LESSON = "02_customer_base_audit"

STORIES: tuple[Story, ...] = (
    *base.STORIES_02,
    *acquisition.STORIES_02,
    Story("revenue-rises", LESSON, "Revenue of the last year is above that of the year before (growth).",
          "growth_per_week, before", lines.revenue_growth, 0.04, 0.36),
    Story("existing-customers-shrink", LESSON, "Those who were customers a year ago spend less than before (growth).",
          "dropout", lines.existing_revenue_growth, -0.5, -0.01),
    Story("cohorts-worsen", LESSON, "Fewer of the later customers buy again within 13 weeks (difference of shares, first less last third).",
          "ties.cohort", lines.cohorts_worsen, 0.0, 0.25),
    Story("double-jeopardy", LESSON, "Small lines have fewer buyers, and these buy them less often (correlation of logs, Terra apart).",
          "needs.*.preferences", lines.double_jeopardy, 0.7, 1.0),
    Story("terra-breaks-the-law", LESSON, "Terra's few buyers buy it more often than a line of its size should see (ratio).",
          "needs.*.preferences.Terra", lambda x: lines.expected_frequency(x, "Terra"), 1.08, 1.7),
)  # fmt: skip
