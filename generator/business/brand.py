"""Brands: how a paid panel rates Fernhill and two rivals, and what it chooses between their offers.

What people state to be important, what moves their overall rating, and what they choose are three things:
the first is asked, the second has to be derived, the third follows the planted part-worths of each need
segment (logit).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.panel import normal_table, on_scale, parts16, sampled
from generator.memo import per_world
from generator.scenario.parts.surveys import AttributeName
from generator.world import World

ATTRIBUTES: tuple[AttributeName, ...] = (
    "quality",
    "price",
    "delivery",
    "service",
    "range",
    "sustainability",
    "repair",
)
OVERALL = len(ATTRIBUTES)
BRANDS, FIELD_DAYS = 3, 14
MIDDLE_EUR = 49.0


@dataclass(frozen=True)
class Tables:
    """Look-up tables of ratings and choices.

    `means`: brand × attribute. `stated`, `gain`, `loss`: by attribute. `worth_*`: need × what an offer has.
    `gumbel`: 16 bits -> noise of a utility.
    """

    means: np.ndarray
    stated: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    style: np.ndarray
    halo: np.ndarray
    noise: np.ndarray
    spread: np.ndarray
    overall: np.ndarray
    worth_brand: np.ndarray
    worth: np.ndarray
    gumbel: np.ndarray


WORTHS = ("ten_euros", "premium", "delivery_day", "repair", "sustainable")


@per_world
def tables(world: World) -> Tables:
    """The look-up tables of a run."""
    rules = world.scenario.voice.brands
    parts = [rules.attributes[name] for name in ATTRIBUTES]
    common = rules.part_worths.model_dump()
    needs = [{**common, **rules.part_worths_by_need.get(need.name, {})} for need in world.scenario.needs]
    u = (np.arange(65536) + 0.5) / 65536.0
    return Tables(
        np.array([part.means for part in parts]).T.copy(),
        np.array([part.stated for part in parts]),
        np.array([part.gain for part in parts]),
        np.array([part.loss for part in parts]),
        normal_table(rules.style),
        normal_table(rules.halo),
        normal_table(rules.noise),
        normal_table(rules.stated_spread),
        normal_table(rules.overall_noise),
        np.array([need["brands"] for need in needs], dtype=np.float64),
        np.array([[need[name] for name in WORTHS] for need in needs], dtype=np.float64),
        -maths.log(-maths.log(u)),
    )


def panel(block: Block) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the respondents in the block, and their keys; nobody before the field time is over."""
    world, rules = block.world, block.world.scenario.voice.brands
    day = world.clock.day_of_month(rules.month)
    over = day + FIELD_DAYS <= world.clock.first_day + world.clock.days
    return sampled(block, "brand panel", rules.share, rules.floor, day if over else 0)


def ratings_table(block: Block, who: np.ndarray, key: np.ndarray) -> dict:
    """Columns of `ratings`: for each respondent and brand the attributes, then the overall rating."""
    rules, look, n = block.world.scenario.voice.brands, tables(block.world), len(who)
    cells = BRANDS * OVERALL
    lot = parts16(key, 10, cells + OVERALL + 2 * BRANDS + 1)
    noise = look.noise[lot[:, :cells]].reshape(n, BRANDS, OVERALL)
    halo = look.halo[lot[:, cells : cells + BRANDS]]
    extra = look.overall[lot[:, cells + BRANDS : cells + 2 * BRANDS]]
    value = look.means + noise + halo[:, :, None] + look.style[lot[:, cells + 2 * BRANDS]][:, None, None]
    rating = np.empty((n, BRANDS, OVERALL + 1), dtype=np.int64)
    rating[:, :, :OVERALL] = on_scale(value, 1, 10)
    off = rating[:, :, :OVERALL] - rules.reference
    overall = rules.usual + extra
    for k in range(OVERALL):  # one after another: a sum in fixed order
        overall = overall + np.where(off[:, :, k] > 0, look.gain[k], look.loss[k]) * off[:, :, k]
    rating[:, :, OVERALL] = on_scale(overall, 1, 10)

    stated = np.zeros((n, BRANDS, OVERALL + 1), dtype=np.int64)
    said = on_scale(look.stated + look.spread[lot[:, -OVERALL:]], 1, 10)
    stated[:, :, :OVERALL] = said[:, None, :]
    rows = n * BRANDS
    attribute = np.tile(np.arange(OVERALL + 1, dtype=np.uint8), rows)
    return {
        "customer_id": np.repeat(block.ids[who], BRANDS * (OVERALL + 1)),
        "brand": np.tile(np.repeat(np.arange(BRANDS, dtype=np.uint8), OVERALL + 1), n),
        "attribute": attribute,
        "rating": rating.ravel(),
        "importance": Nullable(stated.ravel(), attribute == OVERALL),
    }


def choices_table(block: Block, who: np.ndarray, key: np.ndarray) -> dict[str, np.ndarray]:
    """Columns of `choices`: in each task one offer of each brand; one of them is chosen."""
    rules, look = block.world.scenario.voice.brands, tables(block.world)
    n, tasks = len(who), rules.tasks
    lot = parts16(key, 40, tasks * BRANDS * 6).reshape(n, tasks, BRANDS, 6)
    prices, days = np.array(rules.prices_eur), np.array(rules.delivery_days)
    price = prices[lot[..., 0] * len(prices) >> 16]
    day = days[lot[..., 1] * len(days) >> 16]
    premium, repair, green = (lot[..., k] >= 32768 for k in (2, 3, 4))
    need = block.who.need[who].astype(np.int64)
    worth = look.worth[need][:, None, None, :]
    utility = look.worth_brand[need][:, None, :] + look.gumbel[lot[..., 5]]
    has = ((price - MIDDLE_EUR) / 10.0, premium, day, repair, green)
    for k, part in enumerate(has):
        utility = utility + worth[..., k] * part
    chosen = np.arange(BRANDS) == utility.argmax(axis=2)[..., None]
    return {
        "customer_id": np.repeat(block.ids[who], tasks * BRANDS),
        "task": np.tile(np.repeat(np.arange(1, tasks + 1), BRANDS), n),
        "brand": np.tile(np.arange(BRANDS, dtype=np.uint8), n * tasks),
        "price_eur": np.rint(price * 100).astype(np.int64).ravel(),
        "premium": premium.ravel(),
        "delivery_days": day.ravel(),
        "free_repair": repair.ravel(),
        "sustainable": green.ravel(),
        "chosen": chosen.ravel(),
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    names = list(world.scenario.voice.brands.names)
    return {
        ("ratings", "brand"): names,
        ("ratings", "attribute"): [*ATTRIBUTES, "overall"],
        ("choices", "brand"): names,
    }
