"""Accounts: how the systems of web, app and store hold the same people."""

from __future__ import annotations

from pydantic import model_validator

from generator.scenario.parts.base import Part, Share


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


class Accounts(Part):
    """How well the systems hold people: each name, address and phone may be written or given in another way.

    Shares of accounts: `nickname`, `initial`, `typo` (in each field typed), `abbreviated` street,
    `new_phone`, `wrong_year` of birth. Of a person's later accounts: `moved` house, `new_surname`.
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
    moved: Share
    new_surname: Share
