"""Lesson 03: what is a customer worth."""

from __future__ import annotations

from generator.stories import acquisition, base, membership
from generator.stories.model import Story

LESSON = "03_lifetime_value"

STORIES: tuple[Story, ...] = (
    *base.STORIES_03,
    *acquisition.STORIES_03,
    Story("club-average-misleads", LESSON, "after 24 months more are still members than the first year's average churn says (difference of shares)",
          "club.plans: alpha, beta", membership.average_misleads, low=0.06),
    Story("club-churn-falls", LESSON, "whoever has stayed long leaves more rarely (churn of months 1–3 over that of months 10–18)",
          "club.plans: alpha, beta", membership.churn_falls, low=1.2),
    Story("club-dearer-stays", LESSON, "members of the dearer plan stay longer (difference of shares after a year)",
          "club.plans: beta", membership.dearer_stays, low=0.0),
    Story("club-use-tells", LESSON, "use in the first months tells who renews (share after a year, upper less lower third)",
          "club.usage.churn", membership.use_tells, low=0.02),
    Story("club-use-fades", LESSON, "use falls before a member leaves (last whole month over three months before)",
          "club.usage.fading", membership.use_fades, high=0.8),
)  # fmt: skip
