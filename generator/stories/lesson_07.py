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
    Story("two-bonuses-against-equity", LESSON, "Revenue and newcomers are paid for, and go against equity for each customer as estimated (higher rank correlation of the two).",
          "organisation.bonuses: follows; growth_per_week", teams.revenue_and_newcomers_against_equity, -1.0, -0.05),
    Story("only-two-against-equity", LESSON, "All other measures go better with customer equity (difference of correlations).",
          "organisation.bonuses: slope", teams.only_two_against_equity, 0.0, 2.0),
    Story("two-against-true-equity", LESSON, "They go against true equity for each customer too (higher rank correlation of the two).",
          "organisation.bonuses: follows; growth_per_week", teams.against_true_equity, -1.0, -0.05, truth=True),
    Story("line-results-are-revenue", LESSON, "Product's results are its lines' revenue (lowest correlation of a line's).",
          "organisation.bonuses.product", teams.line_results_are_revenue, 0.8, 1.0),
    Story("estimate-goes-with-truth", LESSON, "From the second year on, equity as finance estimates it goes with true equity (correlation over months).",
          "organisation.kept", teams.estimate_goes_with_truth, 0.7, 1.0, truth=True),
    Story("estimate-is-low", LESSON, "… and is far below it at the end (ratio).",
          "organisation.kept", teams.estimate_is_low, 0.35, 0.95, truth=True),
    Story("training-lifts-ratings", LESSON, "Tickets of trained clerks are rated better (points for a day of training).",
          "organisation.training.rating", teams.training_lifts_ratings, 0.0, 0.15),
    Story("training-saves-hand-offs", LESSON, "… and change hands less often (hand-offs for a day of training).",
          "organisation.training.hand_offs", teams.training_saves_hand_offs, -0.10, 0.0),
    Story("limit-saves-hand-offs", LESSON, "Clerks who may refund more pass on less (hand-offs for a point of the log of the limit).",
          "organisation.refund_limits_eur", teams.limit_saves_hand_offs, -0.40, -0.02),
    Story("unclear-decisions-wait", LESSON, "Decisions with two accountable departments or none take far longer (ratio of mean days).",
          "organisation.decisions: doubly_times, nobody_times", teams.unclear_decisions_wait, 1.3, 5.0),
    Story("score-rises-alone", LESSON, "The stores' score rises while it is worked on, and equity falls (points: last year less the one before).",
          "organisation.bonuses: drift", teams.score_rises_alone, 3.0, 30.0),
    Story("paid-ratings-rise", LESSON, "Clerks paid on ratings get better ones (difference in differences, points).",
          "organisation.rating_bonus", teams.paid_ratings_rise, 0.1, 1.5),
    Story("fewer-are-asked", LESSON, "… because fewer of their tickets are rated (difference of shares).",
          "organisation.rating_bonus.silence", teams.fewer_ratings, -0.35, -0.08),
    Story("paid-value-does-not", LESSON, "Their customers do not buy again more often (difference in differences of shares, without sign).",
          "nothing: a check", teams.paid_value_does_not, 0.0, 0.16),
)  # fmt: skip
