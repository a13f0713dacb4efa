"""Lesson 06: the whole way."""

from __future__ import annotations

from generator.stories import front_line, steps, through_the_house, trial_effects, ways_in
from generator.stories.model import Story

LESSON = "06_journeys"

STORIES: tuple[Story, ...] = (
    *trial_effects.PRESSURE,
    *ways_in.STORIES,
    *through_the_house.STORIES,
    *steps.STORIES,
    Story("waiting-is-not-linear", LESSON, "At about 95 % load tickets wait many times as long as at 80 % (ratio of means).",
          "service.waiting", front_line.waits_by_load, 5.0, 20.0),
    Story("same-day-solves-sooner", LESSON, "The same-day rule takes days off the time to solve a ticket (difference in differences).",
          "market.same_day.working_time", front_line.same_day_solves_sooner, -4.0, -0.6),
    Story("same-day-rated-better", LESSON, "Tickets under the same-day rule are rated better (difference in differences, points).",
          "market.same_day.rating", front_line.same_day_rated_better, 0.1, 2.0),
    Story("same-day-placebo", LESSON, "Dated eight months too early, the rule has less effect (share of the true one).",
          "nothing: a check", front_line.placebo_is_smaller, 0.0, 1.0),
    Story("refund-limit-has-an-optimum", LESSON, "A ticket is worth most with a middle refund limit (EUR above the better of low and high).",
          "service.claims, organisation.refund_limits_eur", front_line.limit_has_an_optimum, 0.0, 15.0),
    Story("hand-offs-cost-ratings", LESSON, "Each hand-off costs points of rating (slope).",
          "service.mood.hand_off", front_line.hand_offs_cost_ratings, -1.0, -0.4),
    Story("hand-offs-cost-repurchase", LESSON, "Each hand-off costs repurchase within eight weeks (slope of a share).",
          "service.lost_per_hand_off, ties.service_satisfaction", front_line.hand_offs_cost_repurchase, -0.12, 0.0),
)  # fmt: skip
