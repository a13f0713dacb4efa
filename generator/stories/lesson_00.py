"""Lesson 00: who is the customer."""

from __future__ import annotations

from generator.stories import identity, research
from generator.stories.model import Story

LESSON = "00_meet_fernhill"

STORIES: tuple[Story, ...] = (
    *research.STORIES_00,
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
)  # fmt: skip
