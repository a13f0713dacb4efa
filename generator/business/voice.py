"""Voice: what customers say when asked, and when not. Each way of asking has a file of its own."""

from __future__ import annotations

from generator.business import best_worst, brand, consents, grievances, needs_survey, posts, surveys, texts
from generator.business.block import Block
from generator.business.contact import Contacts
from generator.world import World

PARTS = (surveys, grievances, brand, best_worst, consents)


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {key: words for part in PARTS for key, words in part.vocabulary(world).items()}


def voice_tables(
    block: Block, contacts: Contacts, truth: bool
) -> tuple[dict, dict, tuple[texts.Rows, texts.Rows]]:
    """All tables of the voice that are seen, those of the truth, and the truth about the texts.

    `contacts`: of the block's customers, which opt-outs follow.
    """
    asked = surveys.ask(block.base, block.orders.history, surveys.waves(block.world))
    verbatim, written = grievances.verbatims(block, asked)
    post, posted = posts.posts_table(block)
    panel = brand.panel(block)
    seen = {
        "surveys": surveys.surveys_table(block, asked, verbatim),
        "needs_survey": needs_survey.needs_survey_table(block),
        "ratings": brand.ratings_table(block, *panel),
        "choices": brand.choices_table(block, *panel),
        "best_worst": best_worst.best_worst_table(block, *panel),
        "consents": consents.consents_table(block, contacts),
        "posts": post,
    }
    hidden = {}
    if truth:
        hidden["truth_surveys"] = surveys.truth_surveys(block, asked)
        hidden["truth_grievances"] = grievances.truth_grievances(block)
    return seen, hidden, (written, posted)
