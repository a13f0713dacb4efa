"""Accounts: how the systems of web, app and store hold the same people."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.scenario.parts.base import Month, Part, Share


class System(Part):
    """One of the systems: who opens an account there, and what it holds.

    `opens`: of those who already have an account elsewhere, how many open another here. `first_email`: how
    many give the address they always give; `home_email`: that of the household; `other_email`: another one;
    the rest give none. The others are shares of accounts without an address, a phone, a year of birth.
    """

    opens: Share
    first_email: Share
    home_email: Share
    other_email: Share
    no_address: Share
    no_phone: Share
    no_birth_year: Share

    @model_validator(mode="after")
    def _one_address_each(self) -> System:
        if self.first_email + self.home_email + self.other_email > 1.0 + 1e-9:
            raise ValueError("first_email, home_email and other_email must not add up to more than 1")
        return self


class Review(Part):
    """Pairs of accounts that a clerk has judged on the first day of `month`.

    All pairs that are one person among the accounts of the first `people` customers by number, and at most
    `different` that are not, by lot. `wrong`: share of judgements that are wrong, in either direction.
    """

    month: Month
    people: Annotated[int, Field(ge=1, le=5_000)]
    different: Annotated[int, Field(ge=0, le=5_000)]
    wrong: Share


class Accounts(Part):
    """How well the systems hold people: each name, address and phone may be written or given in another way.

    Shares of accounts: `nickname`, `initial`, `typo` (in each field typed), `abbreviated` street,
    `new_phone`, `home_phone` (that of the household's head), `wrong_year` of birth. Of people, hazards of
    moving house and of changing the surname: `moves_a_year`, `new_names_a_year`.
    """

    web: System
    app: System
    store: System
    nickname: Share
    initial: Share
    typo: Share
    abbreviated: Share
    new_phone: Share
    wrong_year: Share
    home_phone: Share
    moves_a_year: Annotated[float, Field(ge=0, le=2)]
    new_names_a_year: Annotated[float, Field(ge=0, le=2)]
    review: Review
