"""Surveys: who is asked whether she would recommend Fernhill, what she would say, and who answers.

Waves go out in the middle of every third month to those who ordered in the 365 days before. Everyone who is
asked has an answer in mind; whether she gives it depends on how often and how lately she ordered, and in some
phases also on the answer itself. A wave is in the books when its field time is over, so a later run adds
waves and changes none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.buying import seconds
from generator.business.customer_base import CustomerBase
from generator.business.order_history import OrderHistory
from generator.business.panel import edge, normal_table, sample_share
from generator.business.parcels import late_from
from generator.clock import DAY_SECONDS, Clock
from generator.memo import per_world
from generator.rows import chosen, owners, runs
from generator.world import World

EVERY_MONTHS, WAVE_DAY, SENT_SECOND = 3, 14, 9 * 3600  # the 15th of each third month, nine o'clock
FIELD_DAYS = 14
YEAR, RECENT = 365 * DAY_SECONDS, 90 * DAY_SECONDS
SOME, MANY = 2, 4  # orders in a year from which a customer is of the second and third frequency class
PATIENCE_DAYS = 2.2  # mean time until an answer
MOST_WAVES = 1000
NEUTRAL_SCORE = 7.0
DETRACTOR, PASSIVE, PROMOTER = range(3)
GROUP_OF_SCORE = np.array([DETRACTOR] * 7 + [PASSIVE] * 2 + [PROMOTER] * 2)
MODES = ("email", "text message")


@dataclass(frozen=True)
class Waves:
    """Waves whose field time is over by the end of a clock.

    `second`: since 1970, of sending. `phase`: of the survey. `first_day`: of the clock. `before_day`: waves
    sent before each day of the clock and of a year after it.
    """

    second: np.ndarray
    phase: np.ndarray
    first_day: int
    before_day: np.ndarray

    @classmethod
    def of(cls, world: World, clock: Clock) -> Waves:
        """The waves on a clock of the world."""
        months = np.arange(EVERY_MONTHS, len(clock.month_days) + EVERY_MONTHS, EVERY_MONTHS)
        days = np.array([clock.day_of_month(int(month)) for month in months]) + WAVE_DAY
        over = days + FIELD_DAYS < clock.first_day + clock.days
        starts = np.array([phase.from_month for phase in world.scenario.voice.nps.phases])
        phase = np.maximum(np.searchsorted(starts, months, side="right") - 1, 0)
        second = days[over] * DAY_SECONDS + SENT_SECOND
        every = clock.first_day + np.arange(clock.days + YEAR // DAY_SECONDS + 1)
        return cls(second, phase[over], clock.first_day, np.searchsorted(second, every * DAY_SECONDS))

    def up_to(self, second: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Waves sent up to a moment (seconds since 1970, and its day of the clock or of a year after it)."""
        before = self.before_day.take(day)
        following = np.append(self.second, np.iinfo(np.int64).max).take(before)
        before += following <= second  # sent on the same day
        return before


@per_world
def waves(world: World) -> Waves:
    """The waves of a run."""
    return Waves.of(world, world.clock)


@per_world
def waves_to_come(world: World) -> Waves:
    """The waves of a run and of the scenario's own months after it."""
    return Waves.of(world, world.long_clock)


@dataclass(frozen=True)
class Tables:
    """Look-up tables of the survey.

    `paid`: acquisition channel -> came through a paid channel. `asked`: phase × paid -> edge out of 65,536.
    `opinion`: phase × paid × frequency class × recent -> expected opinion. `noise`: 16 bits -> noise.
    `answers`: phase × frequency class × recent × score -> edge. `writes`: score -> edge. `wait`: 16 bits ->
    seconds until the answer.
    """

    paid: np.ndarray
    asked: np.ndarray
    opinion: np.ndarray
    noise: np.ndarray
    answers: np.ndarray
    edges: np.ndarray
    writes: np.ndarray
    wait: np.ndarray


@per_world
def tables(world: World) -> Tables:
    """The look-up tables of a run."""
    rules = world.scenario.voice.nps
    share = sample_share(world, rules.share, rules.floor_customers)
    asked = np.array([[p.asked_own, p.asked_paid] for p in rules.phases]) * share
    lift = np.array([phase.lift for phase in rules.phases])
    paid, often, recent = np.arange(2.0), np.arange(3.0), np.arange(2.0)
    opinion = rules.base + lift[:, None, None, None] + rules.paid_gap * paid[:, None, None]
    opinion = opinion + rules.by_frequency * often[:, None] + rules.by_recency * recent
    score = np.arange(11.0)
    extreme = ((score <= 2) | (score == 10)).astype(np.float64)
    phases = rules.phases
    by_score = np.array([p.answer_by_score for p in phases])[:, None] * (score - NEUTRAL_SCORE)
    by_score = by_score + np.array([p.answer_extremes for p in phases])[:, None] * extreme
    odds = rules.answer_by_frequency * often[:, None, None] + rules.answer_by_recency * recent[:, None]
    odds = rules.answer + odds
    chance = 1.0 / (1.0 + maths.exp(-(odds + by_score[:, None, None, :])))
    u = (np.arange(65536) + 0.5) / 65536.0
    wait = np.minimum(-maths.log(u) * PATIENCE_DAYS, FIELD_DAYS - 0.1) * DAY_SECONDS
    return Tables(
        np.array([channel.name in rules.paid_channels for channel in world.scenario.channels]),
        edge(asked),
        opinion,
        normal_table(rules.noise),
        edge(chance),
        np.array(rules.score_edges),
        edge(np.array(rules.writes))[GROUP_OF_SCORE],
        wait.astype(np.int64) + 60,
    )


