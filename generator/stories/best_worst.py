"""What best–worst picks tell of the worth of things, beside what is stated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.business import best_worst as task
from generator.stories.ledger import Ledger, once
from generator.stories.model import Story
from generator.stories.research import first_by, stated

LESSON = "04_segmentation"
REPAIR, ROUNDS = "free repair for five years", 12
STATED_AS = {
    "premium quality": "quality",
    "twenty euros less": "price",
    "delivery four days sooner": "delivery",
    REPAIR: "repair",
    "recycled material": "sustainability",
}


@once
def counts(ledger: Ledger) -> pd.Series:
    """Times picked as best less times picked as worst, over times shown, by item."""
    table = ledger.table("best_worst")
    shares = table.groupby("item", observed=True)[["best", "worst"]].mean()
    return shares["best"] - shares["worst"]


@once
def true_worth(ledger: Ledger) -> pd.Series:
    """Mean true utility of each item over the respondents, around their common mean."""
    from generator.world import World

    company = ledger.company
    world = World(company.scenario, company.manifest.seed or 0, company.manifest.customers)
    need = ledger.table("truth_customers").set_index("customer_id")["need_segment"]
    segment = {part.name: k for k, part in enumerate(company.scenario.needs)}
    mine = need.loc[ledger.table("best_worst")["customer_id"].unique()].map(segment).to_numpy(dtype=int)
    found = pd.Series(task.worth(world)[mine].mean(axis=0), index=task.ITEMS)
    return found - found.mean()


@once
def fitted(ledger: Ledger) -> pd.Series:
    """Utilities from a logit of best picks and of worst picks among the rest (maximum likelihood, Newton),
    around their mean."""
    table = ledger.table("best_worst")
    item = table["item"].map({name: k for k, name in enumerate(task.ITEMS)}).to_numpy(dtype=int)
    item = item.reshape(-1, task.SHOWN)
    best, worst = (table[side].to_numpy().reshape(-1, task.SHOWN) for side in ("best", "worst"))
    has = np.eye(len(task.ITEMS))[item]
    utility = np.zeros(len(task.ITEMS))
    for _ in range(ROUNDS):
        slope, bend = np.zeros(len(utility)), np.zeros((len(utility), len(utility)))
        for sign, picked, there in ((1.0, best, np.ones_like(best)), (-1.0, worst, ~best)):
            weight = np.exp(sign * utility[item]) * there
            chance = weight / weight.sum(axis=1, keepdims=True)
            mean = (chance[..., None] * has).sum(axis=1)
            slope += sign * (has[picked] - mean).sum(axis=0)
            bend += np.einsum("tk,tki,tkj->ij", chance, has, has) - mean.T @ mean
        utility = utility + np.linalg.lstsq(bend, slope, rcond=None)[0]
    return pd.Series(utility - utility.mean(), index=task.ITEMS)


def error(ledger: Ledger) -> float:
    """Largest error of a fitted utility."""
    return float((fitted(ledger) - true_worth(ledger)).abs().max())


def counts_follow(ledger: Ledger) -> float:
    """Correlation of counts with true utilities over the items."""
    return float(np.corrcoef(counts(ledger).reindex(task.ITEMS), true_worth(ledger))[0, 1])


def stated_follows(ledger: Ledger) -> float:
    """Correlation of stated importance with counts, over what both asked."""
    own = counts(ledger)[list(STATED_AS)]
    return float(np.corrcoef(own, stated(ledger)[list(STATED_AS.values())])[0, 1])


STORIES = (
    Story("best-worst-finds-utilities", LESSON, "A logit on best and worst picks finds what things are worth in choices (largest error of a utility).",
          "voice.brands.best_worst_scale, part_worths", error, high=0.15, truth=True),
    Story("counts-are-nearly-enough", LESSON, "Best picks less worst picks already follow the true utilities (correlation).",
          "voice.brands.best_worst_scale, part_worths", counts_follow, low=0.97, truth=True),
    Story("repair-best-first", LESSON, "Where people must choose, free repair comes first (counts ahead of the next).",
          "voice.brands.part_worths.repair", lambda x: first_by(counts(x), REPAIR), 0.05, 0.26),
    Story("stated-is-not-picked", LESSON, "What people state to be important is not what they pick (correlation over five things).",
          "voice.brands.attributes.*.stated", stated_follows, -0.95, -0.40),
)  # fmt: skip
