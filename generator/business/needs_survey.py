"""The needs survey: what a paid panel says it looks for, and what it says is important.

Agreement with eight statements hangs on the true need, on how readily a person agrees with anything, and on
chance. What people say is important, and what they say they once did, hardly shows in what they do.
"""

from __future__ import annotations

import numpy as np

from generator.business.block import Block
from generator.business.panel import edge, normal_table, on_scale, parts16, sampled
from generator.memo import per_world
from generator.scenario.parts.surveys import Motive
from generator.world import World

ITEMS, FIELD_DAYS = 8, 14
STATED: tuple[Motive, ...] = ("price", "quality", "service", "sustainability")


@per_world
def noises(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """16 bits -> noise of an item, of a person's style, of a stated importance."""
    rules = world.scenario.voice.needs_survey
    return normal_table(rules.noise), normal_table(rules.style), normal_table(rules.stated_spread)


def needs_survey_table(block: Block) -> dict[str, np.ndarray]:
    """Columns of `needs_survey`; nobody is in it before its field time is over."""
    world, rules = block.world, block.world.scenario.voice.needs_survey
    day = world.clock.day_of_month(rules.month)
    over = day + FIELD_DAYS <= world.clock.first_day + world.clock.days
    who, key = sampled(block, "needs survey", rules.share, rules.floor, day if over else 0)
    noise, style, spread = noises(world)
    lot = parts16(key, 1, ITEMS + len(STATED) + 3)

    names = [need.name for need in world.scenario.needs]
    about = np.array([names.index(item) if item in names else len(names) for item in rules.items])
    own = block.who.need[who][:, None] == about[None, :]
    value = rules.usual + rules.own * own + style[lot[:, ITEMS]][:, None] + noise[lot[:, :ITEMS]]
    agrees = on_scale(value, 1, 5)
    led = block.who.price_led[who].astype(np.float64)
    stated = [rules.stated[name] for name in STATED]
    important = [
        on_scale(part.mean + part.price_led * led + spread[lot[:, ITEMS + 1 + k]], 1, 10)
        for k, part in enumerate(stated)
    ]
    return {
        "customer_id": block.ids[who],
        "answered_on": day + (lot[:, -2].astype(np.int64) * FIELD_DAYS >> 16),
        **{f"item_{k + 1}": agrees[:, k] for k in range(ITEMS)},
        **{f"important_{name}": important[k] for k, name in enumerate(STATED)},
        "ever_left_after_bad_service": lot[:, -1] < edge(rules.left_share),
    }
