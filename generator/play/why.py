"""Why value moved: what the company is worth after a quarter against what it was worth before, taken apart.

What it was worth before already counts on the next quarter: on who would be there, buy and leave with nothing
new decided and nobody new. So a quarter's move is the sum of differences, each between two courses of the
same quarter from the same moment:

- `events`: the quarter with the events that press, nothing decided, less the same without them;
- `acquisition`: what newcomers left in the quarter and will leave, less what they cost;
- `keeping`: more (or fewer) of the old customers are still there, at what each was going to be worth;
- `later`: who is still there is worth more (or less) from now on, by what was begun and comes late;
- `spend`: gross margin of old customers' orders, less parcels; `service`: their returns, tickets and
  goodwill;
- `contact`: messages and personal offers; `offers`: to keep customers; `organisation`: coordination, lost
  scale, gaming of bonuses;
- `time`: what the forecast of the moment before and that of the quarter itself differ by (a few euros).

All terms are discounted to the start, and whole cents; the move is their sum by definition of the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.play.arrays import Array
from generator.play.cents import cents
from generator.play.elementary import added, power
from generator.play.game import Game, Position, Turn
from generator.play.kernel import Quarter

NOBODY = 1e-200  # persons: below, what each is worth cannot be told
TERMS = (
    "acquisition", "keeping", "later", "spend", "service", "contact", "offers", "organisation", "events",
    "time",
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """One course of a quarter: what happened, what rows are worth after it (EUR), and what the dead still
    cost."""

    done: Quarter
    worth: Array
    dead: float


def worth_now(game: Game, position: Position) -> float:
    """EUR: what the company is worth at a moment, discounted to it."""
    rows, dead = game.equity(position)
    return game.arrays.total(rows) - dead


def moved(
    game: Game, before: Position, expected: float, turn: Turn, pressed: bool
) -> tuple[dict[str, int], float]:
    """Cents by term for a quarter that was played from `before`, where the company was worth `expected`; and
    what it is worth after it (EUR)."""
    arrays, factor = game.arrays, game.kernel.per_quarter
    discount = power(factor, before.quarter + 1)
    quiet = _quiet(game, before, False)
    usual = _quiet(game, before, True) if pressed and game.acts.presses(before.quarter) else quiet
    rows, dead = game.equity(turn.after)
    a, b, n = turn.done, usual.done, len(before.standing.mass)

    def total(course: Course) -> float:
        return arrays.total(course.done.earned + course.worth) - course.done.dead_eur - course.dead

    def gap(mine: Array, theirs: Array) -> float:
        """By how much old customers' part is more than in the usual course."""
        return arrays.total(mine[:n] - theirs)

    there = b.mass > NOBODY
    each = arrays.where(there, usual.worth / arrays.where(there, b.mass, 1.0), 0.0)
    keeping = arrays.total((a.mass[:n] - b.mass) * each)
    worth = arrays.total(rows)
    eur = {
        "acquisition": arrays.total((a.earned + rows)[n:]) - added(turn.acquisition),
        "keeping": keeping,
        "later": gap(rows, usual.worth) - keeping - (dead - usual.dead),
        "spend": gap(a.gross - a.parcels, b.gross - b.parcels),
        "service": -gap(a.returns + a.service, b.returns + b.service),
        "contact": -gap(a.contact, b.contact) - (a.dead_eur - b.dead_eur),
        "offers": -turn.offers,
        "organisation": -gap(a.house, b.house),
        "events": total(usual) - total(quiet) - turn.lamps,
        "time": total(quiet) - expected / factor,
    }
    return {name: cents(eur[name] * discount) for name in TERMS}, worth - dead


def _quiet(game: Game, before: Position, pressed: bool) -> Course:
    done, _, _, after = game.quiet(before, pressed)
    return Course(done, *game.equity(after))
