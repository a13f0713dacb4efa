"""Contact: the monthly catalogue."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.scenario.parts.base import Money, Part, Share


class Contact(Part):
    """The monthly catalogue: until how many months after the last order, and what it and an e-mail cost."""

    months_after_last_order: Annotated[int, Field(ge=0, le=36)]
    mailing_eur: Money
    e_mail_eur: Money
    undeliverable_share: Share
