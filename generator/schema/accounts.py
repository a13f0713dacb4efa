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
            "Telephone number as given (invented), digits only; missing if none.",
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

TABLES = (ACCOUNTS, TRUTH_ACCOUNTS)
