"""Best–worst scaling (MaxDiff): of four things an offer may have, which would win her most, and which least.

The brand panel answers it after its choices. Seven things stand in seven tasks of four, each in four tasks
and each pair in two (the complement of the Fano plane, a balanced incomplete block design); who sees which
where is dealt for each respondent. The best is picked by a logit in what the things are worth to her need
segment in `choices`, the worst by a logit in minus that among the rest (the sequential best–worst model:
Marley and Louviere 2005).
"""

from __future__ import annotations

import numpy as np

from generator.business import brand
from generator.business.block import Block
from generator.business.panel import parts16
from generator.memo import per_world
from generator.world import World

ITEMS = (
    "ten euros less",
    "twenty euros less",
    "premium quality",
    "delivery four days sooner",
    "free repair for five years",
    "recycled material",
    "your favourite of the brands",
)
TASKS = np.array([
    [2, 4, 5, 6], [0, 3, 5, 6], [0, 1, 4, 6], [0, 1, 2, 5], [1, 2, 3, 6], [0, 2, 3, 4], [1, 3, 4, 5],
])  # fmt: skip
SHOWN, FIRST_DRAW, DAYS_SOONER = TASKS.shape[1], 80, 4.0


@per_world
def worth(world: World) -> np.ndarray:
    """Need segment × item -> what it adds to the utility of an offer in `choices`."""
    look = brand.tables(world)
    euros, premium, day, repair, green = (look.worth[:, k] for k in range(len(brand.WORTHS)))
    # The brand she likes best in place of the one she likes least.
    liked = look.worth_brand.max(axis=1) - look.worth_brand.min(axis=1)
    return np.stack([-euros, -2.0 * euros, premium, -DAYS_SOONER * day, repair, green, liked], axis=1)


def best_worst_table(block: Block, who: np.ndarray, key: np.ndarray) -> dict[str, np.ndarray]:
    """Columns of `best_worst`. `who`, `key`: from `brand.panel`."""
    n, items, tasks = len(who), len(ITEMS), len(TASKS)
    cells = tasks * SHOWN
    lot = parts16(key, FIRST_DRAW, items + 2 * cells)
    dealt = np.argsort(lot[:, :items], axis=1, kind="stable")
    shown = np.sort(dealt[:, TASKS.ravel()].reshape(n, tasks, SHOWN), axis=2)
    need = block.who.need[who].astype(np.int64)
    scale = block.world.scenario.voice.brands.best_worst_scale
    value = scale * worth(block.world)[need[:, None, None], shown]
    noise = brand.tables(block.world).gumbel[lot[:, items:]].reshape(n, 2, tasks, SHOWN)
    best = np.arange(SHOWN) == (value + noise[:, 0]).argmax(axis=2)[..., None]
    least = np.where(best, -np.inf, noise[:, 1] - value)
    worst = np.arange(SHOWN) == least.argmax(axis=2)[..., None]
    return {
        "customer_id": np.repeat(block.ids[who], cells),
        "task": np.tile(np.repeat(np.arange(1, tasks + 1), SHOWN), n),
        "item": shown.ravel().astype(np.uint8),
        "best": best.ravel(),
        "worst": worst.ravel(),
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("best_worst", "item"): list(ITEMS)}
