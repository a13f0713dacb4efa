"""The vocabulary: the texts that the codes in a company's columns stand for, gathered from all subjects."""

from __future__ import annotations

from generator.business import (
    accounts,
    cases,
    club,
    contact,
    costs,
    deliveries,
    hand_offs,
    journeys,
    market,
    organisation,
    people,
    results,
    returns,
    service,
    shop,
    texts,
    voice,
    winning,
    worth,
)
from generator.business.trials import held
from generator.memo import per_world
from generator.world import World

SUBJECTS = (
    people, shop, deliveries, returns, contact, service, hand_offs, club, accounts, voice, texts, held,
    journeys, organisation, market, costs, winning, worth, results, cases
)  # fmt: skip


@per_world
def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """(table, column) -> the texts that the column's codes stand for."""
    return {key: words for part in SUBJECTS for key, words in part.vocabulary(world).items()}
