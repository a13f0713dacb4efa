"""Service: tickets, the way they take, how long they wait, and what customers think of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.scenario.parts.base import Part, Positive, Share, Spread, Weight


class Waiting(Part):
    """How long a ticket waits for its first answer, or an order to be packed: a queue before a busy team.

    `clerks`: on duty in an average week (in the warehouse: packers). `load`: share of their time that the
    planned tickets (orders) take in an average season. `follow`: how far the rota follows the season (1:
    fully). `illness`: half-range of the share of clerks missing or extra in a week. `highest`: the load
    beyond which help is called in. `hours_at_80`: mean wait at a load of 80 %; from there it follows the
    queue.
    """

    clerks: Annotated[int, Field(ge=1, le=10_000)]
    load: Annotated[float, Field(ge=0.05, le=0.98)]
    follow: Share
    illness: Annotated[float, Field(ge=0, le=0.5)]
    highest: Annotated[float, Field(ge=0.1, le=0.99)]
    hours_at_80: Positive


class Claims(Part):
    """What customers claim, and who may settle it.

    `topics`: topics with a claim. `mean_eur`: mean claim (exponential; what is granted is at most the order's
    value). A claim within the limit of the clerk is settled on the spot, and the clerk adds a share
    `generosity` of what is left up to the limit; any other claim goes to a further department, which grants
    it with probability `granted_later`. `repurchase`: probability of one order on top in the weeks after a
    claim is settled on the spot.
    """

    topics: list[str]
    mean_eur: Positive
    generosity: Share
    granted_later: Share
    repurchase: Share


class Callers(Part):
    """Who calls instead of writing: a `share`. Patience is exponential, with mean `patience_hours`."""

    share: Share
    patience_hours: Positive


class Mood(Part):
    """What moves the rating of a ticket (points on 1 to 5, before rounding).

    `base`: mean without anything. `satisfaction`: for each sd of a customer's general satisfaction.
    `hand_off`: lost for each. `day`: lost for each day of waiting, up to `most_days`. `settled`: gained when
    a claim is settled on the spot. `noise`: half-width of what is left to chance.
    """

    base: Annotated[float, Field(ge=1, le=6)]
    satisfaction: Annotated[float, Field(ge=0, le=3)]
    hand_off: Annotated[float, Field(ge=0, le=3)]
    day: Annotated[float, Field(ge=0, le=3)]
    most_days: Annotated[float, Field(ge=0, le=30)]
    settled: Annotated[float, Field(ge=0, le=3)]
    noise: Annotated[float, Field(ge=0, le=5)]


class Service(Part):
    """Tickets: how many an order causes, on what, and through how many departments they pass.

    `hand_offs`: mean number of times a ticket changes department before any claim is passed on.
    `exposure_shape`: customers' usual service differs by a gamma factor with this shape and mean 1 (a small
    shape: some are always passed around). `days_per_step`: mean working time in each department.
    `pace`: how long departments need, relative to each other (1 where not said).
    `lost_per_hand_off`: probability, for each hand-off, that the orders of the next `weeks` (operational) are
    lost.
    """

    tickets_per_order: Share
    spread: Spread
    hand_offs: Annotated[float, Field(ge=0, le=5)]
    exposure_shape: Annotated[float, Field(ge=0.3, le=100)]
    days_per_step: Positive
    answered_share: Share
    topics: dict[str, Weight]
    waiting: Waiting
    callers: Callers
    pace: dict[str, Annotated[float, Field(gt=0, le=100)]]
    claims: Claims
    lost_per_hand_off: Share
    weeks: Positive
    mood: Mood
