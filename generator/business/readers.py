"""Readers: who may be written to by e-mail for marketing, on which day.

Whoever agreed when she signed up may take it back by herself, the discontented sooner: a constant hazard
from that day, for no contact is needed to change a setting. So it hangs on nothing that is done to her, and
a trial can ask for it before anybody's orders are known. An e-mail may end it too: she unsubscribes on the
day on which it comes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.latents import Latents
from generator.world import World

NEVER = np.int64(1) << 40  # later than every day
EMAIL, BACK_DRAW = 0, 2  # place among the channels of consents, draw of the day on which it is taken back
MONTH_DAYS = 365.0 / 12.0


@dataclass(frozen=True)
class EMails:
    """E-mails that go out (arrays of equal length).

    `customer`: position in the block. `campaign`: its number. `day`: since 1970. `unsubscribed`: whether she
    then unsubscribes.
    """

    customer: np.ndarray
    campaign: np.ndarray
    day: np.ndarray
    unsubscribed: np.ndarray

    @classmethod
    def joined(cls, parts: list[EMails]) -> EMails:
        """E-mails of several kinds together."""
        return cls(
            *(np.concatenate(columns) for columns in zip(*(vars(p).values() for p in parts), strict=True))
        )

    def only(self, which: np.ndarray) -> EMails:
        """Some of them (positions)."""
        return EMails(*(column[which] for column in vars(self).values()))


@dataclass(frozen=True)
class Campaigns:
    """E-mails as campaigns (of equal length): number, day since 1970, and name of each."""

    number: np.ndarray
    day: np.ndarray
    names: list[str]

    @classmethod
    def joined(cls, parts: list[Campaigns]) -> Campaigns:
        """Campaigns of several kinds together."""
        number, day = (np.concatenate([getattr(part, side) for part in parts]) for side in ("number", "day"))
        return cls(number, day, [name for part in parts for name in part.names])


@dataclass(frozen=True)
class Readers:
    """Customers of a block (arrays of equal length).

    `agreed`: to marketing by e-mail when they signed up. `until`: day (since 1970) on which each takes it
    back or unsubscribes. `sooner`: how much likelier than an average customer she is to do either.
    """

    agreed: np.ndarray
    until: np.ndarray
    sooner: np.ndarray

    @classmethod
    def of(cls, world: World, ids: np.ndarray, joined: np.ndarray, latents: Latents) -> Readers:
        """As they would be if no e-mail ever came. `joined`: operational week of the first order."""
        rules = world.scenario.voice.consents
        key = draws.keys(world.seed, "consent", ids)
        agreed = draws.slice16(draws.bits(key, 1), EMAIL) < rules.channels["email"].marketing * 65536.0
        sooner = maths.exp(rules.by_satisfaction * latents.z_satisfaction)
        wait = -maths.log(draws.uniform(draws.bits(key, BACK_DRAW)))
        days = wait * MONTH_DAYS / np.maximum(rules.taken_back_a_month * sooner, 1e-9)
        since = world.clock.day_of(joined) + world.clock.first_day
        until = since + 1 + np.minimum(days, 1e6).astype(np.int64)
        return cls(agreed, until, sooner)

    def on(self, day: int | np.ndarray) -> np.ndarray:
        """Who may be written to on a day (since 1970): not on the day itself on which it is taken back."""
        return self.agreed & (self.until > day)

    def after(self, mails: EMails) -> Readers:
        """The readers once these e-mails have come."""
        left = np.flatnonzero(mails.unsubscribed)
        until = self.until.copy()
        np.minimum.at(until, mails.customer[left], mails.day[left])
        return Readers(self.agreed, until, self.sooner)
