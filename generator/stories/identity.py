"""Which accounts are one person: pairs by rule, and how right and how complete they are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once

YEAR = pd.Timedelta(days=365)


def pairs(accounts: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """All pairs of accounts that agree in every key (none missing), as sorted numbers, one for each pair."""
    whole = accounts[keys].dropna()
    group = whole.groupby(keys, sort=False, observed=True).ngroup()
    shared = group[group.duplicated(keep=False)].rename("group").rename_axis("row").reset_index()
    both = shared.merge(shared, on="group")
    both = both[both["row_x"] < both["row_y"]]
    return np.unique(both["row_x"].to_numpy() * len(accounts) + both["row_y"].to_numpy())


@once
def cleaned(ledger: Ledger) -> pd.DataFrame:
    """Accounts with names and cities in small letters without accents, the first initial, and the truth."""
    accounts = ledger.table("accounts").reset_index(drop=True)
    for column in ("first_name", "last_name", "city"):
        text = accounts[column].str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
        accounts[column] = text.str.lower()
    accounts["initial"] = accounts["first_name"].str[0]
    truth = ledger.table("truth_accounts").set_index("account_id")["customer_id"]
    accounts["person"] = accounts["account_id"].map(truth)
    return accounts


@once
def true_pairs(ledger: Ledger) -> np.ndarray:
    """Pairs of accounts that are one person."""
    return pairs(cleaned(ledger), ["person"])


def recall(ledger: Ledger, found: np.ndarray) -> float:
    """Share of the true pairs that were found."""
    true = true_pairs(ledger)
    return float(np.isin(true, found).mean())


def precision(ledger: Ledger, found: np.ndarray) -> float:
    """Share of the pairs found that are true."""
    return float(np.isin(found, true_pairs(ledger)).mean())


def email_recall(ledger: Ledger) -> float:
    """Recall of "the same e-mail address"."""
    return recall(ledger, pairs(cleaned(ledger), ["email"]))


def name_precision(ledger: Ledger) -> float:
    """Precision of "the same first and last name"."""
    return precision(ledger, pairs(cleaned(ledger), ["first_name", "last_name"]))


def rules_f1(ledger: Ledger) -> float:
    """F1 of four rules, any of which is enough."""
    rules = (
        ["initial", "email"],
        ["initial", "phone"],
        ["first_name", "last_name", "birth_year"],
        ["initial", "last_name", "house_number", "city"],
    )
    found = np.unique(np.concatenate([pairs(cleaned(ledger), rule) for rule in rules]))
    right = np.isin(found, true_pairs(ledger)).sum()
    return float(2 * right / (len(found) + len(true_pairs(ledger))))


@once
def buyers(ledger: Ledger) -> set[int]:
    """Customers with an order in the last 365 days."""
    orders = ledger.table("orders")
    return set(orders.loc[orders["ordered_at"] >= ledger.end - YEAR, "customer_id"])


def counts_apart(ledger: Ledger) -> float:
    """Smallest ratio between neighbours of: accounts, people, households, buyers in the last 12 months."""
    customers = ledger.table("customers")
    counts = [len(ledger.table("accounts")), len(customers), customers["household_id"].nunique(),
              len(buyers(ledger))]  # fmt: skip
    return min(more / less for more, less in pairwise(counts))


def silent_advocates(ledger: Ledger) -> float:
    """Of those who brought others, the share that bought nothing in the last 12 months."""
    named = ledger.table("customers")["referred_by"].dropna().unique()
    return float(1.0 - np.isin(named, list(buyers(ledger))).mean())
