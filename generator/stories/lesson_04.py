"""Lesson 04: different customers, differently."""

from __future__ import annotations

from generator.stories import base, best_worst, markets, offers, research
from generator.stories.model import Story

LESSON = "04_segmentation"

STORIES: tuple[Story, ...] = (
    *base.STORIES_04,
    *research.STORIES_04,
    *best_worst.STORIES,
    *offers.STORIES,
    Story("regions-differ", LESSON, "storage and garden sell better on the coast than in the north (difference of shares of order lines)",
          "needs.*.regions", markets.regions_differ, low=0.02),
    Story("shrinking-helps", LESSON, "raw shares of small cities scatter more than they differ (error of shrunken over raw)",
          "demography.city_spread", markets.shrinking_helps, high=1.0),
    Story("best-customers-pass-over", LESSON, "targeting the best customers passes over a protected group that nothing names (ratio of rates)",
          "demography.protected_spend", markets.passed_over, high=0.80, truth=True),
    Story("equal-rates-cost-little", LESSON, "equal rates for both keep nearly all the value (share)",
          "demography.protected_spend", markets.equal_rates_keep, low=0.95, truth=True),
    Story("device-hints", LESSON, "an old phone hints at the group (share among its owners over share among all)",
          "demography.protected_devices", markets.device_hints, low=2.0, truth=True),
)  # fmt: skip
