"""Lesson 00: who is the customer."""

from __future__ import annotations

from generator.stories import identity, late_parcels, research
from generator.stories.model import Story

LESSON = "00_meet_fernhill"

STORIES: tuple[Story, ...] = (
    *research.STORIES_00,
    *late_parcels.STORIES,
    Story("five-counts", LESSON, "accounts, people, households and recent buyers are four numbers (smallest ratio of neighbours)",
          "accounts.*.opens, demography.together, dropout", identity.counts_apart, low=1.08),
    Story("silent-advocates", LESSON, "some who brought others buy nothing themselves any more (share of those who brought others)",
          "referral, dropout", identity.silent_advocates, low=0.10, high=0.70),
    Story("email-finds-few", LESSON, "the same e-mail address finds less than half of the accounts that are one person (recall)",
          "accounts.*.first_email", identity.email_recall, low=0.30, high=0.55, truth=True),
    Story("names-merge-strangers", LESSON, "the same name merges strangers (precision)",
          "popularity of names", identity.name_precision, high=0.83, truth=True),
    Story("rules-find-people", LESSON, "a few rules together find nearly all (F1)",
          "accounts", identity.rules_f1, low=0.90, truth=True),
    Story("movers-are-split", LESSON, "rules on name, year of birth and address miss more of those who moved between two accounts (difference of recalls)",
          "accounts.moves_a_year", lambda x: identity.split(x, "moved"), 0.20, 0.72, truth=True),
    Story("new-names-are-split", LESSON, "and nearly all of those who changed their name (difference of recalls)",
          "accounts.new_names_a_year", lambda x: identity.split(x, "changed name"), 0.60, 0.95, truth=True),
    Story("review-tells-m", LESSON, "pairs that a clerk has reviewed tell how often one person's accounts agree in a field (largest error)",
          "accounts.review", identity.error_of_m, high=0.22, truth=True),
    Story("review-tells-u", LESSON, "and how often those of two people do (largest error)",
          "accounts.review", identity.error_of_u, high=0.06, truth=True),
    Story("clerk-errs", LESSON, "the clerk is wrong now and then (share of the pairs)",
          "accounts.review.wrong", identity.clerk_errs, 0.001, 0.05, truth=True),
    Story("phone-chains-couples", LESSON, "one telephone number in some belongs to two people of one household (share of numbers of several accounts)",
          "accounts.home_phone, demography.together", identity.chained, 0.04, 0.14, truth=True),
    Story("never-bought-advocates", LESSON, "some who brought others never bought anything (share of those who brought others)",
          "referral.never_bought", identity.never_bought, 0.10, 0.27),
)  # fmt: skip
