"""Which accounts are one person: pairs by rule, and how right and how complete they are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once

YEAR = pd.Timedelta(days=365)
RULES = (
    ["initial", "email"],
    ["initial", "phone"],
    ["first_name", "last_name", "birth_year"],
    ["initial", "last_name", "house_number", "city"],
)
FIELDS = ("first_name", "last_name", "email", "phone", "birth_year", "house_number")


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


@once
def by_rules(ledger: Ledger) -> np.ndarray:
    """Pairs of accounts that four rules find, any of which is enough."""
    return np.unique(np.concatenate([pairs(cleaned(ledger), rule) for rule in RULES]))


def rules_f1(ledger: Ledger) -> float:
    """F1 of the four rules."""
    found = by_rules(ledger)
    right = np.isin(found, true_pairs(ledger)).sum()
    return float(2 * right / (len(found) + len(true_pairs(ledger))))


@once
def straddling(ledger: Ledger) -> dict[str, np.ndarray]:
    """Pairs of accounts of one person, by what happened between the openings: events, and `nothing`."""
    accounts, true = cleaned(ledger), true_pairs(ledger)
    first, second = np.divmod(true, len(accounts))
    opened = accounts["opened_on"].to_numpy()
    early, late = np.minimum(opened[first], opened[second]), np.maximum(opened[first], opened[second])
    found = {event: true[:0] for event in ("moved", "changed name")}
    nothing = np.ones(len(true), dtype=bool)
    for event, rows in ledger.table("truth_life_events").groupby("event"):
        day = accounts["person"].map(rows.set_index("customer_id")["happened_on"]).to_numpy()[first]
        between = (early < day) & (day <= late)
        found[event] = true[between]
        nothing &= ~between
    return found | {"nothing": true[nothing]}


def split(ledger: Ledger, event: str) -> float:
    """Recall of the two rules on names where nothing happened between two openings, less that where `event`
    did."""
    by_event = straddling(ledger)
    found = np.concatenate([pairs(cleaned(ledger), rule) for rule in RULES if "last_name" in rule])
    return float(np.isin(by_event["nothing"], found).mean() - np.isin(by_event[event], found).mean())


def agreement(accounts: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> pd.Series:
    """Share of pairs (places) that agree in each field, of those that hold it on both sides."""
    one, other = accounts.iloc[first][list(FIELDS)], accounts.iloc[second][list(FIELDS)]
    one, other = one.reset_index(drop=True), other.reset_index(drop=True)
    return pd.Series({f: (one[f] == other[f])[one[f].notna() & other[f].notna()].mean() for f in FIELDS})


@once
def probabilities(ledger: Ledger) -> dict[str, pd.Series]:
    """`m`, `u`: of the truth, by field; `m_read`, `u_read`: from the reviewed pairs."""
    accounts, reviewed = cleaned(ledger), ledger.table("reviewed_pairs")
    true = np.divmod(true_pairs(ledger), len(accounts))
    right = agreement(accounts, *true)
    # Over all pairs of different people: pairs that agree less those of one person, over pairs that could.
    u = {}
    for name in FIELDS:
        held = accounts[name].dropna()
        same = held.value_counts()
        both = accounts[name].notna().to_numpy()
        own = int((both[true[0]] & both[true[1]]).sum())
        agree = float((same * (same - 1) / 2).sum()) - right[name] * own
        u[name] = agree / (len(held) * (len(held) - 1) / 2 - own)
    place = pd.Series(np.arange(len(accounts)), index=accounts["account_id"])
    first, second = (place[reviewed[side]].to_numpy() for side in ("account_a", "account_b"))
    said = reviewed["same_person"].to_numpy()
    return {
        "m": right,
        "u": pd.Series(u),
        "m_read": agreement(accounts, first[said], second[said]),
        "u_read": agreement(accounts, first[~said], second[~said]),
    }


def error_of_m(ledger: Ledger) -> float:
    """Largest error of m over the fields, as read from the reviewed pairs."""
    found = probabilities(ledger)
    return float((found["m_read"] - found["m"]).abs().max())


def error_of_u(ledger: Ledger) -> float:
    """Largest error of u over the fields, as read from the reviewed pairs."""
    found = probabilities(ledger)
    return float((found["u_read"] - found["u"]).abs().max())


def clerk_errs(ledger: Ledger) -> float:
    """Share of wrong judgements among the reviewed pairs."""
    reviewed = ledger.table("reviewed_pairs")
    person = ledger.table("truth_accounts").set_index("account_id")["customer_id"]
    same = person[reviewed["account_a"]].to_numpy() == person[reviewed["account_b"]].to_numpy()
    return float((same != reviewed["same_person"].to_numpy()).mean())


def chained(ledger: Ledger) -> float:
    """Share of telephone numbers of several accounts that chain two people of one household."""
    accounts = cleaned(ledger)
    home = ledger.table("customers").set_index("customer_id")["household_id"]
    held = accounts.dropna(subset=["phone"]).assign(home=accounts["person"].map(home))
    groups = held.groupby("phone").agg(
        people=("person", "nunique"), homes=("home", "nunique"), n=("home", "size")
    )
    groups = groups[groups["n"] > 1]
    return float(((groups["people"] > 1) & (groups["homes"] == 1)).mean())


def never_bought(ledger: Ledger) -> float:
    """Of all who brought customers, the share that never bought anything."""
    named = ledger.table("customers")["referred_by"].dropna().nunique()
    return len(ledger.table("advocates")) / (len(ledger.table("advocates")) + named)


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
