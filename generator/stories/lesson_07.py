"""Lesson 07: who owns the customer."""

from __future__ import annotations

from generator.stories import teams
from generator.stories.model import Story

LESSON = "07_organisation"

STORIES: tuple[Story, ...] = (
    Story("talk-follows-lines", LESSON, "The network is parted by product line, not by segment (difference of modularities).",
          "organisation.stage", teams.lines_before_segments, 0.3, 0.8),
    Story("pilot-is-seen", LESSON, "A pilot team for a segment talks within itself from its first month on (difference of shares).",
          "organisation.pilot", teams.pilot_is_seen, 0.12, 0.6),
    Story("pilot-slips-back", LESSON, "With bonuses as they were, the pilot slips back within a year (difference of shares).",
          "organisation.pilot.half_life", teams.pilot_slips_back, -0.4, -0.04),
    Story("nobody-or-two-decide", LESSON, "Some decisions have two accountable departments or none (number).",
          "organisation.decisions", teams.without_one_accountable, 7, 7),
    Story("two-bonuses-against-equity", LESSON, "Revenue and newcomers are paid for, and go against customer equity (higher correlation of the two).",
          "organisation.bonuses: equity_tie", teams.revenue_and_newcomers_against_equity, -0.98, -0.15),
    Story("only-two-against-equity", LESSON, "All other measures go better with customer equity (difference of correlations).",
          "organisation.bonuses: equity_tie", teams.only_two_against_equity, 0.0, 2.0),
    Story("score-rises-alone", LESSON, "The stores' score rises while it is worked on (points of plan).",
          "organisation.bonuses: drift", teams.score_rises_alone, 3.0, 30.0),
    Story("paid-ratings-rise", LESSON, "Clerks paid on ratings get better ones (difference in differences, points).",
          "organisation.rating_bonus", teams.paid_ratings_rise, 0.1, 1.5),
    Story("fewer-are-asked", LESSON, "… because fewer of their tickets are rated (difference of shares).",
          "organisation.rating_bonus.silence", teams.fewer_ratings, -0.35, -0.08),
    Story("paid-value-does-not", LESSON, "Their customers do not buy again more often (difference in differences of shares, without sign).",
          "nothing: a check", teams.paid_value_does_not, 0.0, 0.16),
)  # fmt: skip
