"""Registered accounts as the systems hold them."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER

ACCOUNT = Column("account_id", "id", "Number of the account; it says nothing about the person.", low=1)

ACCOUNTS = Table(
    "accounts",
    "registered account",
    "what each system holds of the people who registered with it, as it was typed in; a person may have one in each",
    ("account_id",),
    (
        ACCOUNT,
        Column(
            "system",
            "text",
            "System that holds it: web shop, app or store card. The store's knows only capitals.",
            values=("web", "app", "store"),
        ),
        Column("first_name", "text", "First name as given: also nicknames, initials and typing errors."),
        Column("last_name", "text", "Last name as given."),
        Column(
            "email",
            "prose",
            "E-mail address as given (invented; may be shared in a household); missing if none.",
            nullable=True,
        ),
        Column(
            "phone",
            "prose",
            "Telephone number as given (invented; may be shared in a household), digits only; missing if none.",
            nullable=True,
        ),
        Column(
            "birth_year",
            "count",
            "Year of birth as given; missing if not asked or not told.",
            "year",
            nullable=True,
            low=1880,
            high=2060,
        ),
        Column(
            "street",
            "text",
            "Street as given, sometimes cut short; missing if no address was given.",
            nullable=True,
        ),
        Column(
            "house_number",
            "count",
            "Number of the house; missing if no address was given.",
            "house number",
            nullable=True,
            low=1,
            high=999,
        ),
        Column("city", "text", "City; missing if no address was given.", nullable=True),
        Column("opened_on", "date", "Day on which the account was opened."),
    ),
)

REVIEWED_PAIRS = Table(
    "reviewed_pairs",
    "pair of accounts that a clerk has judged",
    "whether two accounts are one person, judged by a clerk who looked at both for some hundred pairs: all that are one among the accounts of some customers, and a random sample of those that are not",
    ("account_a", "account_b"),
    (
        Column("account_a", "id", "One account, that with the lower number.", low=1, refers="accounts.account_id"),
        Column("account_b", "id", "The other.", low=1, refers="accounts.account_id"),
        Column("reviewed_on", "date", "Day of the judgement; there is none before it.", few=True),
        Column("same_person", "flag", "Whether the clerk says that both are one person. When some were looked at again, about one judgement in fifty was wrong."),
    ),
    per="company",
)  # fmt: skip

TRUTH_LIFE_EVENTS = Table(
    "truth_life_events",
    "move or change of name",
    "who moved house or changed her surname, and when; accounts opened before show the old, later ones the new",
    ("customer_id", "event"),
    (
        CUSTOMER,
        Column("event", "text", "What happened.", values=("moved", "changed name")),
        Column("happened_on", "date", "Day on which it happened: the first one that shows the new."),
        Column("street", "text", "New street, in the same city; missing if she did not move.", nullable=True),
        Column("house_number", "count", "New number of the house; missing if she did not move.", "house number", nullable=True, low=1, high=999),
        Column("last_name", "text", "New surname; missing if it did not change.", nullable=True),
    ),
    truth=True,
)  # fmt: skip

TRUTH_ACCOUNTS = Table(
    "truth_accounts",
    "registered account",
    "which accounts are one person",
    ("account_id",),
    (
        Column("account_id", "id", "Number of the account.", low=1, refers="accounts.account_id"),
        CUSTOMER,
    ),
    truth=True,
)

TABLES = (ACCOUNTS, REVIEWED_PAIRS, TRUTH_ACCOUNTS, TRUTH_LIFE_EVENTS)
