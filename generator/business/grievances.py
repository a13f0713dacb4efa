"""Grievances: what bothers each customer, what she writes of it, and what mending it would be worth.

Everyone has one grievance, drawn given her latents, that most of her complaints are about. In truth, mending
it makes her more content by the theme's relief; the more content stay longer, by the same tie that planted
it. So how loud a grievance is and how dear it is are two things.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from generator import draws, maths, text
from generator.business import texts
from generator.business.block import Block
from generator.business.future import weekly_discount
from generator.business.people import choose, log_shares
from generator.business.surveys import Asked, survey_ids
from generator.world import World

YEAR_WEEKS = 52.0
THEMES = text.THEMES[:-1]  # all but "none"


def grievance(block: Block, who: np.ndarray) -> np.ndarray:
    """What bothers the customers at positions `who`: codes in `THEMES`."""
    world, z = block.world, block.latents
    rules = [world.scenario.voice.grievances.themes[theme] for theme in THEMES]
    base = log_shares([rule.share for rule in rules])
    led = block.who.price_led[who].astype(np.float64)
    exposure, spend, rate = z.z_exposure[who], z.z_spend[who], z.z_rate[who]
    utility = [
        base[k] + rule.exposure * exposure + rule.spend * spend + rule.rate * rate + rule.price_led * led
        for k, rule in enumerate(rules)
    ]
    key = draws.keys(world.seed, "grievance", block.ids[who])
    return choose(utility, draws.uniform(draws.bits(key, 0)))


def verbatims(block: Block, asked: Asked) -> tuple[pa.StringArray, texts.Rows]:
    """The column of what was written in surveys, and the truth about it."""
    world = block.world
    there = np.flatnonzero(asked.writes)
    customer, key = asked.customer[there], draws.bits(asked.key[there], 1)
    mood = text.sentiments_of_score(world, asked.would[there], key)
    theme = text.themes_of(world, "verbatim", mood, key).astype(np.int64)
    complains = (mood == text.NEGATIVE) | (mood == text.MIXED)
    tells = draws.slice16(draws.bits(key, 0), 0) < world.scenario.voice.grievances.told * 65536.0
    own = np.flatnonzero(complains & tells & (theme != text.NO_THEME))
    theme[own] = grievance(block, customer[own])
    second = text.second_themes_of(world, "verbatim", theme, mood, key)
    line = block.who.first_line[customer].astype(np.int64)
    words = text.compose(world, "verbatim", theme, mood, line, key, second)
    rows = texts.rows(
        "surveys", survey_ids(block.ids[asked.customer], asked.wave)[there], theme, second, mood
    )
    return texts.scattered(words, asked.writes), rows


def truth_grievances(block: Block) -> dict[str, np.ndarray]:
    """Columns of `truth_grievances`.

    The gain is expected lifetime spend (as in `truth_customers`, later euros discounted) with the grievance
    mended at the end of the run, less that without.
    """
    world, z = block.world, block.latents
    scenario = world.scenario
    theme = grievance(block, np.arange(len(block.ids)))
    relief = np.array([scenario.voice.grievances.themes[name].relief for name in THEMES])[theme]
    better = z.z_dropout - scenario.ties.satisfaction_dropout * relief
    curve = world.laws.leaving[0]
    ratio = maths.exp(curve(better) - curve(z.z_dropout))
    hazard = block.hazard(world.clock.end_week)
    if scenario.dropout.model == "bg":  # leaving after an order: p = first / (first + second)
        leave = hazard / z.rate
        ratio = ratio / (1.0 - leave + leave * ratio)
    discount = weekly_discount(scenario.future.discount_per_year)
    orders = z.rate / (hazard * ratio + discount) - z.rate / (hazard + discount)
    there = block.left >= world.clock.end_week
    return {
        "customer_id": block.ids,
        "theme": theme,
        "mending_gain_eur": np.where(there, orders, 0.0) * z.value_scale * scenario.spend.p,
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("truth_grievances", "theme"): list(THEMES)}