@dataclass(frozen=True)
class Asked:
    """Surveys sent to the customers of a block (arrays of equal length).

    `customer`: position in the block. `wave`: number from 0. `order`: her last before it (position). `key`:
    for further draws. `often`: frequency class. `recent`: ordered within 90 days. `would`: score in mind.
    `chance`: of answering, out of 65,536. `answered`, `writes`: flags.
    """

    customer: np.ndarray
    wave: np.ndarray
    order: np.ndarray
    key: np.ndarray
    often: np.ndarray
    recent: np.ndarray
    would: np.ndarray
    chance: np.ndarray
    answered: np.ndarray
    writes: np.ndarray


def ask(base: CustomerBase, history: OrderHistory, sent: Waves) -> Asked:
    """Everything about the surveys sent to a block's customers but the words.

    `history`: their orders within the run. `sent`: the waves.
    """
    world = base.world
    look, second = tables(world), seconds(base, history).take(history.row)
    # Each order is the last one before some waves: those until the next order, for a year at most.
    day = second // DAY_SECONDS - sent.first_day
    first = sent.up_to(second, day)
    last = sent.up_to(second + YEAR, day + YEAR // DAY_SECONDS)
    same = history.customer[1:] == history.customer[:-1]
    last[:-1] -= np.maximum(last[:-1] - first[1:], 0) * same
    counts = np.maximum(last - first, 0)
    order = owners(counts)
    wave = runs(first, counts, order)
    customer = history.customer.take(order)

    key = draws.bits(draws.keys(world.seed, "survey", base.ids).take(customer), wave)
    came = look.paid[base.who.channel].astype(np.int8)
    most = look.asked.max(initial=0)
    # Most are not asked in any phase.
    order, wave, customer, key = chosen(draws.slice16(key, 0) < most, order, wave, customer, key)
    asked = draws.slice16(key, 0) < look.asked[sent.phase[wave], came[customer]]
    order, wave, customer, key = chosen(asked, order, wave, customer, key)
    paid, phase = came[customer], sent.phase[wave]

    since = sent.second[wave] - YEAR
    number = order - history.start[customer]  # 0 for her first order, 1 for the next …
    some = (number >= SOME - 1) & (second[order - (SOME - 1)] >= since)
    many = (number >= MANY - 1) & (second[np.maximum(order - (MANY - 1), 0)] >= since)
    often = some.astype(np.int8) + many
    recent = (sent.second[wave] - second[order] <= RECENT).astype(np.int8)

    opinion = look.opinion[phase, paid, often, recent] + draws.chosen(look.noise, key, 1)
    opinion += world.scenario.voice.nps.by_satisfaction * base.latents.z_satisfaction[customer]
    late = late_from(base, history)[history.row[order]] <= sent.second[wave]
    opinion -= world.scenario.deliveries.late.opinion * late
    would = np.searchsorted(look.edges, opinion, side="right")
    chance = look.answers[phase, often, recent, would]
    answered = draws.slice16(key, 2) < chance
    writes = answered & (draws.slice16(key, 3) < look.writes[would])
    return Asked(customer, wave, order, key, often, recent, would, chance, answered, writes)


def survey_ids(ids: np.ndarray, wave: np.ndarray) -> np.ndarray:
    """Number of each survey, from its customer's number and the wave (from 0)."""
    return ids * MOST_WAVES + wave + 1


def surveys_table(block: Block, asked: Asked, verbatim: pa.StringArray) -> dict:
    """Columns of `surveys`. `verbatim`: a text for each survey, missing where nothing was written."""
    world, silent = block.world, ~asked.answered
    sent, rules = waves(world), world.scenario.voice.nps
    mode = np.array([MODES.index(phase.mode) for phase in rules.phases], dtype=np.uint8)
    sent_at = sent.second[asked.wave]
    wait = tables(world).wait[draws.slice16(draws.bits(asked.key, 0), 0)]
    return {
        "survey_id": survey_ids(block.ids[asked.customer], asked.wave),
        "customer_id": block.ids[asked.customer],
        "sent_at": sent_at,
        "mode": mode[sent.phase[asked.wave]],
        "answered": asked.answered,
        "answered_at": Nullable(sent_at + wait, silent),
        "score": Nullable(asked.would, silent),
        "verbatim": verbatim,
    }


def truth_surveys(block: Block, asked: Asked) -> dict[str, np.ndarray]:
    """Columns of `truth_surveys`: what each would have said, and how likely she was to say it."""
    return {
        "survey_id": survey_ids(block.ids[asked.customer], asked.wave),
        "would_score": asked.would,
        "response_propensity": asked.chance / 65536.0,
    }


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("surveys", "mode"): list(MODES)}
